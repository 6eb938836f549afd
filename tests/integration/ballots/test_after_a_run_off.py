"""Alternates after a run-off for the last seat (case F5): everywhere the same."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from ballots import prints, queries, services
from ballots.models import Candidate, Confirmation, Poll, Tally, TallyLine
from ballots.services.reopening import CannotReopen
from congress.models import ElectedList, VotingBody
from core.access.rights import Role
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

CASE = "F5-tie-at-last-official"


def run_off_file(first: dict[str, Any], votes: tuple[int, int]) -> dict[str, Any]:
    """The file of the run-off that case F5 calls for: ranks 10 and 11, one seat."""
    level = [each for each in first["candidates"] if each["number"] in (10, 11)]
    papers = sum(votes)
    return (
        first
        | {
            "id": "F5-run-off",
            "round": "run_off",
            "seats": 1,
            "alternates": 0,
            "max_votes": 1,
            "candidates": level,
            "ballots": [
                {"kept": [each["number"]], "count": number}
                for each, number in zip(level, votes, strict=True)
            ],
        }
        | dict.fromkeys(("issued", "returned"), papers)
    )


@pytest.fixture
def run_off() -> Confirmation:
    return after_f5(make.body(), (60, 41))


def after_f5(body: VotingBody, votes: tuple[int, int]) -> Confirmation:
    first = make.case(CASE)
    make.confirmed(body, file=first)
    return make.confirmed(body, file=run_off_file(first, votes))


def names(confirmation: Confirmation) -> dict[int, str]:
    first = Poll.objects.get(election=confirmation.poll.election_id, number=1)
    return dict(Candidate.objects.filter(poll=first).values_list("number", "name"))


def test_the_loser_is_the_first_alternate_then_who_waited(
    run_off: Confirmation,
) -> None:
    by_number = names(run_off)

    found = queries.result(run_off.tally, run_off.poll)

    assert [row.name for row in found["elected"]] == [by_number[10]]
    assert [(row.name, row.rank, row.round) for row in found["alternates"]] == [
        (by_number[11], 1, 2),
        (by_number[12], 2, 1),
    ]
    assert run_off.tally.next == "closed"
    assert found["next"].rule == "R-DL-3-F"
    assert not found["next"].clause.confirmed


def test_the_congress_is_told_the_same(run_off: Confirmation) -> None:
    by_number = names(run_off)

    rows = ElectedList.objects.get(poll=run_off.poll_id).rows.order_by(
        "is_alternate", "rank"
    )

    assert [(row.name, row.is_alternate, row.rank) for row in rows] == [
        (by_number[10], False, 1),
        (by_number[11], True, 1),
        (by_number[12], True, 2),
    ]


def test_the_minutes_say_the_same_and_whose_votes_are_of_which_round(
    run_off: Confirmation,
) -> None:
    by_number = names(run_off)

    paper = prints.minutes(run_off)

    assert [[line.name for line in won.lines] for won in paper.won] == [
        [by_number[10]],
        [by_number[11], by_number[12]],
    ]
    assert f"số phiếu của đồng chí {by_number[12]} là ở lần bầu 1" in paper.won[1].note
    assert paper.conclusion == "Đã bầu đủ số lượng."


def test_the_pages_and_the_table_say_the_same(
    run_off: Confirmation, signed_in: SignedIn
) -> None:
    by_number = names(run_off)
    poll = run_off.poll
    client = signed_in(make.holder(Role.TALLY_HEAD, at=queries.scope_of(poll)))
    address = queries.address(poll)

    shown = client.get(reverse("ballots:poll-result", args=address))
    table = client.post(reverse("ballots:result-file", args=address))
    nothing = client.get(reverse("ballots:poll", args=address))

    assert "Đại biểu dự khuyết, theo thứ tự" in shown.text
    assert by_number[12] in shown.text
    assert table.status_code == 200
    assert nothing.context["next_round"] is None


def test_who_waits_is_part_of_what_a_count_rests_on(run_off: Confirmation) -> None:
    poll = run_off.poll
    before = queries.digest_of_papers(poll)

    with make.past_every_trigger():
        TallyLine.objects.filter(tally__poll__number=1, votes=85).update(votes=86)

    assert queries.digest_of_papers(poll) != before


def test_the_database_takes_no_line_of_another_slate_with_other_votes() -> None:
    body = make.body()
    first = make.case(CASE)
    make.confirmed(body, file=first)
    poll = make.counted(body, file=run_off_file(first, (60, 41)))
    tally = Tally.objects.get(poll=poll)
    last = Candidate.objects.get(poll__election=poll.election, number=13)

    for votes in (75, 76):
        with pytest.raises(DatabaseError), transaction.atomic():
            TallyLine.objects.create(
                tally=tally,
                candidate=last,
                votes=votes,
                hundredths=0,
                verdict="alternate",
                rule="R-DL-3-F",
            )


def test_a_run_off_for_the_seat_level_again_leaves_them_waiting() -> None:
    again = after_f5(make.body(), (50, 50))

    assert (again.tally.open_seats, again.tally.open_alternates) == (1, 2)
    waited = queries.result(again.tally, again.poll)["waited"]
    assert [row.verdict.value for row in waited] == ["past_half_waits"]


def test_a_result_that_a_file_followed_is_not_taken_up_again() -> None:
    """Its votes are in the run-off's tally, though the file names no poll before it."""
    body = make.body()
    first = make.case(CASE)
    confirmed = make.confirmed(body, file=first)
    with make.past_every_trigger():
        Poll.objects.filter(pk=confirmed.poll_id).update(upload=None)
    make.imported(body, file=run_off_file(first, (60, 41)))

    with pytest.raises(CannotReopen, match="tiếp theo kết quả này"):
        services.take_up_again(
            str(confirmed.poll_id), reason="x", by=confirmed.by, at=make.NOON
        )
