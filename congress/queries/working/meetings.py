"""Meetings of a body: which there are, who was there, which papers belong to them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from congress.models import (
    BodyFile,
    BodyMeeting,
    BodyMember,
    MeetingPresence,
    Presence,
    WorkingBody,
)
from congress.queries.working.lists import by_rank

_THERE = (Presence.PRESENT.value, Presence.ONLINE.value)


def meetings(body: WorkingBody) -> QuerySet[BodyMeeting]:
    """Return the meetings of a body, the latest first."""
    return BodyMeeting.objects.filter(body=body).order_by("-starts_at", "-number")


def meeting_or_404(body: WorkingBody, key: UUID) -> BodyMeeting:
    """Return one meeting of a body."""
    rows = meetings(body).select_related("closed_by", "made_by")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    found.body = body
    return found


def state_of_meeting(meeting: BodyMeeting, now: datetime) -> str:
    """Return where a meeting is: one of ``MEETING_STATES``."""
    if meeting.cancelled_at is not None:
        return "cancelled"
    if meeting.closed_at is not None:
        return "closed"
    return "planned" if meeting.starts_at > now else "unwritten"


def attended(found: Iterable[BodyMeeting]) -> dict[UUID, tuple[int, int]]:
    """Return how many were at each meeting, of how many, in one query."""
    keys = [each.pk for each in found]
    rows = (
        MeetingPresence.objects.filter(meeting__in=keys)
        .order_by()
        .values_list("meeting")
        .annotate(came=Count("pk", filter=Q(presence__in=_THERE)), called=Count("pk"))
    )
    counted = {key: (came, called) for key, came, called in rows}
    return {key: counted.get(key, (0, 0)) for key in keys}


def may_attend(meeting: BodyMeeting) -> list[BodyMember]:
    """Return who is called to a meeting: who was in the body on its day.

    Whoever was noted stays on it, though he left the body since.
    """
    day = timezone.localdate(meeting.starts_at)
    rows = BodyMember.objects.filter(
        Q(body=meeting.body_id, from_on__lte=day)
        & (Q(until_on__isnull=True) | Q(until_on__gt=day))
        | Q(presences__meeting=meeting)
    )
    keys = rows.values("pk")
    return list(by_rank(BodyMember.objects.filter(pk__in=keys)))


def presences_of(meeting: BodyMeeting) -> dict[UUID, str]:
    """Return who was at a meeting, as it is noted: key of a member → presence."""
    rows = MeetingPresence.objects.filter(meeting=meeting)
    return dict(rows.values_list("member", "presence"))


def files_of(
    body: WorkingBody, meeting: BodyMeeting | None = None
) -> QuerySet[BodyFile]:
    """Return the papers of a body, or of one of its meetings, the latest first."""
    rows = BodyFile.objects.filter(body=body, removed_at__isnull=True)
    if meeting is not None:
        rows = rows.filter(meeting=meeting)
    return rows.select_related("file", "by", "meeting").order_by("-at", "-pk")
