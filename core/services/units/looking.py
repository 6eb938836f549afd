"""What every act on a Party organisation looks at first, and how it is written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import organisation
from core.errors import ChangedMeanwhile, Refused
from core.models import Unit, UnitChange, UnitKind, UnitSuccession, User
from core.models.unit import UnitAct
from core.services import scopes
from core.vietnamese import dates


class UnitUnsound(Refused):
    """What was said of a unit cannot be so."""


class CodeTaken(Refused):
    """Another unit has that code."""


class UnitDissolved(Refused):
    """A unit that is no more takes part in nothing."""


class DayImpossible(Refused):
    """The decision cannot hold from that day."""


class BeneathItself(Refused):
    """A unit cannot lie beneath itself."""


class NothingChanges(Refused):
    """What is asked for is how it is already."""


class PaperMissing(Refused):
    """What cannot be undone needs the decision it rests on."""


class StillInUse(Refused):
    """People or units beneath it would be left without a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """From which day something holds, and by which paper."""

    on: date
    paper: str = ""


def first_events(units: Iterable[Unit]) -> dict[UUID, date]:
    """Return the day of the first thing that is known to have happened to each."""
    by_key = {unit.pk: unit for unit in units}
    own = UnitChange.objects.filter(unit__in=by_key).values_list("unit")
    taken_over = UnitSuccession.objects.filter(successor__in=by_key)
    given = taken_over.values_list("successor")
    days = [
        *own.annotate(Min("on")).order_by(),
        *given.annotate(Min("change__on")).order_by(),
        *((key, unit.dissolved_on) for key, unit in by_key.items()),
    ]
    first: dict[UUID, date] = {}
    for key, day in days:
        if day is not None:
            first[key] = min(day, first.get(key, day))
    return first


def living_unit(unit_id: UUID) -> Unit:
    """Return a unit as it is now, and as it stays until this transaction ends.

    Whoever enters something at a unit asks for it here: nobody dissolves, merges or
    moves it meanwhile.
    """
    scopes.share_the_tree()
    unit = _with_all(Unit.objects.filter(pk=unit_id)).get()
    refuse_dissolved(unit)
    return unit


def locked(unit_ids: Iterable[UUID]) -> dict[UUID, Unit]:
    """Lock units in one order; who is entering something there ends first."""
    rows = _with_all(Unit.objects.filter(pk__in=set(unit_ids)).order_by("pk"))
    return {unit.pk: unit for unit in rows.select_for_update(of=("self",))}


def to_change(
    unit_id: UUID, *, seen_version: int, act: UnitAct, decision: Decision, at: datetime
) -> Unit:
    """Lock a unit for an act, when the moment allows it."""
    unit = locked([unit_id])[unit_id]
    if unit.version != seen_version:
        raise ChangedMeanwhile
    refuse_dissolved(unit)
    refuse_day(unit, decision, at=at)
    refuse_before_last(unit, decision, [act])
    return unit


def refuse_dissolved(unit: Unit) -> None:
    """Refuse what is no more."""
    if unit.dissolved_on is not None:
        raise UnitDissolved(
            _("%(unit)s đã kết thúc hoạt động ngày %(day)s, không ghi thêm được.")
            % {"unit": unit, "day": dates.short(unit.dissolved_on)}
        )


def refuse_day(unit: Unit, decision: Decision, *, at: datetime) -> None:
    """Refuse a day that has not come, or on which the unit was not there yet."""
    if decision.on > timezone.localdate(at):
        raise DayImpossible(
            _("Ngày có hiệu lực ở tương lai. Hãy ghi vào cổng khi đã đến ngày đó.")
        )
    if unit.founded_on is not None and decision.on < unit.founded_on:
        raise DayImpossible(
            _("Ngày có hiệu lực trước ngày thành lập %(unit)s (%(day)s).")
            % {"unit": unit, "day": dates.short(unit.founded_on)}
        )


def refuse_without_paper(decision: Decision) -> None:
    """Refuse to end, merge or split a unit by no decision."""
    if not decision.paper.strip():
        raise PaperMissing(_("Hãy ghi số, ký hiệu và ngày của quyết định."))


def refuse_before_last(unit: Unit, decision: Decision, acts: list[UnitAct]) -> None:
    """Refuse a day before the last such change: the history would not join up."""
    made = UnitChange.objects.filter(unit=unit, act__in=acts).order_by("-on")
    last = made.values_list("on", flat=True).first()
    if last is not None and decision.on < last:
        raise DayImpossible(
            _(
                "%(unit)s đã có thay đổi ghi từ ngày %(day)s; việc này không thể có "
                "hiệu lực sớm hơn."
            )
            % {"unit": unit, "day": dates.short(last)}
        )


def refuse_unsound(faults: Iterable[organisation.Fault]) -> None:
    """Refuse with the first fault's sentence."""
    for _field, fault in faults:
        raise UnitUnsound(organisation.sentence(fault))


def refuse_not_below(kind: UnitKind, parent: Unit | None) -> None:
    """Refuse a kind that does not stand below that of the unit above."""
    if parent is not None:
        ranks = kind.level.rank, parent.kind.level.rank
        refuse_unsound(organisation.faults_of_place(*ranks))


def refuse_abolished(kind: UnitKind, *, on: date) -> None:
    """Refuse a kind that was no more on that day."""
    refuse_unsound(organisation.faults_of_kind(kind.abolished_on, on=on))


def kind_named(code: str) -> UnitKind:
    """Return a kind by its code."""
    kind = UnitKind.objects.select_related("level").filter(pk=code).first()
    if kind is None:
        raise UnitUnsound(_("Không có loại tổ chức này. Hãy chọn lại."))
    return kind


def write(unit: Unit, *, by: User | None, at: datetime, **changes: Any) -> None:
    """Store what changes of a unit, as its next version."""
    for field, value in changes.items():
        setattr(unit, field, value)
    unit.version += 1
    unit.changed_by, unit.changed_at = by, at
    unit.save(update_fields=[*changes, "version", "changed_by", "changed_at"])


def note(
    unit: Unit,
    act: UnitAct,
    decision: Decision,
    *,
    by: User | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> UnitChange:
    """Write one decision into a unit's history."""
    return UnitChange.objects.create(
        unit=unit,
        act=act,
        on=decision.on,
        decision=decision.paper,
        before=before or {},
        after=after or {},
        by=by,
        at=at,
    )


def place(parent: Unit | None) -> dict[str, str]:
    """Say beneath which unit another lies, for its history."""
    if parent is None:
        return {"parent": "", "parent_name": ""}
    return {"parent": str(parent.pk), "parent_name": parent.name}


def _with_all(units: QuerySet[Unit]) -> QuerySet[Unit]:
    return units.select_related("scope", "kind__level", "parent__kind__level")
