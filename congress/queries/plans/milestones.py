"""The plan of one congress: its milestones, how they stand, and its gates."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Model,
    Q,
    QuerySet,
    When,
)
from django.http import Http404
from django.utils.translation import gettext as _

from congress import labels
from congress.models import Congress, Milestone, Phase
from congress.rules import planning
from congress.rules.planning import GATES, SOON, Standing
from core.models import User
from core.queries import with_words

D = TypeVar("D", bound=Model)
_PHASE_ORDER: Final = Case(
    *(When(phase=phase, then=place) for place, phase in enumerate(Phase.values)),
    default=len(Phase.values),
    output_field=IntegerField(),
)
IN_ORDER: Final = ("phase_order", "place", "pk")
_TONES: Final = {
    Standing.DONE: "ok",
    Standing.DONE_LATE: "ok",
    Standing.LATE: "bad",
    Standing.SOON: "warn",
    Standing.AHEAD: "none",
    Standing.UNDATED: "none",
}


def plan(congress: Congress) -> QuerySet[Milestone]:
    """Return the milestones of a congress, with ``phase_order``."""
    found = Milestone.objects.filter(congress=congress)
    return found.select_related("owner", "after").annotate(phase_order=_PHASE_ORDER)


def in_order(congress: Congress) -> QuerySet[Milestone]:
    """Return the milestones of a congress in the order of its parts."""
    return plan(congress).order_by(*IN_ORDER)


def searched(rows: QuerySet[Milestone], wanted: str) -> QuerySet[Milestone]:
    """Keep the milestones with these words, whatever the accents."""
    return with_words(rows, "title", wanted)


def standing_in(rows: QuerySet[D], state: str, today: date) -> QuerySet[D]:
    """Keep what stands so today: milestones, or what is due and done as they are."""
    soon = date.fromordinal(today.toordinal() + SOON)
    still = Q(done_on__isnull=True)
    late = Q(done_on__gt=F("due_on"))
    meant = {
        Standing.DONE.value: Q(done_on__isnull=False) & ~Q(late, due_on__isnull=False),
        Standing.DONE_LATE.value: late,
        Standing.LATE.value: still & Q(due_on__lt=today),
        Standing.SOON.value: still & Q(due_on__gte=today, due_on__lte=soon),
        Standing.AHEAD.value: still & Q(due_on__gt=soon),
        Standing.UNDATED.value: still & Q(due_on__isnull=True),
    }
    return rows.filter(meant[state])


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """How many milestones a plan has, and how they stand."""

    total: int
    done: int
    late: int
    soon: int


def plan_figures(congress: Congress, today: date) -> PlanFigures:
    """Count the milestones of a congress by how they stand."""
    soon = date.fromordinal(today.toordinal() + SOON)
    still = Q(done_on__isnull=True)
    return PlanFigures(
        **Milestone.objects.filter(congress=congress).aggregate(
            total=Count("pk"),
            done=Count("pk", filter=~still),
            late=Count("pk", filter=still & Q(due_on__lt=today)),
            soon=Count("pk", filter=still & Q(due_on__gte=today, due_on__lte=soon)),
        )
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be done before a congress opens, in one word and no more."""

    code: str
    label: str
    word: str
    tone: str
    is_passed: bool = False
    done: int | None = None  # of ``total``, where it counts something
    total: int | None = None


def tone_of(standing: Standing) -> str:
    """Return the colour of a standing; its word stands beside it."""
    return _TONES[standing]


def standing_of(milestone: Milestone, today: date) -> Standing:
    """Return how a milestone stands today."""
    return planning.standing(milestone.due_on, milestone.done_on, today)


def beneath(congress: Congress, today: date) -> tuple[int, int]:
    """Return how many congresses beneath have closed, of how many of the same term."""
    found = Congress.objects.filter(
        scope__path__descendants_of=congress.unit.scope.path,
        term__first_year=congress.term.first_year,
    ).exclude(unit=congress.unit)
    counted = found.aggregate(
        closed=Count("pk", filter=Q(closes_on__lt=today)), total=Count("pk")
    )
    return counted["closed"], counted["total"]


def gates(congress: Congress, today: date) -> list[Gate]:
    """Return the gates of a congress; personnel says one word and nothing of why."""
    marked = {
        each.code: each
        for each in Milestone.objects.filter(congress=congress, code__in=GATES)
    }
    return [_gate(code, marked.get(code), congress, today) for code in GATES]


def _gate(
    code: str, milestone: Milestone | None, congress: Congress, today: date
) -> Gate:
    closed: int | None = None
    total: int | None = None
    all_closed = False
    if code == "beneath_done":
        closed, total = beneath(congress, today)
        all_closed = 0 < total == closed
    label = str(labels.GATES[code])
    if milestone is None and not all_closed:
        word = _("không có trong kế hoạch")
        return Gate(code, label, word, "none", done=closed, total=total)
    standing = Standing.DONE
    if milestone is not None and not (all_closed and milestone.done_on is None):
        standing = standing_of(milestone, today)
    is_passed = standing in (Standing.DONE, Standing.DONE_LATE)
    word = str(labels.PLAN_STANDINGS[standing.value])
    return Gate(code, label, word, _TONES[standing], is_passed, closed, total)


def milestone_or_404(congress: Congress, key: UUID) -> Milestone:
    """Return one milestone of a congress."""
    found = Milestone.objects.select_related("owner", "after", "item")
    milestone = found.filter(congress=congress, pk=key).first()
    if milestone is None:
        raise Http404
    return milestone


def possible_owners(congress: Congress) -> QuerySet[User]:
    """Return the accounts that work for the congress or its unit."""
    return (
        User.objects.filter(
            is_active=True, appointments__scope__home=congress.scope.home
        )
        .distinct()
        .order_by("sort_key", "pk")
    )
