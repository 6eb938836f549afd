"""Several people read each batch blind; who read none decides over the paper."""

import uuid
from collections.abc import Collection
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from ballots import queries, services
from ballots.models import Ballot, Batch, Entry, EntryCheck, Poll
from ballots.queries.heaps import (
    BatchState,
    Due,
    heap_of,
    heaps,
    papers_alike,
    to_settle,
)
from ballots.rules.command import Mode
from ballots.services.checking import OwnReading
from ballots.services.entering import Typing
from ballots.services.readings import ReadingsFixed
from ballots.services.settling import (
    LOOK_AGAIN,
    HeadDoesNotSettle,
    NotAllSettled,
    NothingToSettle,
    OtherNumberOfPapers,
)
from ballots.services.taking import NotToEnter
from core.access.rights import Role
from core.errors import ChangedMeanwhile
from core.models import AuditEvent, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

PAPERS = 5
FIRST = ("4 5", "1 2", "3", "0", "2 5")


class Board:
    """A box opened over five papers, and enough people to read them."""

    def __init__(self, readings: int = 2) -> None:
        self.of = make.board()
        self.poll = make.open_box(
            self.of.body, names=5, seats=3, returned=PAPERS, readings=readings
        )
        self.readers = [self.person(each) for each in ("Bàn Thị Hai", "Lò Văn Ba")]
        self.readers.insert(0, self.of.technician)
        (self.batch,) = services.divide_papers(
            str(self.poll.pk), size=25, by=self.of.member, at=make.NOON
        )

    def person(self, name: str, role: Role = Role.TALLY_MEMBER) -> User:
        found = make.holder(role, at=self.of.body.scope, full_name=name)
        make.seat(self.poll, found)
        return found

    def save(self, by: User, commands: tuple[str, ...] = FIRST) -> Entry:
        entry = services.take_batch(
            str(self.batch.pk), by=by, at=make.NOON, machine=str(by.pk)
        )
        for position, command in enumerate(commands, start=1):
            typing = Typing(position, command, Mode.STRUCK, uuid.uuid4(), position - 1)
            services.save_ballot(str(entry.pk), typing, by=by)
        return entry

    def read(self, by: User, commands: tuple[str, ...] = FIRST) -> Entry:
        entry = self.save(by, commands)
        return services.end_entry(str(entry.pk), by=by, at=make.NOON)

    @property
    def heap(self) -> Any:
        return heap_of(Batch.objects.select_related("poll").get(pk=self.batch.pk))

    def settle(
        self,
        by: User,
        answers: dict[int, str],
        seen: str = "",
        again: Collection[int] = (),
    ) -> Entry:
        return services.settle_batch(
            str(self.batch.pk),
            answers,
            seen=seen or to_settle(self.heap).digest,
            again=again,
            by=by,
            at=make.NOON,
        )

    def check(self, by: User, wrong: set[int] | None = None) -> None:
        services.check_entry(
            str(self.heap.standing.pk),
            wrong=wrong or set(),
            note="",
            compared=PAPERS,
            by=by,
            at=make.NOON,
        )


def other(position: int, command: str) -> tuple[str, ...]:
    return (*FIRST[: position - 1], command, *FIRST[position:])


def struck(entry: Entry) -> list[bytes]:
    rows = Ballot.objects.filter(entry=entry).order_by("position")
    return [bytes(each.struck or b"") for each in rows]


# --- how often ---------------------------------------------------------------------


def test_how_often_papers_are_read_is_chosen_before_the_box_is_sealed() -> None:
    board = make.board()
    poll = make.closed_list(board.body)

    services.choose_readings(str(poll.pk), 2, by=board.head, at=make.NOON)
    services.choose_readings(str(poll.pk), 2, by=board.head, at=make.NOON)

    line = AuditEvent.objects.get(act="ballots.readings_chosen")
    assert line.detail == {"readings": 2}
    assert Poll.objects.get(pk=poll.pk).readings == 2


def test_once_the_box_is_sealed_it_stays() -> None:
    board = Board()

    with pytest.raises(ReadingsFixed):
        services.choose_readings(str(board.poll.pk), 1, by=board.of.head, at=make.NOON)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Poll.objects.filter(pk=board.poll.pk).update(readings=1)


def test_nobody_reads_four_times() -> None:
    board = make.board()
    poll = make.closed_list(board.body)

    with pytest.raises(ReadingsFixed):
        services.choose_readings(str(poll.pk), 4, by=board.head, at=make.NOON)


# --- blind --------------------------------------------------------------------------


def test_the_second_reader_starts_from_nothing() -> None:
    board = Board()
    board.read(board.readers[0])

    entry = services.take_batch(str(board.batch.pk), by=board.readers[1], at=make.NOON)

    assert (entry.reading, Ballot.objects.filter(entry=entry).count()) == (2, 0)
    assert board.heap.state is BatchState.OPEN


def test_the_screen_of_the_second_reader_tells_nothing_of_the_first(
    signed_in: SignedIn,
) -> None:
    board = Board()
    first = board.save(board.readers[0], ("1 2 3 4", "2", "3", "0", "2 5"))
    typist = signed_in(board.readers[0])
    typist.post(address(board, "batch-take"))
    own = typist.get(address(board, "batch-entry")).text
    services.end_entry(str(first.pk), by=board.readers[0], at=make.NOON)
    services.take_batch(str(board.batch.pk), by=board.readers[1], at=make.NOON)

    page = signed_in(board.readers[1]).get(address(board, "batch-entry")).text

    contents = [f"{each.hex()} " for each in struck(first)]
    assert [each for each in contents if each not in own] == []
    assert [each for each in contents if each in page] == []
    assert '"ballots": {}' in page.replace("&quot;", '"')


def test_nobody_reads_a_batch_twice() -> None:
    board = Board()
    board.read(board.readers[0])

    with pytest.raises(NotToEnter, match="Người khác nhập lần tiếp"):
        services.take_batch(str(board.batch.pk), by=board.readers[0], at=make.NOON)


def test_the_database_keeps_readings_to_different_people() -> None:
    board = Board()
    first = board.read(board.readers[0])

    with (
        pytest.raises(DatabaseError, match="reads a batch twice"),
        transaction.atomic(),
    ):
        Entry.objects.create(batch=board.batch, number=2, reading=2, by=first.by)


def test_a_batch_does_not_agree_before_all_have_read_it() -> None:
    board = Board()
    board.read(board.readers[0])
    (only,) = board.heap.entries

    EntryCheck.objects.create(entry=only, agrees=True, by=board.of.member, at=make.NOON)

    with pytest.raises(DatabaseError, match="too few people"), transaction.atomic():
        Batch.objects.filter(pk=board.batch.pk).update(agreed=only)


# --- agreeing -----------------------------------------------------------------------


def test_readings_that_agree_are_closed_by_somebody_who_read_none() -> None:
    board = Board()
    board.read(board.readers[0])
    board.read(board.readers[1])

    for reader in board.readers[:2]:
        with pytest.raises(OwnReading):
            board.check(reader)
    board.check(board.of.member)

    assert board.heap.state is BatchState.AGREED


def test_struck_and_kept_are_the_same_reading() -> None:
    board = Board()
    board.read(board.readers[0])
    board.read(board.readers[1], other(1, "=1 2 3"))

    assert board.heap.state is BatchState.TO_CHECK


def test_a_stack_turned_over_agrees() -> None:
    board = Board()
    board.read(board.readers[0])
    board.read(board.readers[1], FIRST[::-1])

    assert board.heap.state is BatchState.TO_CHECK
    assert board.heap.standing.reading == 1


def test_whoever_compares_is_told_that_the_stack_was_turned_over(
    signed_in: SignedIn,
) -> None:
    board, plain = Board(), Board()
    for each, second in ((board, FIRST[::-1]), (plain, FIRST)):
        each.read(each.readers[0])
        each.read(each.readers[1], second)

    def page(of: Board) -> str:
        return str(signed_in(of.of.member).get(address(of, "batch-check")).text)

    assert "theo thứ tự của Đàm Văn Thái" in page(board)
    assert "theo thứ tự của" not in page(plain)


def test_of_three_readings_all_three_have_to_agree() -> None:
    board = Board(readings=3)
    board.read(board.readers[0])
    board.read(board.readers[1])
    middle = board.heap.state
    board.read(board.readers[2], other(3, "4"))

    assert (middle, board.heap.state) == (BatchState.READ_ON, BatchState.DIFFERS)


# --- settling -----------------------------------------------------------------------


def differing() -> Board:
    board = Board()
    board.read(board.readers[0])
    board.read(board.readers[1], other(3, "4"))
    return board


def test_only_the_paper_that_differs_is_asked_about() -> None:
    board = differing()

    asked = to_settle(board.heap)

    assert board.heap.due is Due.SETTLE
    assert [question.slot for question in asked.questions] == [3]
    assert asked.readers == ("Đàm Văn Thái", "Bàn Thị Hai")


def test_what_the_paper_shows_stands_whoever_read_it_so() -> None:
    board = differing()
    readings = [struck(each) for each in board.heap.read.values()]

    settled = board.settle(board.of.member, {3: "3 4"}, again={3})

    third = struck(settled)
    assert third[2] not in {readings[0][2], readings[1][2]}
    assert third[:2] + third[3:] == readings[0][:2] + readings[0][3:]
    assert [struck(each) for each in board.heap.read.values()] == readings
    assert board.heap.standing == settled
    line = AuditEvent.objects.get(act="ballots.batch_settled")
    assert line.detail["journal_digest"] == settled.journal_digest


def test_readers_do_not_settle_their_own_batch() -> None:
    board = differing()

    for reader in board.readers[:2]:
        with pytest.raises(OwnReading):
            board.settle(reader, {3: "3"})


@pytest.mark.parametrize("answer", ["", "99", "sai"])
def test_an_answer_that_cannot_be_read_saves_nothing(answer: str) -> None:
    board = differing()

    with pytest.raises(NotAllSettled) as refused:
        board.settle(board.of.member, {3: answer})

    assert set(refused.value.faults) == {3}
    assert board.heap.state is BatchState.DIFFERS


def test_whoever_looked_at_other_readings_settles_nothing() -> None:
    board = differing()

    with pytest.raises(ChangedMeanwhile):
        board.settle(board.of.member, {3: "3"}, seen="something else")


def test_settled_twice_the_second_finds_nothing() -> None:
    board = differing()
    seen = to_settle(board.heap).digest
    board.settle(board.of.member, {3: "3"}, seen=seen)

    with pytest.raises(NothingToSettle):
        board.settle(board.of.member, {3: "4"}, seen=seen)


def test_a_paper_that_one_missed_is_found_and_the_heap_is_whole() -> None:
    board = Board()
    board.read(board.readers[0], (*FIRST[:2], *FIRST[3:], "1 5"))
    board.read(board.readers[1])
    asked = to_settle(board.heap)

    with pytest.raises(OtherNumberOfPapers):
        board.settle(board.of.member, {3: "3", 6: "1 5"})
    settled = board.settle(board.of.member, {3: "3", 6: "x"})

    assert [question.slot for question in asked.questions] == [3, 6]
    assert struck(settled) == struck(board.heap.read[2])


def test_readings_alike_of_too_many_papers_are_asked_about_one_by_one() -> None:
    board = Board()
    board.read(board.readers[0])
    board.read(board.readers[1])
    with transaction.atomic(), make.past_every_trigger():
        Batch.objects.filter(pk=board.batch.pk).update(papers=PAPERS - 1)

    asked = to_settle(board.heap)
    settled = board.settle(
        board.of.member, {1: "4 5", 2: "1 2", 3: "3", 4: "0", 5: "x"}
    )

    assert len(asked.questions) == PAPERS
    assert len(struck(settled)) == PAPERS - 1


def test_papers_sent_back_are_settled_again() -> None:
    board = differing()
    board.settle(board.of.member, {3: "3"})
    closer = board.person("Hà Thị Muộn")
    board.check(closer, wrong={4})

    asked = to_settle(board.heap)
    board.settle(board.of.member, {4: "1"})
    board.check(closer)

    assert [question.slot for question in asked.questions] == [4]
    assert board.heap.state is BatchState.AGREED
    assert Entry.objects.filter(batch=board.batch, reading=0).count() == 2


def test_whoever_settled_leaves_the_comparing_to_somebody_who_may() -> None:
    board = differing()
    board.settle(board.of.member, {3: "3"})

    with pytest.raises(OwnReading, match="thành viên khác"):
        board.check(board.of.member)
    board.check(board.of.head)

    assert board.heap.state is BatchState.AGREED


def test_papers_alike_are_those_of_which_all_readings_say_the_same() -> None:
    board = Board()
    board.read(board.readers[0])
    # The second paper is passed over, the last one taken twice.
    board.read(board.readers[1], (FIRST[0], *FIRST[2:], FIRST[-1]))

    assert papers_alike(board.poll, heaps(board.poll)) == {1: PAPERS - 1}


def test_the_head_settles_nothing_for_he_confirms() -> None:
    board = differing()

    with pytest.raises(HeadDoesNotSettle):
        board.settle(board.of.head, {3: "3"})


def test_what_no_reader_saw_is_asked_for_once_more() -> None:
    board = differing()

    with pytest.raises(NotAllSettled) as refusal:
        board.settle(board.of.member, {3: "1 2"})
    settled = board.settle(board.of.member, {3: "1 2"}, again={3})

    assert refusal.value.faults == {3: str(LOOK_AGAIN)}
    assert struck(settled)[2] == struck(board.heap.read[1])[1]


def test_what_is_asked_for_once_more_is_typed_anew(signed_in: SignedIn) -> None:
    board = differing()
    client = signed_in(board.of.member)
    page = address(board, "batch-settle")
    said = {"seen": to_settle(board.heap).digest, "slot-3": "1 2"}

    asked = client.post(page, said).text
    client.post(page, said | {"again": "3"})

    assert 'name="again" value="3"' in asked
    assert 'value="1 2"' not in asked
    assert board.heap.settled is not None


def test_an_agreement_taken_back_asks_about_every_paper() -> None:
    board = Board()
    board.read(board.readers[0])
    board.read(board.readers[1])
    board.check(board.of.member)
    services.take_back_agreement(
        str(board.batch.pk), reason="Nhầm chồng", by=board.of.head, at=make.NOON
    )

    asked = to_settle(board.heap)

    assert board.heap.state is BatchState.RETURNED
    assert len(asked.questions) == PAPERS


# --- pages --------------------------------------------------------------------------


def address(board: Board, name: str) -> str:
    place = [*queries.address(board.poll), board.batch.number]
    return reverse(f"ballots:{name}", args=place)


def test_the_page_shows_both_versions_and_both_names(signed_in: SignedIn) -> None:
    board = differing()

    page = signed_in(board.of.member).get(address(board, "batch-settle")).text

    assert "Bàn Thị Hai" in page
    assert "Đàm Văn Thái" in page
    assert page.count('name="slot-') == 1


def test_what_was_typed_stays_when_an_answer_is_refused(signed_in: SignedIn) -> None:
    board = differing()
    client: Client = signed_in(board.of.member)

    answer = client.post(
        address(board, "batch-settle"),
        {"slot-3": "99", "seen": to_settle(board.heap).digest},
    )

    assert 'value="99"' in answer.text
    assert "invalid-feedback" in answer.text


def test_settled_on_the_page_the_batch_waits_for_its_check(signed_in: SignedIn) -> None:
    board = differing()

    answer = signed_in(board.of.member).post(
        address(board, "batch-settle"),
        {"slot-3": "3", "seen": to_settle(board.heap).digest},
    )

    assert answer.status_code == 302
    assert board.heap.state is BatchState.TO_CHECK


def test_whoever_only_types_does_not_find_the_page(signed_in: SignedIn) -> None:
    board = differing()

    answer = signed_in(board.of.technician).get(address(board, "batch-settle"))

    assert answer.status_code == 404


def test_a_member_who_read_it_is_led_back_with_the_reason(signed_in: SignedIn) -> None:
    board = differing()

    answer = signed_in(board.readers[1]).get(
        address(board, "batch-settle"), follow=True
    )

    batches = reverse("ballots:poll-entry", args=queries.address(board.poll))
    assert answer.redirect_chain == [(batches, 302)]
    assert "Bạn đã nhập tập này." in answer.text


@pytest.mark.parametrize("papers", [(5,), (2, 2, 1)])
def test_the_list_of_batches_asks_as_often_for_many(
    papers: tuple[int, ...], django_assert_num_queries: Any
) -> None:
    board = Board()
    services.change_batches(
        str(board.poll.pk),
        dict(enumerate(papers, start=1)),
        seen={1: PAPERS},
        by=board.of.member,
        at=make.NOON,
    )
    for batch in Batch.objects.filter(poll=board.poll):
        board.batch = batch
        board.read(board.readers[0], ("1 2",) * batch.papers)
        board.read(board.readers[1], ("4 5",) * batch.papers)

    with django_assert_num_queries(5):
        rows = heaps(board.poll)

    assert [row.state for row in rows] == [BatchState.DIFFERS] * len(papers)
