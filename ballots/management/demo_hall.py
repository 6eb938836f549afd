"""The demo's hall: a commune that was not merged elects 27 of 31 with 240 delegates.

Its list is closed and its delegates are there: the board may begin.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from ballots import services
from ballots.models import Poll
from ballots.queries import lists
from congress.models import BodyKind, Congress, CongressKind, RollEntry, VotingBody
from congress.rules.alternates import Leaving
from congress.rules.offices import Office
from congress.rules.roll import Attendance, Origin, Standing
from congress.services import (
    AsWhat,
    Convening,
    Replacing,
    call_people,
    convene,
    mark_attendance,
    mark_rest_present,
    replace_delegate,
)
from core.management.sample_names import Namer
from core.models import Person, Unit, User
from core.services import found_unit, register_person

SLUG: Final = "ban-pho-xxiv"
CELLS: Final = 8
DELEGATES: Final = 240
OUTGOING: Final = 25  # members of the convening committee: delegates by office
ON_THE_LIST: Final = 31
SEATS: Final = 27


@dataclass(frozen=True, slots=True)
class Hall:
    """The commune in congress: where it meets and who is there."""

    congress: Congress
    body: VotingBody
    cells: list[Unit]
    people: list[Person]


def convened(province: Unit, *, opens_on: date, by: User, at: datetime) -> Hall:
    """Found the commune with its cells and people, and enter its congress."""
    commune = found_unit(
        name="Đảng bộ xã Bản Phố",
        code="SB-BP",
        kind="commune",
        parent=province,
        congress_number=23,
        by=by,
        at=at,
    )
    cells = [
        found_unit(
            name=f"Chi bộ bản {number}",
            code=f"SB-BP-{number}",
            kind="cell",
            parent=commune,
            by=by,
            at=at,
        )
        for number in range(1, CELLS + 1)
    ]
    congress = convene(
        Convening(
            unit=commune,
            first_year=2025,
            last_year=2030,
            slug=SLUG,
            kind=CongressKind.DELEGATES,
            number=24,
            place="Nhà văn hóa xã Bản Phố",
            opens_on=opens_on,
            closes_on=opens_on + timedelta(days=1),
        ),
        by=by,
        at=at,
    )
    people = _people(cells, DELEGATES + 1, by=by, at=at)
    body = congress.bodies.get(kind=BodyKind.CONGRESS)
    return Hall(congress, body, cells, people)


def gathered(hall: Hall, board: list[Person], *, by: User, at: datetime) -> Poll:
    """Call the delegates, say who came, and close the list of the committee."""
    there = hall.people[: DELEGATES - len(board)] + board
    _call(hall.body, there[:OUTGOING], Origin.EX_OFFICIO, by=by, at=at)
    _call(hall.body, there[OUTGOING:], Origin.ELECTED, by=by, at=at)
    _absences(hall, there, by=by, at=at)
    mark_rest_present(hall.body.pk, by=by, at=at)
    return _list(hall, by=by, at=at)


def _list(hall: Hall, *, by: User, at: datetime) -> Poll:
    poll = services.enter_election(
        hall.body,
        services.Entering(office=Office.COMMITTEE, seats=SEATS),
        by=by,
        at=at,
    )
    services.put_forward(
        str(poll.pk),
        [person.pk for person in hall.people[5 : 5 + ON_THE_LIST]],
        services.Nominating(),
        by=by,
        at=at,
    )
    return services.close_list(
        str(poll.pk),
        seen=lists.state_of(poll).digest,
        warnings_read=True,
        by=by,
        at=at,
    )


def _absences(hall: Hall, there: list[Person], *, by: User, at: datetime) -> None:
    """Two committee members and one delegate stay away; another has an alternate."""
    rows = {row.person_id: row for row in RollEntry.objects.filter(body=hall.body)}
    away = [there[0], there[1], there[60], there[61]]
    for person, reason in zip(
        away,
        ("Ốm nặng", "Đi công tác xa", "Ốm nặng", "Chuyển ra ngoài tỉnh"),
        strict=True,
    ):
        row = rows[person.pk]
        mark_attendance(
            row.pk,
            Attendance.ABSENT,
            seen_version=row.version,
            reason=reason,
            by=by,
            at=at,
        )
    alternate = hall.people[DELEGATES]
    _call(hall.body, [alternate], Origin.ELECTED, Standing.ALTERNATE, by=by, at=at)
    seat = RollEntry.objects.get(body=hall.body, person=away[-1])
    other = RollEntry.objects.get(body=hall.body, person=alternate)
    RollEntry.objects.filter(pk=other.pk).update(sent_by=seat.sent_by, votes=31)
    replace_delegate(
        seat.pk,
        Replacing(alternate=other.pk, ground=Leaving.MOVED_OUTSIDE),
        seen_version=seat.version,
        by=by,
        at=at,
    )


def _call(
    body: VotingBody,
    people: list[Person],
    origin: Origin,
    standing: Standing = Standing.OFFICIAL,
    *,
    by: User,
    at: datetime,
) -> None:
    call_people(
        body.pk,
        [person.pk for person in people],
        as_what=AsWhat(
            origin=origin.value,
            standing=standing.value,
            is_convener=origin is Origin.EX_OFFICIO,
        ),
        by=by,
        at=at,
    )


def _people(cells: list[Unit], number: int, *, by: User, at: datetime) -> list[Person]:
    drawn = Random(2025)  # noqa: S311 - a demo that is always the same
    namer = Namer(drawn)
    found = []
    for each in range(number):
        woman = drawn.random() < 0.3
        born = date(1964, 1, 1) + timedelta(days=drawn.randrange(11_500))
        admitted = born + timedelta(days=365 * 21 + drawn.randrange(2_000))
        found.append(
            register_person(
                full_name=namer.woman() if woman else namer.man(),
                unit=cells[each % CELLS],
                party_since=admitted,
                particulars={
                    "sex": "female" if woman else "male",
                    "born_on": born,
                    "membership": "official",
                    "official_since": admitted + timedelta(days=365),
                },
                by=by,
                at=at,
            )
        )
    return found
