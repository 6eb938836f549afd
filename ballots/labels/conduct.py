"""Words for how a list comes about and what is done with the papers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.doubts import Doubt, OpenPoint
from ballots.rules.journal import Act
from ballots.rules.nominations import PutForward, Withdrawing
from ballots.rules.purposes import Purpose
from congress.labels.tables import words

PURPOSES: Final = words(
    {
        Purpose.OFFICIAL: _("Kết quả chính thức, theo văn bản cho phép"),
        Purpose.CHECK: _("Đối chiếu với phần mềm hoặc cách kiểm phiếu chính thức"),
        Purpose.REHEARSAL: _("Diễn tập"),
    }
)

PUT_FORWARD: Final = words(
    {
        PutForward.OFFICIAL: _("Cấp ủy triệu tập đề cử"),
        PutForward.NOMINATED: _("Đại biểu đề cử"),
        PutForward.SELF_NOMINATED: _("Ứng cử"),
    }
)

WITHDRAWINGS: Final = words(
    {
        Withdrawing.NOT_ASKED: _("Không xin rút"),
        Withdrawing.ASKED: _("Xin rút, chờ đại hội quyết định"),
        Withdrawing.ALLOWED: _("Được rút"),
        Withdrawing.REFUSED: _("Không được rút"),
    }
)

DOUBTS: Final = words(
    {
        Doubt.PARTIAL_STRIKE: _("Gạch một phần họ tên"),
        Doubt.CORRECTED: _("Gạch rồi sửa lại"),
        Doubt.OTHER_SIGN: _("Đánh dấu thay vì gạch"),
        Doubt.ILLEGIBLE: _("Không rõ phiếu thể hiện gì"),
        Doubt.OTHER: _("Lý do khác"),
    }
)

OPEN_POINTS: Final = words(
    {
        OpenPoint.PARTIAL_STRIKE: _(
            "Quy chế không nêu phiếu chỉ gạch một phần họ tên; ban kiểm phiếu xem xét "
            "người đó có bị gạch hay không."
        ),
        OpenPoint.CORRECTED_STRIKE: _(
            "Quy chế không nêu phiếu gạch rồi sửa lại; ban kiểm phiếu xem xét ý của "
            "người bầu."
        ),
        OpenPoint.OTHER_SIGN: _(
            "Quy chế không nêu phiếu đánh dấu thay vì gạch; ban kiểm phiếu xem xét dấu "
            "đó có phải là gạch hay không."
        ),
        OpenPoint.TORN: _(
            "Quy chế không nêu phiếu rách; ban kiểm phiếu xem xét còn xác định được "
            "lựa chọn hay không."
        ),
        OpenPoint.EMPTY_AGREEMENT: _(
            "Danh sách nhiều người không có số dư mà phiếu không đồng ý với ai: theo "
            "câu chữ “không bầu cho ai” thì không hợp lệ, nhưng cũng có cách hiểu là "
            "hợp lệ và không ai được thêm phiếu. Ban kiểm phiếu quyết định."
        ),
    }
)

JOURNAL_ACTS: Final = words(
    {
        Act.SAVED: _("Lưu phiếu"),
        Act.RETAKEN: _("Nhập lại phiếu"),
        Act.REMOVED: _("Bỏ phiếu"),
        Act.INSERTED: _("Chèn chỗ cho một tờ"),
        Act.TAKEN_OUT: _("Bỏ một tờ, dồn các tờ sau"),
    }
)
