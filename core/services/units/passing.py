"""What passes from a unit that ends to its successors: units, people, files, roles."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from core import registry
from core.access.rights import Role
from core.audit import trail
from core.errors import Refused
from core.models import (
    Appointment,
    Person,
    Unit,
    UnitChange,
    UnitSuccession,
    User,
)
from core.models.unit import UnitAct
from core.services import scopes
from core.services.roles import give_role, revoke_role
from core.services.units import changing, looking
from core.services.units.looking import Decision


@dataclass(frozen=True, slots=True)
class Skipped:
    """A role that was to be carried on and could not be."""

    user: str
    role: Role
    why: str


@dataclass(slots=True)
class Passed:
    """What a merger or a split did."""

    successors: list[Unit]
    children: int = 0
    people: int = 0
    carried: list[Appointment] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    revoked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """By whom, when and by which decision something passes."""

    act: UnitAct
    decision: Decision
    by: User
    at: datetime

    @property
    def as_noted(self) -> tuple[UnitAct, Decision]:
        """What a unit's history says of it."""
        return self.act, self.decision


def pass_children(
    children: list[Unit], unit: Unit, heir: Unit, passed: Passed, acting: Acting
) -> None:
    """Lay units, with all beneath them, beneath the heir."""
    changing.refuse_left_above(children, heir.kind.level.rank)
    by, at = acting.by, acting.at
    scopes.move_branches([child.scope for child in children], beneath=heir.scope)
    Unit.objects.filter(pk__in=[child.pk for child in children]).update(
        parent=heir, version=F("version") + 1, changed_by=by, changed_at=at
    )
    UnitChange.objects.bulk_create(
        UnitChange(
            unit=child,
            act=UnitAct.MOVED,
            on=acting.decision.on,
            decision=acting.decision.paper,
            before=looking.place(unit),
            after=looking.place(heir),
            by=by,
            at=at,
        )
        for child in children
    )
    passed.children += len(children)


def pass_people(
    people: QuerySet[Person], heir: Unit, passed: Passed, acting: Acting
) -> None:
    """Let people belong to the heir."""
    # Rows found to be somebody's double go along, and are counted with nobody.
    living = people.filter(merged_into__isnull=True, left_on__isnull=True)
    passed.people += living.count()
    people.update(
        unit=heir,
        version=F("version") + 1,
        changed_by=acting.by,
        changed_at=acting.at,
    )


def end(unit: Unit, heirs: list[Unit], *, keeper: Unit, acting: Acting) -> None:
    """End a unit and leave what lies there to the heir that keeps the files."""
    by, at = acting.by, acting.at
    looking.write(unit, by=by, at=at, dissolved_on=acting.decision.on)
    change = looking.note(unit, *acting.as_noted, by=by, at=at)
    note_successors(change, heirs, keeper)
    scopes.leave_to(keeper.scope, unit.scope)


def note_successors(change: UnitChange, heirs: list[Unit], keeper: Unit | None) -> None:
    """Write down into which units one went."""
    UnitSuccession.objects.bulk_create(
        UnitSuccession(change=change, successor=heir, keeps_files=heir == keeper)
        for heir in heirs
    )


def pass_roles(
    unit: Unit,
    heir: Unit,
    carried: Collection[int],
    passed: Passed,
    acting: Acting,
) -> None:
    """Carry roles on at the heir, and end the others."""
    # Read after the scope moved: who was giving a role there has ended by now.
    for appointment in changing.appointments_at(unit, at=acting.at):
        if appointment.pk in carried:
            _carry(appointment, heir, passed, acting)
        else:
            revoke_role(appointment_id=appointment.pk, by=acting.by, at=acting.at)
            passed.revoked += 1


def _carry(
    appointment: Appointment, heir: Unit, passed: Passed, acting: Acting
) -> None:
    today = timezone.localdate(acting.at)
    role, last = Role(appointment.role), appointment.ends_on
    _end_role(appointment, acting)
    try:
        given = give_role(
            user=appointment.user,
            role=role,
            scope=heir.scope,
            starts_on=max(today, appointment.starts_on),
            ends_on=last,
            by=acting.by,
            at=acting.at,
        )
    except Refused as refusal:
        passed.skipped.append(
            Skipped(user=appointment.user.full_name, role=role, why=str(refusal))
        )
    else:
        passed.carried.append(given)


def _end_role(appointment: Appointment, acting: Acting) -> None:
    """End a role the day before; one that begins later never begins."""
    yesterday = timezone.localdate(acting.at) - timedelta(days=1)
    if appointment.starts_on > yesterday:
        revoke_role(appointment_id=appointment.pk, by=acting.by, at=acting.at)
        return
    appointment.ends_on = yesterday
    appointment.save(update_fields=["ends_on"])
    trail.record(
        "core.role_ended",
        subject=appointment,
        scope=appointment.scope,
        actor=acting.by,
        at=acting.at,
        role=appointment.role,
        user=appointment.user.username,
    )
    registry.pass_on_work_of(appointment.user, acting.at)


def record_passed(
    act: str, subject: Unit, passed: Passed, acting: Acting, *, units: int
) -> None:
    trail.record(
        act,
        subject=subject,
        scope=subject.scope,
        actor=acting.by,
        at=acting.at,
        on=acting.decision.on.isoformat(),
        decision=acting.decision.paper,
        children=passed.children,
        people=passed.people,
        units=units,
    )
