from collections.abc import Iterable

import pytest
from django.db import DatabaseError, connection, transaction

from ballots import double_count, services
from ballots.models import Ballot, Candidate, Entry, Poll, Tally, TallyLine
from ballots.rules.ballot import Reading
from ballots.rules.count import Count, count
from ballots.rules.terms import Slate
from ballots.services.counting import (
    BallotsChanged,
    BallotsWait,
    CountsDiffer,
    PollNotCountable,
)
from core.models import AuditEvent
from tests import make

pytestmark = pytest.mark.django_db


def test_counting_moves_the_poll_and_leaves_a_line() -> None:
    board = make.board()
    poll = make.imported(board.body)

    tally = make.tally(poll, by=board.member)

    poll.refresh_from_db()
    line = AuditEvent.objects.get(act="ballots.poll_counted")
    assert (poll.stage, tally.counted_by) == ("counted", board.member)
    assert (line.actor, line.scope) == (board.member, board.body.scope)
    assert line.detail == {"digest": tally.digest}


def test_the_trail_never_tells_a_result() -> None:
    make.confirmed()

    told = " ".join(str(line.detail) for line in AuditEvent.objects.all())

    names = Candidate.objects.values_list("name", flat=True)
    assert [name for name in names if name in told] == []
    assert "valid" not in told


def test_counting_the_same_papers_again_changes_nothing() -> None:
    poll = make.imported()

    first = make.tally(poll)
    second = make.tally(poll)

    assert first == second
    assert (Tally.objects.count(), TallyLine.objects.count()) == (1, 4)
    assert AuditEvent.objects.filter(act="ballots.poll_counted").count() == 1


def test_progress_goes_to_the_number_of_papers() -> None:
    poll = make.imported(file=make.large_file(2500))
    seen: list[tuple[int, int]] = []

    services.count_poll(
        str(poll.pk), by=None, at=make.NOON, report=lambda *now: seen.append(now)
    )

    assert seen == [(1, 2500), (1001, 2500), (2001, 2500), (2500, 2500)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ballots_ballot SET copies = copies + 1 WHERE position = 1",
        "UPDATE ballots_ballot SET struck = '\\x04' WHERE position = 1",
        "UPDATE ballots_ballot SET defect = NULL WHERE position = 4",
        "DELETE FROM ballots_ballot WHERE position = 2",
    ],
)
def test_a_ballot_changed_behind_our_back_is_found_by_its_digest(change: str) -> None:
    poll = make.imported()
    with make.past_every_trigger(), connection.cursor() as cursor:
        cursor.execute(change)

    with pytest.raises(BallotsChanged), transaction.atomic():
        make.tally(poll)

    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ballots_ballot SET copies = 2",
        "DELETE FROM ballots_ballot",
        "UPDATE ballots_entry SET finished_at = now()",
        "UPDATE ballots_entry SET digest = ''",
        "DELETE FROM ballots_entry",
        "UPDATE ballots_poll SET tally_base = 9",
        "UPDATE ballots_poll SET seats = 1",
        "DELETE FROM ballots_poll",
        "UPDATE ballots_candidate SET name = 'x'",
        "DELETE FROM ballots_candidate",
    ],
)
def test_what_was_entered_stays(change: str) -> None:
    make.imported()

    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert getattr(refusal.value.__cause__, "pgcode", "") == "23001"


def test_no_ballot_joins_a_finished_entry() -> None:
    make.imported()

    with pytest.raises(DatabaseError, match="entry is closed"), transaction.atomic():
        Ballot.objects.create(
            entry=Entry.objects.get(), position=9, kept=b"\x01", copies=1
        )


def test_a_confirmed_poll_never_goes_back() -> None:
    make.confirmed()

    with (
        pytest.raises(DatabaseError, match="from confirmed to entered"),
        transaction.atomic(),
    ):
        Poll.objects.update(stage="entered")


def _blind_to_defects(readings: Iterable[Reading], slate: Slate) -> Count:
    return count((reading._replace(defect=None) for reading in readings), slate)


def test_two_counts_that_differ_store_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    poll = make.imported()
    # One of the two programs has a fault: it cannot tell a defect.
    monkeypatch.setattr(double_count, "count", _blind_to_defects)

    with pytest.raises(CountsDiffer, match="Hai cách kiểm độc lập"):
        make.tally(poll)

    assert not Tally.objects.exists()
    assert Poll.objects.get().stage == "entered"


def test_a_ballot_that_waits_for_a_ruling_holds_the_count_up() -> None:
    poll = make.imported(file=make.undecided_file())

    with pytest.raises(BallotsWait):
        make.tally(poll)

    assert not Tally.objects.exists()
    assert Poll.objects.get().stage == "entered"


def test_a_confirmed_poll_is_not_counted_again() -> None:
    confirmation = make.confirmed()

    with pytest.raises(PollNotCountable):
        make.tally(confirmation.poll)

    assert Tally.objects.count() == 1


@pytest.mark.parametrize("stage", ["prepared", "box_opened", "announced"])
def test_a_poll_is_counted_only_between_entry_and_confirmation(stage: str) -> None:
    poll = make.imported()
    with make.past_every_trigger():
        Poll.objects.update(stage=stage)

    with pytest.raises(PollNotCountable):
        make.tally(poll)

    assert not Tally.objects.exists()


def test_other_terms_are_another_count() -> None:
    poll = make.counted()
    first = poll.tallies.get()
    with make.past_every_trigger():
        Poll.objects.update(tally_base=20)

    second = make.tally(poll)

    assert (first.threshold, second.threshold) == (6, 11)
    assert first.digest != second.digest


@pytest.mark.parametrize("ballots", [3, 3000])
def test_counting_asks_as_often_for_few_ballots_as_for_many(
    ballots: int, django_assert_num_queries: make.Queries
) -> None:
    poll = make.imported(file=make.large_file(ballots))

    # One of them reads the edition that says how ties and empty ballots are settled.
    with django_assert_num_queries(17):
        make.tally(poll)

    assert Tally.objects.get().returned == ballots
