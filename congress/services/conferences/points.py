"""Points of conferences: given, changed, with their people; each reports."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import (
    Conference,
    ConferencePoint,
    PointPerson,
    Presence,
)
from congress.services.conferences.calling import WORK, call, write_work
from congress.services.conferences.holding import held_open, record
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Unit, User
from core.services import work
from core.vietnamese import names

POINTS_MOST: Final = 400
PEOPLE_MOST: Final = 1_000  # of one point
_THERE: Final = frozenset({Presence.PRESENT.value, Presence.ONLINE.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFacts:
    """What somebody says of a point; without a unit the host itself reports for it."""

    name: str
    unit: Unit | None = None
    place: str = ""
    contact: str = ""
    is_main: bool = False
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who is to take part at a point."""

    full_name: str
    post: str = ""


@transaction.atomic
def add_points_beneath(
    conference_id: UUID, *, by: User | None, at: datetime
) -> list[ConferencePoint]:
    """Give every unit right beneath the host a point that has none yet."""
    held = held_open(conference_id)
    rows = ConferencePoint.objects.filter(conference=held)
    taken = set(rows.values_list("name", flat=True))
    beneath = Unit.objects.filter(parent=held.unit, dissolved_on__isnull=True)
    units = beneath.exclude(pk__in=rows.values("unit")).select_related("scope")
    return _put_points(
        held,
        [
            PointFacts(name=unit.name[:200], unit=unit)
            for unit in units.order_by("sort_key", "pk")
            if unit.name[:200] not in taken
        ],
        by=by,
        at=at,
    )


@transaction.atomic
def add_point(
    conference_id: UUID, facts: PointFacts, *, by: User | None, at: datetime
) -> ConferencePoint:
    """Add one point: of a unit at or beneath the host, or a place that is typed."""
    return _put_points(held_open(conference_id), [facts], by=by, at=at)[0]


@transaction.atomic
def change_point(
    point_id: UUID, facts: PointFacts, *, seen_version: int, by: User, at: datetime
) -> ConferencePoint:
    """Put right what is said of a point."""
    point = _held_point(point_id)
    if point.version != seen_version:
        raise ChangedMeanwhile
    before = point.unit_id
    _say_point(point, point.conference, facts)
    point.version += 1
    _stored_point(point)
    record("congress.point_changed", point.conference, by, at)
    write_work([point], at=at)
    if point.unit_id != before:
        call("congress.conference_called", point.conference, [point], by, at)
    return point


@transaction.atomic
def remove_point(point_id: UUID, *, by: User, at: datetime) -> None:
    """Take out a point from which nothing was told yet."""
    point = _held_point(point_id)
    if point.reported_at is not None or point.notes.exists():
        raise Refused(
            _("Điểm cầu này đã báo số hoặc đã có ghi chép nên không bỏ được.")
        )
    work.close_work(WORK, point)
    record("congress.point_removed", point.conference, by, at)
    PointPerson.objects.filter(point=point).delete()
    point.delete()


@transaction.atomic
def expect_people(
    point_id: UUID, people: Sequence[Expected], *, by: User | None, at: datetime
) -> int:
    """Put people on the list of a point; who stands there stays. How many were new."""
    point = _held_point(point_id)
    known = set(point.people.values_list("full_name", "post"))
    fresh: dict[tuple[str, str], PointPerson] = {}
    for each in people:
        name, post = names.clean(each.full_name), names.clean(each.post)
        if name and (name, post) not in known:
            fresh[name, post] = PointPerson(
                point=point, full_name=name, sort_key=names.sort_key(name), post=post
            )
    if len(known) + len(fresh) > PEOPLE_MOST:
        raise Unfit(
            _("Mỗi điểm cầu ghi tối đa %(most)s người.") % {"most": PEOPLE_MOST},
            "lines",
        )
    PointPerson.objects.bulk_create(fresh.values())
    if fresh:
        record("congress.point_people", point.conference, by, at, people=len(fresh))
    return len(fresh)


@transaction.atomic
def remove_person(point_id: UUID, person_id: UUID, *, by: User, at: datetime) -> None:
    """Take somebody off the list of a point."""
    point = _held_point(point_id)
    gone, _each = PointPerson.objects.filter(point=point, pk=person_id).delete()
    if gone:
        record("congress.point_people", point.conference, by, at, people=-1)


@transaction.atomic
def report_point(
    point_id: UUID,
    *,
    there: Collection[UUID] = (),
    number: int | None = None,
    note: str = "",
    seen_version: int,
    by: User,
    at: datetime,
) -> ConferencePoint:
    """Say who came: those ticked of the list, or a number where there is no list.

    May be said again until the conference is over; the last word counts.
    """
    point = _held_point(point_id)
    if point.version != seen_version:
        raise ChangedMeanwhile
    if timezone.localdate(point.conference.starts_at) > timezone.localdate(at):
        raise Refused(_("Hội nghị chưa đến ngày họp nên chưa báo số người dự được."))
    people = list(PointPerson.objects.select_for_update().filter(point=point))
    if not people and number is None:
        raise Unfit(_("Hãy ghi số người có mặt."), "number")
    for each in people:
        came = each.pk in there
        each.presence = (Presence.PRESENT if came else Presence.ABSENT).value
    PointPerson.objects.bulk_update(people, ["presence"], batch_size=500)
    came_of_list = sum(each.presence in _THERE for each in people)
    point.present = came_of_list if people else number
    point.note = names.clean(note)
    point.reported_by, point.reported_at = by, at
    point.version += 1
    point.save()
    record("congress.point_reported", point.conference, by, at)
    write_work([point], at=at)
    return point


# --- what the acts share ---


def _put_points(
    held: Conference, told: Sequence[PointFacts], *, by: User | None, at: datetime
) -> list[ConferencePoint]:
    rows = ConferencePoint.objects.filter(conference=held)
    if rows.count() + len(told) > POINTS_MOST:
        raise Refused(
            _("Mỗi hội nghị có tối đa %(most)s điểm cầu.") % {"most": POINTS_MOST}
        )
    last = rows.aggregate(last=Max("number"))["last"] or 0
    made = []
    for number, facts in enumerate(told, last + 1):
        point = ConferencePoint(conference=held, number=number)
        _say_point(point, held, facts)
        _stored_point(point, insert=True)
        made.append(point)
    if made:
        record("congress.points_added", held, by, at, points=len(made))
        write_work(made, at=at)
        call("congress.conference_called", held, made, by, at)
    return made


def _say_point(point: ConferencePoint, held: Conference, facts: PointFacts) -> None:
    unit = facts.unit or held.unit
    if not f"{unit.scope.path}.".startswith(f"{held.unit.scope.path}."):
        raise Unfit(
            _("Điểm cầu phải là của đơn vị tổ chức hội nghị hoặc đơn vị bên dưới."),
            "unit",
        )
    name = names.clean(facts.name)
    if not name:
        raise Unfit(_("Hãy ghi tên điểm cầu."), "name")
    point.unit, point.name = unit, name
    point.place, point.contact = names.clean(facts.place), names.clean(facts.contact)
    point.is_main, point.expected = facts.is_main, facts.expected


def _stored_point(point: ConferencePoint, *, insert: bool = False) -> None:
    try:
        with transaction.atomic():
            point.save(force_insert=insert)
    except IntegrityError as fault:
        cause: Any = fault.__cause__
        if cause.diag.constraint_name == "congress_conference_one_main_point":
            raise Unfit(_("Hội nghị đã có điểm cầu chính."), "is_main") from None
        raise Unfit(_("Đã có điểm cầu mang tên này."), "name") from None


def _held_point(point_id: UUID) -> ConferencePoint:
    """Return a point of an open conference on which nobody else acts."""
    key = ConferencePoint.objects.values_list("conference", flat=True).get(pk=point_id)
    held = held_open(key)
    rows = ConferencePoint.objects.select_for_update(of=("self",), no_key=True)
    point = rows.select_related("unit__scope").get(pk=point_id)
    point.conference = held
    return point
