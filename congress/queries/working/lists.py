"""Which bodies somebody sees, which of them he opens, and how far they are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)
from django.http import Http404

from congress.models import (
    BodyMeeting,
    BodyMember,
    BodyPart,
    Congress,
    WorkingBody,
    WorkList,
)
from congress.queries import tasks
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import with_folded_words

# The head first, then deputies, the secretary, the others.
_RANKS: Any = Case(
    *(When(part=part, then=Value(rank)) for rank, part in enumerate(BodyPart)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """How far a body is; nothing of what the reader may not know."""

    members: int
    plan: tasks.Progress | None
    met_at: datetime | None


def bodies(user: User) -> QuerySet[WorkingBody]:
    """Return the bodies that a user knows of.

    That one for personnel exists, by which decision, and who is in it, is known to
    whoever reads the work of its unit; its pages are not (``reads``).
    """
    found = policy.within_reach(WorkingBody.objects.all(), user, Right.WORK_READ)
    return found.select_related(
        "unit__scope", "scope", "congress__unit", "congress__term"
    )


def bodies_of(congress: Congress, user: User) -> QuerySet[WorkingBody]:
    """Return the bodies of one congress that a user knows of."""
    return bodies(user).filter(congress=congress)


def bodies_with_words(
    found: QuerySet[WorkingBody], wanted: str
) -> QuerySet[WorkingBody]:
    """Keep what has all these words, whatever the accents."""
    return with_folded_words(found, wanted)


def reads(user: User, body: WorkingBody) -> bool:
    """Whether a user opens the pages of a body."""
    wanted = Right.PERSONNEL_WORK_READ if body.is_of_personnel else Right.WORK_READ
    return policy.allows(user, wanted, body.scope)


def works(user: User, body: WorkingBody) -> bool:
    """Whether a user writes down what a body does: its members, staff of its unit."""
    return policy.allows(user, Right.BODY_KEEP, body.scope) and reads(user, body)


def keeps(user: User, body: WorkingBody) -> bool:
    """Whether a user says who is in a body, where it goes, and when it ends."""
    return policy.allows(user, Right.WORK_KEEP, body.scope) and reads(user, body)


def body_or_404(user: User, key: UUID) -> WorkingBody:
    """Return one body whose pages the user opens."""
    rows = WorkingBody.objects.select_related(
        "scope", "unit__scope", "congress__unit", "congress__term", "helps"
    )
    found = rows.filter(pk=key).first()
    if found is None or not reads(user, found):
        raise Http404
    return found


def body_worked_or_404(user: User, key: UUID) -> WorkingBody:
    """Return one body for which the user works; what has ended is only read."""
    found = body_or_404(user, key)
    if found.ended_on is not None or not works(user, found):
        raise Http404
    return found


def body_kept_or_404(user: User, key: UUID) -> WorkingBody:
    """Return one body that the user keeps; what has ended is only read."""
    found = body_or_404(user, key)
    if found.ended_on is not None or not keeps(user, found):
        raise Http404
    return found


def figures_of(
    found: Iterable[WorkingBody], user: User, *, today: date
) -> dict[UUID, BodyFigures]:
    """Return how far bodies are, in as many queries for one as for many."""
    rows = {row.pk: row for row in found}
    open_ones = [key for key, row in rows.items() if reads(user, row)]
    counted = (
        BodyMember.objects.filter(body__in=rows, until_on__isnull=True)
        .order_by()
        .values_list("body")
        .annotate(number=Count("pk"))
    )
    members = dict(counted)
    met = dict(
        BodyMeeting.objects.filter(body__in=open_ones, cancelled_at__isnull=True)
        .order_by()
        .values_list("body")
        .annotate(last=Max("starts_at"))
    )
    plans = list(WorkList.objects.filter(body__in=open_ones))
    progress = tasks.progress(plans, on=today)
    of_body = {plan.body_id: progress[plan.pk] for plan in plans}
    return {
        key: BodyFigures(members.get(key, 0), of_body.get(key), met.get(key))
        for key in rows
    }


def standing_members(keys: Collection[UUID]) -> dict[UUID, list[BodyMember]]:
    """Return who is in each of these bodies now: the head first, then by rank."""
    found: dict[UUID, list[BodyMember]] = {key: [] for key in keys}
    rows = BodyMember.objects.filter(Q(body__in=found), until_on__isnull=True)
    for row in rows.order_by(_RANKS, "sort_key", "pk"):
        found[row.body_id].append(row)
    return found


def by_rank(rows: QuerySet[BodyMember]) -> QuerySet[BodyMember]:
    """Put members in order: the head first, then by rank and name."""
    return rows.order_by(_RANKS, "sort_key", "pk")
