"""Conferences within reach: read where they are held, and at each of their points."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from congress.models import (
    Conference,
    ConferenceFile,
    ConferenceNote,
    ConferencePoint,
    PointPerson,
)
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import with_folded_words, with_words


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many points have reported, and how many came of those expected there."""

    points: int
    reported: int
    expected: int
    present: int


def conferences(user: User) -> QuerySet[Conference]:
    """Return the conferences that a user reads: of his places, and theirs as points."""
    held = policy.within_reach(Conference.objects.all(), user, Right.WORK_READ)
    points = policy.within_reach(ConferencePoint.objects.all(), user, Right.WORK_READ)
    joined = Conference.objects.filter(pk__in=points.values("conference"))
    return (held | joined).select_related("unit__scope", "congress")


def with_counts(rows: QuerySet[Conference]) -> QuerySet[Conference]:
    """Note how many points each has, how many reported, how many came."""
    points = ConferencePoint.objects.filter(conference=OuterRef("pk")).order_by()
    of_each = points.values("conference")
    return rows.annotate(
        points_all=Coalesce(Subquery(of_each.annotate(n=Count("pk")).values("n")), 0),
        points_told=Coalesce(
            Subquery(of_each.annotate(n=Count("reported_at")).values("n")), 0
        ),
        came=Coalesce(Subquery(of_each.annotate(n=Sum("present")).values("n")), 0),
    )


def conference_or_404(user: User, key: UUID) -> Conference:
    """Return one conference that a user reads."""
    found = conferences(user).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def kept_or_404(user: User, key: UUID) -> Conference:
    """Return one conference that a user keeps, at the unit that holds it."""
    found = conference_or_404(user, key)
    if not keeps(user, found):
        raise Http404
    return found


def keeps(user: User, held: Conference) -> bool:
    """Whether a user enters, changes and ends the conference."""
    return policy.allows(user, Right.WORK_KEEP, held.unit.scope)


def reads_all(user: User, held: Conference) -> bool:
    """Whether a user reads what is told at every point, not at his own alone."""
    return policy.allows(user, Right.WORK_READ, held.unit.scope)


def reports(user: User, point: ConferencePoint) -> bool:
    """Whether a user says who came to a point: its unit does, or the host."""
    host = policy.allows(user, Right.WORK_KEEP, point.conference.unit.scope)
    return host or policy.allows(user, Right.WORK_DO, point.unit.scope)


def having_words(rows: QuerySet[Conference], wanted: str) -> QuerySet[Conference]:
    """Keep what has all these words, whatever the accents."""
    return with_folded_words(rows, wanted)


# --- points -------------------------------------------------------------------------


def points_of(held: Conference) -> QuerySet[ConferencePoint]:
    """Return the points of a conference; ``listed`` people are on the list of each."""
    people = PointPerson.objects.filter(point=OuterRef("pk")).order_by()
    counted = people.values("point").annotate(n=Count("pk")).values("n")
    rows = ConferencePoint.objects.filter(conference=held)
    return rows.select_related("unit").annotate(listed=Coalesce(Subquery(counted), 0))


def point_or_404(user: User, key: UUID) -> ConferencePoint:
    """Return a point that a user reads: of his places, or of what these hold."""
    reach = policy.within_reach(ConferencePoint.objects.all(), user, Right.WORK_READ)
    held = policy.within_reach(Conference.objects.all(), user, Right.WORK_READ)
    found = ConferencePoint.objects.filter(
        Q(pk__in=reach.values("pk")) | Q(conference__in=held.values("pk")), pk=key
    )
    row = found.select_related("unit__scope", "conference__unit__scope").first()
    if row is None:
        raise Http404
    return row


def points_where_they_are(
    points: QuerySet[ConferencePoint], wanted: str
) -> QuerySet[ConferencePoint]:
    """Keep the points whose name has these words, whatever the accents."""
    return with_words(points, "name", wanted)


def own_points(user: User, held: Conference) -> QuerySet[ConferencePoint]:
    """Return the points of a conference at places that a user reads."""
    rows = ConferencePoint.objects.filter(conference=held)
    return policy.within_reach(rows, user, Right.WORK_READ)


def words_of_points(user: User, held: Conference) -> Callable[[ConferencePoint], str]:
    """Return what tells of a point what was said there, where the user reads it.

    Who stayed away and why is read at the host and at the point, not at the others.
    """
    reads_it_all = reads_all(user, held)
    own = set(own_points(user, held).values_list("pk", flat=True))
    return lambda point: point.note if reads_it_all or point.pk in own else ""


def attendance(held: Conference) -> Attendance:
    """Return how many points have reported and how many came, in all.

    Expected are those a point names a number of, else those on its list.
    """
    points, reported, expected, present = 0, 0, 0, 0
    for point in points_of(held):
        points += 1
        reported += point.reported_at is not None
        expected += expected_at(point)
        present += point.present or 0
    return Attendance(points, reported, expected, present)


def expected_at(point: ConferencePoint) -> int:
    """Return how many are expected at a point read with ``points_of``."""
    listed: int = getattr(point, "listed", 0)
    return point.expected if point.expected is not None else listed


def people_of(point: ConferencePoint) -> list[PointPerson]:
    """Return who is on the list of a point, by name."""
    rows = PointPerson.objects.filter(point=point)
    return list(rows.order_by("sort_key", "pk"))


def people_at(held: Conference) -> QuerySet[PointPerson]:
    """Return everybody on the lists of all points of a conference."""
    return PointPerson.objects.filter(point__conference=held).select_related("point")


def people_named(people: QuerySet[PointPerson], wanted: str) -> QuerySet[PointPerson]:
    """Keep people with these words in their name, whatever the accents."""
    return with_words(people, "full_name", wanted)


# --- papers -------------------------------------------------------------------------


def files_of(held: Conference) -> list[ConferenceFile]:
    """Return the documents of a conference that were not taken away."""
    rows = ConferenceFile.objects.filter(conference=held, removed_at__isnull=True)
    return list(rows.select_related("file", "by").order_by("at", "pk"))


def file_or_404(held: Conference, key: UUID) -> ConferenceFile:
    """Return one document of a conference."""
    rows = ConferenceFile.objects.filter(conference=held, removed_at__isnull=True)
    found = rows.select_related("file").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def notes_of(user: User, held: Conference) -> list[ConferenceNote]:
    """Return what was noted: of all points at the host, elsewhere of one's own."""
    rows = ConferenceNote.objects.filter(conference=held)
    if not reads_all(user, held):
        own = own_points(user, held)
        rows = rows.filter(Q(point__isnull=True) | Q(point__in=own.values("pk")))
    return list(rows.select_related("point", "by").order_by("-at", "pk"))
