"""A unit says what it reached of the targets of a movement."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import EmulationResult, EmulationTarget, EmulationUnit
from congress.queries import emulation as queries
from congress.services.emulation.saying import Reached
from congress.services.emulation.waiting import held_now, refuse_ended, tell, write_work
from core.audit import trail
from core.errors import Unfit
from core.models import User
from core.vietnamese import names


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
    held = held_now(called.emulation_id)
    refuse_ended(held)
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
    write_work([called], at=at)
    tell([held.unit], "congress.emulation_reported", held, by, at, of=called.unit)
    return len(fresh)


def _differs(before: EmulationResult | None, now: Reached) -> bool:
    return before is None or (before.actual, before.note) != (
        now.actual,
        names.clean(now.note),
    )
