"""Our own template of a choice gives what Django's gives."""

import re

from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting


class _Choices(forms.Form):
    plain = forms.ChoiceField(
        choices=[("", "–"), ("a", 'Chữ <b> & "c"'), ("b", "Khác")], initial="b"
    )
    grouped = forms.MultipleChoiceField(
        choices=[("Nhóm <1>", [(1, "một"), (2, "hai")]), ("Nhóm 2", [(3, "ba")])],
        initial=[1, 3],
        widget=forms.SelectMultiple({"class": "form-select", "autofocus": True}),
    )
    unknown = forms.NullBooleanField()


def _said(renderer: DjangoTemplates | TemplatesSetting) -> list[str]:
    form = _Choices(renderer=renderer)
    return [re.sub(r">\s+<", "><", str(field)) for field in form]


def test_a_choice_is_written_as_django_writes_it() -> None:
    own, djangos = _said(TemplatesSetting()), _said(DjangoTemplates())

    assert own == djangos
    assert own[0].count(" selected") == 1
    assert own[1].count(" selected") == 2
