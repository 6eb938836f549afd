"""What congress offers to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress import labels
from congress.models import WallControl
from congress.rule_book import RULE_BOOK
from congress.services.importing import ROLL
from core import registry
from core.access.rights import Right
from core.details import DETAILS as OF_CORE

ACTS = {
    "congress.congress_convened": _("Lập đại hội"),
    "congress.congress_changed": _("Sửa đại hội"),
    "congress.body_formed": _("Lập nơi bầu"),
    "congress.roll_called": _("Đưa người vào danh sách triệu tập"),
    "congress.roll_changed": _("Sửa một người trong danh sách triệu tập"),
    "congress.roll_taken_off": _("Bỏ người khỏi danh sách triệu tập"),
    "congress.roll_exported": _("Lấy danh sách triệu tập ra tệp, ra giấy"),
    "congress.attendance_marked": _("Điểm danh"),
    "congress.rest_marked_present": _("Ghi những người còn lại có mặt"),
    "congress.delegate_replaced": _("Dự khuyết thay đại biểu"),
    "congress.replacing_taken_back": _("Bỏ việc dự khuyết thay đại biểu"),
    "congress.elected_recorded": _("Ghi người trúng cử"),
    "congress.elected_revoked": _("Thôi danh sách trúng cử của kết quả mở lại"),
    "congress.office_ended": _("Ghi người thôi giữ chức"),
    "congress.office_end_taken_back": _("Rút việc ghi người thôi giữ chức"),
    "congress.wall_made": _("Lập địa chỉ màn chiếu"),
    "congress.wall_revoked": _("Thu hồi địa chỉ màn chiếu"),
    "congress.wall_control_taken": _("Nhận điều khiển màn chiếu"),
    "congress.wall_message_written": _("Thêm thông báo để chiếu"),
}
_LIST = OF_CORE["list"]
DETAILS = {
    "list": registry.Detail(_LIST.label, {**_LIST.words, "roll": ROLL.label}),
    "attendance": registry.Detail(_("Điểm danh"), labels.ATTENDANCES),
    "ground": registry.Detail(_("Căn cứ thay"), labels.LEAVINGS),
    "cause": registry.Detail(_("Thôi giữ chức vì"), labels.CAUSES),
    "office": registry.Detail(_("Chức danh"), labels.OFFICES),
    "origin": registry.Detail(_("Diện"), labels.ORIGINS),
}


def offer() -> None:
    """Fill the registry."""
    registry.offer_rule_sets(RULE_BOOK)
    registry.name_acts(ACTS)
    registry.name_details(DETAILS)
    registry.offer_import(ROLL)
    registry.name_facts("congress_elected", "congress_frame", "congress_step")
    registry.move_with_people("congress.RollEntry", "person")
    registry.offer_section(
        registry.Section(0, _("Tổng quan"), "congress:detail", Right.CONGRESS_READ)
    )
    registry.offer_section(
        registry.Section(
            20,
            _("Đại biểu, đảng viên dự"),
            "congress:rolls",
            Right.ROLL_READ,
            ("congress:roll", "congress:attendance", "congress:base"),
        )
    )
    registry.offer_section(
        registry.Section(
            60,
            _("Màn chiếu"),
            "congress:wall-console",
            Right.WALL_KEEP,
            ("congress:wall-",),
        )
    )
    registry.offer_section(
        registry.Section(
            90,
            _("Mang đi, mang về"),
            "congress:journey",
            Right.CONGRESS_TRAVEL,
            ("congress:journey",),
            here_only=True,
        )
    )
    registry.stay_behind(WallControl)
    registry.offer_tab(
        registry.Tab(20, _("Đại hội"), "congress:list", Right.CONGRESS_READ)
    )
