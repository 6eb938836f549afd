"""Leaving the register, and coming back into it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import register
from core.audit import trail
from core.errors import Refused
from core.models import Person, Unit, User
from core.models.person import LeftWhy
from core.services.people import looking
from core.services.units import living_unit


class LeavingUnsound(Refused):
    """What was said of somebody's leaving cannot be so."""


class NotLeft(Refused):
    """He is in the register, so he cannot be brought back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """When and why somebody leaves, and the paper that decided it, if there is one."""

    on: date
    why: LeftWhy
    decision: str = ""


@transaction.atomic
def let_person_leave(
    *,
    person_id: UUID,
    seen_version: int,
    leaving: Leaving,
    by: User | None,
    at: datetime,
) -> Person:
    """Mark somebody as no longer in the register; the row stays, with all it says."""
    person = looking.to_change(person_id, seen_version=seen_version)
    looking.refuse_left(person)
    _refuse_unsound(person, leaving, at=at)

    looking.write(
        person,
        by=by,
        at=at,
        left_on=leaving.on,
        left_why=leaving.why.value,
        left_decision=leaving.decision.strip(),
    )
    trail.record(
        "core.person_left",
        subject=person,
        scope=person.unit.scope,
        actor=by,
        at=at,
        on=leaving.on.isoformat(),
        left_why=leaving.why.value,
        decision=leaving.decision.strip(),
    )
    return person


@transaction.atomic
def bring_person_back(
    *,
    person_id: UUID,
    seen_version: int,
    unit: Unit,
    reason: str,
    by: User | None,
    at: datetime,
) -> Person:
    """Take somebody into the lists again, in a unit that is not dissolved.

    For whoever was marked by mistake, and for whoever returns: one person, one row.
    """
    # The tree before the row, as mergers of units do.
    unit = living_unit(unit.pk)
    person = looking.to_change(person_id, seen_version=seen_version)
    if person.left_on is None:
        raise NotLeft(
            _("%(person)s đang có trong sổ, không cần đưa trở lại.")
            % {"person": person}
        )
    if not reason.strip():
        raise LeavingUnsound(_("Hãy ghi lý do đưa trở lại sổ."))
    was = {"left_on": person.left_on.isoformat(), "left_why": person.left_why}
    before = person.unit

    looking.write(
        person, by=by, at=at, left_on=None, left_why="", left_decision="", unit=unit
    )
    trail.record(
        "core.person_brought_back",
        subject=person,
        scope=unit.scope,
        actor=by,
        at=at,
        reason=reason.strip(),
        **was,
        **({"from_unit": before.code, "to_unit": unit.code} if before != unit else {}),
    )
    return person


def _refuse_unsound(person: Person, leaving: Leaving, *, at: datetime) -> None:
    codes = register.faults_of_leaving(
        leaving.on,
        born=person.born_on,
        admitted=person.party_since,
        today=timezone.localdate(at),
    )
    found = [str(register.FAULTS[code]) for code in codes]
    if found:
        raise LeavingUnsound(" ".join(found))
