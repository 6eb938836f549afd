"""Lists of work: made, put right, ended, taken up again, parted into groups."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import Congress, WorkGroup, WorkingBody, WorkList
from congress.rules.tasks import ListKind
from congress.services.tasks.waiting import waiting, write_work
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Unit, User
from core.vietnamese import names


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """What somebody says of a list."""

    title: str
    number: str = ""
    decided_on: date | None = None
    basis: str = ""
    situation: str = ""
    aims: str = ""
    starts_on: date
    ends_on: date


class NotNow(Refused):
    """The task is not where that could be done with it."""


@transaction.atomic
def make_list(
    unit: Unit,
    kind: ListKind,
    said: ListFacts,
    *,
    body: WorkingBody | None = None,
    congress: Congress | None = None,
    by: User | None,
    at: datetime,
) -> WorkList:
    """Make a list of work of a unit, or the plan of one of its bodies."""
    made = WorkList(
        scope=body.scope if body else unit.scope,
        unit=unit,
        body=body,
        congress=congress,
        kind=kind.value,
        is_of_personnel=body is not None and body.is_of_personnel,
    )
    _say_list(made, said)
    made.save(force_insert=True)
    trail.record(
        "congress.list_made", subject=made, scope=made.scope, actor=by, at=at, kind=kind
    )
    return made


@transaction.atomic
def change_list(
    list_id: UUID, said: ListFacts, *, seen_version: int, by: User, at: datetime
) -> WorkList:
    """Put right what is said of a list that has not ended."""
    held = held_list(list_id)
    refuse_ended(held)
    if held.version != seen_version:
        raise ChangedMeanwhile
    changed = _say_list(held, said)
    if changed:
        held.version += 1
        held.save()
        trail.record(
            "congress.list_changed",
            subject=held,
            scope=held.scope,
            actor=by,
            at=at,
            fields=changed,
        )
    return held


@transaction.atomic
def end_list(list_id: UUID, *, on: date | None, by: User, at: datetime) -> WorkList:
    """Say that a list is closed since a day, or open again where there is none."""
    held = held_list(list_id)
    if held.ended_on == on:
        return held
    held.ended_on = on
    held.version += 1
    held.save(update_fields=["ended_on", "version"])
    act = "congress.list_ended" if on else "congress.list_taken_up"
    trail.record(act, subject=held, scope=held.scope, actor=by, at=at)
    # Of what has ended nothing can be reported, so nothing waits.
    write_work(list(waiting().filter(work_list=held)), at=at)
    return held


@transaction.atomic
def set_groups(
    list_id: UUID, titles: Sequence[str], *, by: User, at: datetime
) -> list[WorkGroup]:
    """Have the groups of a list be these, in this order; one with tasks stays."""
    held = held_list(list_id)
    refuse_ended(held)
    wanted = list(dict.fromkeys(filter(None, map(names.clean, titles))))
    known = {group.title: group for group in WorkGroup.objects.filter(work_list=held)}
    for title in known.keys() - set(wanted):
        if known[title].tasks.exists():
            raise Unfit(
                _("Nhóm “%(title)s” đang có việc nên không bỏ được.") % {"title": title}
            )
        known[title].delete()
    made = []
    for place, title in enumerate(wanted, 1):
        group = known.get(title) or WorkGroup(work_list=held, title=title)
        group.place = place
        group.save()
        made.append(group)
    trail.record(
        "congress.list_grouped", subject=held, scope=held.scope, actor=by, at=at
    )
    return made


def held_list(list_id: UUID) -> WorkList:
    """Return a list on which nobody else acts until this act is over."""
    rows = WorkList.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("scope", "unit__scope", "body__scope").get(pk=list_id)


def refuse_ended(held: WorkList) -> None:
    """Refuse to act on what stands in a list that has ended."""
    if held.ended_on is not None:
        raise NotNow(_("Danh mục này đã kết thúc. Hãy mở lại danh mục trước."))


def _say_list(held: WorkList, said: ListFacts) -> list[str]:
    """Take over what is said of a list; return which fields it changed."""
    if said.ends_on < said.starts_on:
        raise Unfit(_("Ngày kết thúc không được trước ngày bắt đầu."), "ends_on")
    changed = []
    for each in fields(ListFacts):
        value: Any = getattr(said, each.name)
        if isinstance(value, str):
            value = names.tidy(value)
        if getattr(held, each.name) != value:
            changed.append(each.name)
            setattr(held, each.name, value)
    if not held.title:
        raise Unfit(_("Hãy ghi tên."), "title")
    return sorted(changed)
