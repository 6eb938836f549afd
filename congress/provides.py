"""What congress offers to the pages of core."""

from django.utils.translation import gettext_lazy as _

from congress import labels
from congress.models import Holiday, LevelTerms, UpperAttendance, WallControl
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
    "congress.upper_sent": _("Cử người của cấp trên dự đại hội"),
    "congress.upper_taken_back": _("Bỏ người của cấp trên dự đại hội"),
    "congress.calendar_link_made": _("Lập liên kết lịch"),
    "congress.calendar_link_revoked": _("Thu hồi liên kết lịch"),
    "congress.sample_plans_loaded": _("Nạp đại hội, kế hoạch giả định"),
    "congress.wall_control_taken": _("Nhận điều khiển màn chiếu"),
    "congress.wall_message_written": _("Thêm thông báo để chiếu"),
    "congress.plan_made": _("Lập kế hoạch đại hội từ mẫu"),
    "congress.plans_made": _("Lập kế hoạch cho các đại hội chưa có"),
    "congress.plan_recomputed": _("Tính lại hạn trong kế hoạch"),
    "congress.milestone_done": _("Ghi việc trong kế hoạch là xong"),
    "congress.milestone_taken_back": _("Bỏ dấu xong của việc trong kế hoạch"),
    "congress.milestone_changed": _("Sửa việc trong kế hoạch"),
    "congress.milestone_added": _("Thêm việc vào kế hoạch"),
    "congress.milestone_removed": _("Bỏ việc khỏi kế hoạch"),
    "congress.offers_taken": _("Lấy thay đổi của mẫu vào kế hoạch"),
    "congress.offers_declined": _("Giữ kế hoạch, không lấy thay đổi của mẫu"),
    "congress.template_made": _("Lập mẫu kế hoạch"),
    "congress.template_changed": _("Sửa tên mẫu kế hoạch"),
    "congress.item_added": _("Thêm việc vào mẫu kế hoạch"),
    "congress.item_changed": _("Sửa việc trong mẫu kế hoạch"),
    "congress.item_removed": _("Bỏ việc khỏi mẫu kế hoạch"),
    "congress.item_moved": _("Đổi thứ tự việc trong mẫu kế hoạch"),
    "congress.holiday_changed": _("Ghi, sửa ngày nghỉ lễ, làm bù"),
    "congress.holiday_removed": _("Bỏ ngày nghỉ lễ, làm bù"),
    "congress.level_terms_changed": _("Ghi, sửa yêu cầu của chỉ thị với một cấp"),
    "congress.level_terms_removed": _("Bỏ yêu cầu của chỉ thị với một cấp"),
}
_LIST = OF_CORE["list"]
DETAILS = {
    "list": registry.Detail(_LIST.label, {**_LIST.words, "roll": ROLL.label}),
    "attendance": registry.Detail(_("Điểm danh"), labels.ATTENDANCES),
    "ground": registry.Detail(_("Căn cứ thay"), labels.LEAVINGS),
    "cause": registry.Detail(_("Thôi giữ chức vì"), labels.CAUSES),
    "office": registry.Detail(_("Chức danh"), labels.OFFICES),
    "origin": registry.Detail(_("Diện"), labels.ORIGINS),
    "congresses": registry.Detail(_("Số đại hội")),
    "milestones": registry.Detail(_("Số việc trong kế hoạch")),
    "out_of_order": registry.Detail(_("Việc phải làm trước chưa xong")),
    "plans": registry.Detail(_("Số kế hoạch")),
    "template": registry.Detail(_("Mẫu kế hoạch")),
}


def offer() -> None:
    """Fill the registry."""
    registry.offer_rule_sets(RULE_BOOK)
    registry.name_acts(ACTS)
    registry.name_details(DETAILS)
    registry.offer_import(ROLL)
    registry.name_facts("congress_elected", "congress_frame", "congress_step")
    registry.move_with_people("congress.RollEntry", "person")
    registry.move_with_people("congress.UpperAttendance", "person")
    registry.offer_section(
        registry.Section(0, _("Tổng quan"), "congress:detail", Right.CONGRESS_READ)
    )
    registry.offer_section(
        registry.Section(
            10,
            _("Kế hoạch"),
            "congress:plan",
            Right.PLAN_READ,
            ("congress:plan",),
            here_only=True,
        )
    )
    registry.offer_section(
        registry.Section(
            15,
            _("Cấp trên dự"),
            "congress:upper",
            Right.PLAN_READ,
            ("congress:upper",),
            here_only=True,
        )
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
    registry.stay_behind(WallControl, UpperAttendance)
    registry.take_whole(Holiday, LevelTerms)
    registry.offer_tab(
        registry.Tab(20, _("Đại hội"), "congress:list", Right.CONGRESS_READ)
    )
