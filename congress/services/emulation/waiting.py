"""Who has to report on a movement, who is told of it, in what row it is held."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.models import Emulation, EmulationUnit
from congress.queries import above
from congress.queries import emulation as queries
from core.access.rights import Right
from core.errors import Refused
from core.models import Scope, Unit, User
from core.services import notices, work

WORK: Final = "congress.emulation"
SENTENCES: Final = {
    "congress.emulation_called": gettext_lazy(
        "%(unit)s phát động “%(title)s”. Hãy báo kết quả từng chỉ tiêu."
    ),
    "congress.emulation_reported": gettext_lazy(
        "%(unit)s báo kết quả thi đua “%(title)s”."
    ),
    "congress.emulation_ended": gettext_lazy("%(unit)s đã tổng kết “%(title)s”."),
}


def write_work_beneath(scope: Scope, at: datetime) -> None:
    """Write it for all that lies beneath a scope, every night."""
    rows = EmulationUnit.objects.filter(
        unit__scope__path__descendants_of=scope.path, emulation__ended_on__isnull=True
    ).select_related("unit__scope", "emulation__unit__scope")
    by_movement: dict[UUID, list[EmulationUnit]] = {}
    for row in rows:
        by_movement.setdefault(row.emulation_id, []).append(row)
    for called in by_movement.values():
        write_work(called, at=at)


def called_to(held: Emulation) -> list[EmulationUnit]:
    """Return who was called to a movement, each with its unit and the movement."""
    rows = EmulationUnit.objects.filter(emulation=held).select_related("unit__scope")
    found = list(rows)
    for each in found:
        each.emulation = held
    return found


def write_work(called: Sequence[EmulationUnit], *, at: datetime) -> None:
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


def tell(
    units: Iterable[Unit],
    kind: str,
    held: Emulation,
    by: User,
    at: datetime,
    *,
    of: Unit | None = None,
) -> None:
    """Tell the staff of units what happened to a movement, and which unit did it."""
    asked = list(units)
    staff = above.staff_of(asked)
    told = [
        notices.Told(
            users=[each for each in staff.get(unit.scope.path, []) if each.pk != by.pk],
            values={"unit": (of or held.unit).name, "title": held.title},
            scope=unit.scope,
            url_args=[held.pk],
        )
        for unit in asked
    ]
    notices.tell_each(told, kind=kind, url_name="congress:emulation", by=by, at=at)


def held_now(emulation_id: UUID) -> Emulation:
    """Lock a movement and return it as it is now."""
    rows = Emulation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit__scope", "congress").get(pk=emulation_id)


def refuse_ended(held: Emulation) -> None:
    """Refuse to act on a movement that was concluded."""
    if held.ended_on is not None:
        raise Refused(_("Phong trào này đã tổng kết. Hãy mở lại trước."))
