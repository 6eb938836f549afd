"""What administrators type about backups."""

from datetime import datetime
from pathlib import Path
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    NumericPasswordValidator,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.look import helper
from core.models import BackupPlan
from core.operations import folders, keys
from core.queries.operations import FAULTS

FEWEST_LETTERS = 5  # different ones: "aaaaaaaaaaaa" is long and worthless


def refuse_weak(passphrase: str) -> None:
    """Refuse a passphrase that somebody who has the file would guess."""
    said = keys.tidy(passphrase)
    if len(said) < keys.SHORTEST:
        raise forms.ValidationError(
            _("Mật khẩu phải có từ %(least)s ký tự trở lên.") % {"least": keys.SHORTEST}
        )
    if len(set(said.lower())) < FEWEST_LETTERS:
        raise forms.ValidationError(
            _("Mật khẩu này lặp lại vài ký tự nên dễ đoán. Hãy đặt câu khác.")
        )
    for validator in (CommonPasswordValidator(), NumericPasswordValidator()):
        validator.validate(said)


class PassphraseFields(forms.Form):
    """A passphrase, twice, and that somebody knows what it means to lose it."""

    passphrase = forms.CharField(
        label=gettext_lazy("Mật khẩu sao lưu"),
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Từ 12 ký tự, nên là một câu dài dễ nhớ. Phân biệt chữ hoa, chữ thường; "
            "nên gõ không dấu để máy nào cũng gõ lại được."
        ),
    )
    again = forms.CharField(
        label=gettext_lazy("Nhập lại mật khẩu sao lưu"),
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    understood = forms.BooleanField(
        label=gettext_lazy(
            "Tôi đã chép mật khẩu này ra giấy và cất ở nơi khác máy này. Mất nó thì "
            "không ai, kể cả người làm ra cổng, mở được bản sao lưu."
        ),
        error_messages={
            "required": gettext_lazy(
                "Hãy chép mật khẩu ra giấy, cất đi, rồi đánh dấu vào đây."
            )
        },
    )

    def clean_passphrase(self) -> str:
        typed: str = self.cleaned_data["passphrase"]
        refuse_weak(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("passphrase"), cleaned.get("again")
        if first and second is not None and keys.tidy(first) != keys.tidy(second):
            self.add_error(
                "again", _("Hai lần nhập mật khẩu sao lưu không giống nhau.")
            )
        return cleaned


class PlanFields(forms.Form):
    """Where, how often and how many."""

    folder = forms.CharField(
        label=gettext_lazy("Thư mục sao lưu thứ hai"),
        max_length=400,
        required=False,
        help_text=gettext_lazy(
            "Đường dẫn đầy đủ trên USB hoặc ổ đĩa khác của máy chủ, ví dụ "
            "/media/usb/sao-luu. Để trống thì chỉ có một bản ngay trên máy này."
        ),
    )
    every_hours = forms.IntegerField(
        label=gettext_lazy("Cách bao nhiêu giờ sao lưu một lần"),
        min_value=1,
        max_value=24 * 31,
        initial=24,
    )
    keep = forms.IntegerField(
        label=gettext_lazy("Giữ lại bao nhiêu bản mới nhất"),
        min_value=2,
        max_value=1000,
        initial=14,
    )

    def clean_folder(self) -> str:
        typed: str = self.cleaned_data["folder"]
        if not typed:
            return ""
        folder = Path(typed)
        if not folder.is_absolute():
            raise forms.ValidationError(
                _("Hãy ghi đường dẫn đầy đủ, bắt đầu bằng dấu gạch chéo /.")
            )
        if folders.is_systems(folder):
            raise forms.ValidationError(str(FAULTS[folders.Fault.SYSTEM]))
        fault = folders.fault_of(folder)
        if fault:
            raise forms.ValidationError(str(FAULTS[fault]))
        if folder.resolve().is_relative_to(Path(settings.VAR).resolve()):
            raise forms.ValidationError(
                _(
                    "Thư mục này nằm trong dữ liệu của cổng: mất máy là mất cả hai. "
                    "Hãy chọn USB hoặc ổ đĩa khác."
                )
            )
        return str(folder)


class FirstPlanForm(PlanFields, PassphraseFields):
    """The whole plan, with its passphrase."""

    field_order = ["passphrase", "again", "understood", "folder", "every_hours", "keep"]

    @property
    def helper(self) -> FormHelper:
        return helper(gettext_lazy("Đặt kế hoạch sao lưu"))


class PlanForm(PlanFields):
    """The plan without its passphrase, and the plan's time when it was read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def helper(self) -> FormHelper:
        return helper(gettext_lazy("Lưu kế hoạch"))

    def clean_seen(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    @classmethod
    def of(cls, plan: BackupPlan) -> "PlanForm":
        """Return the form as it stands for a plan."""
        return cls(
            initial={
                "folder": plan.folder,
                "every_hours": plan.every_hours,
                "keep": plan.keep,
                "seen": plan.set_at.isoformat(),
            }
        )

    def seeing(self, plan: BackupPlan) -> "PlanForm":
        """Return what was typed, to be saved over the plan as it is now."""
        typed = {name: self.data.get(name) for name in self.fields}
        return PlanForm({**typed, "seen": plan.set_at.isoformat()})


class NewPassphraseForm(PassphraseFields):
    """Another passphrase for the backups to come, and the plan's time when read."""

    seen = forms.CharField(widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        return helper(gettext_lazy("Đổi mật khẩu sao lưu"))


class TryPassphraseForm(forms.Form):
    """The passphrase, to see whether it is still known."""

    passphrase = forms.CharField(
        label=gettext_lazy("Mật khẩu sao lưu"),
        max_length=400,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    @property
    def helper(self) -> FormHelper:
        return helper(gettext_lazy("Thử mật khẩu"))
