"""What the details of core's audit lines are called, and words for their codes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.access.rights import ROLE_LABELS
from core.models import Backup, MailMode, Parcel
from core.models.person import LeftWhy, Membership, Sex, TheoryLevel
from core.registry import Detail, notice_labels

DETAILS: Final = {
    "accounts": Detail(_("Số tài khoản")),
    "added": Detail(_("Số dòng mới")),
    "address": Detail(_("Địa chỉ máy")),
    "aside": Detail(_("Cơ sở dữ liệu cũ cất ở")),
    "bytes": Detail(_("Dung lượng (byte)")),
    "changed": Detail(_("Số dòng cập nhật")),
    "changes": Detail(_("Đã sửa")),
    "children": Detail(_("Số tổ chức trực thuộc chuyển theo")),
    "code": Detail(_("Mã")),
    "decision": Detail(_("Văn bản quyết định")),
    "destination": Detail(_("Mang tới đâu")),
    "digest": Detail(_("Mã kiểm tra")),
    "edition": Detail(_("Bản")),
    "every_hours": Detail(_("Cách nhau (giờ)")),
    "fault": Detail(_("Lỗi")),
    "fields": Detail(_("Các mục đã sửa")),
    "first_day": Detail(_("Từ ngày")),
    "folder": Detail(_("Thư mục")),
    "form": Detail(
        _("Dạng"), {"xlsx": _("tệp Excel"), "csv": _("tệp CSV"), "print": _("bản in")}
    ),
    "from_unit": Detail(_("Từ tổ chức (mã)")),
    "guesses": Detail(_("Số lần gõ sai")),
    "how": Detail(
        _("Bằng"), {"phone": _("mã trên điện thoại"), "paper": _("mã trên giấy")}
    ),
    "gone": Detail(_("Dòng được gộp vào")),
    "instance": Detail(
        _("Cổng"), {"demo": _("bản trình diễn"), "practice": _("diễn tập")}
    ),
    "keep": Detail(_("Giữ lại (bản)")),
    "left_out": Detail(_("Số dòng để ngoài")),
    "left_on": Detail(_("Ngày rời sổ")),
    "left_why": Detail(_("Lý do rời sổ"), dict(LeftWhy.choices)),
    "list": Detail(
        _("Danh sách"), {"units": _("tổ chức đảng"), "people": _("người trong sổ")}
    ),
    "last_day": Detail(_("Đến ngày")),
    "kept": Detail(_("Số dòng giữ như ở đây")),
    "machine": Detail(_("Máy")),
    "listed": Detail(
        _("Ai"), {"left": _("người đã rời sổ"), "all": _("cả người đã rời sổ")}
    ),
    "made": Detail(_("Số dòng mới")),
    "membership": Detail(_("Diện đảng viên"), dict(Membership.choices)),
    "moved": Detail(_("Số dòng chuyển theo")),
    "mail": Detail(_("Gửi thư"), dict(MailMode.choices)),
    "notice": Detail(_("Thông báo"), notice_labels()),
    "of_act": Detail(_("Chỉ gồm việc")),
    "on": Detail(_("Từ ngày")),
    "papers": Detail(_("Số phiếu")),
    "people": Detail(_("Số người")),
    "reason": Detail(_("Lý do")),
    "removed": Detail(_("Số dòng bỏ")),
    "role": Detail(
        _("Vai trò"), {role.value: word for role, word in ROLE_LABELS.items()}
    ),
    "rows": Detail(_("Số dòng")),
    "searched": Detail(_("Có tìm theo tên"), {"yes": _("có")}),
    "sessions": Detail(_("Số phiên đã đóng")),
    "sex": Detail(_("Giới tính"), dict(Sex.choices)),
    "sha256": Detail(_("Mã SHA-256 của tệp")),
    "taken_at": Detail(_("Sao lưu lúc")),
    "theory": Detail(_("Lý luận chính trị"), dict(TheoryLevel.choices)),
    "to_unit": Detail(_("Đến tổ chức (mã)")),
    "units": Detail(_("Số tổ chức")),
    "user": Detail(_("Tài khoản")),
    "way": Detail(_("Chiều"), dict(Parcel.Way.choices)),
    "why": Detail(_("Vì"), dict(Backup.Reason.choices)),
}
