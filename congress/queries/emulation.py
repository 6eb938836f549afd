"""Movements within reach, and what each unit reached of each target."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404

from congress.models import (
    Emulation,
    EmulationResult,
    EmulationTarget,
    EmulationUnit,
)
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User
from core.queries import with_folded_words


@dataclass(frozen=True, slots=True)
class Cell:
    """What one unit reached of one target; nothing where it said nothing yet."""

    target: EmulationTarget
    result: EmulationResult | None

    @property
    def is_reached(self) -> bool:
        """Whether the plan was reached."""
        return self.result is not None and reached(self.target, self.result)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit with its cells: ``reached`` of all targets, ``said`` of all."""

    called: EmulationUnit
    cells: tuple[Cell, ...]

    @property
    def reached(self) -> int:
        """Of how many targets the plan was reached."""
        return sum(cell.is_reached for cell in self.cells)

    @property
    def said(self) -> int:
        """On how many targets something was reported."""
        return sum(cell.result is not None for cell in self.cells)

    @property
    def is_complete(self) -> bool:
        """Whether it reported on all of them."""
        return self.said == len(self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """Units by targets, as far as the reader reaches."""

    targets: tuple[EmulationTarget, ...]
    rows: tuple[Row, ...]

    @property
    def by_target(self) -> list[tuple[EmulationTarget, int, int]]:
        """Each target, how many units reached it, how many reported on it."""
        columns = [
            [row.cells[place] for row in self.rows]
            for place in range(len(self.targets))
        ]
        return [
            (
                target,
                sum(cell.is_reached for cell in cells),
                sum(cell.result is not None for cell in cells),
            )
            for target, cells in zip(self.targets, columns, strict=True)
        ]

    @property
    def complete(self) -> int:
        """How many units reported on all targets."""
        return sum(row.is_complete for row in self.rows)

    @property
    def reached(self) -> int:
        """How many cells reached their plan."""
        return sum(row.reached for row in self.rows)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.rows) * len(self.targets)


def reached(target: EmulationTarget, result: EmulationResult) -> bool:
    """Whether a result reaches the plan; where less is better, it is a ceiling."""
    if target.more_is_better:
        return result.actual >= target.planned
    return result.actual <= target.planned


def emulations(user: User) -> QuerySet[Emulation]:
    """Return the movements that a user reads: called for or to, at his places."""
    called = EmulationUnit.objects.filter(emulation=OuterRef("pk"))
    own = policy.within_reach(Emulation.objects.all(), user, Right.WORK_READ)
    found = Emulation.objects.filter(
        Exists(policy.within_reach(called, user, Right.WORK_READ))
    ) | Emulation.objects.filter(pk__in=own.values("pk"))
    return found.select_related("unit__scope", "congress").annotate(
        units=Count("called", distinct=True),
        targets_said=Count("targets", distinct=True),
    )


def emulation_or_404(user: User, key: UUID) -> Emulation:
    """Return one movement that the user reads."""
    found = emulations(user).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def keeps(user: User, emulation: Emulation) -> bool:
    """Whether the user changes and concludes a movement."""
    return policy.allows(user, Right.WORK_KEEP, emulation.unit.scope)


def board(user: User, emulation: Emulation) -> Board:
    """Return what units within the user's reach reached, in three queries."""
    rows = policy.within_reach(
        EmulationUnit.objects.filter(emulation=emulation), user, Right.WORK_READ
    )
    called = list(
        rows.select_related("unit__scope").order_by("unit__sort_key", "unit_id")
    )
    return _board(emulation, called)


def own_called(user: User, emulation: Emulation) -> list[EmulationUnit]:
    """Return the called units for which the user may report."""
    rows = EmulationUnit.objects.filter(emulation=emulation)
    found = rows.select_related("unit__scope").order_by("unit__sort_key", "unit_id")
    return [
        each for each in found if policy.allows(user, Right.WORK_DO, each.unit.scope)
    ]


def called_or_404(user: User, emulation: Emulation, key: UUID) -> EmulationUnit:
    """Return a called unit for which the user may report."""
    rows = EmulationUnit.objects.select_related("unit__scope")
    found = rows.filter(emulation=emulation, pk=key).first()
    if found is None or not policy.allows(user, Right.WORK_DO, found.unit.scope):
        raise Http404
    return found


def row_of(emulation: Emulation, called: EmulationUnit) -> Row:
    """Return what one unit reached."""
    return _board(emulation, [called]).rows[0]


def history(called: EmulationUnit) -> list[EmulationResult]:
    """Return all that a unit reported, the last first."""
    rows = EmulationResult.objects.filter(
        unit=called.unit_id, target__emulation=called.emulation_id
    )
    return list(rows.select_related("target", "by").order_by("-at", "target__place"))


def targets(emulation: Emulation) -> list[EmulationTarget]:
    """Return the targets of a movement in their order."""
    rows = EmulationTarget.objects.filter(emulation=emulation)
    return list(rows.order_by("place", "pk"))


def latest(
    emulation: Emulation, units: Collection[UUID]
) -> dict[tuple[UUID, UUID], EmulationResult]:
    """Return what counts of each unit and target, in one query."""
    rows = EmulationResult.objects.filter(target__emulation=emulation, unit__in=units)
    found = rows.order_by("target", "unit", "-at", "-pk").distinct("target", "unit")
    return {(each.unit_id, each.target_id): each for each in found}


def units_beneath(unit: Unit) -> list[Unit]:
    """Return the living units right beneath one, by name."""
    rows = Unit.objects.filter(parent=unit, dissolved_on__isnull=True)
    return list(rows.select_related("scope").order_by("sort_key", "pk"))


def having_words(rows: QuerySet[Emulation], wanted: str) -> QuerySet[Emulation]:
    """Keep what has all these words, whatever the accents."""
    return with_folded_words(rows, wanted)


def _board(emulation: Emulation, called: Sequence[EmulationUnit]) -> Board:
    known = targets(emulation)
    counts = latest(emulation, [each.unit_id for each in called])
    rows = tuple(
        Row(
            each,
            tuple(Cell(t, counts.get((each.unit_id, t.pk))) for t in known),
        )
        for each in called
    )
    return Board(tuple(known), rows)
