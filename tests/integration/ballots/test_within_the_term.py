"""Elections within the term: who holds what, what is open, the meeting that elects."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from ballots import services
from ballots.models import MidTerm, Poll
from ballots.queries.mid_term import fixed_number, is_grassroots, term_now
from ballots.queries.sequence import sequence
from ballots.rules.mid_term import Why
from ballots.services.mid_term import NoMeetingOfACommittee
from congress.models import BodyKind, Congress, Elected, OfficeEnd, RollEntry
from congress.queries import elected_people, incumbents
from congress.rules.incumbency import Cause
from congress.rules.offices import Office
from congress.rules.rulesets import Rule
from congress.services import (
    DecidedAbove,
    ElectedRow,
    NotInOffice,
    OtherNumber,
    end_office,
    record_elected,
    take_back_end,
)
from core.access.rights import Role
from core.models import AuditEvent
from tests import make
from tests.integration.ballots import undone

pytestmark = pytest.mark.django_db

LEFT_ON = date(2025, 7, 10)


@pytest.fixture
def committee() -> Congress:
    """Three sit in a committee of three; the congress was of a commune."""
    return undone.announced().election.body.congress


def holder_of(congress: Congress, office: Office = Office.COMMITTEE) -> Elected:
    return elected_people(congress, office)[0]


def leave(row: Elected, **said: Any) -> list[OfficeEnd]:
    ending: dict[str, Any] = {
        "cause": Cause.TRANSFERRED,
        "ended_on": LEFT_ON,
        "reason": "QĐ 5",
    } | said
    return end_office(row.pk, by=make.user(), at=make.NOON, **ending)


def start(congress: Congress, **said: Any) -> Poll:
    typed: dict[str, Any] = {
        "office": Office.COMMITTEE,
        "why": Why.VACANCY,
        "seats": 1,
        "consent": "312-CV/TU",
        "consent_on": date(2025, 7, 20),
        "consent_by": "Ban Thường vụ Tỉnh ủy",
        "reason": "Thay đồng chí chuyển công tác",
        "seen": len(incumbents(congress)),
    }
    return services.start_mid_term(
        congress,
        services.MidTermStart(**typed | said),
        by=make.user(),
        at=make.NOON,
    )


def held(congress: Congress, office: Office = Office.COMMITTEE) -> Any:
    now = term_now(congress, on=make.NOON.date())
    return next(each for each in now.offices if each.office is office)


# --- leaving -----------------------------------------------------------------------


def test_who_leaves_the_committee_leaves_all_he_was_elected_to(
    committee: Congress,
) -> None:
    people = [row.person for row in elected_people(committee, Office.COMMITTEE)]
    body = make.body(committee, kind=BodyKind.COMMITTEE)
    rest = [each for each in people if each]
    undone.announced(
        body, office=Office.STANDING_COMMITTEE, people=[*rest, make.person()]
    )

    leave(holder_of(committee))

    assert len(elected_people(committee, Office.COMMITTEE)) == 2
    assert len(elected_people(committee, Office.STANDING_COMMITTEE)) == 2
    assert len(incumbents(committee)) == 2


def test_who_leaves_another_office_stays_in_the_committee(committee: Congress) -> None:
    people = [row.person for row in elected_people(committee, Office.COMMITTEE)]
    body = make.body(committee, kind=BodyKind.COMMITTEE)
    rest = [each for each in people if each]
    undone.announced(
        body, office=Office.STANDING_COMMITTEE, people=[*rest, make.person()]
    )

    leave(holder_of(committee, Office.STANDING_COMMITTEE))

    assert len(elected_people(committee, Office.COMMITTEE)) == 3
    assert len(elected_people(committee, Office.STANDING_COMMITTEE)) == 2


def test_nobody_leaves_twice_and_a_mistake_is_taken_back_once(
    committee: Congress,
) -> None:
    row = holder_of(committee)
    [end] = leave(row)
    with pytest.raises(NotInOffice):
        leave(row)

    take_back_end(end.pk, by=make.user(), at=make.NOON)
    take_back_end(end.pk, by=make.user(), at=make.NOON)

    assert len(elected_people(committee, Office.COMMITTEE)) == 3
    acts = AuditEvent.objects.filter(act="congress.office_end_taken_back")
    assert acts.count() == 1


def test_what_the_level_above_decides_is_neither_noted_nor_taken_back_here(
    committee: Congress,
) -> None:
    with pytest.raises(DecidedAbove):
        leave(holder_of(committee), cause=Cause.REFUSED)
    undone.refuse(Poll.objects.get(), 0)
    with pytest.raises(DecidedAbove):
        take_back_end(OfficeEnd.objects.get().pk, by=make.user(), at=make.NOON)


def test_the_database_keeps_how_an_office_ended(committee: Congress) -> None:
    [end] = leave(holder_of(committee))

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        OfficeEnd.objects.update(reason="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        OfficeEnd.objects.all().delete()
    take_back_end(end.pk, by=make.user(), at=make.NOON)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        OfficeEnd.objects.update(taken_back_at=make.NOON + timedelta(days=1))


# --- what is open ------------------------------------------------------------------


def test_the_number_fixed_is_that_of_the_congress(committee: Congress) -> None:
    leave(holder_of(committee))

    found = held(committee)

    assert (found.fixed, found.standing) == (3, 2)
    assert (found.places.vacant, found.places.open_extra) == (1, 0)


def test_a_result_annulled_fixes_no_number(committee: Congress) -> None:
    undone.annul(Poll.objects.get())

    assert fixed_number(committee, Office.COMMITTEE) is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("commune", False), ("grassroots", True), ("special_zone_grassroots", True)],
)
def test_the_grassroots_are_told_by_their_level(kind: str, *, expected: bool) -> None:
    unit = make.unit(parent=make.unit("Đảng bộ tỉnh"), kind=kind)

    assert is_grassroots(make.congress(unit)) is expected


# --- the meeting -------------------------------------------------------------------


def test_the_meeting_is_of_those_who_hold_office_and_the_election_is_there(
    committee: Congress,
) -> None:
    leave(holder_of(committee))

    poll = start(committee)

    body = poll.election.body
    roll = RollEntry.objects.filter(body=body)
    term = MidTerm.objects.get()
    assert (body.kind, body.number, roll.count()) == (BodyKind.COMMITTEE, 1, 2)
    assert set(roll.values_list("origin", flat=True)) == {"incumbent"}
    assert (poll.election.office, poll.seats) == (Office.COMMITTEE, 1)
    assert (term.fixed, term.standing, term.percent) == (3, 2, 10)
    line = AuditEvent.objects.get(act="ballots.mid_term_started")
    assert line.detail["decision"] == "312-CV/TU"


def test_who_was_co_opted_sits_on_in_the_next_meeting(committee: Congress) -> None:
    body = make.body(committee, kind=BodyKind.COMMITTEE)
    co_opted = make.person(at=committee.unit)
    for row in elected_people(committee, Office.COMMITTEE):
        make.on_roll(body, row.person, origin="incumbent", sent_by=None)
    make.on_roll(body, co_opted, origin="incumbent", sent_by=None)
    leave(holder_of(committee))

    found = incumbents(committee)

    assert (len(found), co_opted in found) == (3, True)
    assert (held(committee).standing, len(held(committee).others)) == (3, 1)


def test_whoever_is_elected_within_the_term_joins_the_committee(
    committee: Congress,
) -> None:
    leave(holder_of(committee))
    poll = start(committee)
    new = make.person(at=committee.unit)

    record_elected(
        poll.election.body,
        Office.COMMITTEE,
        poll.pk,
        1,
        [ElectedRow(person=new, name=new.full_name, rank=1, votes=2)],
        make.NOON,
        make.user(),
    )

    assert new in incumbents(committee)
    assert held(committee).standing == 3


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"seats": 2}, services.MorePlacesThanOpen),
        ({"why": Why.EXTRA}, services.MorePlacesThanOpen),
        ({"fixed": 9}, services.FixedNumberUnsound),
        ({"office": Office.SECRETARY}, services.FixedNumberUnsound),
        ({"consent": " "}, services.ConsentLacking),
        ({"consent_on": date(2030, 1, 1)}, services.ConsentLacking),
        ({"seen": 7}, OtherNumber),
    ],
)
def test_what_is_refused_at_the_start_leaves_nothing_behind(
    committee: Congress, said: dict[str, Any], refusal: type[Exception]
) -> None:
    leave(holder_of(committee))

    with pytest.raises(refusal):
        start(committee, **said)

    assert not committee.bodies.filter(kind=BodyKind.COMMITTEE).exists()


def test_an_office_is_elected_to_once_at_a_time(committee: Congress) -> None:
    start(committee, office=Office.SECRETARY, fixed=1)

    with pytest.raises(services.ElectionRunning):
        start(committee, office=Office.SECRETARY, fixed=1)


def test_the_number_stays_within_what_was_open(committee: Congress) -> None:
    leave(holder_of(committee))
    poll = start(committee)

    with pytest.raises(services.MorePlacesThanOpen):
        services.change_number(
            str(poll.pk), seats=2, alternates=0, by=make.user(), at=make.NOON
        )
    with pytest.raises(DatabaseError, match="places are open"), transaction.atomic():
        Poll.objects.filter(pk=poll.pk).update(seats=2)


def test_the_regulation_is_that_of_the_day_not_of_the_congress() -> None:
    province = make.unit("Đảng bộ tỉnh Cao Minh")
    unit = make.unit(parent=province, kind="commune")
    before = make.congress(unit, opens_on=date(2020, 6, 1))
    body = make.body(before, kind=BodyKind.COMMITTEE)
    for _each in range(3):
        make.on_roll(body, make.person(at=unit), origin="incumbent", sent_by=None)

    poll = start(before, office=Office.SECRETARY, fixed=1)

    assert poll.election.rule_set == "190-QD/TW"
    assert poll.election.body.number == 2
    now = term_now(before, on=make.NOON.date())
    assert now.rule_set.regulation == "190-QD/TW"
    assert "294-QĐ/TW" in now.cited(Rule.CO_OPTION)


def test_a_cell_elects_at_a_meeting_of_its_members() -> None:
    cell = make.unit(parent=make.unit(), kind="cell")

    with pytest.raises(NoMeetingOfACommittee):
        start(make.congress(cell))


def test_the_order_of_elections_names_the_meeting_within_the_term(
    committee: Congress,
) -> None:
    leave(holder_of(committee))
    start(committee)
    reader = make.holder(Role.SECRETARIAT, at=committee.scope)

    meeting = sequence(reader, committee)[-1]

    assert (meeting.is_mid_term, meeting.to_call) == (True, 0)
    assert [step.office for step in meeting.steps] == [Office.COMMITTEE]
