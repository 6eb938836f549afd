"""What the board decides about doubtful ballots, and when entry is finished."""

import json

import pytest
from django.db import transaction

from ballots import services
from ballots.models import Batch, BoardRuling, FrozenBase, Poll
from ballots.queries.doubtful import (
    DoubtfulBallot,
    doubtful_ballots,
    entry_state,
    paper_of,
)
from ballots.rules.ballot import Defect, Reading, Ruling
from ballots.rules.doubts import Doubt, ruled_invalid, ruled_to_show
from ballots.services.closing_entry import EntryUnfinished
from ballots.services.papers import FiguresImpossible, NotNow, WarningsWait
from ballots.services.ruling import NotRuledOnNow, TooFewDeciders
from ballots.services.withdrawing import PollWithdrawn
from core.errors import ChangedMeanwhile
from core.models import AuditEvent
from tests import make
from tests.integration.ballots import heaps
from tests.integration.ballots.heaps import Hall, boxes, struck

pytestmark = pytest.mark.django_db

BOTH = ("Lục Văn Quý", "Nông Thị Quỳnh")
CLEAR = struck(4, 5)
PARTIAL = struck(4, doubt=Doubt.PARTIAL_STRIKE)
SIGNED = struck(4, 5, defect=Defect.SPECIAL_MARK)


def queue(hall: Hall) -> list[DoubtfulBallot]:
    return doubtful_ballots(hall.poll, paper_of(hall.poll))


def rule(
    hall: Hall,
    position: int,
    reading: Reading,
    *,
    batch: int = 1,
    deciders: tuple[str, ...] = BOTH,
    seen: int = 0,
) -> BoardRuling:
    ruled = services.Ruled(reading, "Ban đã xem kỹ.", deciders, seen)
    return services.rule_on_ballot(
        hall.pk, batch=batch, position=position, ruled=ruled, by=hall.head, at=make.NOON
    )


def shows(hall: Hall, *numbers: int) -> Reading:
    return ruled_to_show(struck(*numbers)[0], paper_of(hall.poll).slate)


# --- the queue --------------------------------------------------------------------


def test_the_queue_has_what_is_set_aside_and_what_eyes_saw_of_agreed_heaps() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL, SIGNED])
    heaps.heap(hall, [PARTIAL], number=2, agreed=False)

    found = [(b.batch, b.position, b.doubt, b.reading.defect) for b in queue(hall)]

    assert found == [
        (1, 2, Doubt.PARTIAL_STRIKE, None),
        (1, 3, None, Defect.SPECIAL_MARK),
    ]


def test_the_queue_has_the_agreements_with_nobody() -> None:
    hall = heaps.opened(names=3, seats=3)
    heaps.heap(hall, [boxes([1]), boxes([]), boxes([], [1, 2]), boxes([1], [1])])

    assert [b.position for b in queue(hall)] == [2, 3, 4]


def test_the_queue_of_one_name_has_no_open_agreements() -> None:
    hall = heaps.opened(names=1, seats=1)
    heaps.heap(hall, [boxes([], names=1), boxes([1], [1], names=1)])

    assert queue(hall) == []


def test_what_came_in_a_file_is_ruled_on_in_the_file() -> None:
    poll = make.imported()

    assert doubtful_ballots(poll, paper_of(poll)) == []


# --- ruling -----------------------------------------------------------------------


def test_the_board_rules_what_a_ballot_shows() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL])

    ruling = rule(hall, 2, shows(hall, 4, 5))

    found = queue(hall)[0]
    assert found.ruling == ruling
    assert found.ruled == shows(hall, 4, 5)
    assert (ruling.number, ruling.deciders, ruling.by) == (1, list(BOTH), hall.head)


def test_the_trail_says_where_the_ballot_lies_and_why_and_nothing_else() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL])

    rule(hall, 2, shows(hall, 4, 5))

    line = AuditEvent.objects.get(act="ballots.ballot_ruled")
    assert line.detail == {
        "batch": 1,
        "position": 2,
        "reason": "Ban đã xem kỹ.",
        "deciders": ["Lục Văn Quý", "Nông Thị Quỳnh"],
    }


def test_an_agreement_with_nobody_is_ruled_valid_or_not() -> None:
    hall = heaps.opened(names=3, seats=3)
    empty = boxes([])
    heaps.heap(hall, [empty, empty])
    paper = paper_of(hall.poll)

    valid = rule(hall, 1, ruled_to_show(empty[0], paper.slate))
    invalid = rule(hall, 2, ruled_invalid(empty[0], None))

    assert (valid.decision, invalid.decision) == (Ruling.VALID, Ruling.INVALID)


def test_a_ruling_thought_over_is_another_row_and_the_last_counts() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL])
    rule(hall, 1, shows(hall, 4, 5))

    rule(hall, 1, ruled_invalid(PARTIAL[0], Defect.BOARD_RULED), seen=1)

    assert list(
        BoardRuling.objects.order_by("pk").values_list("number", flat=True)
    ) == [
        1,
        2,
    ]
    assert queue(hall)[0].ruled == ruled_invalid(PARTIAL[0], Defect.BOARD_RULED)


def test_the_same_ruling_sent_twice_is_one() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL])

    assert rule(hall, 1, shows(hall, 4, 5)) == rule(hall, 1, shows(hall, 4, 5))
    assert BoardRuling.objects.count() == 1


def test_nobody_rules_over_a_ruling_he_has_not_seen() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL])
    rule(hall, 1, shows(hall, 4, 5))

    with pytest.raises(ChangedMeanwhile):
        rule(hall, 1, shows(hall, 3, 4, 5), seen=0)

    assert BoardRuling.objects.count() == 1


@pytest.mark.parametrize(
    "deciders", [("Lục Văn Quý",), (), ("Lục Văn Quý", "Đàm Văn Thái")]
)
def test_too_few_or_others_do_not_decide(deciders: tuple[str, ...]) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [PARTIAL])

    with pytest.raises(TooFewDeciders):
        rule(hall, 1, shows(hall, 4, 5), deciders=deciders)

    assert not BoardRuling.objects.exists()


@pytest.mark.parametrize(("batch", "position"), [(1, 1), (1, 9), (2, 1)])
def test_only_doubtful_ballots_of_agreed_heaps_are_ruled_on(
    batch: int, position: int
) -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL])
    heaps.heap(hall, [PARTIAL], number=2, agreed=False)

    with pytest.raises(NotRuledOnNow):
        rule(hall, position, shows(hall, 4, 5), batch=batch)


def test_nothing_is_ruled_once_entry_is_finished_or_the_poll_taken_back() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, CLEAR, PARTIAL])
    rule(hall, 3, shows(hall, 4, 5))
    services.finish_entry(hall.pk, by=hall.head, at=make.NOON)

    with pytest.raises(NotRuledOnNow):
        rule(hall, 3, shows(hall, 4), seen=1)
    services.withdraw_poll(hall.pk, reason="x", by=hall.head, at=make.NOON)
    with pytest.raises(PollWithdrawn):
        rule(hall, 3, shows(hall, 4), seen=1)


# --- entry is finished ------------------------------------------------------------


def finish(hall: Hall) -> Poll:
    return services.finish_entry(hall.pk, by=hall.head, at=make.NOON)


def test_entry_is_finished_once_nothing_is_left() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL])
    heaps.heap(hall, [CLEAR], number=2)
    rule(hall, 2, shows(hall, 4, 5))

    finish(hall)

    line = AuditEvent.objects.get(act="ballots.poll_entered")
    assert hall.now.stage == "entered"
    assert (line.actor, line.detail) == (hall.head, {})


def test_finished_twice_the_first_time_stands() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR] * 3)

    finish(hall)
    finish(hall)

    assert AuditEvent.objects.filter(act="ballots.poll_entered").count() == 1


def test_e8_entry_is_not_finished_while_a_heap_is_not_agreed() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, CLEAR])
    heaps.heap(hall, [CLEAR], number=2, agreed=False)

    with pytest.raises(EntryUnfinished, match="chưa được đối chiếu khớp: 2"):
        finish(hall)


@pytest.mark.parametrize("papers", [0, 2, 4])
def test_the_heaps_hold_just_the_papers_returned(papers: int) -> None:
    hall = heaps.opened()
    if papers:
        heaps.heap(hall, [CLEAR] * papers)

    with pytest.raises(EntryUnfinished, match=f"cộng lại {papers} tờ"):
        finish(hall)


def test_entry_is_not_finished_while_the_board_has_not_ruled() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL, SIGNED])

    with pytest.raises(EntryUnfinished, match="chưa quyết định: 2 phiếu"):
        finish(hall)

    assert hall.now.stage == "box_opened"


def test_entry_is_not_finished_without_the_number_returned() -> None:
    hall = heaps.ready_to_open()
    hall.open()

    with pytest.raises(EntryUnfinished, match="Chưa ghi đủ số phiếu"):
        finish(hall)


def test_entry_is_not_finished_while_a_warning_waits() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR] * 3)
    hall.note({"printed": 4})

    with pytest.raises(WarningsWait):
        finish(hall)


def test_entry_is_not_finished_on_figures_that_cannot_be() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR] * 3)
    with transaction.atomic(), make.past_every_trigger():
        FrozenBase.objects.update(value=2)

    with pytest.raises(FiguresImpossible, match="có mặt 3 > D 2"):
        finish(hall)

    assert not entry_state(hall.now).is_complete


def test_entry_is_finished_only_while_the_box_is_open() -> None:
    hall = heaps.ready_to_open()

    with pytest.raises(NotNow):
        finish(hall)


def test_what_is_left_to_do_says_nothing_of_what_the_papers_say() -> None:
    hall = heaps.opened()
    heaps.heap(hall, [CLEAR, PARTIAL, SIGNED])

    state = entry_state(hall.now)

    assert (state.not_ruled, state.not_agreed) == (((1, 2), (1, 3)), ())
    assert json.dumps([state.batches, state.in_batches]) == "[1, 3]"
    assert Batch.objects.count() == 1
