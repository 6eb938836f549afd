"""Words for communication and logistics, and for how legal documents stand."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from congress.labels.tables import words
from congress.rules.legal import Force

if TYPE_CHECKING:
    from django.utils.functional import Promise

USUAL: "Final[dict[str, Promise]]" = {
    # making known, before
    "theme_taken_up": _("Quán triệt chủ đề, khẩu hiệu tuyên truyền của cấp trên"),
    "documents_studied": _("Học tập chỉ thị, hướng dẫn, kế hoạch về đại hội"),
    "emulation_launched": _("Phát động thi đua chào mừng đại hội"),
    "works_registered": _("Đăng ký công trình, phần việc chào mừng đại hội"),
    "opinions_called_for": _("Mời Nhân dân góp ý dự thảo văn kiện"),
    "column_opened": _("Mở chuyên mục về đại hội"),
    "achievements_told": _("Phát bài về kết quả nhiệm kỳ, gương tiêu biểu"),
    "banners_up": _("Treo cờ, băng rôn, pa-nô"),
    "press_told": _("Gửi thông tin cho báo chí"),
    "opening_made_known": _("Niêm yết ngày, nơi tổ chức đại hội"),
    # during
    "opening_reported": _("Đưa tin phiên khai mạc"),
    "days_reported": _("Đăng tin, ảnh từng phiên"),
    "press_served": _("Hướng dẫn, cung cấp tài liệu cho phóng viên"),
    "posts_watched": _("Theo dõi, phản bác tin sai về đại hội"),
    # after
    "result_told": _("Thông báo kết quả đại hội"),
    "resolution_spread": _("Học tập, quán triệt nghị quyết đại hội"),
    "action_programme_told": _("Giới thiệu chương trình hành động"),
    "emulation_closed": _("Tổng kết thi đua, khen thưởng công trình chào mừng"),
    "banners_down": _("Tháo dỡ băng rôn, pa-nô"),
    # serving
    "hall_chosen": _("Chọn, đặt hội trường"),
    "stage_dressed": _("Trang trí khánh tiết, ma-két"),
    "flags_and_bust": _("Cờ Đảng, cờ Tổ quốc, tượng Bác, hoa"),
    "hall_tidied": _("Vệ sinh trong, ngoài hội trường"),
    "seats_drawn": _("Vẽ sơ đồ chỗ ngồi: đại biểu theo đoàn, khách, báo chí"),
    "seat_signs": _("Đặt biển tên, số ghế"),
    "tally_room": _("Bố trí phòng, bàn cho ban kiểm phiếu"),
    "sound_tried": _("Thử âm thanh"),
    "spare_microphones": _("Micrô dự phòng"),
    "screens_tried": _("Thử màn hình, máy chiếu"),
    "power_checked": _("Kiểm tra nguồn điện, tải điện"),
    "generator_tried": _("Chạy thử máy phát điện"),
    "spare_power_for_tally": _("Bộ lưu điện cho máy kiểm phiếu"),
    "papers_printed": _("In văn kiện, chương trình, tài liệu"),
    "ballot_boxes": _("Hòm phiếu, khóa, giấy niêm phong"),
    "ballot_paper_ready": _("Giấy in phiếu, máy in, mực dự phòng"),
    "document_bags": _("Xếp cặp tài liệu cho đại biểu"),
    "meals_ordered": _("Đặt suất ăn, kiểm tra an toàn thực phẩm"),
    "drinking_water": _("Nước uống"),
    "lodging_booked": _("Đặt chỗ nghỉ cho đại biểu, khách ở xa"),
    "cars_ordered": _("Xe đưa đón"),
    "parking_marked": _("Nơi để xe, biển chỉ dẫn"),
    "health_team": _("Tổ y tế trực"),
    "first_aid_box": _("Túi thuốc cấp cứu"),
    "security_plan": _("Phương án bảo vệ an ninh, trật tự"),
    "fire_extinguishers": _("Kiểm tra bình chữa cháy"),
    "exits_free": _("Lối thoát nạn thông thoáng, có biển chỉ"),
    "invitations_sent": _("Gửi giấy mời"),
    "badges_printed": _("In thẻ đại biểu, khách, phục vụ"),
    "reception_desk": _("Bàn đón tiếp, phát tài liệu"),
}

FORCES: Final = words(
    {
        Force.IN_FORCE: _("đang có hiệu lực"),
        Force.NOT_YET: _("chưa có hiệu lực"),
        Force.REPLACED: _("đã được thay thế, hết hiệu lực"),
    }
)
FORCE_TONES: Final = {"in_force": "ok", "not_yet": "none", "replaced": "warn"}
