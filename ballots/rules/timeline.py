"""When an election came how far, how long each part took, and when it will be over.

Article 004's complaint was that elections take long: the times of each are kept beside
those of others. Times are of polls and batches, never of a paper.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final, NamedTuple

from ballots.rules.stages import Stage


class Moment(StrEnum):
    """A point that every election passes, in the order of passing."""

    LIST_CLOSED = "list_closed"
    ISSUING = "issuing"
    BOX_OPENED = "box_opened"
    FIRST_ENTRY = "first_entry"
    ENTERED = "entered"
    COUNTED = "counted"
    CONFIRMED = "confirmed"
    MINUTES = "minutes"
    ANNOUNCED = "announced"


ORDER: Final = tuple(Moment)
# The stage that a poll has reached when it has passed the moment.
REACHED: Final[Mapping[Moment, Stage]] = {
    Moment.LIST_CLOSED: Stage.LIST_CLOSED,
    Moment.ISSUING: Stage.ISSUING,
    Moment.BOX_OPENED: Stage.BOX_OPENED,
    Moment.FIRST_ENTRY: Stage.BOX_OPENED,
    Moment.ENTERED: Stage.ENTERED,
    Moment.COUNTED: Stage.COUNTED,
    Moment.CONFIRMED: Stage.CONFIRMED,
    Moment.MINUTES: Stage.CONFIRMED,
    Moment.ANNOUNCED: Stage.ANNOUNCED,
}


class Course(NamedTuple):
    """When one election passed what, and how much there was to type."""

    times: Mapping[Moment, datetime]
    # Papers times readings.
    typed: int

    def took(self, moment: Moment) -> timedelta | None:
        """Return how long it was on the way to a moment from the one before."""
        before = ORDER.index(moment) - 1
        if before < 0 or moment not in self.times:
            return None
        began = self.times.get(ORDER[before])
        return self.times[moment] - began if began else None

    @property
    def last(self) -> Moment | None:
        """The last moment that it has passed."""
        return next((each for each in reversed(ORDER) if each in self.times), None)


def usual(courses: Sequence[Course], *, typed: int) -> dict[Moment, timedelta]:
    """Return how long elections are on the way to each moment: the median.

    Typing is reckoned by the paper, for as many as ``typed``.
    """
    found = {}
    for moment in ORDER:
        spans = [_reckoned(each, moment, typed) for each in courses]
        known = [each for each in spans if each is not None]
        if known:
            found[moment] = timedelta(seconds=median(known))
    return found


def _reckoned(course: Course, moment: Moment, typed: int) -> float | None:
    span = course.took(moment)
    if span is None or span < timedelta():
        return None
    if moment is not Moment.ENTERED:
        return span.total_seconds()
    return span.total_seconds() * typed / course.typed if course.typed else None


def ends_at(
    course: Course,
    usually: Mapping[Moment, timedelta],
    *,
    now: datetime,
    typing_left: timedelta | None = None,
) -> datetime | None:
    """Return when the result will be announced, as things usually go.

    ``typing_left`` is what the pace of those who type now says, if any does. ``None``
    before the list is closed, after the end, and where nothing is known of some part.
    """
    last = course.last
    if last is None or last is Moment.ANNOUNCED:
        return None
    ahead = ORDER[ORDER.index(last) + 1 :]
    left = timedelta()
    for moment in ahead:
        span = usually.get(moment)
        if moment is Moment.ENTERED and typing_left is not None:
            span = typing_left
        elif span is not None and moment is ahead[0]:
            span = max(span - (now - course.times[last]), timedelta())
        if span is None:
            return None
        left += span
    return now + left
