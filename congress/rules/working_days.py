"""Working days: Monday to Friday, less the holidays, plus the days worked instead.

How the regulations count is not written in them: we count from the day after (domain
8.9, unconfirmed). The days off of each year are data, never part of this module.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_A_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days differ from the week: ``off`` on weekdays, ``worked`` at weekends."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work on the day."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def after(self, day: date, days: int) -> date:
        """Return the last of so many working days after ``day``; 0 is the day itself.

        294-QĐ/TW §16.1.1: a report is due 7 working days after closing (case J1).
        """
        return self._step(day, days, _A_DAY)

    def before(self, day: date, days: int) -> date:
        """Return the first of so many working days before ``day``; 0 is the day itself.

        294-QĐ/TW §11.1.3: the opening is announced 30 working days before (case J5).
        """
        return self._step(day, days, -_A_DAY)

    def between(self, first: date, last: date) -> int:
        """Return how many working days lie after ``first`` up to ``last``.

        Negative where ``last`` is the earlier day.
        """
        if last < first:
            return -self.between(last, first)
        return sum(map(self.is_working, _days_after(first, last)))

    def _step(self, day: date, days: int, by: timedelta) -> date:
        if days < 0:
            raise ValueError(days)
        while days:
            day += by
            days -= self.is_working(day)
        return day


def _days_after(first: date, last: date) -> Iterator[date]:
    while first < last:
        first += _A_DAY
        yield first
