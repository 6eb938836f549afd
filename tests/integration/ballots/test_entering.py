"""A batch typed by hand: taken, saved paper by paper, ended, compared, sent back."""

import hashlib
import uuid
from typing import Any

import pytest
from django.db import transaction

from ballots import queries, services
from ballots.models import Ballot, Batch, Entry, EntryCheck, JournalLine, Poll
from ballots.queries import entry as reads
from ballots.queries.heaps import BatchState, heaps
from ballots.rules import fingerprint, journal
from ballots.rules.command import Mode
from ballots.rules.stages import Stage
from ballots.services.batches import BatchInUse, CannotDivide, DoesNotAddUp
from ballots.services.checking import NothingToCheck, NotSaidWhat, OwnReading
from ballots.services.ending import NotAllEntered
from ballots.services.entering import (
    AsksFirst,
    NoSuchPaper,
    Saved,
    ShownOtherwise,
    Slipped,
    Typing,
)
from ballots.services.open_entry import EntryClosed, StaleScreen
from ballots.services.own_list import OnTheListHimself
from ballots.services.taking import NotToEnter
from core.access.rights import Role
from core.errors import ChangedMeanwhile
from core.models import AuditEvent, User
from tests import make
from tests.second import Second

pytestmark = pytest.mark.django_db


def divided(
    board: make.Board, *, returned: int = 3, names: int = 5, seats: int = 3
) -> Batch:
    poll = make.open_box(board.body, names=names, seats=seats, returned=returned)
    batches = services.divide_papers(
        str(poll.pk), size=25, by=board.member, at=make.NOON
    )
    return batches[0]


def take(batch: Batch, by: User) -> Entry:
    return services.take_batch(str(batch.pk), by=by, at=make.NOON)


def marks(packed: Any) -> bytes:
    """The marks of a ballot that has some."""
    assert packed is not None
    return bytes(packed)


def typing(position: int, command: str, sequence: int, **other: Any) -> Typing:
    given: dict[str, Any] = {"mode": Mode.STRUCK, "key": uuid.uuid4()} | other
    return Typing(position=position, command=command, sequence=sequence, **given)


def save(
    entry: Entry, by: User, position: int, command: str, sequence: int, **other: Any
) -> Saved:
    sent = typing(position, command, sequence, **other)
    return services.save_ballot(str(entry.pk), sent, by=by)


def typed_in(
    batch: Batch, by: User, commands: tuple[str, ...] = ("4 5", "1", "0")
) -> Entry:
    entry = take(batch, by)
    for position, command in enumerate(commands, start=1):
        save(entry, by, position, command, position - 1)
    return services.end_entry(str(entry.pk), by=by, at=make.NOON)


def check(entry: Entry, by: User, wrong: set[int] | None = None, note: str = "") -> Any:
    return services.check_entry(
        str(entry.pk),
        wrong=wrong or set(),
        note=note,
        compared=entry.batch.papers,
        by=by,
        at=make.NOON,
    )


def state_of(batch: Batch) -> BatchState:
    rows = heaps(batch.poll)
    return next(row.state for row in rows if row.batch == batch)


def change(poll: Poll, papers: dict[int, int], seen: dict[int, int], by: User) -> None:
    services.change_batches(str(poll.pk), papers, seen=seen, by=by, at=make.NOON)


# --- counting off -----------------------------------------------------------------


def test_papers_are_counted_off_and_together_are_those_returned() -> None:
    board = make.board()
    poll = make.open_box(board.body, returned=120)

    made = services.divide_papers(str(poll.pk), size=50, by=board.member, at=make.NOON)
    again = services.divide_papers(str(poll.pk), size=25, by=board.head, at=make.NOON)

    assert [(batch.number, batch.papers) for batch in made] == [
        (1, 50),
        (2, 50),
        (3, 20),
    ]
    assert again == made
    line = AuditEvent.objects.get(act="ballots.papers_divided")
    assert line.detail == {"batches": 3, "papers": 120}


@pytest.mark.parametrize("size", [24, 51, 0])
def test_a_batch_is_neither_thin_nor_thick(size: int) -> None:
    board = make.board()
    poll = make.open_box(board.body)

    with pytest.raises(CannotDivide):
        services.divide_papers(str(poll.pk), size=size, by=board.member, at=make.NOON)


def test_batches_are_counted_off_anew_while_nobody_has_ended_them() -> None:
    board = make.board()
    poll = divided(board, returned=60).poll

    change(poll, {1: 26, 2: 24, 3: 0, 4: 10}, {1: 25, 2: 25, 3: 10}, board.member)

    assert dict(poll.batches.values_list("number", "papers")) == {1: 26, 2: 24, 4: 10}
    assert AuditEvent.objects.filter(act="ballots.batches_changed").count() == 1


def test_batches_that_do_not_add_up_are_refused() -> None:
    board = make.board()
    poll = divided(board, returned=60).poll

    with pytest.raises(DoesNotAddUp, match="59"):
        change(poll, {1: 24, 2: 25, 3: 10}, {1: 25, 2: 25, 3: 10}, board.member)


def test_somebody_who_looked_before_another_counted_changes_nothing() -> None:
    board = make.board()
    poll = divided(board, returned=60).poll
    change(poll, {1: 26, 2: 24, 3: 10}, {1: 25, 2: 25, 3: 10}, board.member)

    with pytest.raises(ChangedMeanwhile):
        change(poll, {1: 27, 2: 23, 3: 10}, {1: 25, 2: 25, 3: 10}, board.head)


def test_a_batch_that_somebody_entered_is_not_taken_away() -> None:
    board = make.board()
    batch = divided(board, returned=30)
    take(batch, board.technician)

    with pytest.raises(BatchInUse):
        change(batch.poll, {1: 0, 2: 5, 3: 25}, {1: 25, 2: 5}, board.member)


def test_a_batch_that_was_ended_keeps_its_papers() -> None:
    board = make.board()
    batch = divided(board)
    typed_in(batch, board.technician)

    with pytest.raises(BatchInUse):
        change(batch.poll, {1: 2, 2: 1}, {1: 3}, board.member)


def test_before_the_box_is_open_nothing_is_counted_off() -> None:
    board = make.board()
    poll = make.open_box(board.body)
    with make.past_every_trigger():
        Poll.objects.update(stage=Stage.ISSUING.value)

    with pytest.raises(CannotDivide):
        services.divide_papers(str(poll.pk), size=25, by=board.member, at=make.NOON)


# --- taking -----------------------------------------------------------------------


def test_a_second_operator_does_not_get_the_same_batch() -> None:
    board = make.board()
    batch = divided(board)
    entry = take(batch, board.technician)

    with pytest.raises(NotToEnter):
        take(batch, board.member)

    assert take(batch, board.technician) == entry


def test_two_who_take_one_batch_at_once_are_one_entry(
    transactional_db: None,
) -> None:
    board = make.board()
    batch = divided(board)

    with transaction.atomic():
        take(batch, board.technician)
        second = Second(lambda: take(batch, board.member))
        assert second.waits

    assert second.ends() == [NotToEnter]
    assert Entry.objects.count() == 1


def test_nobody_has_two_heaps_on_his_table() -> None:
    board = make.board()
    batch = divided(board, returned=30)
    other = Batch.objects.get(poll=batch.poll, number=2)
    take(batch, board.technician)

    with pytest.raises(NotToEnter):
        take(other, board.technician)


def test_whoever_stands_on_the_list_reads_none_of_its_papers() -> None:
    board = make.board()
    batch = divided(board)
    with make.past_every_trigger():
        batch.poll.candidates.filter(number=1).update(person=board.technician.person)

    with pytest.raises(OnTheListHimself):
        take(batch, board.technician)


# --- saving -----------------------------------------------------------------------


def test_a_paper_is_kept_as_it_was_seen_and_the_journal_has_a_line() -> None:
    board = make.board()
    batch = divided(board)
    entry = take(batch, board.technician)
    lines = AuditEvent.objects.count()

    saved = save(
        entry, board.technician, 1, "4 5 !2", 0, shown="18 - - - outside_name - 1"
    )

    ballot = Ballot.objects.get()
    line = JournalLine.objects.get()
    assert (marks(ballot.struck), ballot.kept, ballot.defect, ballot.copies) == (
        b"\x18",
        None,
        "outside_name",
        1,
    )
    assert (line.sequence, line.position, line.act, line.content) == (
        1,
        1,
        "saved",
        "18 - - - outside_name - 1",
    )
    assert saved == Saved(1, line.content, 1, 2)
    assert AuditEvent.objects.count() == lines


def test_more_names_than_seats_are_kept_as_seen() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)

    save(entry, board.technician, 1, "0", 0)

    assert marks(Ballot.objects.get().struck) == b"\x00"


def test_a_save_that_is_sent_again_is_saved_once() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    key = uuid.uuid4()

    first = save(entry, board.technician, 1, "4", 0, key=key)
    second = save(entry, board.technician, 1, "4", 0, key=key)

    assert first == second
    assert (Ballot.objects.count(), JournalLine.objects.count()) == (1, 1)


def test_a_save_sent_again_late_does_not_tell_its_screen_of_other_saves() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    key = uuid.uuid4()
    save(entry, board.technician, 1, "4", 0, key=key)
    save(entry, board.technician, 2, "5", 1)

    again = save(entry, board.technician, 1, "4", 0, key=key)

    assert again.sequence == 1
    with pytest.raises(StaleScreen):
        save(entry, board.technician, 2, "1", again.sequence)


def test_a_key_that_comes_with_another_paper_is_refused() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    key = uuid.uuid4()
    save(entry, board.technician, 1, "4", 0, key=key)

    with pytest.raises(ShownOtherwise):
        save(entry, board.technician, 1, "5", 1, key=key)


def test_a_double_click_saves_once(transactional_db: None) -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    sent = typing(1, "4", 0)

    def click() -> Saved:
        return services.save_ballot(str(entry.pk), sent, by=board.technician)

    clicks = [Second(click) for _each in range(4)]
    answers = [answer for each in clicks for answer in each.ends()]

    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert (Ballot.objects.count(), JournalLine.objects.count()) == (1, 1)


def test_a_screen_that_has_not_heard_of_the_last_save_overwrites_nothing() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    save(entry, board.technician, 1, "4", 0)

    with pytest.raises(StaleScreen):
        save(entry, board.technician, 1, "5", 0)

    assert marks(Ballot.objects.get().struck) == b"\x08"


def test_two_screens_at_one_position_leave_the_first_save(
    transactional_db: None,
) -> None:
    board = make.board()
    entry = take(divided(board), board.technician)

    with transaction.atomic():
        save(entry, board.technician, 1, "4", 0)
        second = Second(lambda: save(entry, board.technician, 1, "5", 0))
        assert second.waits

    assert second.ends() == [StaleScreen]
    assert marks(Ballot.objects.get().struck) == b"\x08"


def test_a_paper_is_read_again_and_both_readings_stay_in_the_journal() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    save(entry, board.technician, 1, "4", 0)

    saved = save(entry, board.technician, 1, "=1 2", 1)

    ballot = Ballot.objects.get()
    acts = list(JournalLine.objects.order_by("sequence").values_list("act", flat=True))
    assert (ballot.struck, marks(ballot.kept)) == (None, b"\x03")
    assert acts == ["saved", "retaken"]
    assert saved.upcoming == 2


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({"command": "6"}, Slipped),
        ({"command": ""}, Slipped),
        ({"command": "4 4"}, AsksFirst),
        ({"command": "4", "shown": "10 - - - - - 1"}, ShownOtherwise),
        ({"command": "4", "position": 4}, NoSuchPaper),
        ({"command": "4", "position": 0}, NoSuchPaper),
    ],
)
def test_what_is_not_sure_is_not_saved(
    sent: dict[str, Any], refusal: type[Exception]
) -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    command, position = sent.pop("command"), sent.pop("position", 1)

    with pytest.raises(refusal):
        save(entry, board.technician, position, command, 0, **sent)

    assert not JournalLine.objects.exists()


def test_a_number_typed_twice_is_saved_when_it_was_meant() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)

    save(entry, board.technician, 1, "4 4", 0, is_sure=True)

    assert marks(Ballot.objects.get().struck) == b"\x08"


def test_another_operator_does_not_save_into_an_entry() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)

    with pytest.raises(Entry.DoesNotExist):
        save(entry, board.member, 1, "4", 0)


def test_an_entry_that_is_ended_takes_nothing_more() -> None:
    board = make.board()
    entry = typed_in(divided(board), board.technician)

    with pytest.raises(EntryClosed):
        save(entry, board.technician, 1, "5", 3)


def test_after_the_stage_of_entry_nothing_is_saved() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    with make.past_every_trigger():
        Poll.objects.update(stage=Stage.ENTERED.value)

    with pytest.raises(EntryClosed):
        save(entry, board.technician, 1, "4", 0)


def test_agreement_is_kept_box_by_box() -> None:
    board = make.board()
    entry = take(divided(board, names=3, seats=3), board.technician)

    save(entry, board.technician, 1, "* =2 --3", 0)

    ballot = Ballot.objects.get()
    assert (marks(ballot.agree), marks(ballot.disagree)) == (b"\x03", b"\x02")


# --- ending -----------------------------------------------------------------------


def test_an_ended_entry_has_a_digest_of_its_ballots_and_of_its_journal() -> None:
    board = make.board()

    entry = typed_in(divided(board), board.technician, ("4 5", "1 #2", "0"))

    seen = list(queries.ballots_of(entry))
    digest = hashlib.sha256(
        b"".join(fingerprint.line(each.reading, each.doubt) for each in seen)
    ).hexdigest()
    lines = JournalLine.objects.order_by("sequence").values_list(
        "sequence", "position", "act", "content", "key"
    )
    written = journal.digest(
        journal.Line(a, b, journal.Act(c), d, str(e)) for a, b, c, d, e in lines
    )
    line = AuditEvent.objects.get(act="ballots.entry_finished")
    assert (entry.digest, entry.journal_digest) == (digest, written)
    # A digest without a random key in it would tell what few papers show.
    assert line.detail == {"papers": 3, "reading": 1, "journal_digest": written}
    assert state_of(entry.batch) is BatchState.TO_CHECK


def test_ending_twice_is_ending_once() -> None:
    board = make.board()
    entry = typed_in(divided(board), board.technician)

    again = services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)

    assert again == entry
    assert AuditEvent.objects.filter(act="ballots.entry_finished").count() == 1


def test_an_entry_with_papers_missing_does_not_end() -> None:
    board = make.board()
    entry = take(divided(board), board.technician)
    save(entry, board.technician, 2, "4", 0)

    with pytest.raises(NotAllEntered, match="đã lưu 1 tờ"):
        services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)


def test_a_heap_of_other_papers_goes_back_to_the_board_and_nothing_is_lost() -> None:
    board = make.board()
    batch = divided(board, returned=28)
    entry = take(batch, board.technician)
    for position in range(1, 26):
        save(entry, board.technician, position, "4", position - 1)

    services.report_papers(
        str(entry.pk), found=24, note="đếm hai lần", by=board.technician, at=make.NOON
    )
    batch.refresh_from_db()
    reported = batch.found
    change(batch.poll, {1: 24, 2: 4}, {1: 25, 2: 3}, board.member)
    with pytest.raises(NotAllEntered):
        services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)
    gone = services.remove_surplus(str(entry.pk), by=board.technician)
    ended = services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)

    batch.refresh_from_db()
    last = JournalLine.objects.order_by("sequence").last()
    assert (reported, batch.found, batch.found_note) == (24, None, "")
    assert gone == [25]
    assert last is not None
    assert (last.act, last.position, last.sequence) == ("removed", 25, 26)
    assert ended.ballots.count() == 24


def test_an_entry_given_up_stays_as_a_trace_and_another_begins_anew() -> None:
    board = make.board()
    batch = divided(board)
    entry = take(batch, board.technician)
    save(entry, board.technician, 1, "4", 0)

    services.abandon_entry(
        str(entry.pk), reason="máy hỏng", by=board.member, at=make.NOON
    )
    fresh = take(batch, board.member)

    entry.refresh_from_db()
    assert (entry.digest, entry.finished_at) == ("", make.NOON)
    assert (fresh.number, fresh.ballots.count()) == (2, 0)
    assert entry.journal.count() == 1
    assert AuditEvent.objects.get(act="ballots.entry_abandoned").detail == {
        "reason": "máy hỏng",
        "journal_digest": journal.digest(reads.journal_of(entry)),
    }
    with pytest.raises(EntryClosed):
        save(entry, board.technician, 2, "4", 1)


# --- comparing with the papers ----------------------------------------------------


def test_somebody_else_finds_that_an_entry_agrees() -> None:
    board = make.board()
    entry = typed_in(divided(board), board.technician)

    found = check(entry, board.member)

    batch = Batch.objects.get()
    assert (found.agrees, found.wrong, batch.agreed) == (True, [], entry)
    assert state_of(batch) is BatchState.AGREED
    assert AuditEvent.objects.get(act="ballots.entry_agreed").actor == board.member


def test_nobody_checks_what_he_has_entered_himself() -> None:
    board = make.board()
    entry = typed_in(divided(board), board.member)

    with pytest.raises(OwnReading):
        check(entry, board.member)

    assert not EntryCheck.objects.exists()


def test_a_second_account_of_the_operator_is_the_operator() -> None:
    board = make.board()
    other = make.holder(Role.TALLY_MEMBER, at=board.body.scope)
    with make.past_every_trigger():
        assert other.person
        other.person.merged_into = board.member.person
        other.person.save(update_fields=["merged_into"])
    other = User.objects.get(pk=other.pk)
    entry = typed_in(divided(board), board.member)

    with pytest.raises(OwnReading):
        check(entry, other)


def test_papers_that_differ_are_read_again_and_the_others_stand() -> None:
    board = make.board()
    batch = divided(board)
    first = typed_in(batch, board.technician)

    check(first, board.head, {2}, "tờ 2 gạch số 3")
    sent_back = state_of(batch)
    entry = take(batch, board.technician)
    with pytest.raises(NotAllEntered):
        services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)
    saved = save(entry, board.technician, 2, "3", 2)
    second = services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)
    check(second, board.head)

    batch.refresh_from_db()
    assert sent_back is BatchState.RETURNED
    assert saved.upcoming is None
    assert (second.number, batch.agreed) == (2, second)
    assert [marks(each.struck) for each in second.ballots.order_by("position")] == [
        b"\x18",
        b"\x04",
        b"\x00",
    ]
    assert [marks(each.struck) for each in first.ballots.order_by("position")] == [
        b"\x18",
        b"\x01",
        b"\x00",
    ]


def test_whoever_read_part_of_a_batch_does_not_check_it_afterwards() -> None:
    board = make.board()
    batch = divided(board)
    check(typed_in(batch, board.member), board.head, {2})
    entry = take(batch, board.technician)
    save(entry, board.technician, 2, "3", 2)
    second = services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)

    with pytest.raises(OwnReading):
        check(second, board.member)


def test_a_batch_waits_for_no_second_check() -> None:
    board = make.board()
    entry = typed_in(divided(board), board.technician)
    first = check(entry, board.member)

    with pytest.raises(NothingToCheck):
        check(entry, board.head, {1})

    assert check(entry, board.member) == first


def test_a_wrong_position_is_one_of_the_batch() -> None:
    board = make.board()
    entry = typed_in(divided(board), board.technician)

    with pytest.raises(NotSaidWhat):
        check(entry, board.member, {4})


def test_an_agreement_is_taken_back_and_all_is_compared_again() -> None:
    board = make.board()
    batch = divided(board)
    first = typed_in(batch, board.technician)
    check(first, board.member)

    services.take_back_agreement(
        str(batch.pk), reason="sót một tờ", by=board.head, at=make.NOON
    )
    returned = state_of(batch)
    entry = take(batch, board.technician)
    save(entry, board.technician, 3, "2", 3)
    second = services.end_entry(str(entry.pk), by=board.technician, at=make.NOON)

    assert returned is BatchState.RETURNED
    assert state_of(batch) is BatchState.TO_CHECK
    assert second.digest != first.digest
    check(second, board.member)
    assert Batch.objects.get().agreed == second
