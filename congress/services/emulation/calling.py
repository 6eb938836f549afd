"""Movements are called for, put right, concluded, taken up again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import Emulation, EmulationResult, EmulationTarget
from congress.services.emulation.saying import (
    EmulationFacts,
    TargetFacts,
    call_units,
    say,
    set_targets,
    targets_said,
)
from congress.services.emulation.waiting import (
    WORK,
    called_to,
    held_now,
    refuse_ended,
    tell,
    write_work,
)
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Unit, User
from core.services import work
from core.vietnamese import names


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
    say(made, facts)
    made.save(force_insert=True)
    set_targets(made, targets)
    call_units(made, units)
    called = called_to(made)
    trail.record(
        "congress.emulation_called",
        subject=made,
        scope=unit.scope,
        actor=by,
        at=at,
        units=len(called),
    )
    write_work(called, at=at)
    tell([each.unit for each in called], "congress.emulation_called", made, by, at)
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
    held = held_now(emulation_id)
    if held.version != seen_version:
        raise ChangedMeanwhile
    refuse_ended(held)
    changed = say(held, facts)
    if targets is not None and targets_said(held) != list(targets):
        if EmulationResult.objects.filter(target__emulation=held).exists():
            raise Unfit(
                _("Đã có đơn vị báo kết quả nên không sửa chỉ tiêu được."), "targets"
            )
        EmulationTarget.objects.filter(emulation=held).delete()
        set_targets(held, targets)
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
    write_work(called_to(held), at=at)
    return held


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
    held = held_now(emulation_id)
    if held.version != seen_version:
        raise ChangedMeanwhile
    refuse_ended(held)
    if not names.tidy(text):
        raise Unfit(_("Hãy ghi kết quả tổng kết."), "conclusion")
    if not held.starts_on <= on <= timezone.localdate(at):
        raise Unfit(_("Ngày tổng kết phải từ ngày phát động đến hôm nay."), "ended_on")
    held.conclusion, held.ended_on = names.tidy(text), on
    _ended("congress.emulation_ended", held, by=by, at=at)
    called = called_to(held)
    work.close_many(WORK, [each.pk for each in called])
    tell([each.unit for each in called], "congress.emulation_ended", held, by, at)
    return held


@transaction.atomic
def take_up(emulation_id: UUID, *, by: User, at: datetime) -> Emulation:
    """Undo the conclusion of a movement; its words stay to be said again."""
    held = held_now(emulation_id)
    if held.ended_on is None:
        raise Refused(_("Phong trào này chưa tổng kết."))
    held.ended_on = None
    _ended("congress.emulation_taken_up", held, by=by, at=at)
    write_work(called_to(held), at=at)
    return held


def _ended(act: str, held: Emulation, *, by: User, at: datetime) -> None:
    held.version += 1
    held.save()
    trail.record(act, subject=held, scope=held.unit.scope, actor=by, at=at)
