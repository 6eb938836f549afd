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
    """What the portal itself cites. Numbers repeat over the years: the date belongs.

    An administrator may cite any other document, likewise by number and date.
    """

    QD_244 = "244-QĐ/TW (9/6/2014)"
    QD_190 = "190-QĐ/TW (10/10/2024)"
    QD_24 = "24-QĐ/TW (30/7/2021)"
    QD_294 = "294-QĐ/TW (26/5/2025)"
    HD_06 = "06-HD/TW (9/6/2025)"
    HD_03 = "03-HD/TW (20/3/2020)"
    HD_04 = "04-HD/TW (31/12/2024)"
    HD_04_OF_2014 = "04-HD/TW (6/10/2014)"
    HD_32 = "32-HD/TW (25/9/2009)"
    # The Statute has no number.
    STATUTE = "Điều lệ Đảng (19/1/2011)"
    # No documents of the centre: what was read instead of one.
    PROVINCIAL_ANSWER = "Trả lời của một tỉnh ủy (2025)"
    MINUTES_FORM = "Mẫu biên bản kiểm phiếu"

    @property
    def issued_on(self) -> date | None:
        """The day that belongs to the name; forms and answers have none."""
        return issued_on(self.value)


CITATION_LENGTH: Final = 120
# A kind of document and its number, then its day: "Quy định 29-QĐ/TW (25/7/2016)".
_DATED: Final = re.compile(
    r"(?P<name>[^()<>\x00-\x1f]+?)[\s,]*(?:\(|\bngày\s+)"
    r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})\)?"
)


def citation(text: str) -> str:
    """Write a document's citation in the one way it is kept; else leave it as it is.

    What the portal cites itself is known by number and date, whatever stands before.
    """
    said = " ".join(text.split())
    found = _DATED.fullmatch(said)
    if found:
        day, month, year = (int(found[part]) for part in ("day", "month", "year"))
        said = f"{found['name']} ({day}/{month}/{year})"
    known = (d.value for d in Document if said == d or said.endswith(f" {d}"))
    return next(known, said)


def is_citation(document: object) -> bool:
    """Whether this names a document: one of ours, or one with number and date."""
    if not isinstance(document, str) or len(document) > CITATION_LENGTH:
        return False
    if document in set(Document):
        return True
    number, _bracket, _date = document.partition(" (")
    numbered = re.search(r"[0-9]", number) is not None
    return (
        numbered and issued_on(document) is not None and citation(document) == document
    )


def issued_on(document: str) -> date | None:
    """Return the day in a citation, if it has one that there is."""
    found = _DATED.fullmatch(document)
    if not found:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Clause:
    """One place in one document; an article not known is an empty string.

    ``note`` tells what the place alone does not: since when it holds, and what stood
    before.
    """

    document: str
    article: str
    confidence: Confidence
    note: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether the words of the clause were read, in full or as an extract."""
        return self.confidence in CONFIRMED

    def stood_on(self, day: date) -> bool:
        """Whether the document was there on that day, as far as its date tells."""
        issued = issued_on(self.document)
        return issued is None or issued <= day


@dataclass(frozen=True, slots=True)
class Cited(Generic[T]):
    """A value together with the clause it comes from."""

    value: T
    clause: Clause
