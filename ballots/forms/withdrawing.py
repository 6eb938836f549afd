"""Taking a poll back."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why a poll is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút"),
        max_length=400,
        help_text=_("Ghi vào nhật ký, ví dụ: nhập nhầm tệp; sửa số phiếu in."),
        error_messages={"required": _("Hãy ghi lý do rút.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
