"""Taking a poll back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.look import bare_helper


class WithdrawForm(forms.Form):
    """Why a poll is taken back."""

    reason = forms.CharField(
        label=_("Lý do thu hồi"),
        max_length=400,
        help_text=_("Ghi vào nhật ký, ví dụ: nhập nhầm tệp; sửa số phiếu in."),
        error_messages={"required": _("Hãy ghi lý do thu hồi.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
