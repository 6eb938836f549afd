"""Which column of a file is which field: guessed by headings, as people write them."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from core.imports.cells import key

# Field → what people call it, best name first.
Names = Mapping[str, Sequence[str]]
Columns = dict[str, int]  # field → number of its column, from 0
Alike = Callable[[str, str], bool]

SEARCHED: Final = 10  # rows among which the headings are looked for


def heading_row(first: Sequence[tuple[int, list[str]]], known: Names) -> int:
    """Return the number of the row that holds the headings.

    Titles stand above it in most files. It is the row that names most fields, else the
    first that has more than one cell.
    """
    searched = first[:SEARCHED]
    named = [(len(guess(row, known)), -number) for number, row in searched]
    most, number = max(named, default=(0, 0))
    if most:
        return -number
    several = (number for number, row in searched if sum(map(bool, row)) > 1)
    return next(several, searched[0][0] if searched else 1)


def guess(headings: Sequence[str], known: Names) -> Columns:
    """Match headings to fields: the same words first, then words that begin them."""
    written = [key(heading) for heading in headings]
    names = {field: [key(name) for name in all_of] for field, all_of in known.items()}
    found: Columns = {}
    for alike in (_same, _begins):
        for field, all_of in names.items():
            if field not in found:
                taken = set(found.values())
                column = _first(written, all_of, alike, taken)
                if column is not None:
                    found[field] = column
    return found


def fingerprint(headings: Iterable[str]) -> str:
    """Return what tells one set of headings from another."""
    return hashlib.sha256("\n".join(map(key, headings)).encode()).hexdigest()


def is_numbering(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns, as forms do beneath their headings."""
    filled = [key(cell) for cell in row if cell]
    return len(filled) > 1 and filled in (
        [str(number) for number in range(first, first + len(filled))]
        for first in (0, 1)
    )


def _same(heading: str, name: str) -> bool:
    return heading == name


def _begins(heading: str, name: str) -> bool:
    return heading.startswith(f"{name} ")


def _first(
    written: Sequence[str], all_of: Sequence[str], alike: Alike, taken: set[int]
) -> int | None:
    for name in all_of:
        for column, heading in enumerate(written):
            if column not in taken and heading and alike(heading, name):
                return column
    return None
