"""Reads of what follows a count: papers taken up again, announced, put away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from ballots.models import (
    Announcement,
    Confirmation,
    OutsideResult,
    Poll,
    PutAway,
    SignedMinutes,
)
from ballots.queries import readings, slate, terms_of
from ballots.queries.reopening import reopenings
from ballots.rules.strikes import Kept, kept_names
from core.models import User


class Event(NamedTuple):
    """Something that was done with a result: when, what, by whom and why."""

    at: datetime
    revision: int
    kind: str
    by: User | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AfterCount:
    """What was done with a poll since it was counted; ``events`` newest first."""

    announcement: Announcement | None
    put_away: PutAway | None
    superseded: list[Confirmation]
    signed: list[SignedMinutes]
    events: list[Event]


def after_count(poll: Poll) -> AfterCount:
    """Return it all, of every revision."""
    confirmed = list(
        Confirmation.objects.filter(poll=poll).select_related("by").order_by("revision")
    )
    announced = list(
        Announcement.objects.filter(poll=poll).select_related("by").order_by("revision")
    )
    put_away = PutAway.objects.filter(poll=poll).select_related("by").first()
    signed = SignedMinutes.objects.filter(poll=poll).select_related("file", "by")
    events = [
        *(Event(each.at, each.revision, "confirmed", each.by) for each in confirmed),
        *(Event(each.at, each.revision, "announced", each.by) for each in announced),
        *_asked_and_answered(poll),
    ]
    if put_away:
        events.append(Event(put_away.at, poll.revision, "put_away", put_away.by))
    last = announced[-1] if announced else None
    return AfterCount(
        announcement=last if last and last.revision == poll.revision else None,
        put_away=put_away,
        superseded=[each for each in confirmed if each.revision < poll.revision],
        signed=list(signed.order_by("-at", "pk")),
        events=sorted(events, key=attrgetter("at", "revision"))[::-1],
    )


def superseded(poll: Poll, revision: int) -> Confirmation | None:
    """Return what was confirmed in a revision that papers taken up again have ended."""
    found = Confirmation.objects.filter(poll=poll, revision=revision)
    found = found.exclude(revision=poll.revision)
    return found.select_related("tally", "by").first()


def has_scan(poll: Poll) -> bool:
    """Whether the minutes of the result that stands are here as they were signed."""
    return SignedMinutes.objects.filter(poll=poll, revision=poll.revision).exists()


def strikes(poll: Poll) -> tuple[Kept, ...]:
    """Return how many valid ballots keep how many names."""
    terms, _places = terms_of(poll, slate(poll).count())
    return kept_names(readings(poll), terms)


def outside_results(poll: Poll) -> list[OutsideResult]:
    """Return what other programs counted, the latest first."""
    found = OutsideResult.objects.filter(poll=poll).select_related("file", "by")
    return list(found.order_by("-at", "pk"))


def _asked_and_answered(poll: Poll) -> Iterator[Event]:
    for each in reopenings(poll):
        waits = each.revision == poll.revision
        kind = "asked" if each.answer or waits else "taken_up"
        yield Event(each.at, each.revision, kind, each.by, each.reason)
        if each.answered_at:
            yield Event(
                each.answered_at,
                each.revision,
                each.answer,
                each.answered_by,
                each.answer_reason,
            )
