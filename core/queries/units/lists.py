"""Units as lists and as a tree, as far as somebody's right reaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import (
    Count,
    OuterRef,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from core.access import policy
from core.access.rights import Right, roles_with
from core.models import Appointment, Unit, UnitChange, UnitKind, User
from core.models.unit import ENDED
from core.queries.units.choosing import units_within

OPENED: Final = 200  # children of one unit that the tree shows


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A unit as the tree shows it: how deep, how many beneath, open or not."""

    unit: Unit
    depth: int
    children: int
    is_open: bool = False
    shown: int = 0  # of its children, where they are more than the tree shows

    @property
    def hidden(self) -> int:
        """How many of its children the tree leaves out."""
        return self.children - self.shown if self.is_open else 0


def top_units(user: User, right: Right) -> list[Unit]:
    """Return the units at which a user's right begins, none beneath another."""
    roles = [role.value for role in roles_with(right)]
    held = Appointment.objects.filter(user=user, role__in=roles)
    scopes = held.in_force(timezone.localdate()).values("scope")
    within = with_end(units_within(user, right))
    within = within.select_related("scope", "kind__level", "parent")
    found = {
        *within.filter(scope__in=scopes),
        *within.filter(parent__isnull=True),
    }
    paths = {unit.scope.path for unit in found}
    return sorted(
        (unit for unit in found if not _lies_in(unit.scope.path, paths)), key=_by_name
    )


def tree_rows(user: User, right: Right, opened: Unit | None) -> list[TreeRow]:
    """Return the tree, open as far as one unit: its ancestors with their children."""
    tops = top_units(user, right)
    chain = [] if opened is None else [*ancestors_within(opened, user, right), opened]
    beneath: dict[UUID | None, list[Unit]] = {None: tops}
    for child in _first_children(chain):
        beneath.setdefault(child.parent_id, []).append(child)
    everyone = [unit for units in beneath.values() for unit in units]
    counted = living_children_of(everyone)
    open_keys = {unit.pk for unit in chain}

    def rows(parent: UUID | None, depth: int) -> Iterable[TreeRow]:
        for unit in sorted(beneath.get(parent, []), key=_by_name):
            shown = len(beneath.get(unit.pk, []))
            yield TreeRow(
                unit, depth, counted.get(unit.pk, 0), unit.pk in open_keys, shown
            )
            yield from rows(unit.pk, depth + 1)

    return list(rows(None, 0))


def ancestors_within(unit: Unit, user: policy.AnyUser, right: Right) -> list[Unit]:
    """Return the units above as far as the right reaches, the highest first.

    A unit that is no more is said to lie where it lay, though its files lie beneath
    its heir now.
    """
    if unit.dissolved_on is not None:
        return _ancestors_of_gone(unit, user, right)
    labels = unit.scope.path.split(".")
    above = [".".join(labels[:depth]) for depth in range(1, len(labels))]
    found = units_within(user, right).filter(scope__path__in=above)
    return sorted(found.select_related("scope"), key=lambda each: len(each.scope.path))


def _ancestors_of_gone(unit: Unit, user: policy.AnyUser, right: Right) -> list[Unit]:
    parent = unit.parent
    if parent is None:
        return []
    itself = units_within(user, right).filter(pk=parent.pk)
    return [*ancestors_within(parent, user, right), *itself.select_related("scope")]


def beneath_unit(units: QuerySet[Unit], unit: Unit) -> QuerySet[Unit]:
    """Keep what lies beneath a unit."""
    inside = units.filter(scope__path__descendants_of=unit.scope.path)
    return inside.exclude(pk=unit.pk)


def on_level(units: QuerySet[Unit], level: str) -> QuerySet[Unit]:
    """Keep the units of one level."""
    # By their kinds, of which the database knows how common each is; by a join it
    # would take the cells of a country for a few.
    kinds = UnitKind.objects.filter(level=level).values_list("pk", flat=True)
    return units.filter(kind__in=list(kinds))


def in_order_of_name(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Order units by name, as the Vietnamese dictionary does."""
    return units.order_by("sort_key", "pk")


def with_end(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Let each unit that is no more say by which act, as ``ended_by``."""
    acts = UnitChange.objects.filter(unit=OuterRef("pk"), act__in=ENDED)
    return units.annotate(
        ended_by=Subquery(acts.order_by("-on", "-at").values("act")[:1])
    )


def living_children_of(units: Iterable[Unit]) -> dict[UUID, int]:
    """Count the living units right beneath each."""
    rows = Unit.objects.filter(
        parent__in=[unit.pk for unit in units], dissolved_on__isnull=True
    )
    counted = rows.values_list("parent").annotate(Count("pk")).order_by()
    return {parent: number for parent, number in counted if parent is not None}


def with_children_counted(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Count each unit's living children in the rows themselves, for a file."""
    beneath = Unit.objects.filter(parent=OuterRef("pk"), dissolved_on__isnull=True)
    counted = beneath.order_by().values("parent").annotate(number=Count("pk"))
    return units.annotate(
        children_counted=Coalesce(Subquery(counted.values("number")), 0)
    )


def _first_children(parents: list[Unit]) -> QuerySet[Unit]:
    """Return the first living children of each, in one query."""
    living = Unit.objects.filter(
        parent__in=[unit.pk for unit in parents], dissolved_on__isnull=True
    )
    place = Window(
        RowNumber(),
        partition_by="parent_id",
        order_by=["kind__level__rank", "sort_key", "pk"],
    )
    found = living.annotate(place=place).filter(place__lte=OPENED)
    return found.select_related("kind__level")


def _by_name(unit: Unit) -> tuple[int, str, str]:
    """Order highest levels first, then names."""
    return unit.kind.level.rank, unit.sort_key, unit.code


def _lies_in(path: str, others: Iterable[str]) -> bool:
    return any(path.startswith(f"{other}.") for other in others)
