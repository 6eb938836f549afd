"""Putting right what is written of a person, and moving him to another unit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core import register
from core.audit import trail
from core.models import Person, Unit, User
from core.services.people import looking
from core.services.units import NothingChanges, living_unit


@transaction.atomic
def change_person(
    *,
    person_id: UUID,
    seen_version: int,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
) -> Person:
    """Write what is now known of a person, by field; what is the same stays."""
    person = looking.to_change(person_id, seen_version=seen_version)
    before = looking.particulars_of(person)
    changes = {
        field: value
        for field, value in register.cleaned(values).items()
        if value != before[field]
    }
    if not changes:
        return person
    looking.refuse_unsound({**before, **changes}, before=before, at=at)
    looking.refuse_taken(changes, but=person.pk)

    looking.write(person, by=by, at=at, **changes)
    trail.record(
        "core.person_changed",
        subject=person,
        scope=person.unit.scope,
        actor=by,
        at=at,
        fields=sorted(changes),
    )
    return person


@transaction.atomic
def transfer_person(
    *, person_id: UUID, seen_version: int, unit: Unit, by: User | None, at: datetime
) -> Person:
    """Move a person to another unit that is not dissolved."""
    # The tree before the row, as mergers of units do.
    unit = living_unit(unit.pk)
    person = looking.to_change(person_id, seen_version=seen_version)
    looking.refuse_left(person)
    before = person.unit
    if before == unit:
        raise NothingChanges(
            _("%(person)s đang sinh hoạt tại đúng nơi này. Hãy chọn nơi khác.")
            % {"person": person}
        )
    looking.write(person, by=by, at=at, unit=unit)
    trail.record(
        "core.person_transferred",
        subject=person,
        scope=unit.scope,
        actor=by,
        at=at,
        from_unit=before.code,
        to_unit=unit.code,
    )
    return person
