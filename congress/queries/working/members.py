"""Who is in a body, whom one may put into it, and which units it looks after."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from congress.models import BodyMember, BodyUnit, WorkingBody
from congress.queries.working.lists import by_rank
from core.access import policy
from core.access.rights import Right
from core.models import Appointment, Person, Unit, User
from core.queries import people as register

FOUND: Final = 20
_FOUND: Any = ("by_name", "by_birth", "pk")  # names that ``named`` gives


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which units right beneath the body's have somebody looking after them."""

    done: int
    total: int
    missing: tuple[Unit, ...]


def members(body: WorkingBody, *, standing: bool = True) -> QuerySet[BodyMember]:
    """Return who is in a body, or who has left it."""
    rows = BodyMember.objects.filter(body=body, until_on__isnull=standing)
    return by_rank(rows.select_related("person", "user"))


def accounts_of(body: WorkingBody) -> QuerySet[User]:
    """Return the accounts of who is in a body now."""
    return User.objects.filter(
        is_active=True, in_bodies__body=body, in_bodies__until_on__isnull=True
    ).order_by("sort_key", "pk")


def accounts_within(unit: Unit) -> QuerySet[User]:
    """Return the accounts of who works, or is registered, at a unit or beneath it."""
    path = unit.scope.path
    held = Appointment.objects.in_force(timezone.localdate()).filter(
        scope__path__descendants_of=path
    )
    return User.objects.filter(
        Q(pk__in=held.values("user"))
        | Q(person__unit__scope__path__descendants_of=path),
        is_active=True,
    )


def people_to_choose(user: User, body: WorkingBody, wanted: str) -> list[Person]:
    """Return who of the register may be put into a body: found by name, a few."""
    if not wanted:
        return []
    people = _choosable(user, body)
    found = register.named(people, wanted).order_by(*_FOUND)
    return list(found.select_related("unit")[:FOUND])


def person_to_choose(user: User, body: WorkingBody, key: Any) -> Person | None:
    """Return one person of the register who may be put into a body."""
    return _choosable(user, body).filter(pk=key).select_related("unit").first()


def _choosable(user: User, body: WorkingBody) -> QuerySet[Person]:
    within = register.who_have_not_left(register.beneath(body.unit).people)
    found = policy.within_reach(within, user, Right.PERSON_READ)
    inside = BodyMember.objects.filter(
        body=body, until_on__isnull=True, person__isnull=False
    )
    return found.exclude(pk__in=inside.values("person"))


def territory(body: WorkingBody) -> QuerySet[BodyUnit]:
    """Return the units that a body looks after now."""
    rows = BodyUnit.objects.filter(body=body, until_on__isnull=True)
    return rows.select_related("unit").order_by("unit__sort_key", "pk")


def units_beneath(unit: Unit) -> QuerySet[Unit]:
    """Return the living units right beneath one, by name."""
    found = Unit.objects.filter(parent=unit, dissolved_on__isnull=True)
    return found.order_by("sort_key", "pk")


def coverage(body: WorkingBody) -> Coverage:
    """Return how many units right beneath have some body looking after them."""
    every = list(units_beneath(body.unit))
    given = BodyUnit.objects.filter(
        body__unit=body.unit, body__ended_on__isnull=True, until_on__isnull=True
    )
    covered = set(given.values_list("unit", flat=True))
    missing = tuple(unit for unit in every if unit.pk not in covered)
    return Coverage(len(every) - len(missing), len(every), missing)


def looked_after(body: WorkingBody) -> dict[UUID, list[str]]:
    """Return which other bodies look after units: key of a unit → their names."""
    rows = BodyUnit.objects.filter(
        body__unit=body.unit, body__ended_on__isnull=True, until_on__isnull=True
    ).exclude(body=body)
    found: dict[UUID, list[str]] = {}
    for unit, name in rows.order_by("body__sort_key").values_list("unit", "body__name"):
        found.setdefault(unit, []).append(name)
    return found
