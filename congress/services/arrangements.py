"""What is made known and made ready: put on a list, ticked, taken off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from congress import labels
from congress.models import Arrangement, Checklist, Congress
from congress.queries.plans import Grounds
from congress.rules.customary_arrangements import USUAL
from congress.rules.planning import Anchor
from congress.services.holding import held_congress
from congress.services.readiness import refresh
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import User
from core.vietnamese import names

LONGEST: Final = 300  # things on one list: it is one page
_COPIED: Final = (
    *("checklist", "part", "code", "title", "channel", "audience"),
    *("responsible", "days", "in_working_days", "wanted"),
)


class UnfitArrangement(Unfit):
    """What was said of a thing cannot be so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranging:
    """What somebody says of one thing on a list."""

    part: str
    title: str
    channel: str = ""
    audience: str = ""
    responsible: str = ""
    owner: User | None = None
    anchor: str = Anchor.OPENING.value
    days: int = 0
    in_working_days: bool = False
    due_on: date | None = None  # of what has a day of its own
    wanted: int | None = None
    ready: int = 0
    note: str = ""


@transaction.atomic
def add_arrangement(
    congress_id: UUID, checklist: Checklist, said: Arranging, *, by: User, at: datetime
) -> Arrangement:
    """Put one thing on a list."""
    congress = held_congress(congress_id)
    place = _room(congress, checklist, 1)
    row = Arrangement(congress=congress, checklist=checklist, place=place)
    _say(row, said, Grounds())
    row.save(force_insert=True)
    _record("congress.arrangement_added", row, by, at)
    refresh([congress.pk], checklist.value, at=at)
    return row


@transaction.atomic
def add_usual(
    congress_id: UUID,
    checklist: Checklist,
    codes: Collection[str],
    *,
    by: User,
    at: datetime,
) -> int:
    """Put what was ticked of the usual things on a list; return how many are new."""
    congress = held_congress(congress_id)
    rows = Arrangement.objects.filter(congress=congress, checklist=checklist)
    known = set(rows.values_list("code", flat=True))
    chosen = [
        each
        for each in USUAL[checklist.value]
        if each.code in codes and each.code not in known
    ]
    place = _room(congress, checklist, len(chosen))
    made = []
    # As it came: each reader has it in his language, and a unit may write over it.
    with translation.override("vi"):
        for step, each in enumerate(chosen):
            made.append(
                Arrangement(
                    congress=congress,
                    checklist=checklist,
                    part=each.part,
                    code=each.code,
                    title=str(labels.USUAL[each.code]),
                    channel=each.channel,
                    anchor=each.anchor.value,
                    days=each.days,
                    wanted=each.wanted,
                    place=place + step,
                )
            )
    return _put_in(congress, checklist, made, by, at)


@transaction.atomic
def copy_arrangements(
    congress_id: UUID,
    checklist: Checklist,
    source: Congress,
    *,
    by: User,
    at: datetime,
) -> int:
    """Copy another congress's list, but for what is there; nothing of it is done.

    Nobody of there is made responsible here; a day of its own has no meaning here, so
    it is left open.
    """
    congress = held_congress(congress_id)
    here = Arrangement.objects.filter(congress=congress, checklist=checklist)
    known = {(row.part, names.fold(row.title)) for row in here}
    codes = {row.code for row in here if row.code}
    made = []
    there = Arrangement.objects.filter(congress=source, checklist=checklist)
    for row in there.order_by("place", "pk"):
        key = (row.part, names.fold(row.title))
        if key in known or row.code in codes:
            continue
        known.add(key)
        copied = {name: getattr(row, name) for name in _COPIED}
        made.append(Arrangement(congress=congress, anchor=row.anchor, **copied))
    place = _room(congress, checklist, len(made))
    for step, row in enumerate(made):
        row.place = place + step
    return _put_in(congress, checklist, made, by, at)


def _put_in(
    congress: Congress,
    checklist: Checklist,
    made: list[Arrangement],
    by: User,
    at: datetime,
) -> int:
    if not made:
        return 0
    grounds = Grounds()
    for row in made:
        row.due_on = grounds.due_on(row.timing, congress)
    Arrangement.objects.bulk_create(made)
    trail.record(
        "congress.arrangements_put_in",
        subject=congress,
        scope=congress.scope,
        actor=by,
        at=at,
        checklist=checklist.value,
        arrangements=len(made),
    )
    refresh([congress.pk], checklist.value, at=at)
    return len(made)


@transaction.atomic
def change_arrangement(
    arrangement_id: UUID,
    said: Arranging,
    *,
    seen_version: int,
    by: User,
    at: datetime,
) -> Arrangement:
    """Change what is said of one thing."""
    row = _row(arrangement_id)
    if row.version != seen_version:
        raise ChangedMeanwhile
    before = {name: getattr(row, name) for name in _FIELDS}
    _say(row, said, Grounds())
    changed = sorted(
        name for name, value in before.items() if getattr(row, name) != value
    )
    if not changed:
        return row
    row.version += 1
    row.save()
    _record("congress.arrangement_changed", row, by, at, fields=changed)
    refresh([row.congress_id], row.checklist, at=at)
    return row


@transaction.atomic
def tick_arrangement(
    arrangement_id: UUID, *, done: bool, by: User, at: datetime
) -> Arrangement:
    """Say that something is done, all its pieces with it, or that it is not.

    Asked twice it is so once: two who tick at the door say the same.
    """
    row = _row(arrangement_id)
    if done is (row.done_on is not None):
        return row
    if done:
        row.done_on, row.done_by = timezone.localdate(at), by
        row.ready = row.wanted or 0
    else:
        row.done_on, row.done_by = None, None
        row.due_on = Grounds().due_on(row.timing, row.congress)
    row.version += 1
    row.save()
    act = "congress.arrangement_done" if done else "congress.arrangement_taken_back"
    _record(act, row, by, at)
    refresh([row.congress_id], row.checklist, at=at)
    return row


@transaction.atomic
def remove_arrangement(arrangement_id: UUID, *, by: User, at: datetime) -> None:
    """Take something off its list."""
    row = _row(arrangement_id)
    _record("congress.arrangement_removed", row, by, at)
    congress, checklist = row.congress_id, row.checklist
    row.delete()
    refresh([congress], checklist, at=at)


def arrangements_follow_days(congress: Congress, grounds: Grounds) -> int:
    """Work out due days anew after the congress's own changed; return how many moved.

    Left alone is what is done and what has a day of its own.
    """
    moved = []
    rows = Arrangement.objects.filter(congress=congress, done_on__isnull=True)
    rows = rows.exclude(anchor=Anchor.DAY)
    for row in rows.select_for_update(no_key=True).order_by("pk"):
        due = grounds.due_on(row.timing, congress)
        if due != row.due_on:
            row.due_on = due
            row.version += 1
            moved.append(row)
    Arrangement.objects.bulk_update(moved, ["due_on", "version"])
    return len(moved)


_TEXTS: Final = ("title", "audience", "responsible", "note")
_FIELDS: Final = tuple(Arranging.__dataclass_fields__)


def _say(row: Arrangement, said: Arranging, grounds: Grounds) -> None:
    """Put what was said into a row, with the day that follows from it."""
    told = {name: getattr(said, name) for name in _FIELDS}
    for name in _TEXTS:
        told[name] = names.clean(told[name])
    if said.anchor == Anchor.DAY:
        told |= {"days": 0, "in_working_days": False}
    if said.wanted is None:
        told["ready"] = 0
    elif said.ready > said.wanted:
        raise UnfitArrangement(_("Số đã có không quá số cần."), "ready")
    elif row.done_on is not None and said.ready < said.wanted:
        raise UnfitArrangement(
            _("Việc này đã ghi xong. Hãy bỏ dấu xong trước, rồi sửa số đã có."), "ready"
        )
    for name, value in told.items():
        setattr(row, name, value)
    row.due_on = grounds.due_on(row.timing, row.congress)


def _room(congress: Congress, checklist: Checklist, more: int) -> int:
    """Return the place of the next thing, while the list stays a page."""
    rows = Arrangement.objects.filter(congress=congress, checklist=checklist)
    if rows.count() + more > LONGEST:
        raise Refused(
            _("Một danh sách có nhiều nhất %(most)s việc. Hãy bỏ bớt việc thừa.")
            % {"most": LONGEST}
        )
    return (rows.aggregate(last=Max("place"))["last"] or 0) + 1


def _row(arrangement_id: UUID) -> Arrangement:
    rows = Arrangement.objects.select_related(
        "congress__scope", "congress__unit__kind__level", "congress__term", "owner"
    )
    return rows.select_for_update(of=("self",), no_key=True).get(pk=arrangement_id)


def _record(act: str, row: Arrangement, by: User, at: datetime, **told: object) -> None:
    trail.record(
        act,
        subject=row,
        scope=row.congress.scope,
        actor=by,
        at=at,
        checklist=row.checklist,
        **told,
    )
