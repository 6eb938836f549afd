"""Reading a list from a file, whatever the file is: its rows as clean text.

The two questions: ``look`` says what kind of file it is and what its first rows are,
after having gone through all of it, so that a file beyond the limits is refused before
anybody works on it; ``rows`` gives the rows again, one by one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, BinaryIO, Final

from core.imports import legacy, limits, texts
from core.imports.faults import Unreadable
from core.imports.texts import TextForm
from core.imports.workbooks import Workbook, letters
from core.vietnamese import names

Row = tuple[int, list[str]]

XLSX: Final = "xlsx"
CSV: Final = "csv"
FIRST: Final = 15  # rows that are kept for finding the headings
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs"})  # what nobody sees: NUL, soft hyphens
_SHORT: Final = 200  # characters; so many marks are put in order at once
_FORMULA_TEXT: Final = re.compile(r'="(.*)"')


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read."""

    form: str
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    # In which old font the letters were typed, though the file itself is Unicode.
    font: str = ""

    @property
    def old(self) -> str:
        """The encoding or font from before Unicode, or nothing."""
        return self.font or (self.encoding if self.encoding in legacy.CONVERT else "")

    @property
    def convert(self) -> Callable[[str], str] | None:
        """What turns its letters into Unicode, if they are not."""
        return legacy.CONVERT.get(self.old)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Reading":
        """Return what was kept in the database."""
        return cls(**{name: kept.get(name, "") for name in cls.__slots__})

    def kept(self) -> dict[str, str]:
        """Return what the database keeps."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is at first sight."""

    reading: Reading
    sheets: list[str]
    first: list[Row]
    rows: int


def look(file: BinaryIO, *, sheet: str = "") -> Look:
    """Find out what a file is, and go through it once.

    Raises:
        Unreadable: it is no list, or larger than the limits.
    """
    if _is_workbook(file):
        book = Workbook(file)
        chosen = sheet or book.sheets[0]
        reading = Reading(XLSX, sheet=chosen)
        return _looked(reading, book.sheets, book.rows(chosen))
    form = texts.form_of(file)
    reading = Reading(CSV, encoding=form.encoding, separator=form.separator)
    return _looked(reading, [], texts.rows(file, form))


def rows(file: BinaryIO, reading: Reading) -> Iterator[Row]:
    """Yield the rows of a file that was looked at: clean, without empty ones."""
    for number, row in _bounded(_raw(file, reading)):
        cleaned = _clean_row(number, row, reading.convert)
        if cleaned:
            yield number, cleaned


def clean(text: str, convert: Callable[[str], str] | None = None) -> str:
    """Return a cell's words: composed, single blanks, nothing invisible."""
    if convert and max(text) <= "\xff":
        text = convert(text)
    if not text.isprintable():
        text = "".join(
            " " if letter.isspace() else letter
            for letter in text
            if letter.isspace() or unicodedata.category(letter) not in _HIDDEN
        )
    return _typed(names.clean(text))


def _raw(file: BinaryIO, reading: Reading) -> Iterator[Row]:
    if reading.form == XLSX:
        yield from Workbook(file).rows(reading.sheet)
    else:
        yield from texts.rows(file, TextForm(reading.encoding, reading.separator))


def _is_workbook(file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(8)
    if head == _OLD_OFFICE:
        raise Unreadable("old-excel")
    if not head:
        raise Unreadable("empty")
    return head.startswith(b"PK")


def _looked(reading: Reading, sheets: list[str], found: Iterator[Row]) -> Look:
    first: list[Row] = []
    words: list[str] = []
    count = 0
    for number, row in _bounded(found):
        count += 1
        if len(first) < FIRST:
            first.append((number, row))
        if len(words) < texts.WORDS:
            words += (word for cell in row for word in legacy.accented_words(cell))
    if not count:
        raise Unreadable("empty")
    if not reading.old:
        reading = replace(reading, font=legacy.typed_in(words))
    shown = [(at, _clean_row(at, row, reading.convert)) for at, row in first]
    return Look(reading, sheets, shown, count)


def _bounded(found: Iterator[Row]) -> Iterator[Row]:
    """Stop at the first row, column or letter too many."""
    size = 0
    for count, (number, row) in enumerate(found, start=1):
        if count > limits.ROWS:
            raise Unreadable("too-many-rows", limit=limits.ROWS)
        if len(row) > limits.COLUMNS and any(row[limits.COLUMNS :]):
            raise Unreadable("too-many-columns", limit=limits.COLUMNS, row=number)
        size += sum(map(len, row))
        if size > limits.TEXT:
            raise Unreadable("too-much-text")
        _refuse_piles(number, row)
        yield number, row[: limits.COLUMNS]


def _refuse_piles(number: int, row: list[str]) -> None:
    """Stop at a cell with more marks on one letter than any script has."""
    for column, cell in enumerate(row):
        if len(cell) > _SHORT and not cell.isascii() and _has_pile(cell):
            place = f"{letters(column)}{number}"
            raise Unreadable("cell-too-long", cell=place, limit=limits.CELL)


def _has_pile(text: str) -> bool:
    piles = groupby(map(unicodedata.combining, text), bool)
    return any(marks and sum(1 for _mark in run) > limits.MARKS for marks, run in piles)


def _clean_row(
    number: int, row: list[str], convert: Callable[[str], str] | None
) -> list[str]:
    cleaned = [clean(cell, convert) if cell else "" for cell in row]
    for column, cell in enumerate(cleaned):
        if len(cell) > limits.CELL:
            place = f"{letters(column)}{number}"
            raise Unreadable("cell-too-long", cell=place, limit=limits.CELL)
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return cleaned


def _typed(text: str) -> str:
    """Take off what people put round a number so that Excel leaves it alone."""
    if text[:1] == "=" and (found := _FORMULA_TEXT.fullmatch(text)):
        return found[1].strip()
    if text[:1] == "'" and text[1:2].isdecimal():
        return text[1:]
    return text
