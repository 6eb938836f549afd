"""What a meeting came to: who was there, minutes, conclusions, tasks from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import (
    BodyMeeting,
    MeetingPresence,
    Presence,
    Task,
    WorkList,
)
from congress.queries.working import may_attend
from congress.services import tasks
from congress.services.working.holding import held_body, record_for
from congress.services.working.planning import plan_for
from congress.services.working.sitting import held_meeting
from congress.services.working.waiting import write_meetings
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import User
from core.vietnamese import names

MOST_TASKS: Final = 30  # of one conclusion
_PLAN_DAYS: Final = 365  # of a plan that is made for the first conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is written of a meeting: key of a member → whether he was there."""

    minutes: str
    conclusions: str
    presences: Mapping[UUID, str]


class MinutesUnfinished(Refused):
    """Something is still missing in minutes that are to be closed."""


@transaction.atomic
def write_minutes(
    meeting_id: UUID, said: Written, *, seen_version: int, by: User, at: datetime
) -> BodyMeeting:
    """Write down what was said and who was there; until it is closed, again."""
    meeting = held_meeting(meeting_id)
    if meeting.version != seen_version:
        raise ChangedMeanwhile
    meeting.minutes = names.tidy(said.minutes)
    meeting.conclusions = names.tidy(said.conclusions)
    meeting.version += 1
    meeting.save(update_fields=["minutes", "conclusions", "version"])
    called = {each.pk for each in may_attend(meeting)}
    rows = [
        MeetingPresence(meeting=meeting, member_id=key, presence=presence)
        for key, presence in said.presences.items()
        if key in called
    ]
    MeetingPresence.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["meeting", "member"],
        update_fields=["presence"],
    )
    record_for(
        "congress.body_minutes_written", meeting.body, subject=meeting, by=by, at=at
    )
    return meeting


@transaction.atomic
def close_minutes(
    meeting_id: UUID, *, seen_version: int, by: User, at: datetime
) -> BodyMeeting:
    """Close minutes for good: nothing in the meeting changes after that.

    Raises:
        MinutesUnfinished: nothing is written, somebody's presence is not known, or the
            meeting has not begun.
        ChangedMeanwhile: they are not what was read before closing.
    """
    meeting = held_meeting(meeting_id)
    if meeting.version != seen_version:
        raise ChangedMeanwhile
    if missing := missing_before_closing(meeting, at=at):
        raise MinutesUnfinished(missing)
    meeting.closed_at, meeting.closed_by = at, by
    meeting.version += 1
    meeting.save(update_fields=["closed_at", "closed_by", "version"])
    record_for(
        "congress.body_minutes_closed", meeting.body, subject=meeting, by=by, at=at
    )
    write_meetings([meeting], at=at)
    return meeting


def missing_before_closing(meeting: BodyMeeting, *, at: datetime) -> str:
    """Say what keeps minutes from being closed; nothing where they are complete."""
    if meeting.starts_at > at:
        return _("Cuộc họp chưa diễn ra nên chưa chốt biên bản được.")
    if not meeting.minutes:
        return _("Hãy ghi diễn biến, ý kiến trước khi chốt.")
    unknown = MeetingPresence.objects.filter(
        meeting=meeting, presence=Presence.UNKNOWN
    ).count()
    if unknown:
        return _("Còn %(number)s người chưa điểm danh.") % {"number": unknown}
    return ""


@transaction.atomic
def conclude_tasks(
    meeting_id: UUID,
    titles: Sequence[str],
    *,
    owner: User | None,
    due_on: date | None,
    by: User,
    at: datetime,
) -> list[Task]:
    """Put what a meeting concluded into the body's plan; make it, where it has none."""
    rows = BodyMeeting.objects.filter(pk=meeting_id)
    body = held_body(rows.values_list("body", flat=True).get())
    # Read once nobody else acts on the body: it may have been cancelled just now.
    meeting = rows.get()
    if meeting.cancelled_at is not None:
        raise Unfit(_("Cuộc họp này đã hủy."))
    wanted = [title for title in map(names.clean, titles) if title]
    if not wanted:
        raise Unfit(_("Hãy ghi việc phải làm."), "titles")
    if len(wanted) > MOST_TASKS:
        raise Unfit(
            _("Mỗi lần giao tối đa %(most)s việc.") % {"most": MOST_TASKS}, "titles"
        )
    plan = WorkList.objects.filter(body=body).first()
    if plan is None:
        begins = timezone.localdate(meeting.starts_at)
        plan = plan_for(
            body,
            f"Kế hoạch làm việc của {body.name}",
            begins,
            begins + timedelta(days=_PLAN_DAYS),
            by,
            at,
        )
    return [
        tasks.give_task(
            plan.pk,
            tasks.TaskFacts(title=title, unit=body.unit, owner=owner, due_on=due_on),
            meeting=meeting,
            by=by,
            at=at,
        )
        for title in wanted
    ]
