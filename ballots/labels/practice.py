"""Words for a practice: how its ballots are filled, who tries what."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.checklist import Part
from ballots.rules.practice import Filled
from congress.labels.tables import words

FILLED: Final = words(
    {
        Filled.CLEAR: _("đúng hướng dẫn"),
        Filled.FEWER: _("bầu ít hơn số lượng"),
        Filled.TOO_MANY: _("để lại quá số lượng"),
        Filled.NOTHING_STRUCK: _("không gạch ai"),
        Filled.ALL_STRUCK: _("gạch hết"),
        Filled.PARTIAL_STRIKE: _("gạch không hết họ tên"),
        Filled.CORRECTED: _("gạch rồi sửa lại"),
        Filled.OTHER_SIGN: _("khoanh tên thay vì gạch"),
        Filled.OUTSIDE_NAME: _("viết thêm tên"),
        Filled.SPECIAL_MARK: _("có dấu riêng"),
        Filled.BOTH_BOXES: _("đánh dấu cả hai ô"),
        Filled.LEFT_BLANK: _("để trống cả hai ô của một người"),
        Filled.NOTHING_MARKED: _("để trống hết"),
    }
)
PARTS: Final = words(
    {
        Part.HEAD: _("Trưởng ban kiểm phiếu"),
        Part.MEMBER: _("Thành viên ban kiểm phiếu"),
        Part.TECHNICIAN: _("Kỹ thuật viên"),
        Part.READER: _("Người đọc kết quả"),
        Part.SECRETARIAT: _("Đoàn thư ký"),
        Part.PRESIDIUM: _("Đoàn chủ tịch"),
    }
)
# As on the card of twenty minutes; a test holds them together.
CHECKLIST: Final = {
    "head_explains": _("Hướng dẫn cách ghi phiếu bằng phiếu mẫu và trang chiếu."),
    "head_board": _(
        "Ghi ban kiểm phiếu, số phiếu in. Không ai trong ban có tên trên phiếu."
    ),
    "head_seals": _(
        "Cho xem thùng rỗng, bấm Niêm phong thùng phiếu, rồi Bắt đầu phát phiếu."
    ),
    "head_opens": _("Bấm Mở thùng phiếu…, đếm phiếu úp, ghi phiếu thu về."),
    "head_rules": _(
        "Phiếu cần xem xét: cùng ban quyết định theo đa số từng phiếu, có lý do."
    ),
    "head_counts": _(
        "Kết thúc nhập phiếu, Kiểm phiếu, Đọc lại ngẫu nhiên, xem kết quả rồi Chốt."
    ),
    "head_announces": _(
        "In Biên bản; chiếu, đọc kết quả rồi bấm Đã công bố kết quả…; so với phiếu có "
        "thật trong thùng."
    ),
    "member_divides": _(
        "Xáo đều, chia tập 25–50 tờ, kẹp bìa; trong tập giữ nguyên thứ tự."
    ),
    "member_enters": _(
        "Bấm Nhận tập tiếp theo, lấy đúng tập giấy, gõ điều thấy trên giấy."
    ),
    "member_checks": _("Bấm Kết thúc tập…; Đối chiếu tập người khác nhập, so từng tờ."),
    "member_settles": _(
        "Các lần nhập khác nhau: người chưa nhập tập đó Xác định theo phiếu."
    ),
    "technician_enters": _(
        "Nhập hai tập; chỉ sang tờ khác khi màn hình ghi Đã lưu tờ …"
    ),
    "technician_waits": _(
        "Rút dây mạng: thấy dải đỏ CHƯA LƯU thì chờ, không nhập tờ khác; cắm lại."
    ),
    "technician_moves": _(
        "Tắt máy giữa tập, sang máy khác đăng nhập, bấm Nhập tiếp tập …"
    ),
    "reader_reads": _("Mở trang Lời đọc, đọc to lời hướng dẫn bỏ phiếu."),
    "reader_result": _("Đọc kết quả theo Lời đọc; màn chiếu không lệch trang nào."),
    "reader_control": _("Nhận điều khiển màn chiếu, để màn trống, rồi hiện lại."),
    "secretariat_roll": _("Xem danh sách triệu tập; Điểm danh đủ số người dự."),
    "secretariat_list": _("Lập cuộc bầu, danh sách bầu cử rồi chốt."),
    "secretariat_walls": _(
        "Lập địa chỉ màn chiếu, mở trên từng máy chiếu, đứng cuối hội trường nhìn."
    ),
    "secretariat_shows": _("Chiếu trang hướng dẫn, trang tiến độ, một thông báo."),
    "presidium_order": _("Xem trình tự bầu cử và mốc giờ của từng cuộc bầu."),
    "presidium_too_many": _(
        "Phiếu thu về nhiều hơn phát ra: ban kiểm phiếu dừng, báo đoàn chủ tịch; nói "
        "trước ai quyết."
    ),
    "presidium_reopens": _(
        "Trưởng ban đề nghị mở lại kết quả: đoàn chủ tịch xem và quyết định."
    ),
    "presidium_takes": _("Nhận bàn giao phiếu, giấy kiểm phiếu đã niêm phong."),
}
