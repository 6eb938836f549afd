"""Meetings of a body: called, changed, cancelled."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import BodyMeeting, MeetingPresence, WorkingBody
from congress.queries.working import may_attend
from congress.services.working.holding import held_body, record_for, said_of, tell
from congress.services.working.waiting import write_meetings
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import User
from core.vietnamese import dates, names


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """When and where a body meets, and about what."""

    starts_at: datetime
    place: str = ""
    agenda: str


class MinutesClosed(Refused):
    """Once its minutes are closed, or it is cancelled, nothing in a meeting changes."""


@transaction.atomic
def call_meeting(
    body_id: UUID, facts: MeetingFacts, *, by: User, at: datetime
) -> BodyMeeting:
    """Call a meeting: those in the body are told, its minutes wait to be written."""
    body = held_body(body_id)
    last = BodyMeeting.objects.filter(body=body).aggregate(last=Max("number"))["last"]
    meeting = BodyMeeting(body=body, number=(last or 0) + 1, made_by=by)
    _say(meeting, facts)
    meeting.save(force_insert=True)
    _call_members(meeting)
    record_for("congress.body_meeting_called", body, subject=meeting, by=by, at=at)
    write_meetings([meeting], at=at)
    if meeting.starts_at > at:
        _tell_day("congress.body_meeting_called", meeting, by, at)
    return meeting


@transaction.atomic
def change_meeting(
    meeting_id: UUID,
    facts: MeetingFacts,
    *,
    seen_version: int,
    by: User,
    at: datetime,
) -> BodyMeeting:
    """Put right when, where and about what a body meets."""
    meeting = held_meeting(meeting_id)
    if meeting.version != seen_version:
        raise ChangedMeanwhile
    before = meeting.starts_at
    _say(meeting, facts)
    meeting.version += 1
    meeting.save()
    if timezone.localdate(before) != timezone.localdate(meeting.starts_at):
        _call_members(meeting)
    record_for(
        "congress.body_meeting_changed", meeting.body, subject=meeting, by=by, at=at
    )
    write_meetings([meeting], at=at)
    if before != meeting.starts_at and meeting.starts_at > at:
        _tell_day("congress.body_meeting_moved", meeting, by, at)
    return meeting


@transaction.atomic
def cancel_meeting(meeting_id: UUID, *, by: User, at: datetime) -> BodyMeeting:
    """Have a meeting not be held."""
    meeting = held_meeting(meeting_id)
    meeting.cancelled_at = at
    meeting.version += 1
    meeting.save(update_fields=["cancelled_at", "version"])
    record_for(
        "congress.body_meeting_cancelled", meeting.body, subject=meeting, by=by, at=at
    )
    write_meetings([meeting], at=at)
    if meeting.starts_at > at:
        _tell_day("congress.body_meeting_cancelled", meeting, by, at)
    return meeting


def held_meeting(meeting_id: UUID) -> BodyMeeting:
    """Return a meeting that only this act changes.

    Raises:
        MinutesClosed: nothing in it changes any more.
    """
    body_id = BodyMeeting.objects.values_list("body", flat=True).get(pk=meeting_id)
    body = held_body(body_id)
    rows = BodyMeeting.objects.select_for_update(of=("self",), no_key=True)
    meeting = rows.get(pk=meeting_id)
    meeting.body = body
    if meeting.closed_at is not None:
        raise MinutesClosed(_("Biên bản cuộc họp này đã chốt nên không sửa được."))
    if meeting.cancelled_at is not None:
        raise MinutesClosed(_("Cuộc họp này đã hủy."))
    return meeting


def _say(meeting: BodyMeeting, facts: MeetingFacts) -> None:
    body: WorkingBody = meeting.body
    if timezone.localdate(facts.starts_at) < body.decided_on:
        raise Unfit(_("Không được trước ngày quyết định thành lập."), "day")
    agenda = names.tidy(facts.agenda)
    if not agenda:
        raise Unfit(_("Hãy ghi nội dung họp."), "agenda")
    meeting.starts_at, meeting.agenda = facts.starts_at, agenda
    meeting.place = names.clean(facts.place)


def _call_members(meeting: BodyMeeting) -> None:
    """Put down who is called, nobody twice; what is noted already stays."""
    MeetingPresence.objects.bulk_create(
        [MeetingPresence(meeting=meeting, member=each) for each in may_attend(meeting)],
        ignore_conflicts=True,
    )


def _tell_day(kind: str, meeting: BodyMeeting, by: User, at: datetime) -> None:
    body = meeting.body
    starts = timezone.localtime(meeting.starts_at)
    tell(
        kind,
        body,
        values={
            "body": said_of(body, body.name),
            "time": f"{starts:%H:%M}",
            "day": dates.short(starts.date()),
        },
        url_name="congress:working-meeting",
        url_args=[body.pk, meeting.pk],
        by=by,
        at=at,
    )
