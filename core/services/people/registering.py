"""Entering people into the register."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from core import register
from core.audit import trail
from core.models import Person, Unit, User
from core.services.people import looking
from core.services.units import living_unit
from core.vietnamese import names


@transaction.atomic
def register_person(
    *,
    full_name: str,
    unit: Unit,
    by: User | None,
    at: datetime,
    party_since: date | None = None,
    particulars: Mapping[str, Any] | None = None,
) -> Person:
    """Enter a person into the register, in a unit that is not dissolved.

    ``particulars`` holds what else is known, by field of ``Person``. A number that
    somebody bears is refused; the same name and birth date are for people to judge.
    """
    unit = living_unit(unit.pk)
    values = register.cleaned(
        {"party_since": party_since, **(particulars or {}), "full_name": full_name}
    )
    looking.refuse_unsound(values, at=at)
    looking.refuse_taken(values)

    person = Person(
        unit=unit,
        sort_key=names.sort_key(values["full_name"]),
        changed_by=by,
        changed_at=at,
        **values,
    )
    looking.create(person)
    trail.record(
        "core.person_registered", subject=person, scope=unit.scope, actor=by, at=at
    )
    return person
