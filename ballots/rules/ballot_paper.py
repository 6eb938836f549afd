"""How a ballot paper is laid out: its size, and columns, type and rows for its names.

A voter strikes with a pen or marks small boxes, so type comes first: of all ways to put
the names on one side the one with the largest type is tried first, then fewer columns.
What really fits is known once it is set; the next way is tried where it does not.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import ceil
from types import MappingProxyType
from typing import Final, NamedTuple

from ballots.rules.terms import Layout

MOST_NAMES: Final = 100
MOST_COPIES: Final = 5_000
MOST_SLIP_LINES: Final = 30

_MM: Final = 25.4 / 72  # of a point
# Widths of letters, in thousandths of the type, in the letters that are printed.
_LETTERS: Final = MappingProxyType(
    dict.fromkeys("ijlt", 280)
    | dict.fromkeys("frs", 360)
    | dict.fromkeys("acez", 445)
    | {"m": 780, "w": 725, " ": 250}
)
_CAPITAL: Final = 710
_SMALL: Final = 510
_LEADING: Final = 1.15  # of the type: one line
_LINE: Final = 1.1 * _MM  # of a point: what a second line adds
_ROOMIEST: Final = 22  # half millimetres: beyond, a list falls apart
_TYPES: Final = (14, 13, 12, 11, 10, 9)
_COLUMNS: Final = (1, 2, 3)


class PaperSize(StrEnum):
    """The sheet a ballot is printed on."""

    A4 = "a4"
    A5 = "a5"
    # Two to a sheet, to be cut apart.
    A5_TWO_UP = "a5_two_up"

    @property
    def one(self) -> "PaperSize":
        """The size of one ballot, once it is cut."""
        return PaperSize.A4 if self is PaperSize.A4 else PaperSize.A5

    @property
    def to_a_sheet(self) -> int:
        """How many ballots come out of one sheet."""
        return 2 if self is PaperSize.A5_TWO_UP else 1


class PaperColour(StrEnum):
    """What ballots of one election are known by; each has a band of its own as well."""

    WHITE = "white"
    PINK = "pink"
    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"


class _Sheet(NamedTuple):
    """What is left for names, in millimetres, and the width of a box to mark."""

    width: float
    height: float
    boxes: MappingProxyType[int, float]


# Both boxes of a person, by how many columns of names there are.
_SHEETS: Final = MappingProxyType(
    {
        PaperSize.A4: _Sheet(190, 196, MappingProxyType({1: 56, 2: 34, 3: 16})),
        PaperSize.A5: _Sheet(132, 120, MappingProxyType({1: 42, 2: 20, 3: 18})),
    }
)
_NUMBER: Final = 8  # mm: the column of numbers
_PADDING: Final = 2  # mm beside a name
_BETWEEN: Final = 4  # mm between columns
_STROKE: Final = 1.0  # mm: the least room above and below a name
_BOX: Final = 5.5  # mm: the least height of a box to mark


class Arrangement(NamedTuple):
    """One way to put the names on the sheet: ``row`` is in half millimetres."""

    columns: int
    type: int
    row: int

    def in_a_column(self, names: int) -> int:
        """Return how many names the longest column has."""
        return max(ceil(names / self.columns), 1)


def sheets_for(copies: int, size: PaperSize) -> int:
    """Return how many sheets of paper so many ballots take."""
    return -(-copies // size.to_a_sheet)


def cut_from(copies: int, size: PaperSize) -> int:
    """Return how many ballots there are once whole sheets are cut."""
    return sheets_for(copies, size) * size.to_a_sheet


def arrangements(
    names: Sequence[str], size: PaperSize, layout: Layout
) -> tuple[Arrangement, ...]:
    """Return the ways to set these names, the most readable first.

    That every tenth name breaks into two lines is as bad as type a point smaller. At
    the end stand ways for which there should be no room, should a guess be wrong.
    """
    sheet = _SHEETS[size.one]
    widths = [_ems(name) * _MM for name in names]
    found: list[tuple[int, Arrangement]] = []
    for type_ in _TYPES:
        for columns in _columns(names):
            wide = _width(sheet, columns, layout)
            broken = [each * type_ > wide for each in widths]
            if max(widths, default=0) * type_ > 2 * wide:
                continue
            worth = type_ - ceil(10 * sum(broken) / max(len(names), 1))
            high = sheet.height - _broken_in_a_column(broken, columns) * type_ * _LINE
            found += (
                (worth, Arrangement(columns, type_, row))
                for row in _rows(len(names), high, columns, type_, layout)
            )
    # Of two that are worth the same, the one in which no name breaks.
    found.sort(key=lambda each: (-each[0], each[1].type))
    ways = dict.fromkeys(way for _worth, way in found)
    tight = (
        Arrangement(columns, _TYPES[-1], _least(_TYPES[-1], layout))
        for columns in reversed(_columns(names))
    )
    return tuple(ways | dict.fromkeys(tight))


def _broken_in_a_column(broken: Sequence[bool], columns: int) -> int:
    """Return how many names break in the column in which most do."""
    high = max(ceil(len(broken) / columns), 1)
    return max(
        (sum(broken[at : at + high]) for at in range(0, len(broken), high)), default=0
    )


def _ems(name: str) -> float:
    """Return how wide a name is, in widths of its type; marks take no room."""
    letters = unicodedata.normalize("NFD", name)
    bare = (each for each in letters if not unicodedata.combining(each))
    return sum(map(_wide, bare)) / 1000


def _wide(letter: str) -> int:
    return _CAPITAL if letter.isupper() else _LETTERS.get(letter, _SMALL)


def _columns(names: Sequence[str]) -> tuple[int, ...]:
    # A column for fewer than eight names makes one list look like several.
    return tuple(each for each in _COLUMNS if each == 1 or len(names) >= 8 * each)


def _width(sheet: _Sheet, columns: int, layout: Layout) -> float:
    """Return the room for one name, in millimetres."""
    boxes = sheet.boxes[columns] if layout is Layout.AGREE_DISAGREE else 0
    column = (sheet.width - _BETWEEN * (columns - 1)) / columns
    return column - _NUMBER - _PADDING - boxes


def _rows(
    names: int, high: float, columns: int, type_: int, layout: Layout
) -> Iterator[int]:
    """Return row heights that may fit: as high as there is room, then the least."""
    least = _least(type_, layout)
    # The head of a table with boxes is a row as well.
    head = 1 if layout is Layout.AGREE_DISAGREE else 0
    room = int(2 * high / (max(ceil(names / columns), 1) + head))
    if room < least:
        return
    roomy = min(room, _ROOMIEST)
    yield from dict.fromkeys((roomy, (roomy + least) // 2, least))


def _least(type_: int, layout: Layout) -> int:
    high = type_ * _LEADING * _MM + _STROKE
    if layout is Layout.AGREE_DISAGREE and type_ > _TYPES[-1]:
        high = max(high, _BOX)
    return ceil(2 * high)
