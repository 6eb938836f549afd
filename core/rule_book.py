"""What an app says of the rule sets that it ships: their content, words and checks.

Core keeps editions, shows them and lets them be edited; what a value means and may be
only the app knows whose rules read it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise

Row = Mapping[str, Any]
Rows = Mapping[str, Row]
Words = Mapping[str, str | Promise]


class Content(NamedTuple):
    """What an edition holds; ``values`` are rows with a value, ``clauses`` without."""

    values: Rows
    clauses: Rows


class RowFault(NamedTuple):
    """What is wrong with one field of one row, in a sentence."""

    row: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShippedRules:
    """A regulation as it comes with the portal."""

    code: str
    title: str | Promise
    issued_on: date
    valid_from: date
    valid_until: date | None
    content: Content


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rule sets that an app ships, and how it reads them."""

    shipped: Mapping[str, ShippedRules]
    value_names: Words
    # What a value is counted in, and what to know before changing it.
    units: Words
    helps: Words
    # Values that the portal itself goes by; the others are looked up so far.
    in_use: frozenset[str]
    # Values that are chosen, not typed: key → code → word.
    choices: Mapping[str, Words]
    # Those of them of which any number may be chosen.
    several: frozenset[str]
    # The documents that the portal cites; others are cited by number and date.
    documents: Words
    document_of: Callable[[str], str]
    confidences: Words
    # The confidences that need no mark "cần xác nhận".
    confirmed: frozenset[str]
    # What each clause says, with the figures of these values.
    sentences: Callable[[Content], Mapping[str, str]]
    text_of: Callable[[str, Any], str]
    value_of: Callable[[str, str], Any]
    # An edition of an earlier release, with the rows of this one.
    completed: Callable[[str, Content], Content]
    faults: Callable[[str, Content], Iterable[RowFault]]

    def named(self, content: Content) -> dict[str, str]:
        """Return every row's name, values first, in the order of the book."""
        names = {key: str(name) for key, name in self.value_names.items()}
        return names | dict(self.sentences(content))

    def said(self, key: str, value: Any) -> str:
        """Return a value as people read it, with its unit."""
        text = self.text_of(key, value)
        words = self.choices.get(key, {})
        chosen = text.split(",") if key in self.several else [text]
        said = ", ".join(str(words.get(each, each)) for each in chosen)
        unit = str(self.units.get(key, ""))
        # A percent sign alone needs no space to be read, and wraps with its figure.
        return f"{said} {unit}".strip() if said else "–"
