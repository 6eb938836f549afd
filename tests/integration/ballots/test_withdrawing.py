import pytest

from ballots.models import Poll, Withdrawal
from ballots.services import ask_for_count, withdraw_poll
from ballots.services.counting import PollNotCountable
from ballots.services.withdrawing import PollWithdrawn, ResultConfirmed
from core.models import AuditEvent, User
from tests import make

pytestmark = pytest.mark.django_db


def withdraw(poll: Poll, by: User) -> Withdrawal:
    return withdraw_poll(str(poll.pk), reason="Nhầm tệp.", by=by, at=make.NOON)


@pytest.mark.parametrize("stage", ["entered", "counted"])
def test_a_poll_brought_in_by_mistake_is_taken_back_with_a_reason(stage: str) -> None:
    board = make.board()
    poll = (make.imported if stage == "entered" else make.counted)(board.body)

    withdrawal = withdraw(poll, board.head)

    line = AuditEvent.objects.get(act="ballots.poll_withdrawn")
    assert (withdrawal.by, withdrawal.reason) == (board.head, "Nhầm tệp.")
    assert (line.actor, line.scope) == (board.head, board.body.scope)
    assert Poll.objects.get().stage == stage


def test_taking_back_twice_is_taking_back_once() -> None:
    board = make.board()
    poll = make.imported(board.body)

    first, second = withdraw(poll, board.head), withdraw(poll, board.member)

    assert first == second
    assert AuditEvent.objects.filter(act="ballots.poll_withdrawn").count() == 1


def test_a_confirmed_result_is_never_taken_back() -> None:
    confirmation = make.confirmed()

    with pytest.raises(ResultConfirmed):
        withdraw(confirmation.poll, confirmation.by)

    assert not Withdrawal.objects.exists()


def test_nothing_is_done_with_a_poll_that_was_taken_back() -> None:
    board = make.board()
    poll = make.counted(board.body)
    withdraw(poll, board.head)

    with pytest.raises(PollWithdrawn):
        ask_for_count(poll, by=board.member, at=make.NOON)
    with pytest.raises(PollWithdrawn):
        make.tally(poll)
    with pytest.raises(PollWithdrawn):
        make.confirm(poll, by=board.head)

    assert Poll.objects.get().stage == "counted"


def test_what_was_taken_back_can_be_brought_in_again() -> None:
    board = make.board()
    withdraw(make.imported(board.body), board.head)

    again = make.imported(board.body)

    assert (again.election.number, Poll.objects.count()) == (2, 2)


def test_who_asked_for_the_count_is_written_down() -> None:
    board = make.board()
    poll = make.imported(board.body)

    ask_for_count(poll, by=board.member, at=make.NOON)

    line = AuditEvent.objects.get(act="ballots.count_asked")
    assert (line.actor, line.scope) == (board.member, board.body.scope)


def test_nobody_asks_for_a_count_of_a_confirmed_poll() -> None:
    confirmation = make.confirmed()

    with pytest.raises(PollNotCountable):
        ask_for_count(confirmation.poll, by=confirmation.by, at=make.NOON)

    assert not AuditEvent.objects.filter(act="ballots.count_asked").exists()
