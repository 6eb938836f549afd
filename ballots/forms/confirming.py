"""What the head says when he confirms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.look import bare_helper


class ConfirmForm(forms.Form):
    """The head says that he has compared the result with the papers."""

    valid = forms.IntegerField(
        label=_("Số phiếu hợp lệ, chép từ giấy kiểm phiếu của ban"),
        min_value=0,
        error_messages={
            "required": _("Hãy nhập số phiếu hợp lệ."),
            "min_value": _("Hãy nhập số từ 0 trở lên."),
            "invalid": _("Hãy nhập một số nguyên, không có dấu chấm hay dấu phẩy."),
        },
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    compared = forms.BooleanField(
        label=_(
            "Ban kiểm phiếu đã đối chiếu kết quả với phiếu và thống nhất chốt. "
            "Sau khi chốt không sửa được."
        ),
        error_messages={"required": _("Hãy đánh dấu khi ban đã đối chiếu xong.")},
    )
    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, counted_valid: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counted_valid = counted_valid
        self.helper = bare_helper()

    def clean_valid(self) -> int:
        typed: int = self.cleaned_data["valid"]
        if typed != self.counted_valid:
            raise forms.ValidationError(
                _(
                    "Số này khác với số phiếu hợp lệ cổng đếm được. Hãy đối chiếu "
                    "lại phiếu trước khi chốt."
                )
            )
        return typed
