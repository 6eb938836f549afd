"""What waits to be done in bodies: visits to be reported, minutes to be closed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congress.models import BodyMeeting, BodyMember, BodyPart, Visit, WorkingBody
from congress.queries import working as queries
from congress.services.working.holding import said_of, seen_with
from core.access import policy
from core.access.rights import Right
from core.models import Scope, User
from core.services import work

VISIT_WORK: Final = "congress.visit"
MEETING_WORK: Final = "congress.body_meeting"
_WRITERS: Final = (BodyPart.SECRETARY.value, BodyPart.HEAD.value)


def write_visits(visits: Iterable[Visit], *, at: datetime) -> None:
    """Write anew what is to be reported; last in the act that changed it.

    What is nobody's yet, or of somebody without an account, waits for who writes for
    the body, else for those who keep it: not for all others who are in it.
    """
    items, over = [], []
    rows = list(visits)
    writers = _writers(row.body for row in rows)
    goers = _goers(rows)
    for visit in rows:
        if visit.held_on or visit.cancelled_at or visit.body.ended_on:
            over.append(visit.pk)
        else:
            items.append(_visit_item(visit, goers.get(visit.pk), writers))
    work.put_many(items, at=at)
    work.close_many(VISIT_WORK, over)


def write_meetings(meetings: Iterable[BodyMeeting], *, at: datetime) -> None:
    """Write anew whose minutes are to be closed."""
    items, over = [], []
    rows = list(meetings)
    writers = _writers(row.body for row in rows)
    for row in rows:
        if row.closed_at or row.cancelled_at or row.body.ended_on:
            over.append(row.pk)
        else:
            items.append(_meeting_item(row, writers))
    work.put_many(items, at=at)
    work.close_many(MEETING_WORK, over)


def write_work_of(body: WorkingBody, *, at: datetime) -> None:
    """Write anew all that waits in a body: who writes for it, or its name, changed."""
    visits = Visit.objects.filter(
        body=body, held_on__isnull=True, cancelled_at__isnull=True
    )
    meetings = BodyMeeting.objects.filter(
        body=body, closed_at__isnull=True, cancelled_at__isnull=True
    )
    to_report = list(visits.select_related("unit__parent", "member__user", "round"))
    to_close = list(meetings)
    for visit in to_report:
        visit.body = body
    for meeting in to_close:
        meeting.body = body
    write_visits(to_report, at=at)
    write_meetings(to_close, at=at)


def write_work_beneath(scope: Scope, at: datetime) -> None:
    """Write it for all that lies beneath a scope, every night."""
    inside = Q(body__scope__path__descendants_of=scope.path)
    visits = Visit.objects.filter(
        inside, held_on__isnull=True, cancelled_at__isnull=True
    ).select_related("body__scope", "unit__parent", "member__user", "round")
    work.in_batches(visits, partial(write_visits, at=at))
    meetings = BodyMeeting.objects.filter(
        inside, closed_at__isnull=True, cancelled_at__isnull=True
    ).select_related("body__scope")
    work.in_batches(meetings, partial(write_meetings, at=at))


def write_work_of_member(user: User, at: datetime) -> None:
    """Write it for the bodies of somebody whose roles, or account, just changed."""
    mine = BodyMember.objects.filter(user=user, until_on__isnull=True)
    bodies = WorkingBody.objects.filter(
        pk__in=mine.values("body"), ended_on__isnull=True
    )
    for body in bodies.select_related("scope").order_by("pk"):
        write_work_of(body, at=at)


def _goers(visits: Collection[Visit]) -> dict[UUID, User]:
    """Return whose each visit is, where he is in the body and still reads its pages."""
    going = {
        visit.pk: (visit.member.user, visit.body)
        for visit in visits
        if visit.member and visit.member.until_on is None and visit.member.user
    }
    policy.read_at_once([user for user, _body in going.values()])
    return {key: user for key, (user, body) in going.items() if _reads(user, body)}


def _reads(user: User, body: WorkingBody) -> bool:
    """Whether somebody reads the pages of a body, his roles having been read."""
    return user.is_active and policy.allows(
        user, seen_with(body) or Right.WORK_READ, body.scope
    )


def _visit_item(
    visit: Visit, own: User | None, writers: Mapping[UUID, User]
) -> work.Item:
    body, member = visit.body, visit.member
    return work.Item(
        scope=body.scope,
        kind=VISIT_WORK,
        subject=visit,
        title=said_of(body, queries.place_of(visit)),
        state=_("chờ báo cáo") if member else _("chưa phân công ai"),
        due_on=queries.due_of(visit),
        right=Right.BODY_KEEP if own else Right.WORK_KEEP,
        seen_with=seen_with(body),
        owner=own or writers.get(body.pk),
        url_name="congress:working-visit",
        url_args=[body.pk, visit.pk],
    )


def _meeting_item(meeting: BodyMeeting, writers: Mapping[UUID, User]) -> work.Item:
    body = meeting.body
    return work.Item(
        scope=body.scope,
        kind=MEETING_WORK,
        subject=meeting,
        title=said_of(body, body.name),
        state=_("chưa chốt biên bản"),
        due_on=timezone.localdate(meeting.starts_at),
        right=Right.BODY_KEEP,
        seen_with=seen_with(body),
        owner=writers.get(body.pk),
        url_name="congress:working-meeting",
        url_args=[body.pk, meeting.pk],
    )


def _writers(bodies: Iterable[WorkingBody]) -> dict[UUID, User]:
    """Return who writes the minutes of each body: its secretary, else its head."""
    known = {body.pk: body for body in bodies}
    rows = BodyMember.objects.filter(
        body__in=known.keys(), part__in=_WRITERS, until_on__isnull=True
    )
    writing = [
        (row.body_id, row.user)
        for row in sorted(
            rows.select_related("user"),
            key=lambda row: (_WRITERS.index(row.part), row.sort_key),
        )
        if row.user is not None
    ]
    policy.read_at_once([user for _body, user in writing])
    found: dict[UUID, User] = {}
    for key, user in writing:
        if _reads(user, known[key]):
            found.setdefault(key, user)
    return found
