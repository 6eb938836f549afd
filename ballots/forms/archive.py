"""What people type to take out what holds every ballot."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.look import BareForm, helper
from core.forms.operations import refuse_weak
from core.operations import keys

_DAY: Final = re.compile(r"\b\d{1,2}(?:[/.-]| tháng )\d{1,2}(?:[/.-]| năm )\d{4}\b")


class UnsealForm(BareForm):
    """The decision to open the seal, once ballots are put away (R-AF-8)."""

    decision = forms.CharField(
        label=gettext_lazy("Quyết định mở niêm phong"),
        max_length=400,
        help_text=gettext_lazy(
            "Số, ngày và người quyết định, ví dụ: Quyết định 12-QĐ/ĐU ngày "
            "05/12/2025, Thường trực Đảng ủy. Câu này vào nhật ký của cổng."
        ),
        error_messages={
            "required": gettext_lazy(
                "Phiếu đã niêm phong, bàn giao. Hãy ghi quyết định mở niêm phong."
            )
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_sealed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_sealed:
            del self.fields["decision"]

    def clean_decision(self) -> str:
        said: str = self.cleaned_data["decision"]
        if not _DAY.search(said):
            raise forms.ValidationError(
                _("Hãy ghi cả ngày của quyết định, ví dụ ngày 05/12/2025.")
            )
        return said


class TakeArchiveForm(UnsealForm):
    """Whether the archive is locked, and with which passphrase, typed twice."""

    locked = forms.BooleanField(
        label=gettext_lazy("Khóa bằng mật khẩu"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Bản lưu trữ có từng phiếu. Mang ra khỏi máy này thì nên khóa."
        ),
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Mật khẩu của bản lưu trữ"),
        max_length=400,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Từ 12 ký tự, nên là một câu dài. Chép ra giấy, cất riêng: mất mật khẩu "
            "thì không ai mở được; có thể lấy lại bản khác từ cổng."
        ),
    )
    again = forms.CharField(
        label=gettext_lazy("Nhập lại mật khẩu"),
        max_length=400,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(_("Tải bản lưu trữ"), action=action)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("locked"):
            return cleaned
        first, second = cleaned.get("passphrase", ""), cleaned.get("again", "")
        if not first:
            self.add_error(
                "passphrase", _("Hãy đặt mật khẩu, hoặc bỏ đánh dấu ô khóa.")
            )
            return cleaned
        try:
            refuse_weak(first)
        except forms.ValidationError as refusal:
            self.add_error("passphrase", refusal)
        if keys.tidy(first) != keys.tidy(second):
            self.add_error("again", _("Hai lần nhập mật khẩu không giống nhau."))
        return cleaned
