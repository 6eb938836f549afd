"""How somebody wants to be told by e-mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.look import helper
from core.models import MailChoice, MailMode


class MailChoiceForm(forms.Form):
    """How often, and where to; an address that is new is confirmed first."""

    mode = forms.ChoiceField(
        label=_("Gửi thư"), choices=MailMode.choices, widget=forms.RadioSelect
    )
    address = forms.EmailField(
        label=_("Địa chỉ thư điện tử"),
        required=False,
        max_length=254,
        help_text=_(
            "Địa chỉ mới dùng được sau khi bạn mở liên kết trong thư xác nhận."
        ),
        error_messages={"invalid": _("Địa chỉ không đúng. Ví dụ: ten@donvi.vn.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, choice: MailChoice | None, **kwargs: Any) -> None:
        initial: dict[str, str] = {"mode": MailMode.NONE.value}
        if choice is not None:
            initial = {
                "mode": choice.mode,
                "address": choice.wanted_address or choice.address,
            }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Lưu"))

    def clean(self) -> dict[str, Any]:
        """Ask for an address where letters are wanted."""
        said = super().clean() or {}
        wants = said.get("mode") in {MailMode.EACH, MailMode.DAILY}
        if wants and not said.get("address") and "address" not in self.errors:
            self.add_error("address", _("Hãy ghi địa chỉ nhận thư."))
        return said
