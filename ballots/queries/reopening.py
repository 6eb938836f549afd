"""Reads of papers taken up again: what was asked, answered, and what waits."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from ballots.models import Poll, Reopening
from ballots.queries import WITH_PLACE, standing
from ballots.rules.stages import Stage, is_past
from congress.models import Congress
from core.access import policy
from core.access.rights import Right
from core.models import User


def reopenings(poll: Poll) -> list[Reopening]:
    """Return every request about a poll with its answer, as they came."""
    found = Reopening.objects.filter(poll=poll).select_related("by", "answered_by")
    return list(found.order_by("at", "pk"))


def request_waiting(poll: Poll) -> Reopening | None:
    """Return the request that waits for the presidium's answer."""
    found = Reopening.objects.filter(poll=poll, revision=poll.revision, answer="")
    return found.select_related("by").first()


def waiting_among(polls: Iterable[Poll]) -> set[UUID]:
    """Return which of these polls have a request that waits."""
    counted = [p.pk for p in polls if is_past(Stage(p.stage), Stage.ENTERED)]
    found = _waiting().filter(poll__in=counted)
    return set(found.values_list("poll", flat=True))


def requests_to_answer(user: User) -> QuerySet[Poll]:
    """Return the polls with a request this member of a presidium may answer."""
    congresses = policy.within_reach(
        Congress.objects.all(), user, Right.REOPENING_CONSENT
    )
    found = Poll.objects.filter(
        election__congress__in=congresses, pk__in=_waiting().values("poll")
    )
    return (
        standing(found)
        .select_related(*WITH_PLACE)
        .order_by("election__congress__slug", "election__number", "number")
    )


def _waiting() -> QuerySet[Reopening]:
    return Reopening.objects.filter(answer="", revision=F("poll__revision"))
