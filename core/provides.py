"""What core itself offers to its pages."""

from django.utils.translation import gettext_lazy as _

from core import registry
from core.access.rights import Right
from core.details import DETAILS
from core.imports.people import PEOPLE
from core.imports.units import UNITS
from core.models import Figure, Notice, WorkItem
from core.operations import work
from core.queries import imports
from core.services import reminders

ACTS = {
    "core.signed_in": _("Đăng nhập"),
    "core.signed_out": _("Đăng xuất"),
    "core.password_changed": _("Đổi mật khẩu"),
    "core.sign_in_failed": _("Đăng nhập sai mật khẩu"),
    "core.sign_ins_ended": _("Đăng xuất các phiên khác"),
    "core.session_guessed": _("Kết thúc phiên vì nhập sai mật khẩu nhiều lần"),
    "core.second_factor_passed": _("Qua lớp bảo vệ thứ hai"),
    "core.second_factor_failed": _("Nhập sai mã của lớp bảo vệ thứ hai"),
    "core.second_factor_set": _("Bật lớp bảo vệ thứ hai"),
    "core.second_factor_removed": _("Tắt lớp bảo vệ thứ hai của mình"),
    "core.second_factor_taken": _("Gỡ lớp bảo vệ thứ hai của người khác"),
    "core.recovery_codes_made": _("Tạo mã khôi phục mới"),
    "core.account_created": _("Lập tài khoản"),
    "core.account_changed": _("Sửa tài khoản"),
    "core.account_closed": _("Khóa tài khoản"),
    "core.account_opened": _("Mở lại tài khoản"),
    "core.accounts_exported": _("Xuất danh sách tài khoản"),
    "core.sign_in_freed": _("Bỏ tạm khóa đăng nhập"),
    "core.password_reset": _("Đặt lại mật khẩu"),
    "core.slips_fetched": _("Tải phiếu tài khoản"),
    "core.unit_founded": _("Lập tổ chức đảng"),
    "core.unit_changed": _("Sửa tổ chức đảng"),
    "core.unit_renamed": _("Đổi tên tổ chức đảng"),
    "core.unit_moved": _("Chuyển nơi trực thuộc của tổ chức đảng"),
    "core.unit_reclassed": _("Chuyển loại tổ chức đảng"),
    "core.unit_dissolved": _("Giải thể tổ chức đảng"),
    "core.units_merged": _("Sáp nhập tổ chức đảng"),
    "core.units_joined": _("Hợp nhất tổ chức đảng"),
    "core.unit_split": _("Chia tổ chức đảng"),
    "core.unit_parted": _("Tách tổ chức đảng"),
    "core.level_changed": _("Thêm, sửa cấp"),
    "core.level_removed": _("Xóa cấp"),
    "core.unit_kind_changed": _("Thêm, sửa loại tổ chức"),
    "core.unit_kind_removed": _("Xóa loại tổ chức"),
    "core.person_registered": _("Ghi người vào sổ"),
    "core.person_changed": _("Sửa thông tin người"),
    "core.person_transferred": _("Chuyển sinh hoạt đảng"),
    "core.person_left": _("Ghi người rời sổ"),
    "core.person_brought_back": _("Đưa người trở lại sổ"),
    "core.post_added": _("Ghi chức vụ"),
    "core.post_changed": _("Sửa chức vụ"),
    "core.post_ended": _("Ghi thôi chức vụ"),
    "core.post_removed": _("Bỏ chức vụ ghi nhầm"),
    "core.people_merged": _("Gộp hai dòng của một người"),
    "core.people_taken": _("Lấy danh sách người ra tệp, ra giấy"),
    "core.told_exported": _("Lấy danh sách ai đã được báo ra tệp"),
    "core.sample_register_loaded": _("Nạp sổ giả định"),
    "core.list_received": _("Tải danh sách lên"),
    "core.list_applied": _("Ghi danh sách vào sổ"),
    "core.list_undone": _("Hoàn tác nhập danh sách"),
    "core.list_dropped": _("Bỏ danh sách đã tải lên"),
    "core.backup_planned": _("Đặt kế hoạch sao lưu"),
    "core.backup_passphrase_changed": _("Đổi mật khẩu sao lưu"),
    "core.backup_made": _("Sao lưu"),
    "core.backup_removed": _("Xóa bản sao lưu cũ"),
    "core.backup_found": _("Ghi nhận bản sao lưu có trong thư mục"),
    "core.backup_downloaded": _("Tải bản sao lưu về"),
    "core.restored": _("Khôi phục từ bản sao lưu"),
    "core.role_given": _("Giao vai trò"),
    "core.role_revoked": _("Thôi giao vai trò"),
    "core.audit_exported": _("Lấy nhật ký ra khỏi cổng"),
    "core.rule_set_shipped": _("Đưa vào bộ quy định của bản phát hành"),
    "core.rule_set_changed": _("Sửa bộ quy định"),
    "core.journey_begun": _("Mang đại hội sang máy khác"),
    "core.parcel_made": _("Lập tệp mang đi, mang về"),
    "core.parcel_fetched": _("Tải tệp mang đi, mang về"),
    "core.journey_arrived": _("Nhận đại hội mang tới"),
    "core.journey_brought_back": _("Đưa kết quả mang về vào cổng"),
    "core.journey_given_up": _("Bỏ chuyến mang đi"),
    "core.told": _("Gửi thông báo"),
    "core.mail_chosen": _("Chọn cách nhận thư điện tử"),
    "core.mail_confirmed": _("Xác nhận địa chỉ thư điện tử"),
    "core.role_ended": _("Vai trò kết thúc do sáp nhập, chia tách"),
}

# Pages that lie under the tab Tổ chức.
UNIT_PAGES = ("core:unit", "core:people", "core:person", "core:post", "core:import")

FACTS = (
    "core_auditevent",
    "core_auditseal",
    "core_storedprint",
    "core_storedfilechunk",
    "core_unitchange",
    "core_unitsuccession",
    "core_personmerge",
    "core_rulesetedition",
    "core_unitversion",
    "core_personversion",
    "core_postversion",
    "core_userversion",
    "core_journey",
    "core_parcel",
    "core_arrival",
    "core_journeyend",
)

TOTALS = {
    "core.Unit": _("tổ chức đảng"),
    "core.Person": _("người trong sổ"),
    "core.User": _("tài khoản"),
}

# What follows a person when two rows of the register are found to be one.
MOVING_WITH_PEOPLE = (("core.Post", "person"), ("core.User", "person"))


def offer() -> None:
    """Fill the registry."""
    registry.name_acts(ACTS)
    registry.name_facts(*FACTS)
    registry.name_details(DETAILS)
    for model, field in MOVING_WITH_PEOPLE:
        registry.move_with_people(model, field)
    registry.name_totals(TOTALS)
    registry.name_notices(reminders.NOTICES)
    registry.stay_behind(Figure, Notice, WorkItem)
    registry.offer_import(UNITS)
    registry.offer_import(PEOPLE)
    registry.offer_tab(registry.Tab(0, _("Việc của tôi"), "core:start", None))
    registry.offer_tab(registry.Tab(60, _("Tổng hợp"), "core:figures", Right.PLAN_READ))
    registry.offer_room(
        registry.Room(
            20,
            _("Tổ chức"),
            _("Hệ thống tổ chức đảng: lập, đổi tên, sáp nhập, chia tách, giải thể."),
            "core:units",
            Right.UNIT_KEEP,
        )
    )
    registry.offer_room(
        registry.Room(
            30,
            _("Tài khoản"),
            _("Danh sách, cấp lại mật khẩu, khóa, lập cho nhiều người."),
            "core:accounts",
            Right.ACCOUNT_KEEP,
        )
    )
    registry.offer_room(
        registry.Room(
            80,
            _("Sao lưu"),
            _("Sao lưu ngay, kế hoạch, mật khẩu, tải bản sao lưu."),
            "core:backups",
            Right.OPERATE,
        )
    )
    registry.offer_room(
        registry.Room(
            90,
            _("Tình trạng máy"),
            _("Từng phần của cổng: tốt, cần xem hay hỏng, và cần làm gì."),
            "core:condition",
            Right.OPERATE,
        )
    )
    registry.offer_work(work.work_of)
    registry.offer_work(imports.work_of)
    registry.offer_tab(
        registry.Tab(60, _("Tổ chức"), "core:units", Right.UNIT_READ, UNIT_PAGES)
    )
    registry.offer_tab(registry.Tab(90, _("Nhật ký"), "core:audit", Right.AUDIT_READ))
