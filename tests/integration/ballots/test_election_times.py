"""The page of times: what was passed when, compared with elections in reach."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots import services
from ballots.models import Confirmation, Poll
from ballots.queries.timeline import timeline
from ballots.rules.timeline import Moment
from congress.models import BodyKind
from congress.rules.offices import Office
from core.access.rights import Role
from core.models import User
from tests import make
from tests.integration.ballots import archives
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Confirmation:
    confirmation = archives.confirmed()
    services.announce_result(
        str(confirmation.poll_id), by=confirmation.by, at=make.NOON + timedelta(hours=1)
    )
    return confirmation


def reader(poll: Poll) -> User:
    return make.holder(Role.PRESIDIUM, at=poll.election.body.congress.scope)


def test_every_moment_of_a_poll_is_read_from_what_was_done(
    announced: Confirmation,
) -> None:
    poll = announced.poll

    found = timeline(
        reader(poll), poll.election.body.congress, now=make.NOON + timedelta(hours=2)
    )

    (row,) = found.rows
    at = {each.moment: each.at for each in row.passed}
    # Earlier moments were made for the test, not done.
    assert {moment for moment, when in at.items() if when} == {
        *(Moment.FIRST_ENTRY, Moment.ENTERED, Moment.COUNTED),
        *(Moment.CONFIRMED, Moment.MINUTES, Moment.ANNOUNCED),
    }
    assert at[Moment.ANNOUNCED] == make.NOON + timedelta(hours=1)
    assert (row.ends_at, found.compared) == (None, 1)


def test_a_poll_is_compared_with_others_and_not_with_itself(
    announced: Confirmation,
) -> None:
    poll = announced.poll

    (row,) = timeline(reader(poll), poll.election.body.congress, now=make.NOON).rows

    assert {each.usually for each in row.passed} == {None}


def test_what_was_passed_before_the_papers_were_taken_up_again_is_left_out(
    announced: Confirmation,
) -> None:
    poll = announced.poll
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(stage="box_opened")

    (row,) = timeline(reader(poll), poll.election.body.congress, now=make.NOON).rows

    passed = [each.moment for each in row.passed if each.at]
    assert passed[-1] is Moment.FIRST_ENTRY


def test_the_page_shows_hours_and_how_long_it_took(
    announced: Confirmation, signed_in: SignedIn
) -> None:
    congress = announced.poll.election.body.congress
    address = reverse("ballots:election-times", args=[congress.slug])

    page = signed_in(reader(announced.poll)).get(address).text

    assert "<b>13:00</b>" in page
    assert "1 giờ 00 phút" in page


def test_the_page_asks_as_much_whatever_the_polls(
    announced: Confirmation, signed_in: SignedIn
) -> None:
    body = announced.poll.election.body
    address = reverse("ballots:election-times", args=[body.congress.slug])
    client = signed_in(reader(announced.poll))

    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    before = asked()
    meeting = make.body(body.congress, kind=BodyKind.COMMITTEE)
    for office in (Office.SECRETARY, Office.DEPUTY_SECRETARY):
        make.election(meeting, seats=1, office=office)

    assert asked() == before
