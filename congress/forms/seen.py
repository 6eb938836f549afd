"""A form that knows what its person saw, so that two people lose nothing."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from core.forms.look import bare_helper
from core.vietnamese import dates

_OWN_AFFAIRS = ("version", "seen")


class Differs(NamedTuple):
    """One field of which two people say different things, in words."""

    label: str
    before: str
    after: str


class SeenForm(forms.Form):
    """Carries the version of the row, and what each field held when it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.note_seen()

    def note_seen(self) -> None:
        """Carry along what each field shows; again where a form adds fields."""
        if not self.is_bound:
            shown = {
                name: self._sent(name, self.initial.get(name)) for name in self.own
            }
            self.initial["seen"] = json.dumps(shown)

    @property
    def own(self) -> list[str]:
        """The fields a person fills in."""
        return [name for name in self.fields if name not in _OWN_AFFAIRS]

    @property
    def seen_version(self) -> int:
        """The version that the person saw."""
        return self.cleaned_data.get("version") or 0

    def joined(self, now: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the person changed, and for the rest what is stored now."""
        mine = {name: self.cleaned_data.get(name) for name in self._touched()}
        return {**now, **mine}

    def differences(self, now: Mapping[str, Any]) -> list[Differs]:
        """Return where what was typed is not what is stored now."""
        found = []
        for name in self.own:
            typed = self._said(name, self.cleaned_data.get(name))
            stored = self._said(name, now.get(name))
            if typed != stored:
                found.append(Differs(str(self[name].label), typed, stored))
        return found

    def _touched(self) -> list[str]:
        try:
            seen: Any = json.loads(self.cleaned_data.get("seen") or "{}")
        except (ValueError, RecursionError):
            seen = {}
        if not isinstance(seen, dict):
            seen = {}
        return [
            name
            for name in self.own
            if (self[name].data or "") != (seen.get(name) or "")
        ]

    def _sent(self, name: str, value: Any) -> Any:
        """Return a value as the browser will send it back."""
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return bool(value)
        if isinstance(field, forms.MultipleChoiceField):
            return [str(each) for each in value or []]
        prepared = field.prepare_value(value)
        if isinstance(field, forms.ChoiceField):
            return "" if prepared is None else str(prepared)
        return field.widget.format_value(prepared) or ""

    def _said(self, name: str, value: Any) -> str:
        """Return a value in words."""
        field: Any = self.fields[name]
        if isinstance(value, bool):
            return _("có") if value else _("không")
        if isinstance(value, date):
            return dates.short(value)
        if not isinstance(field, forms.ChoiceField):
            return "" if value is None else str(value)
        choices: Any = field.choices
        words = {str(key): str(word) for key, word in choices}
        if isinstance(value, list | tuple):
            return "; ".join(words.get(each, each) for each in words if each in value)
        sent = field.prepare_value(value)
        return words.get(str(sent), "") if sent is not None else ""
