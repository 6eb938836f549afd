"""What one unit's own page shows beside its particulars."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core.models import Appointment, Person, Unit, UnitVersion
from core.models.person import Membership
from core.queries.units.lists import in_order_of_name

COUNTED: Final = 5_000  # beyond that nobody needs the number of a page


@dataclass(frozen=True, slots=True)
class Inhabitants:
    """How many people of the register are at a unit itself, and with all beneath it.

    ``official``: how many of those at the unit itself are official members.
    """

    own: int
    beneath: int
    official: int

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.beneath > COUNTED


def inhabitants(unit: Unit) -> Inhabitants:
    """Count the people at a unit; those beneath as far as it is worth it."""
    people = Person.objects.filter(merged_into__isnull=True, left_on__isnull=True)
    beneath = people.filter(unit__scope__path__descendants_of=unit.scope.path)
    official = Q(membership=Membership.OFFICIAL)
    return Inhabitants(
        **people.filter(unit=unit).aggregate(
            own=Count("pk"), official=Count("pk", filter=official)
        ),
        beneath=beneath.order_by()[: COUNTED + 1].count(),
    )


def roles_at(unit: Unit) -> QuerySet[Appointment]:
    """Return the roles given at the unit itself that have not ended."""
    given = Appointment.objects.filter(scope=unit.scope_id, revoked_at__isnull=True)
    open_ended = given.overlapping(timezone.localdate(), None)
    return open_ended.select_related("user").order_by("role", "user__full_name", "pk")


def siblings(unit: Unit) -> QuerySet[Unit]:
    """Return the living units that lie where this one lies, itself left out."""
    living = Unit.objects.filter(parent=unit.parent_id, dissolved_on__isnull=True)
    if unit.parent_id is None:
        living = living.filter(parent__isnull=True)
    return in_order_of_name(living.exclude(pk=unit.pk))


def unit_as_of(unit: Unit, version: int) -> Any:
    """Return a unit's row as it was when it had that version, if that was kept."""
    kept = UnitVersion.objects.filter(pgh_obj_id=unit.pk, version=version)
    return kept.order_by("pgh_id").first()
