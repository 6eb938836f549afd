"""Where a rule is written, and how sure we are that it is written so."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Generic, TypeVar

T = TypeVar("T")


class Confidence(StrEnum):
    """How well a clause has been verified."""

    FULL_TEXT = "F"  # the full text was read
    EXTRACT = "X"  # a verbatim extract was read
    ARTICLE = "A"  # read in an article about it
    UNVERIFIED = "M"  # general knowledge, must be confirmed
    INFERRED = "I"  # follows from verified rules, must be confirmed


CONFIRMED: Final = frozenset({Confidence.FULL_TEXT, Confidence.EXTRACT})


class Document(StrEnum):
    """A legal document. Numbers repeat over the years: the date belongs to the name."""

    QD_244 = "244-QĐ/TW (9/6/2014)"
    QD_190 = "190-QĐ/TW (10/10/2024)"
    QD_24 = "24-QĐ/TW (30/7/2021)"
    QD_294 = "294-QĐ/TW (26/5/2025)"
    HD_06 = "06-HD/TW (9/6/2025)"
    HD_03 = "03-HD/TW (20/3/2020)"
    HD_04 = "04-HD/TW (31/12/2024)"

    @property
    def issued_on(self) -> date:
        """The day that belongs to the name."""
        day, month, year = re.findall(r"[0-9]+", self.value.partition("(")[2])
        return date(int(year), int(month), int(day))


@dataclass(frozen=True, slots=True)
class Clause:
    """One place in one document; an article not known is an empty string."""

    document: Document
    article: str
    confidence: Confidence

    @property
    def confirmed(self) -> bool:
        """Whether the words of the clause were read, in full or as an extract."""
        return self.confidence in CONFIRMED


@dataclass(frozen=True, slots=True)
class Cited(Generic[T]):
    """A value together with the clause it comes from."""

    value: T
    clause: Clause
