"""Movements tied to targets: called for, reported on by each unit, concluded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.models import (
    Congress,
    Emulation,
    EmulationResult,
    EmulationTarget,
    EmulationUnit,
)
from congress.queries import above
from congress.queries import emulation as queries
from core.access.rights import Right
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Scope, Unit, User
from core.services import notices, work
from core.vietnamese import names

WORK: Final = "congress.emulation"
TARGETS_MOST: Final = 40
SENTENCES: Final = {
    "congress.emulation_called": gettext_lazy(
        "%(unit)s phát động “%(title)s”. Hãy báo kết quả từng chỉ tiêu."
    ),
    "congress.emulation_reported": gettext_lazy(
        "%(unit)s báo kết quả thi đua “%(title)s”."
    ),
    "congress.emulation_ended": gettext_lazy("%(unit)s đã tổng kết “%(title)s”."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulationFacts:
    """What somebody says of a movement."""

    title: str
    number: str = ""
    congress: Congress | None = None
    starts_on: date
    ends_on: date
    appeal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """What is to be reached: so much of a measure, or no more than that."""

    title: str
    measure: str
    planned: Decimal
    more_is_better: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a unit says it reached of a target, and why."""

    actual: Decimal
    note: str = ""


@transaction.atomic
def call(
    unit: Unit,
    facts: EmulationFacts,
    targets: Sequence[TargetFacts],
    units: Collection[Unit],
    *,
    by: User,
    at: datetime,
) -> Emulation:
    """Call units beneath one to a movement.

    Raises:
        Unfit: no target, no unit, or one that does not lie beneath.
    """
    made = Emulation(unit=unit)
    _say(made, facts)
    made.save(force_insert=True)
    _set_targets(made, targets)
    _call_units(made, units)
    called = _called(made)
    trail.record(
        "congress.emulation_called",
        subject=made,
        scope=unit.scope,
        actor=by,
        at=at,
        units=len(called),
    )
    _write_work(called, at=at)
    _tell([each.unit for each in called], "congress.emulation_called", made, by, at)
    return made


@transaction.atomic
def change(
    emulation_id: UUID,
    facts: EmulationFacts,
    targets: Sequence[TargetFacts] | None,
    *,
    seen_version: int,
    by: User,
    at: datetime,
) -> Emulation:
    """Put right what a movement says; its targets (if any are said) only unreported.

    Raises:
        ChangedMeanwhile: somebody else changed it since it was looked at.
        Refused: it was concluded, or something was reported on the targets.
    """
    held = _held(emulation_id)
    if held.version != seen_version:
        raise ChangedMeanwhile
    _refuse_ended(held)
    changed = _say(held, facts)
    if targets is not None and targets_said(held) != list(targets):
        if EmulationResult.objects.filter(target__emulation=held).exists():
            raise Unfit(
                _("Đã có đơn vị báo kết quả nên không sửa chỉ tiêu được."), "targets"
            )
        EmulationTarget.objects.filter(emulation=held).delete()
        _set_targets(held, targets)
        changed.append("targets")
    if not changed:
        return held
    held.version += 1
    held.save()
    trail.record(
        "congress.emulation_changed",
        subject=held,
        scope=held.unit.scope,
        actor=by,
        at=at,
        fields=sorted(changed),
    )
    _write_work(_called(held), at=at)
    return held


@transaction.atomic
def report(
    called_id: UUID,
    said: Mapping[UUID, Reached],
    *,
    by: User,
    at: datetime,
) -> int:
    """Keep what a unit reached of targets; return of how many it said something new.

    The latest report counts, all are kept.

    Raises:
        Refused: the movement was concluded.
        Unfit: a target of another movement, or less than nothing.
    """
    called = EmulationUnit.objects.select_related("unit__scope").get(pk=called_id)
    held = _held(called.emulation_id)
    _refuse_ended(held)
    known = {each.pk for each in EmulationTarget.objects.filter(emulation=held)}
    if not set(said) <= known or any(each.actual < 0 for each in said.values()):
        raise Unfit(_("Kết quả không được âm."))
    before = queries.latest(held, [called.unit_id])
    fresh = {
        key: each
        for key, each in said.items()
        if _differs(before.get((called.unit_id, key)), each)
    }
    EmulationResult.objects.bulk_create(
        EmulationResult(
            target_id=key,
            unit=called.unit,
            actual=each.actual,
            note=names.clean(each.note),
            by=by,
            at=at,
        )
        for key, each in fresh.items()
    )
    if not fresh:
        return 0
    trail.record(
        "congress.emulation_reported",
        subject=held,
        scope=called.unit.scope,
        actor=by,
        at=at,
        targets=len(fresh),
    )
    called.emulation = held
    _write_work([called], at=at)
    _tell([held.unit], "congress.emulation_reported", held, by, at, of=called.unit)
    return len(fresh)


@transaction.atomic
def conclude(
    emulation_id: UUID,
    text: str,
    *,
    on: date,
    seen_version: int,
    by: User,
    at: datetime,
) -> Emulation:
    """Conclude a movement: what came of it is said, nothing is reported any more."""
    held = _held(emulation_id)
    if held.version != seen_version:
        raise ChangedMeanwhile
    _refuse_ended(held)
    if not names.tidy(text):
        raise Unfit(_("Hãy ghi kết quả tổng kết."), "conclusion")
    if not held.starts_on <= on <= timezone.localdate(at):
        raise Unfit(_("Ngày tổng kết phải từ ngày phát động đến hôm nay."), "ended_on")
    held.conclusion, held.ended_on = names.tidy(text), on
    _ended("congress.emulation_ended", held, by=by, at=at)
    called = _called(held)
    work.close_many(WORK, [each.pk for each in called])
    _tell([each.unit for each in called], "congress.emulation_ended", held, by, at)
    return held


@transaction.atomic
def take_up(emulation_id: UUID, *, by: User, at: datetime) -> Emulation:
    """Undo the conclusion of a movement; its words stay to be said again."""
    held = _held(emulation_id)
    if held.ended_on is None:
        raise Refused(_("Phong trào này chưa tổng kết."))
    held.ended_on = None
    _ended("congress.emulation_taken_up", held, by=by, at=at)
    _write_work(_called(held), at=at)
    return held


def write_work_beneath(scope: Scope, at: datetime) -> None:
    """Write it for all that lies beneath a scope, every night."""
    rows = EmulationUnit.objects.filter(
        unit__scope__path__descendants_of=scope.path, emulation__ended_on__isnull=True
    ).select_related("unit__scope", "emulation__unit__scope")
    by_movement: dict[UUID, list[EmulationUnit]] = {}
    for row in rows:
        by_movement.setdefault(row.emulation_id, []).append(row)
    for called in by_movement.values():
        _write_work(called, at=at)


def targets_said(emulation: Emulation) -> list[TargetFacts]:
    """Return the targets of a movement as they are said, in their order."""
    return [
        TargetFacts(
            **{each.name: getattr(target, each.name) for each in fields(TargetFacts)}
        )
        for target in queries.targets(emulation)
    ]


# --- what the acts share ------------------------------------------------------------


def _say(held: Emulation, facts: EmulationFacts) -> list[str]:
    if facts.ends_on < facts.starts_on:
        raise Unfit(_("Ngày kết thúc không được trước ngày bắt đầu."), "ends_on")
    if facts.congress is not None and facts.congress.unit_id != held.unit_id:
        raise Unfit(_("Hãy chọn đại hội của chính đơn vị phát động."), "congress")
    changed = []
    for each in fields(EmulationFacts):
        value = getattr(facts, each.name)
        if isinstance(value, str):
            value = names.tidy(value)
        if getattr(held, each.name) != value:
            changed.append(each.name)
            setattr(held, each.name, value)
    if not held.title:
        raise Unfit(_("Hãy ghi tên."), "title")
    return changed


def _set_targets(held: Emulation, targets: Sequence[TargetFacts]) -> None:
    if not targets or len(targets) > TARGETS_MOST:
        raise Unfit(
            _("Hãy ghi từ 1 đến %(most)s chỉ tiêu.") % {"most": TARGETS_MOST}, "targets"
        )
    if len({names.fold(each.title) for each in targets}) < len(targets):
        raise Unfit(_("Có chỉ tiêu ghi hai lần."), "targets")
    EmulationTarget.objects.bulk_create(
        EmulationTarget(
            emulation=held,
            place=place,
            title=each.title,
            measure=each.measure,
            planned=each.planned,
            more_is_better=each.more_is_better,
        )
        for place, each in enumerate(targets, 1)
    )


def _call_units(held: Emulation, units: Collection[Unit]) -> None:
    if not units:
        raise Unfit(_("Hãy chọn ít nhất một đơn vị."), "units")
    root = f"{held.unit.scope.path}."
    if not all(each.scope.path.startswith(root) for each in units):
        raise Unfit(_("Chỉ gọi đơn vị bên dưới tham gia."), "units")
    EmulationUnit.objects.bulk_create(
        EmulationUnit(emulation=held, unit=unit) for unit in units
    )


def _called(held: Emulation) -> list[EmulationUnit]:
    rows = EmulationUnit.objects.filter(emulation=held).select_related("unit__scope")
    found = list(rows)
    for each in found:
        each.emulation = held
    return found


def _write_work(called: Sequence[EmulationUnit], *, at: datetime) -> None:
    """Have units of one movement report until something is said of each target."""
    if not called:
        return
    held = called[0].emulation
    reached = queries.latest(held, [each.unit_id for each in called])
    said: dict[UUID, int] = {}
    for unit, _target in reached:
        said[unit] = said.get(unit, 0) + 1
    total = held.targets.count()
    left = [each for each in called if said.get(each.unit_id, 0) < total]
    work.put_many([_item(each, said, total) for each in left], at=at)
    work.close_many(WORK, [each.pk for each in called if each not in left])


def _item(called: EmulationUnit, said: Mapping[UUID, int], total: int) -> work.Item:
    return work.Item(
        scope=called.unit.scope,
        kind=WORK,
        subject=called,
        title=called.emulation.title,
        state=gettext_lazy("chờ báo kết quả thi đua"),
        done=said.get(called.unit_id, 0),
        total=total,
        due_on=called.emulation.ends_on,
        right=Right.WORK_DO,
        url_name="congress:emulation",
        url_args=[called.emulation_id],
    )


def _tell(
    units: Iterable[Unit],
    kind: str,
    held: Emulation,
    by: User,
    at: datetime,
    *,
    of: Unit | None = None,
) -> None:
    asked = list(units)
    staff = above.staff_of(asked)
    for unit in asked:
        told = staff.get(unit.scope.path, [])
        notices.tell(
            [each for each in told if each.pk != by.pk],
            kind=kind,
            values={"unit": (of or held.unit).name, "title": held.title},
            scope=unit.scope,
            url_name="congress:emulation",
            url_args=[held.pk],
            by=by,
            at=at,
        )


def _ended(act: str, held: Emulation, *, by: User, at: datetime) -> None:
    held.version += 1
    held.save()
    trail.record(act, subject=held, scope=held.unit.scope, actor=by, at=at)


def _held(emulation_id: UUID) -> Emulation:
    rows = Emulation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit__scope", "congress").get(pk=emulation_id)


def _refuse_ended(held: Emulation) -> None:
    if held.ended_on is not None:
        raise Refused(_("Phong trào này đã tổng kết. Hãy mở lại trước."))


def _differs(before: EmulationResult | None, now: Reached) -> bool:
    return before is None or (before.actual, before.note) != (
        now.actual,
        names.clean(now.note),
    )
