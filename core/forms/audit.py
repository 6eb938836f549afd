"""What people look for in the audit trail."""

from typing import Any, Final

from django import forms
from django.apps import apps
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core import registry
from core.queries.audit import MOST_ACCOUNTS, WantedLines, accounts_named
from core.vietnamese import names

LONGEST: Final = 100
SELECT: Final = {"class": "form-select"}
TEXT: Final[dict[str, Any]] = {"class": "form-control", "autocomplete": "off"}
DAY: Final = TEXT | {"placeholder": _("ngày/tháng/năm"), "inputmode": "numeric"}
NOT_A_DAY: Final = _("Ngày phải có dạng ngày/tháng/năm, ví dụ 24/07/2025.")


class WantedLinesForm(forms.Form):
    """Act, person, days, words and place; what is not understood narrows nothing."""

    viec = forms.ChoiceField(
        label=_("Việc"), required=False, widget=forms.Select(SELECT)
    )
    tim = forms.CharField(
        label=_("Đối tượng"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(TEXT | {"placeholder": _("gõ không dấu cũng được")}),
    )
    nguoi = forms.CharField(
        label=_("Người làm"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(TEXT),
    )
    noi = forms.CharField(
        label=_("Nơi"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(TEXT),
    )
    tu = forms.DateField(
        label=_("Từ ngày"),
        required=False,
        error_messages={"invalid": NOT_A_DAY},
        widget=forms.DateInput(DAY),
    )
    den = forms.DateField(
        label=_("Đến ngày"),
        required=False,
        error_messages={"invalid": NOT_A_DAY},
        widget=forms.DateInput(DAY),
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="%s")
        acts: Any = self.fields["viec"]
        acts.choices = [("", _("Mọi việc")), *_acts_by_app()]

    def clean_nguoi(self) -> tuple[int, ...] | None:
        """Return the accounts of that name; thousands are too many to look for."""
        words = names.clean(self.cleaned_data["nguoi"])
        found = accounts_named(words) if words else None
        if found and len(found) > MOST_ACCOUNTS:
            raise forms.ValidationError(
                _("Quá nhiều tài khoản có tên này. Hãy gõ đủ họ tên.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("tu"), cleaned.get("den")
        if first and last and first > last:
            self.add_error("den", _("Ngày cuối phải từ ngày đầu trở đi."))
        return cleaned

    @property
    def wanted(self) -> WantedLines:
        """What was understood; asked only of a form that is valid."""
        found = self.cleaned_data
        return WantedLines(
            act=found["viec"],
            actors=found["nguoi"],
            first=found["tu"],
            last=found["den"],
            words=found["tim"],
            place=found["noi"],
        )


def _acts_by_app() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the acts by the app that records them, each group in order of names."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for act, name in registry.acts().items():
        groups.setdefault(act.partition(".")[0], []).append((act, str(name)))
    return [
        (str(apps.get_app_config(app).verbose_name), sorted(acts, key=_by_name))
        for app, acts in sorted(groups.items())
    ]


def _by_name(act: tuple[str, str]) -> str:
    return names.fold(act[1])
