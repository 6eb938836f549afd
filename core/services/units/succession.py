"""Mergers and splits: what a unit was responsible for passes to its successors."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ChangedMeanwhile, Refused
from core.models import Person, Unit, User
from core.models.unit import UnitAct
from core.services import scopes
from core.services.units import changing, looking, passing
from core.services.units.founding import found_unit
from core.services.units.looking import Decision
from core.services.units.passing import Acting, Passed


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
    """Merge units into another one (sáp nhập), or several into a new one (hợp nhất).

    ``predecessors`` says which version of each was seen. Units beneath, people and
    files pass to the successor. Roles in ``carried`` go on there, given anew by who
    acts; the others end. ``seen_roles`` are those that he was asked about.
    """
    scopes.hold_the_tree()
    looking.refuse_without_paper(decision)
    is_new = isinstance(into, NewUnit)
    act = UnitAct.JOINED if is_new else UnitAct.MERGED
    acting = Acting(act=act, decision=decision, by=by, at=at)
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
        passing.pass_children(
            changing.living_children(unit), unit, heir, passed, acting
        )
        passing.pass_people(Person.objects.filter(unit=unit), heir, passed, acting)
        passing.end(unit, [heir], keeper=heir, acting=acting)
        passing.pass_roles(unit, heir, carried, passed, acting)
    line = "core.units_joined" if is_new else "core.units_merged"
    passing.record_passed(line, heir, passed, acting, units=len(gone))
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
    """Split a unit into others: new ones keep its congress number (06-HD/TW §13).

    ``keeper`` is the place, among the parts, of the one that keeps the files and gets
    what is named for no other; then the unit itself ends (chia). Without a keeper it
    goes on, smaller, and keeps what is not named (tách).
    """
    scopes.hold_the_tree()
    looking.refuse_without_paper(decision)
    act = UnitAct.PARTED if keeper is None else UnitAct.SPLIT
    acting = Acting(act=act, decision=decision, by=by, at=at)
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
        passing.note_successors(
            looking.note(source, *acting.as_noted, by=by, at=at), heirs, None
        )
    else:
        _refuse_unseen_roles([source], seen_roles, at=at)
        passing.end(source, heirs, keeper=main, acting=acting)
        passing.pass_roles(source, main, carried, passed, acting)
    source.scope.refresh_from_db()
    line = "core.unit_parted" if main is None else "core.unit_split"
    passing.record_passed(line, source, passed, acting, units=len(heirs))
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


def _to_end(units: list[Unit], seen: Mapping[UUID, int], acting: Acting) -> list[Unit]:
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
    into: NewUnit | UUID, units: Mapping[UUID, Unit], acting: Acting
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


# --- what goes where --------------------------------------------------------------


def _share_out(
    source: Unit,
    parts: Sequence[Part],
    heirs: Sequence[Unit],
    main: Unit | None,
    passed: Passed,
    acting: Acting,
) -> None:
    """Give each part what is named for it, and the rest to the main one."""
    children = {child.pk: child for child in changing.living_children(source)}
    people = Person.objects.filter(unit=source)
    for part, heir in zip(parts, heirs, strict=True):
        try:
            named = [children.pop(pk) for pk in sorted(part.children)]
        except KeyError:
            raise ChangedMeanwhile from None
        passing.pass_children(named, source, heir, passed, acting)
        of_part = people.filter(pk__in=part.people)
        if of_part.count() != len(part.people):
            raise ChangedMeanwhile
        passing.pass_people(of_part, heir, passed, acting)
    if main is not None:
        passing.pass_children(list(children.values()), source, main, passed, acting)
        passing.pass_people(people.all(), main, passed, acting)
