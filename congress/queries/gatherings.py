"""Conferences and meetings of bodies by the day, for the calendar of who looks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from congress.models import (
    BodyField,
    BodyMeeting,
    BodyMember,
    Conference,
    ConferencePoint,
)
from congress.queries import above
from congress.queries.conferences import conferences
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User

MOST: Final = 300  # in one month, or on one calendar


@dataclass(frozen=True, slots=True, order=True)
class Gathering:
    """One of them: when it begins, what it is called, and which page tells of it."""

    at: datetime
    title: str
    key: UUID
    place: str
    url_name: str
    url_args: tuple[UUID, ...]
    revision: int

    @property
    def day(self) -> date:
        """The day it begins."""
        return timezone.localdate(self.at)


def gatherings(
    user: User, first: date, last: date, *, within: Unit | None = None, own: bool
) -> list[Gathering]:
    """Return what is held from one day to another, the first before all.

    Conferences are those the user reads, or only those of his ``own`` units; meetings
    those of bodies that he is in. What is about personnel is in no calendar.
    """
    rows = conferences(user).filter(cancelled_at__isnull=True)
    if own:
        rows = rows.filter(_at(above.own_units(user, Right.WORK_READ)))
    meetings = _meetings(user)
    if within is not None:
        inside = Q(unit__scope__path__descendants_of=within.scope.path)
        points = ConferencePoint.objects.filter(inside, conference=OuterRef("pk"))
        rows = rows.filter(inside | Exists(points))
        meetings = meetings.filter(
            body__unit__scope__path__descendants_of=within.scope.path
        )
    days = Q(starts_at__date__gte=first, starts_at__date__lte=last)
    return sorted(
        [
            *map(_of_conference, rows.filter(days).order_by("starts_at", "pk")[:MOST]),
            *map(_of_meeting, meetings.filter(days).order_by("starts_at", "pk")[:MOST]),
        ]
    )


def _at(units: list[Unit]) -> Q:
    points = ConferencePoint.objects.filter(
        conference=OuterRef("pk"), unit__in=[unit.pk for unit in units]
    )
    return Q(unit__in=[unit.pk for unit in units]) | Q(Exists(points))


def _meetings(user: User) -> QuerySet[BodyMeeting]:
    today = timezone.localdate()
    standing = BodyMember.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=today),
        user=user,
        from_on__lte=today,
        body=OuterRef("body"),
    )
    rows = BodyMeeting.objects.filter(Exists(standing), cancelled_at__isnull=True)
    # He reads its pages as long as he holds the right there, whatever the list says.
    rows = policy.within_reach(rows, user, Right.WORK_READ)
    return rows.exclude(body__field=BodyField.PERSONNEL).select_related("body")


def _of_conference(held: Conference) -> Gathering:
    return Gathering(
        at=held.starts_at,
        title=held.title,
        key=held.pk,
        place=held.unit.name,
        url_name="congress:conference",
        url_args=(held.pk,),
        revision=held.version,
    )


def _of_meeting(meeting: BodyMeeting) -> Gathering:
    return Gathering(
        at=meeting.starts_at,
        title=str(meeting.body),
        key=meeting.pk,
        place=meeting.place,
        url_name="congress:working-meeting",
        url_args=(meeting.body_id, meeting.pk),
        revision=meeting.version,
    )
