"""What the head types for the third look: digits from the hall, or why it stops."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.look import BareForm


class DrawForm(BareForm):
    """The digits by which papers are drawn."""

    seed = forms.CharField(
        label=_("Các chữ số gieo tại hội trường"),
        max_length=40,
        help_text=_(
            "Ít nhất bốn chữ số, ví dụ gieo xúc xắc bốn lần trước ban: 4 2 1 6. Ghi "
            "đúng thứ tự; đã rút thì không gieo lại."
        ),
        error_messages={
            "required": _("Hãy gieo tại hội trường rồi ghi các chữ số."),
            "max_length": _("Nhiều nhất 40 chữ số."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_seed(self) -> str:
        digits = re.sub(r"[\s.,-]", "", self.cleaned_data["seed"])
        if not re.fullmatch(r"[0-9]{4,}", digits):
            raise forms.ValidationError(
                _("Chỉ gồm chữ số, ít nhất bốn chữ số, ví dụ 4216.")
            )
        return digits


class StopLookForm(BareForm):
    """Why the result is confirmed without the whole look."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=400,
        help_text=_("In vào biên bản, ví dụ: ban chỉ có ba người, đã cùng nhập phiếu."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )
