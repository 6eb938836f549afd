"""Entering Party organisations, and putting right what was entered wrong."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import organisation
from core.audit import trail
from core.errors import ChangedMeanwhile
from core.models import (
    Scope,
    Unit,
    User,
)
from core.models.scope import ScopeKind
from core.services.scopes import open_scope
from core.services.units import looking
from core.vietnamese import dates, names


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What is written of a unit and was perhaps written wrong."""

    code: str
    name: str
    founded_on: date | None = None
    congress_number: int | None = None


@transaction.atomic
def found_unit(
    *,
    name: str,
    code: str,
    kind: str,
    parent: Unit | None,
    by: User | None,
    at: datetime,
    founded_on: date | None = None,
    congress_number: int | None = None,
) -> Unit:
    """Enter a Party organisation into the tree."""
    name, code = names.clean(name), names.clean(code)
    above = None if parent is None else looking.living_unit(parent.pk)
    of_kind = looking.kind_named(kind)
    looking.refuse_unsound(
        organisation.faults_of_words(
            code=code, name=name, founded_on=founded_on, congress_number=congress_number
        )
    )
    _refuse_future(founded_on, at=at)
    looking.refuse_not_below(of_kind, above)
    looking.refuse_abolished(of_kind, on=founded_on or timezone.localdate(at))
    _refuse_taken(code)
    scope = open_scope(
        title=name, kind=ScopeKind.UNIT, beneath=above.scope if above else None
    )
    unit = _created(
        Unit(
            scope=scope,
            parent=above,
            code=code,
            name=name,
            kind=of_kind,
            founded_on=founded_on,
            congress_number=congress_number,
            changed_by=by,
            changed_at=at,
        )
    )
    trail.record("core.unit_founded", subject=unit, scope=scope, actor=by, at=at)
    return unit


@transaction.atomic
def correct_unit(
    *,
    unit_id: UUID,
    seen_version: int,
    values: Particulars,
    by: User | None,
    at: datetime,
) -> Unit:
    """Put right what was written wrong of a unit. A new name is an act of its own."""
    unit = looking.locked([unit_id])[unit_id]
    if unit.version != seen_version:
        raise ChangedMeanwhile
    wanted: dict[str, Any] = {
        "code": names.clean(values.code),
        "name": names.clean(values.name),
        "founded_on": values.founded_on,
        "congress_number": values.congress_number,
    }
    changes = {f: value for f, value in wanted.items() if value != getattr(unit, f)}
    if not changes:
        return unit
    looking.refuse_unsound(organisation.faults_of_words(**wanted))
    if "founded_on" in changes:
        _refuse_future(values.founded_on, at=at)
        _refuse_founded_after(unit, values.founded_on)
    if "code" in changes:
        _refuse_taken(wanted["code"])
    _saved(unit, changes, by=by, at=at)
    if "name" in changes:
        Scope.objects.filter(pk=unit.scope_id).update(title=unit.name)
    trail.record(
        "core.unit_changed",
        subject=unit,
        scope=unit.scope,
        actor=by,
        at=at,
        fields=sorted(changes),
    )
    return unit


def _refuse_future(day: date | None, *, at: datetime) -> None:
    if day is not None and day > timezone.localdate(at):
        raise looking.DayImpossible(
            _("Ngày thành lập ở tương lai. Hãy ghi vào cổng khi đã đến ngày đó.")
        )


def _refuse_founded_after(unit: Unit, day: date | None) -> None:
    """Refuse a founding after what already happened to the unit."""
    if day is None:
        return
    happened = looking.first_events([unit]).get(unit.pk)
    if happened is not None and day > happened:
        raise looking.DayImpossible(
            _("Ngày thành lập sau ngày %(day)s, khi tổ chức này đã có thay đổi.")
            % {"day": dates.short(happened)}
        )


def _refuse_taken(code: str) -> None:
    if Unit.objects.filter(code=code).exists():
        raise _taken(code)


def _taken(code: str) -> looking.CodeTaken:
    # Not whose it is: that unit may lie out of reach.
    return looking.CodeTaken(
        _("Mã %(code)s đã có tổ chức khác dùng. Hãy chọn mã khác.") % {"code": code}
    )


def _created(unit: Unit) -> Unit:
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError:
        # Two at once: the other one was a moment earlier.
        raise _taken(unit.code) from None
    return unit


def _saved(
    unit: Unit, changes: dict[str, Any], *, by: User | None, at: datetime
) -> None:
    try:
        with transaction.atomic():
            looking.write(unit, by=by, at=at, **changes)
    except IntegrityError:
        raise _taken(unit.code) from None
