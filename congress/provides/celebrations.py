"""What celebration projects and emulation offer to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.models import (
    CelebrationProject,
    Emulation,
    EmulationResult,
    EmulationTarget,
    EmulationUnit,
)
from congress.services import celebrations, emulation
from congress.services.tasks import refuse_where
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.plaque_granted": _("Gắn biển công trình"),
    "congress.plaque_taken_back": _("Thu hồi biển công trình"),
    "congress.plaques_printed": _("In danh sách công trình gắn biển"),
    "congress.emulation_called": _("Phát động thi đua"),
    "congress.emulation_changed": _("Sửa phong trào thi đua"),
    "congress.emulation_reported": _("Báo kết quả thi đua"),
    "congress.emulation_ended": _("Tổng kết thi đua"),
    "congress.emulation_taken_up": _("Mở lại phong trào thi đua đã tổng kết"),
}


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_notices(celebrations.SENTENCES)
    registry.name_notices(emulation.SENTENCES)
    registry.name_details({"targets": registry.Detail(_("Số chỉ tiêu"))})
    registry.name_work(
        {emulation.WORK: _("báo kết quả thi đua")},
        {emulation.WORK: _("Báo kết quả: %(what)s")},
    )
    registry.name_facts("congress_emulationresult")
    registry.offer_at_desk(
        registry.Section(
            60,
            _("Công trình chào mừng"),
            "congress:celebrations",
            Right.WORK_READ,
            ("congress:celebration",),
            of_units=True,
        )
    )
    registry.offer_at_desk(
        registry.Section(
            65,
            _("Thi đua"),
            "congress:emulations",
            Right.WORK_READ,
            ("congress:emulation",),
            of_units=True,
        )
    )
    registry.renew_after_journey(emulation.write_work_beneath)
    refuse_where(celebrations.keep_plaque)
    # They lie between units; a hall needs none of them.
    registry.stay_behind(CelebrationProject)
    registry.stay_behind(Emulation, EmulationUnit, EmulationTarget, EmulationResult)
