"""What the head types for the third look: digits, a ruling, or why it stops."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.look import BareForm


class DrawForm(BareForm):
    """The digits by which papers are drawn."""

    seed = forms.CharField(
        label=_("Các chữ số gieo tại hội trường"),
        max_length=40,
        help_text=_(
            "Ít nhất mười chữ số, ví dụ gieo xúc xắc mười lần, hoặc bốc mười lần bóng "
            "đánh số, trước ban: 4 2 1 6 3 5 1 2 6 4. Ghi đúng thứ tự; đã rút thì "
            "không gieo lại."
        ),
        error_messages={
            "required": _("Hãy gieo tại hội trường rồi ghi các chữ số."),
            "max_length": _("Nhiều nhất 40 chữ số."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_seed(self) -> str:
        digits = re.sub(r"[\s.,-]", "", self.cleaned_data["seed"])
        if not re.fullmatch(r"[0-9]{10,}", digits):
            raise forms.ValidationError(
                _("Chỉ gồm chữ số, ít nhất mười chữ số, ví dụ 4216351264.")
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


class LookRulingForm(BareForm):
    """Why the board says that the counted reading stands, and who of it decided."""

    reason = forms.CharField(
        label=_("Nhận xét của ban"),
        max_length=400,
        help_text=_(
            "Vì sao điều đã kiểm là đúng. Câu này vào biên bản và nhật ký: không ghi "
            "phiếu bầu cho ai, không chép lại chữ ký, chữ viết trên phiếu."
        ),
        error_messages={"required": _("Hãy ghi vì sao ban kết luận như vậy.")},
    )
    deciders = forms.MultipleChoiceField(
        label=_("Những người quyết định"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy đánh dấu những người đã quyết định.")},
    )

    def __init__(self, *args: Any, board: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._board = board
        deciders = self.fields["deciders"]
        assert isinstance(deciders, forms.ChoiceField)  # noqa: S101 - for the checker
        deciders.choices = [(str(i), name) for i, name in enumerate(board)]

    def deciding(self) -> list[str]:
        """Return the names of those who decided."""
        return [self._board[int(each)] for each in self.cleaned_data["deciders"]]
