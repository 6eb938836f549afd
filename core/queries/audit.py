"""Reading the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.access import policy
from core.access.rights import Right
from core.models import AuditEvent, Scope, UnsealedEvent, User
from core.paging import COUNTED
from core.queries.words import with_words

MOST_ACCOUNTS: Final = 5_000  # whose lines are looked for at once
SAME_SUBJECT: Final = 20


@dataclass(frozen=True, slots=True)
class WantedLines:
    """What somebody looks for in the trail; days are those of the wall clock."""

    act: str = ""
    # The accounts of those who acted; none given is anybody.
    actors: tuple[int, ...] | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""
    place: str = ""

    @property
    def without_names(self) -> dict[str, str]:
        """What may be told of it: never a name that was looked for."""
        said = {
            "of_act": self.act,
            "first_day": self.first.isoformat() if self.first else "",
            "last_day": self.last.isoformat() if self.last else "",
        }
        return {key: value for key, value in said.items() if value}


def audit_events(user: User) -> QuerySet[AuditEvent]:
    """Return the lines a user may read.

    Lines that lie nowhere – accounts of people in no unit, sign-ins of administrators –
    are for those who inspect a whole tree.
    """
    everything = AuditEvent.objects.all()
    within = policy.within_reach(everything, user, Right.AUDIT_READ)
    if policy.holds_at_root(user, Right.AUDIT_READ):
        return within | everything.filter(scope__isnull=True)
    return within


def audit_lines(events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """Order lines newest first, with those who acted, where, and their links."""
    found = events.select_related("actor", "scope", "seal")
    return found.order_by("-at", "-pk")


def older_than(events: QuerySet[AuditEvent], line: AuditEvent) -> QuerySet[AuditEvent]:
    """Keep what comes after that line where the newest comes first."""
    # The index is entered by the second condition; the first settles the same moment.
    return events.filter(Q(at__lt=line.at) | Q(pk__lt=line.pk), at__lte=line.at)


def matching_lines(
    events: QuerySet[AuditEvent], wanted: WantedLines
) -> QuerySet[AuditEvent]:
    """Keep the lines that somebody looks for."""
    if wanted.act:
        events = events.filter(act=wanted.act)
    if wanted.first:
        events = events.filter(at__gte=_midnight(wanted.first))
    if wanted.last:
        events = events.filter(at__lt=_midnight(wanted.last + timedelta(days=1)))
    if wanted.place:
        places = with_words(Scope.objects.all(), "title", wanted.place)
        events = events.filter(scope__in=places.values("pk"))
    if wanted.actors is not None:
        events = events.filter(actor__in=wanted.actors)
    if wanted.words:
        # What a restricted line is about must not be found out by asking, either.
        events = with_words(events, "subject_title", wanted.words)
        events = events.filter(restricted=False)
    return events


def accounts_named(words: str) -> tuple[int, ...]:
    """Return the accounts whose holder has these words in the name; at most one more
    than ``MOST_ACCOUNTS``.

    Looked up first, since PostgreSQL plans much better for keys that it knows.
    """
    found = with_words(User.objects.order_by(), "full_name", words)
    return tuple(found.values_list("pk", flat=True)[: MOST_ACCOUNTS + 1])


def same_subject(
    events: QuerySet[AuditEvent], line: AuditEvent
) -> QuerySet[AuditEvent]:
    """Return the newest other lines about the same thing; none of a restricted one."""
    if line.restricted:
        return events.none()
    others = events.filter(
        subject_kind=line.subject_kind, subject_key=line.subject_key, restricted=False
    )
    return audit_lines(others.exclude(pk=line.pk))[:SAME_SUBJECT]


def lines_waiting() -> int:
    """Return how many lines wait for the sealer, or one more than is counted."""
    return UnsealedEvent.objects.order_by()[: COUNTED + 1].count()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
