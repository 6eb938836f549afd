"""What the text of a cell says: words, dates as people write them, numbers, choices.

Each function here takes a cell's text, which is never blank, and returns its value or
raises ``Odd``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from core.imports.faults import Odd
from core.vietnamese import dates, names, numbers

Parse = Callable[[str], Any]

EPOCH: Final = date(1899, 12, 30)  # day 0 of Excel, since it has a 29/2/1900
ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"}
)
UNSAVED: Final = "=?"  # a formula whose value nobody has computed yet
_SERIALS: Final = range(10_000, 80_000)  # 1927 to 2119
_YEARS: Final = range(1800, 2200)
_IN_WORDS: Final = re.compile(
    r"(?:(?:ngay)?\s*(\d{1,2})\s*)?(?:thang\s*(\d{1,2})\s*)?nam\s*(\d{4})"
)
_ROMAN: Final = {numbers.roman(number): number for number in range(1, 400)}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which perhaps only the month or the year is known."""

    day: date
    precision: str  # as core.models.person.Precision

    def __str__(self) -> str:
        written = dates.short(self.day)
        return written[{"day": 0, "month": 3, "year": 6}[self.precision] :]


def text(limit: int) -> Parse:
    """Return what takes any words up to a length."""

    def parse(cell: str) -> str:
        if len(cell) > limit:
            raise Odd("too-long", limit=limit)
        return cell

    return parse


def day(cell: str) -> date:
    """Read a whole date."""
    found = _date(cell, "date-odd")
    if found.precision != "day":
        raise Odd("date-whole")
    return found.day


def partial_date(cell: str) -> PartialDate:
    """Read a date of which the year, or month and year, may be all there is."""
    return _date(cell, "date-part-odd")


def number(low: int, high: int) -> Parse:
    """Return what takes a whole number, in Roman figures too."""

    def parse(cell: str) -> int:
        if cell.upper() in _ROMAN:
            found = _ROMAN[cell.upper()]
        elif re.fullmatch(r"-?\d{1,9}", cell):
            found = int(cell)
        else:
            raise Odd("number-odd")
        if not low <= found <= high:
            raise Odd("number-outside", low=low, high=high)
        return found

    return parse


def choice(words: Mapping[str, Iterable[str]]) -> Parse:
    """Return what takes any of the words of a value; the first is how it is written."""
    said = {key(word): value for value, all_of in words.items() for word in all_of}
    written = "; ".join(next(iter(all_of)) for all_of in words.values())

    def parse(cell: str) -> str:
        if key(cell) not in said:
            raise Odd("choice-odd", choices=written)
        return said[key(cell)]

    return parse


def key(words: str) -> str:
    """Return words as they are compared: no accents, no signs, one blank between."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", names.fold(words)).split())


def ends_with(whole: str, end: str) -> bool:
    """Whether words end with others and have more than those."""
    words, last = whole.casefold().split(), end.casefold().split()
    return len(words) > len(last) > 0 and words[-len(last) :] == last


def joined(whole: str, end: str) -> str:
    """Return words of two cells as one, unless the first has the second's already."""
    return whole if ends_with(whole, end) else " ".join(filter(None, (whole, end)))


def _date(cell: str, otherwise: str) -> PartialDate:
    folded = names.fold(cell)
    if in_words := _IN_WORDS.fullmatch(folded):
        return _of_parts([part for part in in_words.groups() if part], otherwise)
    if of_excel := re.fullmatch(r"(\d{4,5})(?:[.,]\d{1,12})?", folded):
        return _of_number(int(of_excel[1]), otherwise)
    # What stands behind the day is a time, which Excel writes of its own accord.
    parts = re.split(r"[/.\-]", re.split(r"[ t]\d{1,2}:", folded)[0].replace(" ", ""))
    if len(parts) > 3 or not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
        raise Odd(otherwise)
    return _of_parts(parts, otherwise)


def _of_number(found: int, otherwise: str) -> PartialDate:
    """A year, or a day as Excel counts them."""
    if found in _YEARS:
        return PartialDate(date(found, 1, 1), "year")
    if found in _SERIALS:
        return PartialDate(EPOCH + timedelta(days=found), "day")
    raise Odd(otherwise)


def _of_parts(parts: list[str], otherwise: str) -> PartialDate:
    """Day, month, year, or year, month, day; what is not known may be zeros."""
    if len(parts) == 3 and len(parts[0]) == 4:
        parts = [parts[2], parts[1], parts[0]]
    if len(parts) > 1 and len(parts[-1]) == 2:
        raise Odd("year-short")
    known = [int(part) for part in parts]
    while known and not known[0]:
        del known[0]
    if not known or known[-1] not in _YEARS:
        raise Odd(otherwise)
    day_, month, year = [1] * (3 - len(known)) + known
    try:
        found = date(year, month, day_)
    except ValueError:
        raise Odd(otherwise) from None
    return PartialDate(found, ("year", "month", "day")[len(known) - 1])
