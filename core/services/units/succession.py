"""Mergers and splits: what a unit was responsible for passes to its successors."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access.rights import Role
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
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
from core.services.units.founding import found_unit
from core.services.units.looking import Decision


class WrongSuccession(Refused):
    """These units cannot become those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit that a merger or a split founds.

    Without a congress number its next congress is its first (06-HD/TW §13).
    """

    name: str
    code: str
    kind: str
    parent: Unit | None
    congress_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the units that a split leads to, and what goes to it."""

    into: NewUnit | UUID
    children: frozenset[UUID] = frozenset()
    people: frozenset[UUID] = frozenset()


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
class _Acting:
    """By whom, when and by which decision something passes."""

    act: UnitAct
    decision: Decision
    by: User
    at: datetime

    @property
    def as_noted(self) -> tuple[UnitAct, Decision]:
        """What a unit's history says of it."""
        return self.act, self.decision


@transaction.atomic
def merge_units(
    *,
    predecessors: Mapping[UUID, int],
    into: NewUnit | UUID,
    decision: Decision,
    by: User,
    at: datetime,
    carried: Collection[int] = (),
    seen_roles: Collection[int] | None = None,
) -> Passed:
    """Merge units into another one, or several into a new one.

    ``predecessors`` says which version of each was seen. Units beneath, people and
    files pass to the successor. Roles in ``carried`` go on there, given anew by who
    acts; the others end. ``seen_roles`` are those that he was asked about.
    """
    scopes.hold_the_tree()
    acting = _Acting(act=UnitAct.MERGED, decision=decision, by=by, at=at)
    units = looking.locked([*predecessors, *_known([into])])
    gone = _to_end([units[pk] for pk in predecessors], predecessors, acting)
    _refuse_unseen_roles(gone, seen_roles, at=at)
    if isinstance(into, NewUnit) and len(gone) < 2:
        raise WrongSuccession(
            _(
                "Chỉ có một tổ chức. Hãy chọn từ hai tổ chức trở lên để hợp nhất, hoặc "
                "dùng Đổi tên, Chuyển loại."
            )
        )
    heir = _successor(into, units, acting)
    passed = Passed(successors=[heir])
    for unit in gone:
        changing.refuse_beneath_itself(unit, heir)
        _pass_children(changing.living_children(unit), unit, heir, passed, acting)
        _pass_people(Person.objects.filter(unit=unit), heir, passed, acting)
        _end(unit, [heir], keeper=heir, acting=acting)
        scopes.leave_to(heir.scope, unit.scope)
        _pass_roles(unit, heir, carried, passed, acting)
    _record("core.units_merged", heir, passed, acting, units=len(gone))
    return passed


@transaction.atomic
def split_unit(
    *,
    unit_id: UUID,
    seen_version: int,
    parts: Sequence[Part],
    keeper: int | None,
    decision: Decision,
    by: User,
    at: datetime,
    carried: Collection[int] = (),
    seen_roles: Collection[int] | None = None,
) -> Passed:
    """Split a unit into others: all of them keep its congress number (06-HD/TW §13).

    ``keeper`` is the place, among the parts, of the one that keeps the files and gets
    what is named for no other; then the unit itself ends. Without a keeper it goes on,
    smaller, and keeps what is not named.
    """
    scopes.hold_the_tree()
    acting = _Acting(act=UnitAct.SPLIT, decision=decision, by=by, at=at)
    units = looking.locked([unit_id, *_known(part.into for part in parts)])
    source = units[unit_id]
    _to_end([source], {unit_id: seen_version}, acting)
    _refuse_no_split(parts, keeper)
    numbered = [_with_number(part, source.congress_number) for part in parts]
    heirs = [_successor(part.into, units, acting) for part in numbered]
    for heir in heirs:
        changing.refuse_beneath_itself(source, heir)
    main = None if keeper is None else heirs[keeper]
    passed = Passed(successors=heirs)

    _share_out(source, numbered, heirs, main, passed, acting)
    if main is None:
        _succeed(looking.note(source, *acting.as_noted, by=by, at=at), heirs, None)
    else:
        _refuse_unseen_roles([source], seen_roles, at=at)
        _end(source, heirs, keeper=main, acting=acting)
        scopes.leave_to(main.scope, source.scope)
        _pass_roles(source, main, carried, passed, acting)
    source.scope.refresh_from_db()
    _record("core.unit_split", source, passed, acting, units=len(heirs))
    return passed


# --- who takes part ---------------------------------------------------------------


def _known(intos: Iterable[NewUnit | UUID]) -> list[UUID]:
    return [into for into in intos if isinstance(into, UUID)]


def _refuse_no_split(parts: Sequence[Part], keeper: int | None) -> None:
    if len(parts) < (1 if keeper is None else 2):
        raise WrongSuccession(_("Chia tách phải ra từ hai tổ chức trở lên."))
    known = _known(part.into for part in parts)
    if len(set(known)) < len(known):
        raise WrongSuccession(_("Một tổ chức được chọn hai lần. Hãy bỏ bớt một."))


def _to_end(units: list[Unit], seen: Mapping[UUID, int], acting: _Acting) -> list[Unit]:
    """Return the units that end, the lowest first, when the moment allows it."""
    if not units:
        raise WrongSuccession(_("Hãy chọn tổ chức được sáp nhập."))
    for unit in units:
        if unit.version != seen[unit.pk]:
            raise ChangedMeanwhile
        looking.refuse_dissolved(unit)
        looking.refuse_day(unit, acting.decision, at=acting.at)
        looking.refuse_before_last(unit, acting.decision, changing.ALL_ACTS)
    return sorted(units, key=lambda unit: -unit.scope.path.count("."))


def _successor(
    into: NewUnit | UUID, units: Mapping[UUID, Unit], acting: _Acting
) -> Unit:
    if isinstance(into, NewUnit):
        founded = found_unit(
            name=into.name,
            code=into.code,
            kind=into.kind,
            parent=into.parent,
            founded_on=acting.decision.on,
            congress_number=into.congress_number,
            by=acting.by,
            at=acting.at,
        )
        return looking.locked([founded.pk])[founded.pk]
    heir = units[into]
    looking.refuse_dissolved(heir)
    looking.refuse_day(heir, acting.decision, at=acting.at)
    return heir


def _with_number(part: Part, number: int | None) -> Part:
    if isinstance(part.into, NewUnit):
        return replace(part, into=replace(part.into, congress_number=number))
    return part


def _refuse_unseen_roles(
    units: list[Unit], seen: Collection[int] | None, *, at: datetime
) -> None:
    """Refuse when a role was given since the person was asked which ones go on."""
    if seen is None:
        return
    given = {row.pk for unit in units for row in changing.appointments_at(unit, at=at)}
    if not given <= set(seen):
        raise ChangedMeanwhile(
            _(
                "Vừa có vai trò mới được giao tại các tổ chức này, nên chưa ghi gì. "
                "Hãy xem lại các vai trò rồi xác nhận lần nữa."
            )
        )


# --- what passes ------------------------------------------------------------------


def _share_out(
    source: Unit,
    parts: Sequence[Part],
    heirs: Sequence[Unit],
    main: Unit | None,
    passed: Passed,
    acting: _Acting,
) -> None:
    """Give each part what is named for it, and the rest to the main one."""
    children = {child.pk: child for child in changing.living_children(source)}
    people = Person.objects.filter(unit=source)
    for part, heir in zip(parts, heirs, strict=True):
        try:
            named = [children.pop(pk) for pk in sorted(part.children)]
        except KeyError:
            raise ChangedMeanwhile from None
        _pass_children(named, source, heir, passed, acting)
        of_part = people.filter(pk__in=part.people)
        if of_part.count() != len(part.people):
            raise ChangedMeanwhile
        _pass_people(of_part, heir, passed, acting)
    if main is not None:
        _pass_children(list(children.values()), source, main, passed, acting)
        _pass_people(people.all(), main, passed, acting)


def _pass_children(
    children: list[Unit], unit: Unit, heir: Unit, passed: Passed, acting: _Acting
) -> None:
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


def _pass_people(
    people: QuerySet[Person], heir: Unit, passed: Passed, acting: _Acting
) -> None:
    # Rows found to be somebody's double go along, and are counted with nobody.
    passed.people += people.filter(merged_into__isnull=True).count()
    people.update(
        unit=heir,
        version=F("version") + 1,
        changed_by=acting.by,
        changed_at=acting.at,
    )


def _end(unit: Unit, heirs: list[Unit], *, keeper: Unit, acting: _Acting) -> None:
    by, at = acting.by, acting.at
    looking.write(unit, by=by, at=at, dissolved_on=acting.decision.on)
    change = looking.note(unit, *acting.as_noted, by=by, at=at)
    _succeed(change, heirs, keeper)


def _succeed(change: UnitChange, heirs: list[Unit], keeper: Unit | None) -> None:
    UnitSuccession.objects.bulk_create(
        UnitSuccession(change=change, successor=heir, keeps_files=heir == keeper)
        for heir in heirs
    )


def _pass_roles(
    unit: Unit,
    heir: Unit,
    carried: Collection[int],
    passed: Passed,
    acting: _Acting,
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
    appointment: Appointment, heir: Unit, passed: Passed, acting: _Acting
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


def _end_role(appointment: Appointment, acting: _Acting) -> None:
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


def _record(
    act: str, subject: Unit, passed: Passed, acting: _Acting, *, units: int
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
