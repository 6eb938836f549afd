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
    # Values that are chosen, not typed: key → code → word.
    choices: Mapping[str, Words]
    documents: Words
    confidences: Words
    # The confidences that need no mark "cần xác nhận".
    confirmed: frozenset[str]
    # What each clause says, with the figures of these values.
    sentences: Callable[[Content], Mapping[str, str]]
    text_of: Callable[[str, Any], str]
    value_of: Callable[[str, str], Any]
    # An edition of an earlier release, with the rows of this one.
    completed: Callable[[str, Content], Content]
    faults: Callable[[Content], Iterable[RowFault]]

    def named(self, content: Content) -> dict[str, str]:
        """Return every row's name, values first, in the order of the book."""
        names = {key: str(name) for key, name in self.value_names.items()}
        return names | dict(self.sentences(content))

    def said(self, key: str, value: Any) -> str:
        """Return a value as people read it."""
        text = self.text_of(key, value)
        return str(self.choices.get(key, {}).get(text, text)) or "–"
