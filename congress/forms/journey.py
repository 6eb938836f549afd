"""What people type when a congress goes to another machine."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.look import BareForm
from core.forms.operations import refuse_weak
from core.operations import keys


class JourneyForm(BareForm):
    """Where the congress goes, and the passphrase that locks its files."""

    destination = forms.CharField(
        label=gettext_lazy("Mang tới đâu"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: máy của ban kiểm phiếu, hội trường xã Bản Phố."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Mật khẩu của tệp"),
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Từ 12 ký tự, nên là một câu dài, gõ không dấu. Cần nó ở máy kia để mở "
            "tệp, và ở đây khi mang về. Chép ra giấy, để riêng với tệp."
        ),
    )
    again = forms.CharField(
        label=gettext_lazy("Nhập lại mật khẩu"),
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_passphrase(self) -> str:
        typed: str = self.cleaned_data["passphrase"]
        refuse_weak(typed)
        if not typed.isascii():
            raise forms.ValidationError(
                _("Hãy gõ không dấu: cửa sổ lệnh của máy kia có thể không gõ được dấu.")
            )
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("passphrase"), cleaned.get("again")
        if first and second is not None and keys.tidy(first) != keys.tidy(second):
            self.add_error("again", _("Hai lần nhập mật khẩu không giống nhau."))
        return cleaned


class GiveUpForm(BareForm):
    """Why nothing is brought back."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=400,
        help_text=gettext_lazy("Ví dụ: không dùng máy hội trường nữa, làm ở đây."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
