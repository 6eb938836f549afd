"""Words for polls: what is elected, in which round, on what paper, how far."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ballots.rules.stages import Stage
from ballots.rules.terms import Layout, Round, Unlawful
from ballots.rules.timeline import Moment
from congress.labels.tables import words

ROUNDS: Final = words(
    {
        Round.FIRST: _("Bầu lần đầu"),
        Round.FURTHER: _("Bầu thêm"),
        Round.RUN_OFF: _("Bầu lại những người ngang phiếu"),
    }
)

LAYOUTS: Final = words(
    {
        Layout.STRIKE_OUT: _("Phiếu gạch tên"),
        Layout.AGREE_DISAGREE: _("Phiếu đồng ý / không đồng ý"),
    }
)

STAGES: Final = words(
    {
        Stage.PREPARED: _("Đang chuẩn bị"),
        Stage.LIST_CLOSED: _("Đã chốt danh sách bầu cử"),
        Stage.BOX_SEALED: _("Đã niêm phong thùng phiếu"),
        Stage.ISSUING: _("Đang phát phiếu và bỏ phiếu"),
        Stage.BOX_OPENED: _("Đã mở thùng phiếu"),
        Stage.ENTERED: _("Đã nhập xong phiếu"),
        Stage.COUNTED: _("Đã kiểm phiếu"),
        Stage.CONFIRMED: _("Ban kiểm phiếu đã chốt kết quả"),
        Stage.ANNOUNCED: _("Đã công bố kết quả"),
        Stage.PUT_AWAY: _("Đã niêm phong, cất giữ phiếu"),
    }
)

UNLAWFUL: Final = words(
    {
        Unlawful.NO_SEAT: _("Số lượng cần bầu phải từ 1 trở lên."),
        Unlawful.ALTERNATES_NOT_FOR_OFFICE: _(
            "Chỉ bầu dự khuyết khi bầu đại biểu dự đại hội cấp trên."
        ),
        Unlawful.NO_BASE: _("Mẫu số tính kết quả (D) phải từ 1 trở lên."),
        Unlawful.RUN_OFF_FOR_BOTH: _(
            "Lần bầu lại chỉ dành cho chỗ bị ngang phiếu: chính thức hoặc dự khuyết."
        ),
        Unlawful.RUN_OFF_WITHOUT_TIE: _(
            "Lần bầu lại phải có nhiều người hơn số lượng cần bầu."
        ),
    }
)

# Points that every election passes; times of each are kept beside those of others.
MOMENTS: Final = words(
    {
        Moment.LIST_CLOSED: _("Đã chốt danh sách"),
        Moment.ISSUING: _("Phiếu bắt đầu phát"),
        Moment.BOX_OPENED: _("Đã mở thùng phiếu"),
        Moment.FIRST_ENTRY: _("Nhập tập đầu"),
        Moment.ENTERED: _("Mọi tập khớp"),
        Moment.COUNTED: _("Kiểm xong"),
        Moment.CONFIRMED: _("Đã chốt kết quả"),
        Moment.MINUTES: _("Có biên bản"),
        Moment.ANNOUNCED: _("Đã công bố"),
    }
)
