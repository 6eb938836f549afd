"""Lessons of pilots before the rest: whether a congress opens too early for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SOON: Final = timedelta(days=30)  # how long before the opening one is told


@dataclass(frozen=True, slots=True)
class Pilot:
    """When a pilot closes, and when its first lesson was pushed."""

    closes_on: date
    pushed_on: date | None = None


def opens_before_the_lessons(
    opens_on: date, pilots: Iterable[Pilot], today: date
) -> bool:
    """Whether a congress opens before some pilot's lessons reach it.

    Where they are still awaited, that is said of what opens no later than the pilot
    closes, and of whatever opens soon or has opened.
    """
    return any(
        opens_on < each.pushed_on
        if each.pushed_on
        else opens_on <= max(each.closes_on, today + SOON)
        for each in pilots
    )


def may_still_answer(opens_on: date, today: date) -> bool:
    """Whether an answer may be given or changed: until the congress opens."""
    return today < opens_on
