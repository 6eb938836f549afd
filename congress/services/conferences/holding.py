"""Conferences at several points: held, changed, cancelled, over."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import Conference, ConferencePoint, Congress
from congress.services.conferences.calling import call, write_work
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Unit, User
from core.vietnamese import names


class NotOpen(Refused):
    """The conference was cancelled, or is over: nothing in it changes."""


class Standing(StrEnum):
    """What one does with a conference as a whole."""

    CANCEL = "cancel"
    END = "end"
    REOPEN = "reopen"


_ACTS: Final = {
    Standing.CANCEL: "congress.conference_cancelled",
    Standing.END: "congress.conference_ended",
    Standing.REOPEN: "congress.conference_reopened",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceFacts:
    """What somebody says of a conference."""

    title: str
    congress: Congress | None = None
    starts_at: datetime
    ends_at: datetime | None = None
    chaired_by: str = ""
    agenda: str = ""
    conclusions: str = ""


@transaction.atomic
def hold_conference(
    unit: Unit, facts: ConferenceFacts, *, by: User | None, at: datetime
) -> Conference:
    """Enter a conference that a unit will hold."""
    made = Conference(unit=unit)
    _say(made, facts)
    made.save(force_insert=True)
    record("congress.conference_made", made, by, at)
    return made


@transaction.atomic
def change_conference(
    conference_id: UUID,
    facts: ConferenceFacts,
    *,
    seen_version: int,
    by: User,
    at: datetime,
) -> Conference:
    """Put right what is said of a conference; the points learn of another hour."""
    held = held_open(conference_id)
    if held.version != seen_version:
        raise ChangedMeanwhile
    before = held.starts_at
    changed = _say(held, facts)
    if not changed:
        return held
    held.version += 1
    held.save()
    record("congress.conference_changed", held, by, at, fields=changed)
    points = points_of(held)
    # Rows of work name the conference and its day.
    write_work(points, at=at)
    if held.starts_at != before:
        call("congress.conference_moved", held, points, by, at)
    return held


@transaction.atomic
def set_standing(
    conference_id: UUID, act: Standing, *, by: User, at: datetime
) -> Conference:
    """Cancel a conference, say that it is over, or take either back."""
    held = _locked(conference_id)
    is_open = held.cancelled_at is None and held.ended_at is None
    if is_open == (act is Standing.REOPEN):
        raise NotOpen(_("Hội nghị vừa được người khác đổi tình trạng. Hãy xem lại."))
    if act is Standing.END and held.starts_at > at:
        raise Refused(_("Hội nghị chưa bắt đầu nên chưa kết thúc được."))
    held.cancelled_at = at if act is Standing.CANCEL else None
    held.ended_at = at if act is Standing.END else None
    held.version += 1
    held.save(update_fields=["cancelled_at", "ended_at", "version"])
    record(_ACTS[act], held, by, at)
    points = points_of(held)
    write_work(points, at=at)
    if act is Standing.CANCEL:
        call("congress.conference_off", held, points, by, at)
    return held


# --- what the acts share ---


def _say(held: Conference, facts: ConferenceFacts) -> list[str]:
    """Take over what is said of a conference; return which fields it changed."""
    if facts.ends_at is not None and facts.ends_at <= facts.starts_at:
        raise Unfit(_("Giờ kết thúc phải sau giờ bắt đầu."), "ends")
    if facts.congress is not None and facts.congress.unit_id != held.unit_id:
        raise Unfit(_("Hãy chọn đại hội của chính đơn vị tổ chức."), "congress")
    changed = []
    for each in fields(ConferenceFacts):
        value: Any = getattr(facts, each.name)
        if isinstance(value, str):
            value = names.tidy(value)
        if getattr(held, each.name) != value:
            changed.append(each.name)
            setattr(held, each.name, value)
    if not held.title:
        raise Unfit(_("Hãy ghi tên hội nghị."), "title")
    return sorted(changed)


def points_of(held: Conference) -> list[ConferencePoint]:
    """Return the points of a conference in turn, with what rows of work need."""
    rows = ConferencePoint.objects.filter(conference=held).order_by("number", "pk")
    return list(rows.select_related("unit__scope", "conference__unit"))


def _locked(conference_id: UUID) -> Conference:
    rows = Conference.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit__scope").get(pk=conference_id)


def held_open(conference_id: UUID) -> Conference:
    """Return a conference on which nobody else acts until this act is over.

    Raises:
        NotOpen: it was cancelled, or is over.
    """
    held = _locked(conference_id)
    if held.cancelled_at is not None:
        raise NotOpen(_("Hội nghị đã hủy nên không ghi được nữa."))
    if held.ended_at is not None:
        raise NotOpen(_("Hội nghị đã kết thúc. Hãy mở lại hội nghị trước."))
    return held


def record(
    act: str, held: Conference, by: User | None, at: datetime, **detail: object
) -> None:
    """Write the line of an act on a conference or on what is in it."""
    trail.record(act, subject=held, scope=held.unit.scope, actor=by, at=at, **detail)
