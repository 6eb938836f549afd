"""Papers are the sealed board's: others neither type, compare nor rule (R-BD-5, -9)."""

import pytest
from django.test import Client

from ballots import services
from ballots.queries.board import unseated_operators
from ballots.rules.doubts import Doubt
from ballots.services.board import NotOnTheBoard
from ballots.services.ruling import Ruled
from core.access.rights import Role
from core.models import Person, User
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.test_entering import check, divided, take, typed_in

pytestmark = pytest.mark.django_db


def appointed_later(board: make.Board, role: Role = Role.TALLY_MEMBER) -> User:
    """Somebody with a role at the body who does not sit on the sealed board."""
    return make.holder(role, at=board.body.scope, full_name="Hà Thị Muộn")


def test_a_member_who_is_not_seated_types_nothing() -> None:
    board = make.board()
    batch = divided(board)
    late = appointed_later(board)

    with pytest.raises(NotOnTheBoard, match="kỹ thuật viên"):
        take(batch, late)

    assert not batch.entries.exists()


def test_a_technician_types_without_a_seat_and_the_board_sees_it() -> None:
    board = make.board()
    batch = divided(board)

    typed_in(batch, appointed_later(board, Role.TALLY_TECHNICIAN))

    assert unseated_operators(batch.poll) == ["Hà Thị Muộn"]


def test_a_member_who_is_not_seated_compares_nothing() -> None:
    board = make.board()
    batch = divided(board)
    entry = typed_in(batch, board.technician)

    with pytest.raises(NotOnTheBoard, match="niêm phong"):
        check(entry, appointed_later(board))

    assert not hasattr(entry, "check_made")


def test_a_member_who_is_not_seated_writes_no_ruling() -> None:
    hall = heaps.opened(returned=1)
    heaps.heap(hall, [heaps.struck(1, doubt=Doubt.OTHER)])
    late = appointed_later(hall.board)
    ruled = Ruled(heaps.struck(1, 2)[0], "Rõ ý", ["Lục Văn Quý", "Nông Thị Quỳnh"], 0)

    with pytest.raises(NotOnTheBoard):
        services.rule_on_ballot(
            hall.pk, batch=1, position=1, ruled=ruled, by=late, at=make.NOON
        )


def test_a_member_who_is_not_seated_neither_divides_papers_nor_ends_entry() -> None:
    board = make.board()
    poll = make.open_box(board.body)
    late = appointed_later(board)

    with pytest.raises(NotOnTheBoard):
        services.divide_papers(str(poll.pk), size=25, by=late, at=make.NOON)
    with pytest.raises(NotOnTheBoard):
        services.finish_entry(str(poll.pk), by=late, at=make.NOON)


def test_whoever_was_merged_with_a_seated_row_is_seated() -> None:
    board = make.board()
    batch = divided(board)
    late = appointed_later(board)
    seated = Person.objects.filter(user=board.member)
    seated.update(merged_into=late.person)

    entry = take(batch, late)

    assert entry.by == late


def test_the_page_of_batches_says_why_and_offers_nothing(client: Client) -> None:
    hall = heaps.opened(returned=1)
    heaps.heap(hall, [heaps.struck(1)], agreed=False)
    client.force_login(appointed_later(hall.board))

    page = client.get(hall.url("poll-entry")).content.decode()

    assert "không phải thành viên ban kiểm phiếu" in page
    assert hall.url("batch-check", 1) not in page
