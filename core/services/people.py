"""Acts on the register of people."""

from datetime import date, datetime

from django.db import transaction

from core.audit import trail
from core.models import (
    Person,
    Unit,
    User,
)
from core.vietnamese import names


@transaction.atomic
def register_person(
    *,
    full_name: str,
    unit: Unit,
    party_since: date | None,
    by: User | None,
    at: datetime,
) -> Person:
    """Enter a person into the register."""
    person = Person.objects.create(
        unit=unit,
        full_name=names.clean(full_name),
        sort_key=names.sort_key(full_name),
        party_since=party_since,
    )
    trail.record(
        "core.person_registered", subject=person, scope=unit.scope, actor=by, at=at
    )
    return person
