"""When something in a plan is due, and whether it is early, late or still to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from congress.rules.working_days import Calendar

SOON: Final = 7  # days before a due day from which it is said to be near

# What must be done before a congress opens (articles 001, 004; domain 2.3).
GATES: Final = (
    "beneath_done",
    "documents_cleared",
    "personnel_cleared",
    "opening_announced",
    "tally_rehearsed",
)
# Whatever phase somebody puts it in: of it no more is told than that it is done.
OF_PERSONNEL: Final = "personnel_cleared"


class Anchor(StrEnum):
    """What a due day is counted from."""

    OPENING = "opening"
    CLOSING = "closing"
    DAY = "day"


class Standing(StrEnum):
    """How a milestone stands on a day."""

    DONE = "done"  # on the day or before it
    DONE_LATE = "done_late"
    LATE = "late"
    SOON = "soon"
    AHEAD = "ahead"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How a due day is worked out; ``rule`` names a value that stands for ``days``."""

    anchor: Anchor
    days: int = 0
    in_working_days: bool = False
    fixed_day: date | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one congress."""

    opens_on: date
    closes_on: date


# Days of rule sets and directives; months for the keeping of ballots (R-AF-8).
Values = Mapping[str, int | date | None]


def due_on(
    timing: Timing, days: Days, values: Values, calendar: Calendar
) -> date | None:
    """Return the day something is due; none where the rules of the time set none.

    A rule's days are working days (294-QĐ/TW §11.1.3, §16.1); before the opening the
    day is the last on which it is done in time, after the closing the last of them.
    """
    said: int | date | None = timing.days
    in_working_days = timing.in_working_days
    if timing.rule:
        said, in_working_days = values.get(timing.rule), True
    if timing.anchor is Anchor.DAY or isinstance(said, date):
        return said if isinstance(said, date) else timing.fixed_day
    if said is None:
        return None
    if timing.anchor is Anchor.OPENING:
        if in_working_days:
            return calendar.before(days.opens_on, said)
        return days.opens_on - timedelta(days=said)
    if in_working_days:
        return calendar.after(days.closes_on, said)
    return days.closes_on + timedelta(days=said)


def standing(due: date | None, done: date | None, today: date) -> Standing:
    """Return how something stands today."""
    if done is not None:
        late = due is not None and done > due
        return Standing.DONE_LATE if late else Standing.DONE
    if due is None:
        return Standing.UNDATED
    if due < today:
        return Standing.LATE
    return Standing.SOON if (due - today).days <= SOON else Standing.AHEAD


def days_off(due: date, day: date) -> int:
    """Return how many days ``day`` is after the due day; negative where early."""
    return (day - due).days


# Values that a due day may be bound to, and what each is counted from. The days of the
# superior's approval are counted from its receipt of the report, which no plan knows.
BOUND: Final = {
    "announce_days": Anchor.OPENING,
    "candidacy_file_days": Anchor.OPENING,
    "clearance_days": Anchor.OPENING,
    "done_by": Anchor.CLOSING,
    "report_days": Anchor.CLOSING,
    "handover_days": Anchor.CLOSING,
    "complaint_days": Anchor.CLOSING,
}


class Beyond(StrEnum):
    """How the days of a congress go beyond what the directive asks of its level."""

    TOO_LONG = "too_long"
    TOO_LATE = "too_late"


def lasts(days: Days) -> int:
    """Return how many days a congress takes, the first and the last among them."""
    return (days.closes_on - days.opens_on).days + 1


def beyond(days: Days, *, most_days: int, done_by: date | None) -> list[Beyond]:
    """Return what of a directive the days do not keep (domain 2.3)."""
    found = []
    if lasts(days) > most_days:
        found.append(Beyond.TOO_LONG)
    if done_by is not None and days.closes_on > done_by:
        found.append(Beyond.TOO_LATE)
    return found
