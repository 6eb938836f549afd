"""A paper was passed over or typed twice: the others are not typed again."""

import uuid
from typing import Any

import pytest
from django.test import Client

from ballots import services
from ballots.models import Ballot, Batch, Entry, JournalLine
from ballots.queries import entry as reads
from ballots.rules import journal
from ballots.rules.journal import Act, Line
from ballots.services.ending import JournalBroken, NotAllEntered
from ballots.services.entering import AsksFirst
from ballots.services.open_entry import EntryClosed, JournalFull, StaleScreen
from ballots.services.shifting import NoRoom, NothingToMove
from core.models import User
from tests import make
from tests.integration.ballots.test_entering import divided, save, take, typing
from tests.integration.ballots.test_entry_pages import post, sent, url

pytestmark = pytest.mark.django_db

ONE, TWO, THREE, FOUR = "1", "2", "3", "4"


def begun(
    board: make.Board, commands: tuple[str, ...] = (ONE, TWO, THREE), papers: int = 4
) -> Entry:
    entry = take(divided(board, returned=papers), board.technician)
    for position, command in enumerate(commands, start=1):
        save(entry, board.technician, position, command, position - 1)
    return entry


def shift(entry: Entry, by: User, command: str, sequence: int, **other: Any) -> Any:
    at = other.pop("at", 1)
    given = typing(at, command, sequence, **other)
    return services.shift_papers(str(entry.pk), given, by=by)


def stack(entry: Entry) -> dict[int, str]:
    """Which one name is struck, by position."""
    sheet = reads.sheet_of(entry.batch.poll)
    return {
        seen.position: " ".join(map(str, sheet.numbers_of(seen.reading.struck or b"")))
        for seen in reads.seen_of(entry)
    }


def retold(entry: Entry) -> dict[int, str]:
    """The entry as its journal alone tells it."""
    rows = JournalLine.objects.filter(entry=entry).order_by("sequence")
    columns = rows.values_list("sequence", "position", "act", "content")
    return journal.rebuilt(Line(n, at, Act(act), said) for n, at, act, said in columns)


def test_room_is_made_for_a_paper_that_was_passed_over() -> None:
    board = make.board()
    entry = begun(board)

    moved = shift(entry, board.technician, "/+2", 3)

    assert (moved.position, moved.sequence, moved.upcoming) == (2, 4, 2)
    assert stack(entry) == {1: ONE, 3: TWO, 4: THREE}
    save(entry, board.technician, 2, FOUR, 4)
    assert stack(entry) == {1: ONE, 2: FOUR, 3: TWO, 4: THREE}
    assert retold(entry) == reads.contents(entry)


def test_a_paper_typed_twice_is_taken_out_once_it_is_said_twice() -> None:
    board = make.board()
    entry = begun(board)

    with pytest.raises(AsksFirst, match="tờ 2"):
        shift(entry, board.technician, "/-2", 3)
    taken = shift(entry, board.technician, "/-2", 3, is_sure=True)

    assert (taken.sequence, taken.upcoming) == (4, 3)
    assert stack(entry) == {1: ONE, 2: THREE}
    assert retold(entry) == reads.contents(entry)


def test_room_made_in_vain_is_closed_without_asking() -> None:
    board = make.board()
    entry = begun(board)
    shift(entry, board.technician, "/+", 3, at=2)

    shift(entry, board.technician, "/-", 4, at=2)

    assert stack(entry) == {1: ONE, 2: TWO, 3: THREE}
    assert retold(entry) == reads.contents(entry)


@pytest.mark.parametrize(("command", "sure"), [("/+2", False), ("/-2", True)])
def test_a_shift_that_is_sent_again_is_done_once(command: str, sure: bool) -> None:
    board = make.board()
    entry = begun(board)
    key = uuid.uuid4()

    first = shift(entry, board.technician, command, 3, key=key, is_sure=sure)
    again = shift(entry, board.technician, command, 3, key=key, is_sure=sure)

    assert first == again
    assert JournalLine.objects.filter(entry=entry).count() == 4
    assert retold(entry) == reads.contents(entry)


def test_no_paper_is_pushed_out_of_the_heap() -> None:
    board = make.board()
    entry = begun(board, papers=3)

    with pytest.raises(NoRoom, match="3 tờ"):
        shift(entry, board.technician, "/+2", 3)

    assert stack(entry) == {1: ONE, 2: TWO, 3: THREE}


@pytest.mark.parametrize("command", ["/+4", "/-4", "/+9", "/-0", "/+0"])
def test_where_nothing_is_saved_nothing_moves(command: str) -> None:
    board = make.board()
    entry = begun(board)

    with pytest.raises(NothingToMove):
        shift(entry, board.technician, command, 3, is_sure=True)

    assert JournalLine.objects.filter(entry=entry).count() == 3


def test_a_screen_that_is_behind_moves_nothing() -> None:
    board = make.board()
    entry = begun(board)

    with pytest.raises(StaleScreen):
        shift(entry, board.technician, "/+2", 2)

    assert stack(entry) == {1: ONE, 2: TWO, 3: THREE}


def test_nothing_moves_in_an_entry_that_has_ended() -> None:
    board = make.board()
    entry = begun(board, papers=3)
    services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)

    with pytest.raises(EntryClosed):
        shift(entry, board.technician, "/+2", 3)


def test_a_heap_with_room_left_open_does_not_end() -> None:
    board = make.board()
    entry = begun(board)
    shift(entry, board.technician, "/+2", 3)

    with pytest.raises(NotAllEntered):
        services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)


def test_papers_too_many_are_taken_out_one_by_one_as_well() -> None:
    board = make.board()
    entry = begun(board)
    Batch.objects.filter(pk=entry.batch_id).update(papers=2)

    taken = shift(entry, board.technician, "/-1", 3, is_sure=True)

    assert stack(entry) == {1: TWO, 2: THREE}
    assert taken.upcoming is None
    assert retold(entry) == reads.contents(entry)


def test_an_entry_that_its_journal_does_not_tell_does_not_end() -> None:
    board = make.board()
    entry = begun(board, papers=3)
    Ballot.objects.filter(entry=entry, position=2).update(defect="torn")

    with pytest.raises(JournalBroken):
        services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)


def test_one_entry_is_not_written_to_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal, "MOST_LINES", 3)
    board = make.board()
    entry = begun(board)
    key = JournalLine.objects.get(entry=entry, sequence=3).key

    with pytest.raises(JournalFull, match="3 lần"):
        save(entry, board.technician, 1, TWO, 3)
    with pytest.raises(JournalFull):
        shift(entry, board.technician, "/+2", 3)
    save(entry, board.technician, 3, THREE, 3, key=key)

    assert JournalLine.objects.filter(entry=entry).count() == 3


def test_the_screen_gets_all_that_moved(client: Client) -> None:
    board = make.board()
    entry = begun(board)
    client.force_login(board.technician)

    answer = post(client, entry.batch.poll, sent(3, "/+2", 3)).json()

    assert (answer["act"], answer["position"], answer["next"]) == ("inserted", 2, 2)
    assert sorted(answer["state"]["ballots"]) == ["1", "3", "4"]
    assert answer["sequence"] == answer["state"]["sequence"] == 4


def test_without_a_script_a_paper_is_taken_out_after_a_tick(client: Client) -> None:
    board = make.board()
    entry = begun(board)
    client.force_login(board.technician)
    where = url("batch-entry", entry.batch.poll, 1)

    asked = client.post(where, sent(2, "/-", 3))
    done = client.post(where, sent(2, "/-", 3, sure="on"))

    assert 'name="sure"' in asked.content.decode()
    assert (done.status_code, done.headers["Location"]) == (302, f"{where}?to=3")
    assert stack(entry) == {1: ONE, 2: THREE}
