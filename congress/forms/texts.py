"""Longer texts that people type: how long they may be, and how long they are."""

from typing import Any, Final

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.vietnamese import numbers

LONG: Final = 4_000
SHORT: Final = 1_000


class LongText(forms.CharField):
    """A text of several lines; its page says how much of its length is left."""

    def __init__(self, *, most: int = LONG, rows: int = 5, **options: Any) -> None:
        options.setdefault("help_text", _most_words(most))
        attrs = {"rows": rows, "data-remaining": _("Còn %s ký tự.")}
        super().__init__(max_length=most, widget=forms.Textarea(attrs=attrs), **options)

    def to_python(self, value: Any) -> str:
        """Count a line's end once, as the person's browser does."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def _said(most: int) -> str:
    return gettext("Nhiều nhất %(most)s ký tự.") % {"most": numbers.grouped(most)}


_most_words = lazy(_said, str)
