"""The box and the figures: what is done, what is refused, what it leaves behind."""

import pytest

from ballots import services
from ballots.models import (
    Acknowledgement,
    BoardSeat,
    BoxSeal,
    Candidate,
    FrozenBase,
    Poll,
)
from ballots.queries.papers import papers_now
from ballots.services.board import BoardWithoutHead, OnTheList
from ballots.services.papers import (
    AccountStands,
    BaseNotKnown,
    FiguresImpossible,
    FiguresMissing,
    NoQuorum,
    NotNow,
    WarningsWait,
    chair_of,
)
from ballots.services.withdrawing import PollWithdrawn
from congress.models import BodyKind, RollEntry
from core.access.rights import Role
from core.errors import ChangedMeanwhile
from core.models import AuditEvent
from tests import make
from tests.integration.ballots import heaps

pytestmark = pytest.mark.django_db


def line(act: str) -> AuditEvent:
    return AuditEvent.objects.get(act=act)


# --- figures ----------------------------------------------------------------------


def test_figures_are_written_with_one_line_that_has_both_numbers() -> None:
    hall = heaps.with_closed_list()

    hall.note({"printed": 10, "spoilt_in_print": 1})
    hall.note({"printed": 11, "spoilt_in_print": 1})

    first, second = AuditEvent.objects.filter(act="ballots.papers_noted").order_by("pk")
    assert (hall.now.printed, hall.now.spoilt_in_print) == (11, 1)
    assert first.detail["changes"] == [
        {"field": "printed", "from": None, "to": 10},
        {"field": "spoilt_in_print", "from": None, "to": 1},
    ]
    assert second.detail["changes"] == [{"field": "printed", "from": 10, "to": 11}]
    assert (second.actor, second.scope) == (hall.head, hall.board.body.scope)


def test_figures_that_stay_leave_no_line() -> None:
    hall = heaps.with_closed_list()
    hall.note(heaps.PRINTED)

    hall.note(heaps.PRINTED)

    assert AuditEvent.objects.filter(act="ballots.papers_noted").count() == 1


def test_figures_of_a_later_stage_are_not_written_yet() -> None:
    hall = heaps.with_closed_list()

    hall.note({**heaps.PRINTED, "returned": 8})

    assert (hall.now.printed, hall.now.returned) == (10, None)


def test_figures_that_cannot_be_are_refused_with_their_sum() -> None:
    hall = heaps.issuing()

    with pytest.raises(FiguresImpossible, match="phát ra 9 > có mặt 8"):
        hall.note({**heaps.ISSUED, "issued": 9, "left_over": 0})

    assert hall.now.issued is None


def test_more_people_than_the_base_has_are_refused() -> None:
    hall = heaps.issuing()

    with pytest.raises(FiguresImpossible, match="có mặt 9 > D 8"):
        hall.note({**heaps.ISSUED, "present": 9})


def test_e3_more_papers_from_the_box_than_handed_out_are_never_stored() -> None:
    hall = heaps.ready_to_open()
    hall.open()

    with pytest.raises(FiguresImpossible, match="thu về 9 > phát ra 8"):
        hall.note({**heaps.ISSUED, "returned": 9})

    assert hall.now.returned is None


def test_e2_fewer_papers_from_the_box_wait_for_a_tick_and_do_not_change_the_base() -> (
    None
):
    hall = heaps.ready_to_open()
    hall.open()

    hall.note({**heaps.ISSUED, "returned": 6})

    now = papers_now(hall.now)
    assert (hall.now.returned, hall.now.tally_base) == (6, 8)
    assert [each.code for each in now.waiting] == ["not_returned"]


def test_figures_that_moved_on_meanwhile_are_not_overwritten() -> None:
    hall = heaps.with_closed_list()
    seen = hall.seen
    hall.note({"printed": 10, "spoilt_in_print": 1})

    with pytest.raises(ChangedMeanwhile):
        hall.note({"printed": 12, "spoilt_in_print": 0}, seen=seen)

    assert hall.now.printed == 10


# --- sealing ----------------------------------------------------------------------


def test_the_box_is_sealed_with_the_board_as_it_stands() -> None:
    hall = heaps.with_closed_list()

    seal = hall.seal()

    assert hall.now.stage == "box_sealed"
    assert (seal.seal, seal.witnesses) == ("A-17", "Nông Văn Kiên, Lò Thị Mai")
    assert seal.board == [
        {"name": "Lục Văn Quý", "role": "tally_head"},
        {"name": "Nông Thị Quỳnh", "role": "tally_member"},
        {"name": "Đàm Văn Thái", "role": "tally_technician"},
    ]
    assert line("ballots.box_sealed").actor == hall.head


def test_no_box_is_sealed_without_a_board() -> None:
    hall = heaps.with_closed_list()
    BoardSeat.objects.all().delete()

    with pytest.raises(BoardWithoutHead):
        hall.seal()

    assert not BoxSeal.objects.exists()


def test_no_box_is_sealed_by_somebody_on_the_list() -> None:
    hall = heaps.with_closed_list()
    standing = Candidate.objects.filter(poll=hall.poll).first()
    assert standing
    BoardSeat.objects.filter(is_technician=True).update(person=standing.person)

    with pytest.raises(OnTheList, match=standing.name):
        hall.seal()

    assert hall.now.stage == "list_closed"


def test_no_box_is_sealed_while_an_account_of_the_board_stands() -> None:
    hall = heaps.with_closed_list()
    standing = Candidate.objects.select_related("person").filter(poll=hall.poll)[0]
    account = make.user(full_name=standing.name, person=standing.person)
    make.appointment(account, Role.TALLY_TECHNICIAN, at=hall.board.body.scope)

    with pytest.raises(AccountStands, match=standing.name):
        hall.seal()

    assert hall.now.stage == "list_closed"


def test_a_box_is_sealed_once() -> None:
    hall = heaps.sealed()

    with pytest.raises(NotNow):
        hall.seal()

    assert BoxSeal.objects.count() == 1


# --- issuing ----------------------------------------------------------------------


def test_papers_are_issued_once_enough_have_come() -> None:
    hall = heaps.sealed()

    hall.issue()

    assert hall.now.stage == "issuing"
    assert line("ballots.issuing_started").actor == hall.head


def test_without_a_quorum_no_paper_is_issued() -> None:
    hall = heaps.sealed()
    away = RollEntry.objects.exclude(person=hall.head.person_id)[:3]
    for row in away:
        RollEntry.objects.filter(pk=row.pk).update(attendance="absent", reason="ốm")

    with pytest.raises(NoQuorum, match="có mặt 5"):
        hall.issue()

    assert hall.now.stage == "box_sealed"


def test_nobodys_attendance_is_left_unknown_when_papers_are_issued() -> None:
    hall = heaps.sealed()
    row = RollEntry.objects.first()
    assert row
    RollEntry.objects.filter(pk=row.pk).update(attendance="unknown")

    with pytest.raises(BaseNotKnown, match="Còn 1 người chưa điểm danh"):
        hall.issue()


def test_a_body_without_a_roll_cannot_go_on() -> None:
    hall = heaps.sealed()
    RollEntry.objects.all().delete()

    with pytest.raises(BaseNotKnown, match="danh sách triệu tập"):
        hall.issue()


def test_nothing_is_issued_before_the_printed_papers_are_counted() -> None:
    hall = heaps.with_closed_list()
    hall.seal()

    with pytest.raises(FiguresMissing, match="Phiếu in, Phiếu in hỏng"):
        hall.issue()


# --- warnings ---------------------------------------------------------------------


def warned() -> heaps.Hall:
    """One paper of which nobody can say where it is."""
    hall = heaps.issuing()
    hall.note({**heaps.ISSUED, "left_over": 0})
    return hall


def acknowledge(hall: heaps.Hall, *, seen: str = "") -> Acknowledgement:
    return services.acknowledge_warnings(
        hall.pk, seen=seen or hall.seen, by=hall.head, at=make.NOON
    )


def test_a_warning_is_acknowledged_for_just_these_figures() -> None:
    hall = warned()

    acknowledged = acknowledge(hall)

    assert acknowledged.warnings == [
        {"code": "papers_unaccounted", "seen": 9, "bound": 10}
    ]
    assert papers_now(hall.now).waiting == ()
    assert line("ballots.figures_acknowledged").actor == hall.head


def test_an_acknowledgement_lapses_when_a_figure_changes() -> None:
    hall = warned()
    acknowledge(hall)

    hall.note({**heaps.ISSUED, "left_over": 0, "issued": 7})

    assert [each.code for each in papers_now(hall.now).waiting] == [
        "papers_unaccounted"
    ]
    with pytest.raises(WarningsWait):
        hall.open()


def test_an_acknowledgement_lapses_when_the_roll_changes() -> None:
    hall = warned()
    acknowledge(hall)

    make.on_roll(hall.board.body)

    assert papers_now(hall.now).waiting


def test_acknowledging_twice_is_acknowledging_once() -> None:
    hall = warned()

    assert acknowledge(hall) == acknowledge(hall)
    assert AuditEvent.objects.filter(act="ballots.figures_acknowledged").count() == 1


def test_nobody_acknowledges_figures_he_has_not_seen() -> None:
    hall = warned()
    seen = hall.seen
    hall.note({**heaps.ISSUED, "left_over": 0, "issued": 7})

    with pytest.raises(ChangedMeanwhile):
        acknowledge(hall, seen=seen)

    assert not Acknowledgement.objects.exists()


def test_there_is_nothing_to_acknowledge_where_all_sums_hold() -> None:
    hall = heaps.ready_to_open()

    with pytest.raises(NotNow):
        acknowledge(hall)


# --- opening ----------------------------------------------------------------------


def test_the_box_is_opened_and_the_base_stands_from_then_on() -> None:
    hall = heaps.ready_to_open()
    absent = make.on_roll(
        hall.board.body, origin="elected", attendance="absent", reason="ốm nặng"
    )

    hall.open()

    frozen = FrozenBase.objects.get()
    make.on_roll(hall.board.body)
    assert (hall.now.stage, hall.now.tally_base) == ("box_opened", frozen.value)
    assert (frozen.value, frozen.convened, frozen.present) == (8, 9, 8)
    assert frozen.lines == [
        {
            "situation": "absent_throughout_not_replaced",
            "number": 1,
            "deducted": True,
            "rule": "R-TB-1",
            "names": [str(absent.person)],
        }
    ]
    assert papers_now(hall.now).figures.tally_base == 8
    assert line("ballots.box_opened").detail == {"tally_base": 8}


def test_no_box_is_opened_while_attendance_is_unknown() -> None:
    hall = heaps.ready_to_open()
    make.on_roll(hall.board.body, attendance="unknown")

    with pytest.raises(BaseNotKnown):
        hall.open()

    assert hall.now.stage == "issuing"


def test_no_box_is_opened_before_the_figures_are_there() -> None:
    hall = heaps.issuing()

    with pytest.raises(FiguresMissing, match="Có mặt khi bỏ phiếu, Phiếu phát ra"):
        hall.open()


def test_no_box_is_opened_with_more_there_than_the_base_has() -> None:
    hall = heaps.ready_to_open()
    row = RollEntry.objects.exclude(person=hall.head.person_id)[0]
    RollEntry.objects.filter(pk=row.pk).update(
        attendance="absent", reason="về", origin="elected"
    )

    with pytest.raises(FiguresImpossible, match="có mặt 8 > D 7"):
        hall.open()


def test_no_box_is_opened_on_figures_nobody_has_seen() -> None:
    hall = heaps.ready_to_open()
    seen = hall.seen
    hall.note({**heaps.ISSUED, "issued": 7, "left_over": 2})

    with pytest.raises(ChangedMeanwhile):
        hall.open(seen=seen)

    assert not FrozenBase.objects.exists()


def test_figures_are_corrected_after_the_box_is_opened() -> None:
    hall = heaps.ready_to_open()
    hall.open()

    hall.note({**heaps.ISSUED, "issued": 7, "exchanged": 1, "returned": 7})

    assert (hall.now.issued, hall.now.exchanged, hall.now.returned) == (7, 1, 7)


def test_nothing_is_done_with_the_papers_of_a_poll_taken_back() -> None:
    hall = heaps.ready_to_open()
    services.withdraw_poll(hall.pk, reason="E3", by=hall.head, at=make.NOON)

    with pytest.raises(PollWithdrawn):
        hall.open()
    with pytest.raises(PollWithdrawn):
        hall.note(heaps.ISSUED)


def test_the_papers_of_a_file_are_not_touched() -> None:
    poll = make.imported()
    hall = heaps.Hall(poll, make.board(poll.election.body))

    with pytest.raises(NotNow):
        hall.note({"printed": 99})

    assert Poll.objects.get().printed == 12
    assert papers_now(poll).base is None


def test_a_meeting_has_no_presidium_to_be_told() -> None:
    congress = make.congress()

    told = [
        chair_of(make.body(congress)),
        chair_of(make.body(congress, kind=BodyKind.COMMITTEE)),
    ]

    assert told == ["đoàn chủ tịch", "người chủ trì hội nghị"]
