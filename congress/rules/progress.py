"""Where a congress stands, and how a month of congresses is laid out."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Final, NamedTuple

_A_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_DECEMBER: Final = 12
EARLIEST: Final = date(1930, 1, 1)
LATEST: Final = date(2200, 12, 31)


class State(StrEnum):
    """Where the congress of a unit stands; each unit is in just one of them."""

    NONE = "none"  # not entered for the term
    PLANNED = "planned"
    LATE = "late"  # still to open, and something in its plan is late
    OPEN = "open"
    CLOSED = "closed"  # the result is not yet reported
    REPORTED = "reported"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of a calendar whose weeks begin on Monday."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """Return the month written ``2025-07``, if it is one."""
        try:
            day = date.fromisoformat(f"{text}-01")
        except ValueError:
            return None
        return cls.of(day) if EARLIEST <= day <= LATEST else None

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.after.first - _A_DAY

    @property
    def after(self) -> "Month":
        """The month that follows."""
        if self.number == _DECEMBER:
            return Month(self.year + 1, 1)
        return Month(self.year, self.number + 1)

    @property
    def before(self) -> "Month":
        """The month that went before."""
        return Month.of(self.first - _A_DAY)

    def days(self) -> Iterator[date]:
        """Yield its days."""
        return days_of(self.first, self.last)

    def grid(self) -> Iterator[date]:
        """Yield the days of whole weeks, from a Monday to a Sunday."""
        first = self.first - self.first.weekday() * _A_DAY
        last = self.last + (_WEEK - 1 - self.last.weekday()) * _A_DAY
        return days_of(first, last)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


class Held(NamedTuple):
    """One congress that somebody is to attend, and its days."""

    congress: Hashable
    person: Hashable
    opens_on: date
    closes_on: date


class Clash(NamedTuple):
    """Somebody is to be at two congresses on one day."""

    person: Hashable
    one: Hashable
    other: Hashable
    first: date
    last: date


def days_of(first: date, last: date) -> Iterator[date]:
    """Yield the days from the first to the last of them."""
    while first <= last:
        yield first
        first += _A_DAY


def clashes(held: Iterable[Held]) -> list[Clash]:
    """Return who is to be at two places, on which days, by the first of them."""
    of_person: dict[Hashable, list[Held]] = defaultdict(list)
    for each in held:
        of_person[each.person].append(each)
    found = []
    for person, attended in of_person.items():
        for one, other in combinations(attended, 2):
            first = max(one.opens_on, other.opens_on)
            last = min(one.closes_on, other.closes_on)
            if first <= last:
                found.append(Clash(person, one.congress, other.congress, first, last))
    return sorted(found, key=lambda each: each.first)
