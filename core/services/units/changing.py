"""What becomes of one Party organisation by a decision."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import organisation
from core.audit import trail
from core.models import Appointment, Person, Scope, Unit, User
from core.models.unit import UnitAct
from core.services import scopes
from core.services.roles import revoke_role
from core.services.units import looking
from core.services.units.looking import Decision
from core.vietnamese import names

ALL_ACTS = list(UnitAct)


@transaction.atomic
def rename_unit(
    *,
    unit_id: UUID,
    seen_version: int,
    name: str,
    decision: Decision,
    by: User | None,
    at: datetime,
) -> Unit:
    """Give a unit the name it has by a decision; the old one stays in its history."""
    unit = looking.to_change(
        unit_id,
        seen_version=seen_version,
        act=UnitAct.RENAMED,
        decision=decision,
        at=at,
    )
    name, old = names.clean(name), unit.name
    if name == old:
        raise looking.NothingChanges(_("Tên mới giống tên đang dùng. Hãy sửa lại."))
    looking.refuse_unsound(organisation.faults_of_name(name))

    looking.write(unit, by=by, at=at, name=name)
    Scope.objects.filter(pk=unit.scope_id).update(title=name)
    looking.note(
        unit,
        UnitAct.RENAMED,
        decision,
        before={"name": old},
        after={"name": name},
        by=by,
        at=at,
    )
    _record("core.unit_renamed", unit, decision, by=by, at=at)
    return unit


@transaction.atomic
def move_unit(
    *,
    unit_id: UUID,
    seen_version: int,
    parent_id: UUID,
    decision: Decision,
    by: User | None,
    at: datetime,
) -> Unit:
    """Lay a unit, with all beneath it, beneath another one."""
    scopes.hold_the_tree()
    parent = looking.locked([unit_id, parent_id])[parent_id]
    unit = looking.to_change(
        unit_id, seen_version=seen_version, act=UnitAct.MOVED, decision=decision, at=at
    )
    looking.refuse_dissolved(parent)
    looking.refuse_day(parent, decision, at=at)
    if parent.pk == unit.parent_id:
        raise looking.NothingChanges(
            _("%(unit)s đang trực thuộc đúng nơi này.") % {"unit": unit}
        )
    refuse_beneath_itself(unit, parent)
    looking.refuse_not_below(unit.kind, parent)

    before = looking.place(unit.parent)
    scopes.move_branches([unit.scope], beneath=parent.scope)
    looking.write(unit, by=by, at=at, parent=parent)
    unit.scope.refresh_from_db()
    looking.note(
        unit,
        UnitAct.MOVED,
        decision,
        before=before,
        after=looking.place(parent),
        by=by,
        at=at,
    )
    _record("core.unit_moved", unit, decision, by=by, at=at)
    return unit


@transaction.atomic
def reclass_unit(
    *,
    unit_id: UUID,
    seen_version: int,
    kind: str,
    decision: Decision,
    by: User | None,
    at: datetime,
) -> Unit:
    """Make a unit one of another kind: a cell becomes a grassroots organisation."""
    scopes.hold_the_tree()
    unit = looking.to_change(
        unit_id,
        seen_version=seen_version,
        act=UnitAct.RECLASSED,
        decision=decision,
        at=at,
    )
    new, old = looking.kind_named(kind), unit.kind
    if new == old:
        raise looking.NothingChanges(
            _("%(unit)s đang thuộc đúng loại này.") % {"unit": unit}
        )
    looking.refuse_not_below(new, unit.parent)
    looking.refuse_abolished(new, on=decision.on)
    refuse_left_above(living_children(unit), new.level.rank)

    looking.write(unit, by=by, at=at, kind=new)
    looking.note(
        unit,
        UnitAct.RECLASSED,
        decision,
        before={"kind": old.pk},
        after={"kind": new.pk},
        by=by,
        at=at,
    )
    _record("core.unit_reclassed", unit, decision, by=by, at=at)
    return unit


@transaction.atomic
def dissolve_unit(
    *, unit_id: UUID, seen_version: int, decision: Decision, by: User, at: datetime
) -> Unit:
    """End a unit that has neither units nor people any more; its roles end with it."""
    scopes.hold_the_tree()
    looking.refuse_without_paper(decision)
    unit = looking.to_change(
        unit_id,
        seen_version=seen_version,
        act=UnitAct.DISSOLVED,
        decision=decision,
        at=at,
    )
    looking.refuse_before_last(unit, decision, ALL_ACTS)
    _refuse_inhabited(unit)

    looking.write(unit, by=by, at=at, dissolved_on=decision.on)
    looking.note(unit, UnitAct.DISSOLVED, decision, by=by, at=at)
    for appointment in appointments_at(unit, at=at):
        revoke_role(appointment_id=appointment.pk, by=by, at=at)
    _record("core.unit_dissolved", unit, decision, by=by, at=at)
    return unit


def appointments_at(unit: Unit, *, at: datetime) -> list[Appointment]:
    """Return the roles given at the unit itself that have not ended."""
    given = Appointment.objects.filter(scope=unit.scope_id, revoked_at__isnull=True)
    open_ended = given.overlapping(timezone.localdate(at), None)
    return list(open_ended.select_related("user", "scope").order_by("pk"))


def living_children(unit: Unit) -> list[Unit]:
    """Return the units right beneath, locked until the act is done."""
    rows = Unit.objects.filter(parent=unit, dissolved_on__isnull=True)
    found = rows.select_related("scope", "kind__level").order_by("pk")
    return list(found.select_for_update(of=("self",)))


def refuse_beneath_itself(unit: Unit, place: Unit) -> None:
    """Refuse a place that is the unit or lies beneath it."""
    if f"{place.scope.path}.".startswith(f"{unit.scope.path}."):
        raise looking.BeneathItself(
            _(
                "%(place)s là chính %(unit)s hoặc nằm bên dưới. Hãy chọn nơi khác, "
                "hoặc chuyển %(place)s ra trước."
            )
            % {"place": place, "unit": unit}
        )


def refuse_left_above(children: list[Unit], rank: int) -> None:
    """Refuse a place on a level that some of the units do not stand below."""
    too_high = [child for child in children if child.kind.level.rank <= rank]
    if too_high:
        raise looking.UnitUnsound(
            _(
                "%(count)s tổ chức trực thuộc không ở dưới cấp mới, trước hết là "
                "%(unit)s. Hãy chuyển loại hoặc chuyển nơi trực thuộc của chúng trước."
            )
            % {"count": len(too_high), "unit": too_high[0]}
        )


def _refuse_inhabited(unit: Unit) -> None:
    children = Unit.objects.filter(parent=unit, dissolved_on__isnull=True).count()
    people = Person.objects.filter(
        unit=unit, merged_into__isnull=True, left_on__isnull=True
    ).count()
    if children:
        raise looking.StillInUse(
            _(
                "%(unit)s còn %(count)s tổ chức trực thuộc. Hãy chuyển, sáp nhập hoặc "
                "giải thể chúng trước; nếu tất cả về một nơi, hãy dùng Sáp nhập."
            )
            % {"unit": unit, "count": children}
        )
    if people:
        raise looking.StillInUse(
            _(
                "%(unit)s còn %(count)s người trong sổ. Hãy chuyển họ về tổ chức khác "
                "trước; nếu tất cả về một nơi, hãy dùng Sáp nhập."
            )
            % {"unit": unit, "count": people}
        )


def _record(
    act: str, unit: Unit, decision: Decision, *, by: User | None, at: datetime
) -> None:
    trail.record(
        act,
        subject=unit,
        scope=unit.scope,
        actor=by,
        at=at,
        on=decision.on.isoformat(),
        decision=decision.paper,
    )
