"""Who acts for a unit, who answers above it, and what is told to all beneath one."""

from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from core.access import policy
from core.access.rights import Right, Role
from core.models import Appointment, Unit, User

# Whoever of a unit is told what waits for it.
_TOLD: Final = (Role.ORGANISATION_STAFF.value, Role.UNIT_SECRETARY.value)


def own_units(user: User, right: Right) -> list[Unit]:
    """Return the units at which the user was given the right, by name."""
    homes = {home for _path, home in policy.places(user, right) if home}
    found = Unit.objects.filter(scope__path__in=homes, dissolved_on__isnull=True)
    return list(found.select_related("scope").order_by("sort_key", "pk"))


def paths_above(paths: Iterable[str]) -> set[str]:
    """Return these paths and all above them."""
    found: set[str] = set()
    for path in paths:
        labels = path.split(".")
        found |= {".".join(labels[:depth]) for depth in range(1, len(labels) + 1)}
    return found - {""}


def paths_over(user: User, right: Right) -> set[str]:
    """Return the paths that lie over any place where the user holds the right.

    What a unit there tells to all beneath itself is told to the user as well.
    """
    return paths_above(path for path, _home in policy.places(user, right))


def answers_for(user: User, unit: Unit) -> bool:
    """Whether the user answers for a unit: its staff, those above, its secretary."""
    return policy.allows(user, Right.CONGRESS_KEEP, unit.scope) or policy.allows(
        user, Right.SUBMISSION_DECIDE, unit.scope
    )


def units_above(unit: Unit) -> QuerySet[Unit]:
    """Return the living units above one, the nearest first."""
    paths = paths_above([unit.scope.path]) - {unit.scope.path}
    found = Unit.objects.filter(scope__path__in=paths, dissolved_on__isnull=True)
    return found.select_related("scope").order_by("-scope__path")


def staff_of(units: Collection[Unit]) -> dict[str, list[User]]:
    """Return who of each unit is told what waits for it, by the unit's path.

    Of a unit that is no more it is the staff of the one that has its files.
    """
    rows = (
        Appointment.objects.filter(
            role__in=_TOLD, scope__home__in={unit.scope.home for unit in units}
        )
        .in_force(timezone.localdate())
        .select_related("user", "scope")
        .order_by("user_id")
    )
    of_home: dict[str, list[User]] = {}
    for row in rows:
        known = of_home.setdefault(row.scope.home, [])
        if row.user not in known:
            known.append(row.user)
    return {unit.scope.path: of_home.get(unit.scope.home, []) for unit in units}
