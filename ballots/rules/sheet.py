"""A ballot paper before whoever reads it: its numbers, and the marks beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ballots.rules import marks
from ballots.rules.ballot import Reading
from ballots.rules.terms import Layout


class Box(StrEnum):
    """Where the marks for one person stand."""

    AGREE = "agree"
    DISAGREE = "disagree"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ballot paper: its numbers in ballot order, and how it is marked."""

    layout: Layout
    numbers: tuple[int, ...]

    @property
    def has_one_name(self) -> bool:
        return self.layout is Layout.AGREE_DISAGREE and len(self.numbers) == 1

    def places(self, numbers: Iterable[int]) -> bytes:
        """Pack the places of these numbers."""
        wanted = set(numbers)
        places = (p for p, number in enumerate(self.numbers) if number in wanted)
        return marks.pack(places, names=len(self.numbers))

    def numbers_of(self, packed: bytes) -> tuple[int, ...]:
        """Return the numbers at the places that are marked, in ballot order."""
        return tuple(self.numbers[place] for place in marks.unpack(packed))


def runs(numbers: Iterable[int], sheet: Sheet) -> list[tuple[int, int]]:
    """Return numbers in ballot order as first and last of those in a row."""
    place = {number: at for at, number in enumerate(sheet.numbers)}
    found: list[tuple[int, int]] = []
    for number in numbers:
        before = found[-1][1] if found else 0
        if before and before == number - 1 and place[before] == place[number] - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def boxes_of(reading: Reading, sheet: Sheet) -> dict[int, Box]:
    """Return where the marks for each person stand, in ballot order."""
    agree = set(sheet.numbers_of(reading.agree or b""))
    disagree = set(sheet.numbers_of(reading.disagree or b""))
    box = {
        (True, False): Box.AGREE,
        (False, True): Box.DISAGREE,
        (True, True): Box.BOTH,
        (False, False): Box.NEITHER,
    }
    return {each: box[each in agree, each in disagree] for each in sheet.numbers}


def has_marks(reading: Reading) -> bool:
    """Whether the reader said anything of the names."""
    return any(marked is not None for marked in reading[:4])
