"""Difficulties within reach, and questions answered to all."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from congress.models import Congress, Difficulty, DifficultyStep, SharedAnswer
from congress.queries.above import paths_over
from congress.rules.difficulties import State
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User
from core.queries import with_folded_words


def difficulties(user: User) -> QuerySet[Difficulty]:
    """Return what units raised that the user reads: his own, and those beneath."""
    found = policy.within_reach(Difficulty.objects.all(), user, Right.PLAN_READ)
    return found.select_related("unit", "holder", "congress")


def of_congress(congress: Congress) -> QuerySet[Difficulty]:
    """Return what was raised for one congress."""
    found = Difficulty.objects.filter(congress=congress)
    return found.select_related("unit", "holder", "congress")


def open_at(congress: Congress) -> int:
    """Count what was raised for a congress and is not solved."""
    found = Difficulty.objects.filter(congress=congress)
    return found.exclude(state=State.SOLVED.value).count()


def waiting_for(
    found: QuerySet[Difficulty], units: Collection[Unit]
) -> QuerySet[Difficulty]:
    """Keep what one of these units has to do something about."""
    above = Q(holder__in=units, state=State.WAITING.value)
    here = Q(unit__in=units, state__in=[State.ASKED.value, State.ANSWERED.value])
    return found.filter(above | here)


def having_words(found: QuerySet[Difficulty], wanted: str) -> QuerySet[Difficulty]:
    """Keep what has all these words, whatever the accents."""
    return with_folded_words(found, wanted)


def difficulty_or_404(user: User, key: UUID) -> Difficulty:
    """Return one difficulty that the user reads, by its unit or by its congress."""
    found = Difficulty.objects.select_related(
        "unit__scope",
        "holder__scope",
        "holder__parent",
        "congress__scope",
        "congress__unit",
        "congress__term",
        "by",
    )
    row = found.filter(pk=key).first()
    if row is None:
        raise Http404
    at_congress = row.congress is not None and policy.allows(
        user, Right.PLAN_READ, row.congress.scope
    )
    if at_congress or policy.allows(user, Right.PLAN_READ, row.unit.scope):
        return row
    raise Http404


def steps(difficulty: Difficulty) -> QuerySet[DifficultyStep]:
    """Return what became of a difficulty, in order."""
    found = DifficultyStep.objects.filter(difficulty=difficulty)
    return found.select_related("unit", "to", "by").order_by("number")


def days_waiting(difficulty: Difficulty, today: date) -> int:
    """Return for how many days nobody has done anything."""
    return max(0, (today - timezone.localdate(difficulty.since)).days)


# --- questions answered to all ------------------------------------------------------


def shared_answers(user: User) -> QuerySet[SharedAnswer]:
    """Return what units above the user, or beneath him, told to all beneath them."""
    reach = policy.within_reach(SharedAnswer.objects.all(), user, Right.PLAN_READ)
    told = Q(unit__scope__path__in=paths_over(user, Right.PLAN_READ))
    found = SharedAnswer.objects.filter(told | Q(pk__in=reach.values("pk")))
    # By whom it was asked is not even read.
    return (
        found.filter(withdrawn_at__isnull=True)
        .defer("difficulty")
        .select_related("unit__scope")
    )


def shared_of(difficulty: Difficulty) -> QuerySet[SharedAnswer]:
    """Return what a difficulty was told as and still is."""
    found = SharedAnswer.objects.filter(difficulty=difficulty)
    return found.filter(withdrawn_at__isnull=True).select_related("unit__scope")


def answers_having_words(
    found: QuerySet[SharedAnswer], wanted: str
) -> QuerySet[SharedAnswer]:
    """Keep what has all these words, whatever the accents."""
    return with_folded_words(found, wanted)
