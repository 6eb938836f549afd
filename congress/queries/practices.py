"""The catalogue of good practice: what somebody may read in it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from congress.models import (
    Practice,
    PracticeComment,
    PracticeMark,
    PracticeState,
    PracticeStep,
)
from congress.queries.above import answers_for, paths_over, units_above
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User
from core.queries import with_folded_words


def practices(user: User) -> QuerySet[Practice]:
    """Return what units above published to the user, and all of his and beneath.

    Each has ``useful``, by how many units it was found so.
    """
    reach = policy.within_reach(Practice.objects.all(), user, Right.PLAN_READ)
    told = PracticeStep.objects.filter(
        practice=OuterRef("pk"),
        act=PracticeState.PUBLISHED.value,
        unit__scope__path__in=paths_over(user, Right.PLAN_READ),
    )
    found = Practice.objects.filter(Q(pk__in=reach.values("pk")) | Exists(told))
    marks = PracticeMark.objects.filter(practice=OuterRef("pk")).order_by()
    counted: Any = marks.values("practice").annotate(number_of=Count("pk"))
    useful = Coalesce(
        Subquery(counted.values("number_of"), output_field=IntegerField()), 0
    )
    return found.annotate(useful=useful).select_related("unit__kind__level")


def having_words(found: QuerySet[Practice], wanted: str) -> QuerySet[Practice]:
    """Keep what has all these words, whatever the accents."""
    return with_folded_words(found, wanted)


def practice_or_404(user: User, key: UUID) -> Practice:
    """Return one practice that the user may read."""
    row = practices(user).select_related("unit__scope", "by").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def is_within(user: User, practice: Practice) -> bool:
    """Whether the user reads how it was proposed: its unit, and those above."""
    return policy.allows(user, Right.PLAN_READ, practice.unit.scope)


def steps(practice: Practice) -> QuerySet[PracticeStep]:
    """Return what became of a proposal, in order."""
    found = PracticeStep.objects.filter(practice=practice)
    return found.select_related("unit", "by").order_by("number")


def published_to_all(practice: Practice) -> QuerySet[PracticeStep]:
    """Return which units published it."""
    return steps(practice).filter(act=PracticeState.PUBLISHED.value)


def may_publish(user: User, practice: Practice) -> list[Unit]:
    """Return the units above that the user answers for and that have not published."""
    done = set(published_to_all(practice).values_list("unit", flat=True))
    return [
        unit
        for unit in units_above(practice.unit)
        if unit.pk not in done and answers_for(user, unit)
    ]


def comments(practice: Practice) -> QuerySet[PracticeComment]:
    """Return what was said of a practice, in order."""
    found = PracticeComment.objects.filter(practice=practice)
    return found.select_related("unit", "by").order_by("at", "pk")


def comment_or_404(practice: Practice, key: UUID, user: User) -> PracticeComment:
    """Return a comment of the user's own that stands."""
    row = comments(practice).filter(pk=key, by=user, withdrawn_at__isnull=True).first()
    if row is None:
        raise Http404
    return row


def marked_by(practice: Practice, units: Collection[Unit]) -> set[UUID]:
    """Return which of these units found it useful."""
    found = PracticeMark.objects.filter(practice=practice, unit__in=units)
    return set(found.values_list("unit", flat=True))


def years(user: User) -> list[int]:
    """Return the years in which what a user may read begins, the latest first."""
    found = practices(user).order_by("-from_year").values_list("from_year", flat=True)
    return list(found.distinct()[:30])
