"""What celebration projects and emulation offer to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress.models import (
    CelebrationProject,
    Emulation,
    EmulationResult,
    EmulationTarget,
    EmulationUnit,
)
from congress.services import celebrations
from congress.services.tasks import write_beside
from core import registry
from core.access.rights import Right

ACTS = {
    "congress.plaque_granted": _("Gắn biển công trình"),
    "congress.plaque_taken_back": _("Thu lại biển công trình"),
    "congress.plaques_printed": _("In danh sách công trình gắn biển"),
}


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_notices(celebrations.SENTENCES)
    registry.name_facts("congress_emulationresult")
    registry.offer_at_desk(
        registry.Section(
            60,
            _("Công trình chào mừng"),
            "congress:celebrations",
            Right.WORK_READ,
            ("congress:celebration",),
        )
    )
    write_beside(celebrations.keep_plaques)
    # They lie between units; a hall needs none of them.
    registry.stay_behind(CelebrationProject)
    registry.stay_behind(Emulation, EmulationUnit, EmulationTarget, EmulationResult)
