"""Pages of what the level above decides, and of elections within the term."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots import queries
from ballots.models import Annulment, MidTerm, Poll
from congress.models import OfficeEnd
from congress.queries import elected_people
from congress.rules.offices import Office
from core.access.rights import Role
from tests import make
from tests.integration.ballots import undone
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

TYPED = {
    "what": "whole",
    "decision": "125-QĐ/TU",
    "decided_on": "01/07/2025",
    "decided_by": "Ban Thường vụ Tỉnh ủy",
    "ground": "procedure",
    "reason": "Niêm phong thùng phiếu không có người chứng kiến",
}
STARTED = {
    "office": "committee",
    "why": "vacancy",
    "seats": "1",
    "consent": "312-CV/TU",
    "consent_on": "20/07/2025",
    "consent_by": "Ban Thường vụ Tỉnh ủy",
    "reason": "Thay đồng chí chuyển công tác",
    "purpose": "check",
    "seen": "2",
}


@pytest.fixture
def poll() -> Poll:
    found = undone.announced()
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=found.pk)


def url(poll: Poll, name: str) -> str:
    return reverse(f"ballots:{name}", args=queries.address(poll))


def term(poll: Poll) -> str:
    return reverse("ballots:mid-term", args=[poll.election.body.congress.slug])


def staff(poll: Poll, role: Role = Role.ORGANISATION_STAFF) -> Any:
    """Of the unit whose congress it is."""
    return make.holder(role, at=make.place_of(role, poll.election.body))


# --- who may --------------------------------------------------------------------


def test_only_the_unit_above_writes_its_decision_down(
    poll: Poll, signed_in: SignedIn
) -> None:
    here, above = url(poll, "poll-annul"), undone.above(poll)
    next_door = undone.announced()
    people = {
        "above": make.holder(Role.ORGANISATION_STAFF, at=above.scope),
        "secretary above": make.holder(Role.UNIT_SECRETARY, at=above.scope),
        "own staff": staff(poll),
        "tally head": staff(poll, Role.TALLY_HEAD),
        "next door": undone.decider(next_door),
    }

    found = {who: signed_in(user).get(here).status_code for who, user in people.items()}

    assert found == {
        "above": 200,
        "secretary above": 200,
        "own staff": 404,
        "tally head": 404,
        "next door": 404,
    }


def test_where_nobody_stands_above_the_own_staff_write_it_down(
    signed_in: SignedIn,
) -> None:
    poll = undone.announced(make.body())

    client = signed_in(undone.decider(poll))

    assert client.get(url(poll, "poll-annul")).status_code == 200


def test_the_term_is_kept_by_staff_of_the_unit_itself(
    poll: Poll, signed_in: SignedIn
) -> None:
    people = [
        staff(poll),
        staff(poll, Role.SECRETARIAT),
        undone.decider(poll),
        undone.decider(undone.announced()),
    ]

    found = [signed_in(user).get(term(poll)).status_code for user in people]

    assert found == [200, 404, 404, 404]


# --- annulling --------------------------------------------------------------------


def test_a_decision_is_looked_at_once_more_before_it_is_written(
    poll: Poll, signed_in: SignedIn
) -> None:
    client, here = signed_in(undone.decider(poll)), url(poll, "poll-annul")

    looked = client.post(here, TYPED)
    written_before = Annulment.objects.count()
    done = client.post(here, TYPED | {"sure": "1"}, follow=True)

    assert "Xem lại lần cuối" in looked.text
    assert 'value="125-QĐ/TU"' in looked.text
    assert (written_before, Annulment.objects.count()) == (0, 1)
    assert "Kết quả bị hủy theo Quyết định 125-QĐ/TU ngày 01/07/2025" in done.text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"what": ""}, "Hãy chọn một trong hai."),
        ({"what": "single"}, "Hãy đánh dấu ít nhất một người."),
        ({"decision": ""}, "Hãy ghi số quyết định."),
        ({"decided_on": "32/13/2025"}, "Ngày không đúng."),
        ({"ground": "taste"}, "taste"),
        ({"decided_on": "31/12/2090", "sure": "1"}, "không được sau hôm nay"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    poll: Poll, signed_in: SignedIn, said: dict[str, str], words: str
) -> None:
    client = signed_in(undone.decider(poll))

    page = client.post(url(poll, "poll-annul"), TYPED | said).text

    assert words in page
    assert "Niêm phong thùng phiếu không có người chứng kiến" in page
    assert not Annulment.objects.exists()


def test_every_page_of_the_poll_says_that_it_was_annulled(
    poll: Poll, signed_in: SignedIn
) -> None:
    undone.annul(poll)
    client = signed_in(staff(poll, Role.TALLY_HEAD))
    names = ("poll", "poll-result", "minutes", "poll-after", "poll-wall")

    pages = {name: client.get(url(poll, name)).text for name in names}

    assert [name for name in names if "Kết quả bị hủy theo" not in pages[name]] == []
    assert url(poll, "poll-reopen") not in pages["poll-after"]


def test_lists_and_the_order_of_elections_mark_it(
    poll: Poll, signed_in: SignedIn
) -> None:
    undone.annul(poll)
    client = signed_in(staff(poll, Role.SECRETARIAT))
    slug = poll.election.body.congress.slug

    pages = [
        client.get(reverse(f"ballots:{name}", args=args)).text
        for name, args in (
            ("list", [slug]),
            ("election-sequence", [slug]),
            ("overview", []),
        )
    ]

    assert all("ết quả bị hủy" in page for page in pages)


def test_a_refused_person_is_named_and_his_place_is_elected_to(
    poll: Poll, signed_in: SignedIn
) -> None:
    client, here = signed_in(undone.decider(poll)), url(poll, "poll-annul")
    first = undone.candidates(poll)[0]
    typed = TYPED | {"what": "single", "people": [str(first.pk)], "sure": "1"}
    client.post(here, typed)
    keeper = signed_in(staff(poll, Role.SECRETARIAT))

    page = keeper.get(url(poll, "poll")).text
    form = keeper.get(url(poll, "poll-again")).text
    made = keeper.post(
        url(poll, "poll-again"),
        {
            "body": str(poll.election.body_id),
            "seats": "1",
            "alternates": "0",
            "purpose": "check",
            "exception": "x",
        },
        follow=True,
    )

    assert f"{first.name} không được chuẩn y" in page
    assert 'value="1"' in form
    again = Poll.objects.latest("election__number")
    assert made.redirect_chain[-1][0] == url(again, "poll-slate")
    assert "Bầu thay cho cuộc bầu số 1" in made.text
    assert "Cuộc bầu số 2 thay cho" in keeper.get(url(poll, "poll")).text


def test_more_than_the_open_places_is_said_beside_the_number(
    poll: Poll, signed_in: SignedIn
) -> None:
    undone.refuse(poll, 0)
    client = signed_in(staff(poll, Role.SECRETARIAT))

    page = client.post(
        url(poll, "poll-again"),
        {"body": str(poll.election.body_id), "seats": "2", "purpose": "check"},
    ).text

    assert "để trống 1 chỗ" in page


def test_what_stands_is_held_again_by_nobody(poll: Poll, signed_in: SignedIn) -> None:
    client = signed_in(staff(poll, Role.SECRETARIAT))

    assert client.get(url(poll, "poll-again")).status_code == 404


def test_a_poll_takes_as_many_questions_with_one_refused_as_with_three(
    poll: Poll, signed_in: SignedIn
) -> None:
    client = signed_in(staff(poll, Role.TALLY_HEAD))
    undone.refuse(poll, 0)
    one = _questions(client, url(poll, "poll"))

    undone.refuse(poll, 1, 2)

    assert _questions(client, url(poll, "poll")) == one


def _questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


# --- within the term -----------------------------------------------------------------


def test_somebody_leaves_and_another_is_elected_in_his_place(
    poll: Poll, signed_in: SignedIn
) -> None:
    client = signed_in(staff(poll))
    congress = poll.election.body.congress
    row = elected_people(congress, Office.COMMITTEE)[0]
    leaving = reverse("ballots:office-end", args=[congress.slug, row.pk])
    said = {"cause": "transferred", "ended_on": "10/07/2025", "reason": "QĐ 5"}

    left = client.post(leaving, said, follow=True).text
    started = client.post(term(poll), STARTED, follow=True).text

    assert "2/3" in left
    assert "10% của 3 là 0" in left
    assert MidTerm.objects.get().standing == 2
    assert "Bầu trong nhiệm kỳ" in started
    assert "2/3" in started


def test_a_mistake_is_taken_back_from_the_page(poll: Poll, signed_in: SignedIn) -> None:
    client = signed_in(staff(poll))
    congress = poll.election.body.congress
    row = elected_people(congress, Office.COMMITTEE)[0]
    said = {"cause": "transferred", "ended_on": "10/07/2025", "reason": "QĐ 5"}
    client.post(reverse("ballots:office-end", args=[congress.slug, row.pk]), said)
    end = OfficeEnd.objects.get()

    client.post(reverse("ballots:office-end-take-back", args=[congress.slug, end.pk]))

    assert len(elected_people(congress, Office.COMMITTEE)) == 3


def test_another_congress_ends_nobodys_office_here(
    poll: Poll, signed_in: SignedIn
) -> None:
    other = undone.announced()
    own = make.holder(
        Role.ORGANISATION_STAFF, at=other.election.body.congress.unit.scope
    )
    row = elected_people(poll.election.body.congress, Office.COMMITTEE)[0]
    client = signed_in(own)

    slugs = [
        each.election.body.congress.slug
        for each in Poll.objects.select_related(*queries.WITH_PLACE)
    ]
    found = {
        client.get(reverse("ballots:office-end", args=[slug, row.pk])).status_code
        for slug in slugs
    }

    assert found == {404}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"seats": "2"}, "chỉ bầu thay không quá 1 người"),
        ({"why": "extra"}, "còn được thêm không quá 0 người"),
        ({"fixed": "9"}, "Đại hội đã quyết định số lượng 3"),
        ({"consent": ""}, "Hãy ghi số văn bản đồng ý."),
        ({"office": "secretary"}, "Hãy ghi số đó."),
        ({"seen": "7"}, "Bây giờ là 2 người, không phải 7"),
    ],
)
def test_a_start_that_cannot_be_says_why_and_loses_nothing(
    poll: Poll, signed_in: SignedIn, said: dict[str, str], words: str
) -> None:
    congress = poll.election.body.congress
    row = elected_people(congress, Office.COMMITTEE)[0]
    client = signed_in(staff(poll))
    ending = {"cause": "transferred", "ended_on": "10/07/2025", "reason": "QĐ 5"}
    client.post(reverse("ballots:office-end", args=[congress.slug, row.pk]), ending)

    page = client.post(term(poll), STARTED | said).text

    assert words in page
    assert "Thay đồng chí chuyển công tác" in page
    assert not MidTerm.objects.exists()


def test_a_cell_has_no_such_page(signed_in: SignedIn) -> None:
    cell = make.unit(parent=make.unit(), kind="cell")
    congress = make.congress(cell)
    user = make.holder(Role.ORGANISATION_STAFF, at=cell.scope)

    page = signed_in(user).get(reverse("ballots:mid-term", args=[congress.slug]))

    assert page.status_code == 404
