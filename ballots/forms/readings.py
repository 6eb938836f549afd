"""How the papers of a poll are read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.look import BareForm

READINGS = (
    (1, _("Một người nhập, một người khác đối chiếu từng tờ với phiếu giấy")),
    (
        2,
        _(
            "Hai người nhập, không ai thấy bài của ai; khác nhau thì người thứ ba "
            "xem phiếu"
        ),
    ),
    (3, _("Ba người, ở ba máy, nhập riêng; khác nhau thì người thứ tư xem phiếu")),
)


class ReadingsForm(BareForm):
    """One, two or three blind readings of each batch."""

    readings = forms.TypedChoiceField(
        label=_("Mỗi tập phiếu được"),
        choices=READINGS,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_(
            "Đếm kỹ hơn thì cần nhiều người hơn, không ai có tên trong danh sách bầu: "
            "hai lần nhập nên có bốn người ngoài trưởng ban (hai người nhập, một người "
            "xác định tờ khác nhau, một người đọc lại tờ rút ngẫu nhiên; trưởng ban "
            "đối chiếu được); ba lần nên có năm người và phải có ba máy."
        ),
    )
