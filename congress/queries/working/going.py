"""Visits to units and rounds of them: who goes where, what is reported, x/N."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from congress.models import BodyMember, Visit, VisitRound, WorkingBody
from core.models import Unit, UnitKind
from core.vietnamese import names

_LIVE = Q(cancelled_at__isnull=True)
_HELD = Q(held_on__isnull=False)
_STATES = {
    "waiting": _LIVE & ~_HELD,
    "held": _HELD,
    "cancelled": ~_LIVE,
}


@dataclass(frozen=True, slots=True)
class Held:
    """How many visits were reported, of how many, and how many are nobody's yet."""

    done: int = 0
    total: int = 0
    unassigned: int = 0


def visits(body: WorkingBody) -> QuerySet[Visit]:
    """Return the visits of a body."""
    rows = Visit.objects.filter(body=body)
    return rows.select_related("unit__parent", "member", "round", "body", "reported_by")


def place_of(visit: Visit) -> str:
    """Name the unit so that it is not taken for another: many have a first cell."""
    unit, above = visit.unit, visit.unit.parent
    if above is None or above.pk == visit.body.unit_id:
        return unit.name
    return f"{unit.name} ({above.name})"


def due_of(visit: Visit) -> date | None:
    """Return by when a visit is to be made: its day, or the last one of its round."""
    return visit.planned_on or (visit.round.ends_on if visit.round else None)


def visits_so(rows: QuerySet[Visit], state: str) -> QuerySet[Visit]:
    """Keep what is in a state: one of ``VISIT_STATES``."""
    return rows.filter(_STATES[state])


def state_of_visit(visit: Visit) -> str:
    """Return where a visit is: one of ``VISIT_STATES``."""
    if visit.cancelled_at is not None:
        return "cancelled"
    return "held" if visit.held_on else "waiting"


def visit_or_404(body: WorkingBody, key: UUID) -> Visit:
    """Return one visit of a body."""
    found = visits(body).filter(pk=key).first()
    if found is None:
        raise Http404
    found.body = body
    return found


def rounds(body: WorkingBody) -> QuerySet[VisitRound]:
    """Return the rounds of a body, the latest first."""
    return VisitRound.objects.filter(body=body).order_by("-starts_on", "title", "pk")


def round_or_404(body: WorkingBody, key: UUID) -> VisitRound:
    """Return one round of a body."""
    found = rounds(body).filter(pk=key).first()
    if found is None:
        raise Http404
    found.body = body
    return found


def rounds_held(found: Iterable[VisitRound]) -> dict[UUID, Held]:
    """Return how far rounds are, in one query."""
    keys = [each.pk for each in found]
    rows = (
        Visit.objects.filter(_LIVE, round__in=keys)
        .order_by()
        .values_list("round")
        .annotate(
            done=Count("pk", filter=_HELD),
            total=Count("pk"),
            unassigned=Count("pk", filter=Q(member__isnull=True)),
        )
    )
    counted = {key: Held(*numbers) for key, *numbers in rows}
    return {key: counted.get(key, Held()) for key in keys}


def by_member(of: VisitRound) -> list[tuple[BodyMember, int, int]]:
    """Return who goes in a round: how many he reported, of how many, by name."""
    rows = (
        Visit.objects.filter(_LIVE, round=of, member__isnull=False)
        .order_by()
        .values_list("member")
        .annotate(done=Count("pk", filter=_HELD), total=Count("pk"))
    )
    counted = {key: (done, total) for key, done, total in rows}
    people = BodyMember.objects.filter(pk__in=counted).order_by("sort_key", "pk")
    return [(each, *counted[each.pk]) for each in people]


def choosable_units(of: VisitRound) -> QuerySet[Unit]:
    """Return the units beneath the body's own that are not in the round yet."""
    unit = of.body.unit
    taken = Visit.objects.filter(_LIVE, round=of)
    found = Unit.objects.filter(
        scope__path__descendants_of=unit.scope.path, dissolved_on__isnull=True
    )
    return (
        found.exclude(pk=unit.pk)
        .exclude(pk__in=taken.values("unit"))
        .select_related("parent", "kind")
        # Many have a first cell: those are told apart by where they belong.
        .order_by("sort_key", "parent__sort_key", "pk")
    )


def kinds_of(units: QuerySet[Unit]) -> list[tuple[str, str]]:
    """Return the kinds that there are among units, highest first."""
    kinds = UnitKind.objects.filter(pk__in=units.order_by().values("kind"))
    found = kinds.select_related("level").order_by("level__rank", "name")
    return [(str(kind.pk), str(kind)) for kind in found]


def visits_with_words(rows: QuerySet[Visit], wanted: str) -> QuerySet[Visit]:
    """Keep the visits to units whose name has all these words, without accents too."""
    for word in names.fold(wanted).split():
        rows = rows.filter(unit__folded__contains=word)
    return rows
