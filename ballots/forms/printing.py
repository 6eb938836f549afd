"""On what ballots are printed, and how many."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots.labels.ballot_papers import PAPER_COLOURS, PAPER_SIZES
from ballots.rules.ballot_paper import (
    MOST_COPIES,
    MOST_SLIP_LINES,
    PaperColour,
    PaperSize,
)
from core.forms.look import BareForm

COPIES_ERRORS: Final = {
    "required": _("Hãy ghi số phiếu cần in."),
    "min_value": _("In ít nhất một phiếu."),
    "max_value": _("Mỗi lần in nhiều nhất %(limit_value)s phiếu."),
    "invalid": _("Hãy ghi một số nguyên, không có dấu chấm hay dấu phẩy."),
}


def _copies(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=1,
        max_value=MOST_COPIES,
        error_messages=COPIES_ERRORS,
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class LookForm(BareForm):
    """Size and colour of the ballots."""

    size = forms.TypedChoiceField(
        label=_("Khổ phiếu"),
        choices=list(PAPER_SIZES.items()),
        coerce=PaperSize,
        widget=forms.RadioSelect,
    )
    colour = forms.TypedChoiceField(
        label=_("Màu phiếu"),
        choices=list(PAPER_COLOURS.items()),
        coerce=PaperColour,
        help_text=_(
            "Vạch trên đầu phiếu có màu và hoa văn riêng, in đen trắng vẫn phân biệt "
            "được. Hoặc in trên giấy màu này."
        ),
    )


class BallotsForm(LookForm):
    """Size, colour and number of the ballots."""

    copies = _copies(
        _("Số phiếu cần in"),
        _("Số người được triệu tập, thêm vài phiếu để đổi khi có người gạch hỏng."),
    )

    def __init__(self, *args: Any, is_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_fixed:
            # What a disabled field says is what was chosen, whatever is sent.
            self.fields["size"].disabled = True
            self.fields["colour"].disabled = True


class SlipsForm(BareForm):
    """Lines and number of the slips on which names are put forward."""

    lines = forms.IntegerField(
        label=_("Số dòng mỗi phiếu"),
        help_text=_("Mỗi dòng giới thiệu một người."),
        min_value=1,
        max_value=MOST_SLIP_LINES,
        error_messages={
            "required": _("Hãy ghi số dòng."),
            "min_value": _("Phiếu có ít nhất một dòng."),
            "max_value": _("Phiếu có nhiều nhất %(limit_value)s dòng."),
            "invalid": _("Hãy ghi một số nguyên."),
        },
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    copies = _copies(_("Số phiếu cần in"), _("Bằng số người được phát phiếu."))
