"""When the polls of a congress came how far; others in reach to compare with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Min, QuerySet
from django.utils.functional import Promise

from ballots import labels
from ballots.models import Batch, Poll
from ballots.queries import reach
from ballots.queries.heaps import heaps
from ballots.queries.stations import forecast
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage, is_past
from ballots.rules.timeline import ORDER, REACHED, Course, Moment, ends_at, usual
from congress.models import Congress
from core.models import AuditEvent, User

# Elections that others are compared with: the last ones, as machines and boards change.
COMPARED: Final = 50
ACTS: Final = {
    "ballots.list_closed": Moment.LIST_CLOSED,
    "ballots.issuing_started": Moment.ISSUING,
    "ballots.box_opened": Moment.BOX_OPENED,
    "ballots.poll_entered": Moment.ENTERED,
    "ballots.poll_counted": Moment.COUNTED,
    "ballots.tally_confirmed": Moment.CONFIRMED,
    "ballots.minutes_printed": Moment.MINUTES,
    "ballots.result_announced": Moment.ANNOUNCED,
}


@dataclass(frozen=True, slots=True)
class Passed:
    """One moment on a screen: when, and how long after the one before."""

    moment: Moment
    at: datetime | None
    took: timedelta | None
    # As long as it usually is, of as many papers; nothing where nothing is known.
    usually: timedelta | None

    @property
    def label(self) -> Promise:
        """Return what the moment is called."""
        return labels.MOMENTS[self.moment]


@dataclass(frozen=True, slots=True)
class Row:
    """One poll with all its moments and the end that is to be expected."""

    poll: Poll
    passed: tuple[Passed, ...]
    ends_at: datetime | None
    whole: timedelta | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The polls of a congress, and with how many others they are compared."""

    rows: tuple[Row, ...]
    compared: int


def timeline(user: User, congress: Congress, *, now: datetime) -> Timeline:
    """Return every poll of a congress that this person may see, in order."""
    own = list(reach.polls(user).filter(election__body__congress=congress))
    others = _others(reach.polls(user))
    courses = _courses({poll.pk: poll for poll in (*own, *others)}.values())
    rows = tuple(
        _row(poll, courses, [each for each in others if each.pk != poll.pk], now)
        for poll in sorted(own, key=lambda each: (each.election.number, each.number))
    )
    return Timeline(rows, len(others))


def _others(polls: QuerySet[Poll]) -> list[Poll]:
    """Return elections held in earnest, typed here, and over."""
    over = [Stage.ANNOUNCED.value, Stage.PUT_AWAY.value]
    held = polls.filter(stage__in=over, upload__isnull=True)
    held = held.exclude(election__purpose=Purpose.REHEARSAL.value)
    return list(held.order_by("-pk")[:COMPARED])


def _row(
    poll: Poll, courses: dict[object, Course], others: Sequence[Poll], now: datetime
) -> Row:
    course = courses[poll.pk]
    usually = usual([courses[each.pk] for each in others], typed=course.typed)
    passed = tuple(
        Passed(each, course.times.get(each), course.took(each), usually.get(each))
        for each in ORDER
    )
    begun, over = course.times.get(ORDER[0]), course.times.get(ORDER[-1])
    return Row(
        poll,
        passed,
        ends_at(course, usually, now=now, typing_left=_typing_left(poll, course, now)),
        over - begun if begun and over else None,
    )


def _typing_left(poll: Poll, course: Course, now: datetime) -> timedelta | None:
    if course.last is not Moment.FIRST_ENTRY:
        return None
    ahead = forecast(heaps(poll), now=now)
    return timedelta(minutes=ahead.minutes) if ahead else None


def _courses(polls: Iterable[Poll]) -> dict[object, Course]:
    """Read the moments of many polls at once; of what was done anew the last."""
    polls = list(polls)
    keys = [str(each.pk) for each in polls]
    told = AuditEvent.objects.filter(
        subject_kind=Poll._meta.label_lower, subject_key__in=keys, act__in=ACTS
    )
    times: dict[str, dict[Moment, datetime]] = {key: {} for key in keys}
    for key, act, at in told.values_list("subject_key", "act").annotate(Max("at")):
        times[key][ACTS[act]] = at
    heaped = Batch.objects.filter(poll__in=[each.pk for each in polls])
    for pk, at in heaped.values_list("poll").annotate(Min("entries__taken_at")):
        if at:
            times[str(pk)][Moment.FIRST_ENTRY] = at
    return {
        each.pk: Course(
            _reached(times[str(each.pk)], Stage(each.stage)),
            (each.returned or 0) * each.readings,
        )
        for each in polls
    }


def _reached(times: dict[Moment, datetime], stage: Stage) -> dict[Moment, datetime]:
    """Leave out what was passed before the papers were taken up again."""
    return {
        moment: times[moment]
        for moment in ORDER
        if moment in times and not is_past(REACHED[moment], stage)
    }
