"""What a congress and its first meetings elect, in order, and what is next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots.queries.sequence import Meeting, StepState, sequence
from congress.models import BodyKind, Congress, VotingBody
from congress.rules.offices import Office
from congress.services import ElectedRow, record_elected
from core.access.rights import Role
from core.models import Person, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def congress() -> Congress:
    return make.body().congress


def keeper(congress: Congress) -> User:
    return make.holder(Role.SECRETARIAT, at=congress.scope)


def elected(body: VotingBody, office: Office, *people: Person) -> None:
    rows = [
        ElectedRow(person=each, name=each.full_name, rank=rank, votes=100 - rank)
        for rank, each in enumerate(people, start=1)
    ]
    record_elected(
        body, office, make.election(make.body()).pk, 1, rows, make.NOON, make.user()
    )


def meeting(congress: Congress, kind: BodyKind) -> Meeting:
    found = sequence(keeper(congress), congress)
    return next(each for each in found if each.kind == kind)


def states(found: Meeting) -> dict[Office, StepState]:
    return {step.office: step.state for step in found.steps}


def test_before_the_committee_is_elected_there_is_no_first_meeting(
    congress: Congress,
) -> None:
    found = sequence(keeper(congress), congress)

    assert [each.kind for each in found] == [BodyKind.CONGRESS]


def test_once_it_is_elected_the_first_meeting_is_to_be_called(
    congress: Congress,
) -> None:
    elected(congress.bodies.get(), Office.COMMITTEE, make.person(), make.person())

    found = meeting(congress, BodyKind.COMMITTEE)

    assert (found.body, found.to_call, found.steps) == (None, 2, ())


def test_the_meeting_elects_each_office_from_those_just_elected(
    congress: Congress,
) -> None:
    people = [make.person() for _number in range(5)]
    elected(congress.bodies.get(), Office.COMMITTEE, *people)
    body = make.body(congress, kind=BodyKind.COMMITTEE)
    before = meeting(congress, BodyKind.COMMITTEE)
    for each in people:
        make.on_roll(body, each)
    elected(body, Office.STANDING_COMMITTEE, *people[:2])

    after = meeting(congress, BodyKind.COMMITTEE)

    assert (before.to_call, set(states(before).values())) == (5, {StepState.WAITING})
    assert (after.to_call, after.on_roll) == (0, 5)
    assert states(after)[Office.SECRETARY] is StepState.NEXT
    assert states(after)[Office.INSPECTION_HEAD] is StepState.WAITING


def test_somebody_replaced_and_who_came_for_him_hold_one_seat(
    congress: Congress,
) -> None:
    own = congress.bodies.get()
    replaced = make.on_roll(own, origin="elected", votes=1)
    make.on_roll(
        own,
        origin="elected",
        standing="alternate",
        in_place_of=replaced,
        ground="leave_granted",
    )
    make.on_roll(own, origin="elected", votes=2)

    assert meeting(congress, BodyKind.CONGRESS).on_roll == 2


def test_a_committee_that_was_designated_elects_all_the_same(
    congress: Congress,
) -> None:
    body = make.body(congress, kind=BodyKind.COMMITTEE)
    make.on_roll(body, make.person())

    found = states(meeting(congress, BodyKind.COMMITTEE))

    assert found[Office.STANDING_COMMITTEE] is StepState.NEXT


def test_a_secretary_whom_the_congress_elected_is_not_elected_again(
    congress: Congress,
) -> None:
    people = [make.person(), make.person()]
    own = congress.bodies.get()
    elected(own, Office.COMMITTEE, *people)
    elected(own, Office.SECRETARY, people[0])
    body = make.body(congress, kind=BodyKind.COMMITTEE)
    make.on_roll(body, people[0])

    found = states(meeting(congress, BodyKind.COMMITTEE))

    assert found[Office.SECRETARY] is StepState.ELSEWHERE


def test_a_poll_under_way_is_told_from_one_to_be_entered(congress: Congress) -> None:
    own = congress.bodies.get()
    make.on_roll(own, make.person())
    make.closed_list(own)

    found = states(meeting(congress, BodyKind.CONGRESS))

    assert found[Office.COMMITTEE] is StepState.RUNNING
    assert found[Office.DELEGATES] is StepState.NEXT


def test_the_next_election_is_entered_with_its_body_and_office_filled_in(
    congress: Congress, signed_in: SignedIn
) -> None:
    own = congress.bodies.get()
    make.on_roll(own, make.person())
    client = signed_in(keeper(congress))
    page = client.get(reverse("ballots:election-sequence", args=[congress.slug])).text
    link = f"?noi-bau={own.pk}&amp;chuc-danh=delegates"

    form = client.get(
        reverse("ballots:election-enter", args=[congress.slug])
        + link.replace("&amp;", "&")
    ).text

    assert link in page
    assert '<option value="delegates" selected>' in form


def test_the_page_asks_as_much_whatever_was_elected(
    congress: Congress, signed_in: SignedIn
) -> None:
    client = signed_in(keeper(congress))
    address = reverse("ballots:election-sequence", args=[congress.slug])
    own = congress.bodies.get()
    elected(own, Office.COMMITTEE, make.person())
    make.body(congress, kind=BodyKind.COMMITTEE)

    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    before = asked()
    elected(own, Office.DELEGATES, *[make.person() for _number in range(4)])
    make.closed_list(own)

    assert asked() == before
