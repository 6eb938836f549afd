"""Whoever has a batch at hand, or one to compare, is led to it from his own page."""

import pytest
from pytest_django import DjangoAssertNumQueries

from ballots.queries.entry import heaps_waiting
from core.access.rights import Role
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.test_entry_pages import ended, open_poll, take, url
from tests.make import SignedIn

pytestmark = pytest.mark.django_db


def test_a_batch_that_is_open_leads_back_to_it(signed_in: SignedIn) -> None:
    board = make.board()
    poll = open_poll(board)
    take(poll, board.technician)

    page = signed_in(board.technician).get("/").text

    assert url("batch-entry", poll, 1) in page
    assert "bạn đang nhập dở" in page


def test_a_batch_that_waits_for_a_check_leads_those_who_may(
    signed_in: SignedIn,
) -> None:
    board = make.board()
    poll = open_poll(board)
    ended(poll, board.technician)

    page = signed_in(board.member).get("/").text

    assert url("batch-check", poll, 1) in page
    assert "chờ bạn đối chiếu" in page


def test_nobody_is_led_to_his_own_reading_or_anothers_heap() -> None:
    board = make.board()
    poll = open_poll(board, returned=30)
    ended_by = board.member
    take(poll, board.technician, 2)
    ended_entry = take(poll, ended_by, 1)
    ended_entry.finished_at, ended_entry.digest = make.NOON, "d" * 64
    ended_entry.save()
    elsewhere = make.holder(Role.TALLY_MEMBER, at=make.body().scope)

    assert not heaps_waiting(ended_by)
    assert not heaps_waiting(elsewhere)
    assert [e.batch.number for e in heaps_waiting(board.technician)] == [2]
    assert [e.batch.number for e in heaps_waiting(board.head)] == [1]


@pytest.mark.parametrize("batches", [1, 3])
def test_it_is_one_question_however_many_batches(
    batches: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hall = heaps.opened()
    for number in range(1, batches + 1):
        heaps.heap(hall, [heaps.struck(1)], number=number, agreed=False)
    heaps_waiting(hall.board.member)  # his appointments are read once

    with django_assert_num_queries(1):
        found = heaps_waiting(hall.board.member)

    assert len(found) == batches
