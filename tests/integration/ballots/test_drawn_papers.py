"""The third look: drawn once, read blind by others, and nothing confirmed over it."""

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from ballots import prints, services
from ballots.models import (
    Ballot,
    BoardSeat,
    Confirmation,
    Election,
    Entry,
    LookedPaper,
    LookRuling,
    LookStopped,
    Poll,
    ThirdLook,
)
from ballots.provides import work_of
from ballots.rules.doubts import Doubt
from ballots.rules.third_look import drawn
from ballots.services.board import NotOnTheBoard, NotTheHead
from ballots.services.entering import ShownOtherwise, Slipped
from ballots.services.reopening import ReopeningWaits
from ballots.services.ruling import TooFewDeciders
from ballots.services.third_look import (
    LookUnfinished,
    NotDrawn,
    NothingToLookAt,
    NothingToRuleOn,
    PapersDiffer,
    ReadItBefore,
)
from core.access.rights import Role
from core.models import AuditEvent, Person, RuleSetEdition, User
from tests import make
from tests.integration.ballots.archives import BOARD
from tests.integration.ballots.heaps import struck
from tests.integration.ballots.looks import SEED, USUAL, Counted, counted

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    found = AuditEvent.objects.filter(act__startswith="ballots.third_look")
    return list(found.order_by("pk").values_list("act", flat=True))


# --- drawing ----------------------------------------------------------------------


def test_the_head_has_papers_drawn_by_the_digits_and_the_result() -> None:
    here = counted([USUAL] * 30, [USUAL] * 30)

    look = here.order()

    tally = here.hall.now.tallies.get()
    every = [(batch, position) for batch in (1, 2) for position in range(1, 31)]
    by_hand = drawn(every, count=20, seed=f"{SEED} {tally.digest}")
    assert [tuple(each) for each in look.drawn] == by_hand
    assert (look.papers, look.wanted, look.margin_asked) == (60, 20, False)
    assert (look.seed, look.by, look.revision) == (SEED, here.head, 1)
    assert acts() == ["ballots.third_look_ordered"]


def test_ordered_again_the_first_draw_stands() -> None:
    here = counted([USUAL] * 30)

    first, second = here.order("1" * 10), here.order("2" * 10)

    assert first == second
    assert (ThirdLook.objects.count(), len(acts())) == (1, 1)


def test_the_rule_set_of_the_election_says_how_many() -> None:
    here = counted([USUAL] * 60)
    edition = here.hall.now.election.rule_edition
    rows = edition.values | {
        "third_look_at_least": edition.values["third_look_at_least"] | {"value": 7},
        "third_look_percent": edition.values["third_look_percent"] | {"value": 20},
    }
    with transaction.atomic(), make.past_every_trigger():
        RuleSetEdition.objects.filter(pk=edition.pk).update(values=rows)

    assert here.order().wanted == 12


def test_an_edition_older_than_the_third_look_counts_as_shipped() -> None:
    here = counted([USUAL] * 60)
    edition = here.hall.now.election.rule_edition
    rows = {
        key: row
        for key, row in edition.values.items()
        if key
        not in {"third_look_at_least", "third_look_percent", "risk_limit_percent"}
    }
    with transaction.atomic(), make.past_every_trigger():
        RuleSetEdition.objects.filter(pk=edition.pk).update(values=rows)

    assert here.order().wanted == 20


def test_a_narrow_result_has_more_papers_read() -> None:
    close = [struck(4, 5)] * 31 + [struck(1, 5)] * 29

    look = counted(close).order()

    assert (look.wanted, look.margin_asked) == (60, True)


def test_papers_of_a_file_are_not_drawn() -> None:
    board = make.board()
    poll = make.counted(board.body)

    with pytest.raises(NothingToLookAt):
        services.order_look(str(poll.pk), seed=SEED, by=board.head, at=make.NOON)
    make.confirm(poll, by=board.head)

    assert Confirmation.objects.count() == 1


def test_nothing_is_drawn_before_the_count_nor_after_the_confirmation() -> None:
    early, late = counted(), counted()
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=early.pk).update(stage="entered")
    late.stop()
    late.confirm()

    for here in (early, late):
        with pytest.raises(NothingToLookAt):
            here.order()


def test_somebody_else_than_the_head_of_the_sealed_board_draws_nothing() -> None:
    here = counted()
    second = make.holder(Role.TALLY_HEAD, at=here.hall.board.body.scope)

    with pytest.raises(NotTheHead):
        services.order_look(here.pk, seed=SEED, by=second, at=make.NOON)
    with pytest.raises(NotTheHead):
        services.stop_look(here.pk, reason="x", by=second, at=make.NOON)


def test_nobody_goes_on_while_a_reopening_is_asked_for() -> None:
    here = counted()
    services.take_up_again(here.pk, reason="x", by=here.head, at=make.NOON)

    with pytest.raises(ReopeningWaits):
        here.order()
    with pytest.raises(ReopeningWaits):
        here.stop()


# --- reading ----------------------------------------------------------------------


def test_a_member_who_did_not_type_the_batch_reads_what_was_drawn() -> None:
    here = counted()
    here.order()

    read = here.read((1, 2))

    assert (read.matches, read.number, read.by) == (True, 1, here.reader)
    assert (read.ballot.position, here.state.read, here.state.left) == (2, 1, 2)


def test_a_save_sent_twice_is_saved_once() -> None:
    here = counted()
    here.order()
    key = uuid.uuid4()

    first, second = here.read(key=key), here.read(key=key)

    assert first == second
    assert LookedPaper.objects.count() == 1


@pytest.mark.parametrize("changed", ["command", "place", "by"])
def test_the_same_key_with_something_else_is_refused(changed: str) -> None:
    here = counted()
    here.order()
    key = uuid.uuid4()
    here.read(key=key)

    with pytest.raises(ShownOtherwise):
        here.read(
            (1, 2) if changed == "place" else (1, 1),
            "3 5" if changed == "command" else "4 5",
            by=here.other if changed == "by" else here.reader,
            key=key,
        )


def test_what_the_screen_did_not_show_is_not_saved() -> None:
    here = counted()
    here.order()
    look = services.Look(1, 1, "4 5", uuid.uuid4(), "otherwise")

    with pytest.raises(ShownOtherwise):
        services.read_paper(here.pk, look, by=here.reader, at=make.NOON)

    assert not LookedPaper.objects.exists()


def test_what_cannot_be_read_is_refused_with_words() -> None:
    here = counted()
    here.order()

    with pytest.raises(Slipped, match="Không có số 9 trên phiếu"):
        here.read(command="9")


def test_struck_or_kept_is_one_thing_said_twice() -> None:
    here = counted()
    here.order()

    assert here.read(command="=1 2 3").matches


def test_a_paper_set_aside_again_matches_whatever_the_reason() -> None:
    here = counted([struck(doubt=Doubt.OTHER), USUAL])
    here.order()

    assert here.read((1, 1), "#2").matches
    assert not here.read((1, 2), "#2").matches


def test_whoever_typed_the_batch_does_not_read_it_again() -> None:
    here = counted()
    here.order()
    with transaction.atomic(), make.past_every_trigger():
        Entry.objects.update(by=here.reader)

    with pytest.raises(ReadItBefore, match="Bạn đã nhập tập 1"):
        here.read()


def test_another_account_of_whoever_typed_it_is_the_same_person() -> None:
    here = counted()
    here.order()
    double = make.holder(Role.TALLY_TECHNICIAN, at=here.hall.board.body.scope)
    assert double.person
    with transaction.atomic(), make.past_every_trigger():
        Entry.objects.update(by=double)
        Person.objects.filter(pk=double.person.pk).update(
            merged_into=here.reader.person_id
        )

    with pytest.raises(ReadItBefore):
        here.read()


def test_only_members_of_the_sealed_board_read() -> None:
    here = counted()
    here.order()
    outside = make.holder(Role.TALLY_MEMBER, at=here.hall.board.body.scope)

    for who in (outside, here.hall.board.technician):
        with pytest.raises(NotOnTheBoard):
            here.read(by=who)


def test_papers_that_were_not_drawn_are_not_read() -> None:
    here = counted([USUAL] * 60)
    look = here.order()
    left = next(p for p in range(1, 61) if [1, p] not in list(map(list, look.drawn)))

    with pytest.raises(NotDrawn):
        here.read((1, left))


def test_nothing_is_read_before_it_is_drawn_nor_once_it_is_confirmed() -> None:
    here = counted()
    with pytest.raises(NotDrawn):
        here.read()
    here.read_all()
    here.confirm()

    with pytest.raises(NothingToLookAt):
        here.read()


# --- what differs -----------------------------------------------------------------


def test_a_paper_that_differs_keeps_the_result_from_being_confirmed() -> None:
    here = counted()
    here.order()
    for position in (1, 2):
        here.read((1, position))

    differing = here.read((1, 3), "1 5")

    assert not differing.matches
    with pytest.raises(PapersDiffer):
        here.confirm()
    with pytest.raises(PapersDiffer):
        here.stop()
    assert acts() == ["ballots.third_look_ordered", "ballots.third_look_differs"]


def test_where_the_look_misread_another_person_reads_the_paper_once_more() -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")

    for who in (here.reader, here.head):
        with pytest.raises(ReadItBefore, match="Bạn đã biết tờ này"):
            here.read(by=who)
    second = here.read(by=here.other)
    here.confirm()

    assert (second.number, second.matches) == (2, True)
    assert [each.number for each in here.state.papers[0].readings] == [1, 2]
    assert here.state.read_twice == 1
    assert acts()[1:] == ["ballots.third_look_differs", "ballots.third_look_finished"]


def test_a_paper_that_differs_twice_is_read_no_more() -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")
    here.read(command="1 5", by=here.other)

    with pytest.raises(NotDrawn):
        here.read(by=here.hall.board.member)
    with pytest.raises(PapersDiffer):
        here.confirm()


def test_a_paper_that_matches_is_not_read_again() -> None:
    here = counted()
    here.order()
    here.read()

    with pytest.raises(NotDrawn):
        here.read(by=here.other)


def test_papers_taken_up_again_are_looked_at_anew() -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")
    body = here.hall.board.body
    chair = make.holder(Role.PRESIDIUM, at=body.congress.scope)
    services.take_up_again(here.pk, reason="x", by=here.head, at=make.NOON)
    services.consent_to_reopening(here.pk, by=chair, at=make.NOON)

    with pytest.raises(NothingToLookAt):
        here.read(by=here.other)
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=here.pk).update(stage="counted")
    before = here.state
    with pytest.raises(LookUnfinished):
        here.confirm()
    again = here.order("9" * 10)
    here.read()
    here.confirm()

    assert (before.look, before.papers) == (None, ())
    assert (again.revision, ThirdLook.objects.count()) == (2, 2)


# --- what the board rules ---------------------------------------------------------


def test_the_board_rules_over_the_paper_that_the_counted_reading_stands() -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")

    ruling = here.rule()
    here.confirm()

    assert (ruling.reason, ruling.deciders) == ("Dấu gạch rõ.", list(BOARD))
    assert (ruling.by, ruling.ballot.position) == (here.head, 1)
    assert (here.state.is_whole, here.state.ruled) == (True, 1)
    assert acts()[1:] == ["ballots.third_look_differs", "ballots.third_look_ruled"]
    line = AuditEvent.objects.get(act="ballots.third_look_ruled").detail
    assert line == {
        "batch": 1,
        "position": 1,
        "reason": "Dấu gạch rõ.",
        "deciders": list(BOARD),
    }


def test_it_rules_as_well_where_two_have_read_the_paper_otherwise() -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")
    here.read(command="1 5", by=here.other)

    here.rule()

    assert here.state.lets_confirm


def test_the_same_decision_sent_twice_is_one_ruling() -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")

    assert here.rule() == here.rule()
    assert acts().count("ballots.third_look_ruled") == 1


@pytest.mark.parametrize("deciders", [(), BOARD[:1], (BOARD[0],) * 2, ("Lạ", "Lẫm")])
def test_fewer_than_half_of_the_board_rule_on_nothing(deciders: tuple[str]) -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")

    with pytest.raises(TooFewDeciders):
        here.rule(deciders=deciders)

    assert not LookRuling.objects.exists()


def test_a_paper_that_is_ruled_on_waits_for_nobody() -> None:
    here = counted()
    here.order()
    here.read(command="1 5")
    here.rule()

    with pytest.raises(NotDrawn):
        here.read(by=here.other)
    assert here.state.left == 2


def test_only_papers_that_were_read_otherwise_are_ruled_on() -> None:
    here = counted()
    here.order()
    here.read()
    here.read((1, 2), "1 5")
    here.read((1, 2), by=here.other)

    for place in ((1, 1), (1, 2), (1, 3), (9, 9)):
        with pytest.raises(NothingToRuleOn):
            here.rule(place)


def test_nobody_rules_but_the_head_and_not_after_the_confirmation() -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")
    second = make.holder(Role.TALLY_HEAD, at=here.hall.board.body.scope)
    ruled = services.LookRuled(1, 1, "x", BOARD)

    with pytest.raises(NotTheHead):
        services.rule_on_look(here.pk, ruled, by=second, at=make.NOON)
    here.rule()
    here.confirm()
    with pytest.raises(NothingToLookAt):
        here.rule()


# --- confirming -------------------------------------------------------------------


def test_nothing_is_confirmed_before_the_look_is_ordered_and_read() -> None:
    here = counted()

    with pytest.raises(LookUnfinished, match="Chưa đọc lại ngẫu nhiên"):
        here.confirm()
    here.order()
    here.read()
    with pytest.raises(LookUnfinished, match="Còn 2 tờ đã rút chưa đọc lại"):
        here.confirm()

    assert not Confirmation.objects.exists()


def test_read_and_as_counted_it_is_confirmed() -> None:
    here = counted()

    here.read_all()
    here.confirm()

    assert acts() == ["ballots.third_look_ordered", "ballots.third_look_finished"]


def test_the_head_stops_short_for_a_reason_once() -> None:
    here = counted()
    here.order()
    here.read()

    here.stop("mất điện")
    here.stop("lý do khác")
    here.confirm()

    assert LookStopped.objects.get().reason == "mất điện"
    assert acts()[-1] == "ballots.third_look_stopped"


def told(here: Counted) -> str:
    confirmation = Confirmation.objects.select_related("tally", "by").get()
    confirmation.poll = here.hall.now
    return prints.minutes(confirmation).third_look


def test_the_minutes_tell_what_came_of_it() -> None:
    here = counted()
    here.read_all()
    here.confirm()

    assert told(here) == (
        "Đọc lại ngẫu nhiên 03/03 phiếu theo số 4216351264 gieo tại hội trường (ít "
        "nhất 2%, ít nhất 20 phiếu, giới hạn rủi ro 5%: mức của cổng, cần xác nhận): "
        "khớp cả 03."
    )


def test_the_minutes_tell_of_a_second_reading() -> None:
    here = counted([USUAL])
    here.order()
    here.read(command="1 5")
    here.read(by=here.other)
    here.confirm()

    assert told(here).endswith("khớp cả 01, trong đó 01 phiếu sau khi người khác đọc.")


def test_the_minutes_tell_that_the_margin_asked_for_more() -> None:
    here = counted([struck(4, 5)] * 31 + [struck(1, 5)] * 29)
    here.order()
    here.stop()
    here.confirm()

    assert "cần xác nhận; kết quả sát nhau nên rút nhiều hơn):" in told(here)


def test_the_minutes_tell_what_the_board_ruled_and_who_of_it() -> None:
    here = counted()
    here.order()
    here.read(command="1 5")
    here.rule()
    here.read((1, 2))
    here.read((1, 3))
    here.confirm()

    assert told(here).endswith(
        ": khớp 02; 01 phiếu đọc khác, Ban Kiểm phiếu xem lại và giữ điều đã kiểm: tập "
        "1, tờ 1 – Dấu gạch rõ (Lục Văn Quý, Nông Thị Quỳnh quyết định)."
    )


def test_a_stopped_look_does_not_say_that_all_matched_where_some_did_later() -> None:
    here = counted()
    here.order()
    here.read(command="1 5")
    here.read(by=here.other)
    here.read((1, 2), "1 5")
    here.rule((1, 2))
    here.stop()
    here.confirm()

    said = told(here)
    assert "khớp cả" not in said
    assert ": đọc 02, khớp 01, trong đó 01 phiếu sau khi người khác đọc; 01" in said
    assert said.endswith("; dừng vì mất điện.")


def test_the_minutes_tell_why_nobody_read_them_all() -> None:
    none, some = counted(), counted()
    none.stop("Ban chỉ có ba người.")
    none.confirm()
    first = told(none)
    with transaction.atomic(), make.past_every_trigger():
        Confirmation.objects.all().delete()
    some.order()
    some.read()
    some.stop()
    some.confirm()

    assert first == "Không đọc lại ngẫu nhiên trước khi chốt: Ban chỉ có ba người."
    assert told(some).endswith(": đọc 01, khớp cả; dừng vì mất điện.")


# --- the database itself ----------------------------------------------------------


def refused(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError as fault:
        return getattr(fault.__cause__, "pgcode", "") == "23001"
    return False


def row(here: Counted, **changes: object) -> LookedPaper:
    look = ThirdLook.objects.get(poll=here.hall.poll)
    entry = Entry.objects.get(batch__poll=here.hall.poll, batch__number=1)
    fields = {
        "look": look,
        "ballot": entry.ballots.get(position=1),
        "number": 1,
        "content": "x",
        "matches": True,
        "key": uuid.uuid4(),
        "by": here.reader,
    }
    return LookedPaper.objects.create(**fields | changes)


def test_the_database_takes_readings_of_drawn_papers_by_the_right_people() -> None:
    here, elsewhere = counted(), counted()
    here.order()
    foreign = Entry.objects.get(batch__poll=elsewhere.hall.poll).ballots.get(position=1)

    assert refused(lambda: row(here, by=here.hall.board.technician))
    assert refused(lambda: row(here, by=make.user()))
    assert refused(lambda: row(here, ballot=foreign))
    assert refused(lambda: row(here, number=2))
    assert not refused(lambda: row(here, matches=False))
    assert refused(lambda: row(here, number=2))
    assert refused(lambda: row(here, number=2, by=here.head))
    assert not refused(lambda: row(here, number=2, by=here.other))


def test_the_database_knows_a_person_behind_two_accounts() -> None:
    here = counted()
    here.order()
    assert here.reader.person
    with transaction.atomic(), make.past_every_trigger():
        Entry.objects.filter(batch__poll=here.hall.poll).update(by=here.other)
        Person.objects.filter(pk=here.reader.person.pk).update(
            merged_into=here.other.person_id
        )

    assert refused(lambda: row(here))


def test_the_database_takes_no_reading_once_the_papers_are_open_again() -> None:
    here = counted()
    here.order()
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=here.pk).update(stage="box_opened", revision=2)

    assert refused(lambda: row(here))
    assert refused(
        lambda: LookStopped.objects.create(
            poll=here.hall.now, revision=2, reason="x", by=here.head, at=make.NOON
        )
    )


def test_the_database_confirms_over_a_paper_that_the_board_ruled_on() -> None:
    here = counted()
    here.order()
    row(here, matches=False)
    row(here, ballot=paper(here, 2))
    row(here, ballot=paper(here, 3))
    confirm = confirmation(here)

    def rule(position: int) -> LookRuling:
        return LookRuling.objects.create(
            look=ThirdLook.objects.get(),
            ballot=paper(here, position),
            reason="x",
            deciders=["x"],
            by=here.head,
            at=make.NOON,
        )

    assert refused(confirm)
    assert refused(lambda: rule(2))
    assert not refused(lambda: rule(1))
    assert not refused(confirm)


def test_the_database_takes_no_ruling_once_the_result_no_longer_waits() -> None:
    here = counted()
    here.order()
    row(here, matches=False)
    with transaction.atomic(), make.past_every_trigger():
        Poll.objects.filter(pk=here.pk).update(stage="box_opened", revision=2)

    assert refused(
        lambda: LookRuling.objects.create(
            look=ThirdLook.objects.get(),
            ballot=paper(here, 1),
            reason="x",
            deciders=["x"],
            by=here.head,
            at=make.NOON,
        )
    )


def paper(here: Counted, position: int) -> Ballot:
    entry = Entry.objects.get(batch__poll=here.hall.poll, batch__number=1)
    return entry.ballots.get(position=position)


def confirmation(here: Counted) -> Callable[[], object]:
    poll = here.hall.now
    return lambda: Confirmation.objects.create(
        poll=poll, tally=poll.tallies.get(), by=here.head, at=make.NOON
    )


def test_the_database_confirms_nothing_over_papers_unread_or_differing() -> None:
    unread, differs, stopped = counted(), counted([USUAL]), counted()
    for here in (unread, differs, stopped):
        here.order()
    unread.read()
    differs.read(command="1 5")
    stopped.stop()
    with transaction.atomic(), make.past_every_trigger():
        LookStopped.objects.create(
            poll=differs.hall.now, revision=1, reason="x", by=differs.head, at=make.NOON
        )

    assert refused(confirmation(unread))
    assert refused(confirmation(differs))
    assert not refused(confirmation(stopped))


# --- whose work it is -------------------------------------------------------------


def work(user: User) -> list[str]:
    return [str(row.state) for row in work_of(user) if "đọc lại" in str(row.state)]


def test_drawn_papers_are_the_work_of_those_who_may_read_them() -> None:
    here = counted()
    before = work(here.reader)
    here.order()
    with transaction.atomic(), make.past_every_trigger():
        Entry.objects.update(by=here.other)

    assert before == []
    assert work(here.reader) == ["chờ bạn đọc lại 3 tờ đã rút"]
    assert work(here.other) == work(here.hall.board.technician) == []
    here.read()
    assert work(here.reader) == ["chờ bạn đọc lại 2 tờ đã rút"]


def test_a_seat_of_a_rehearsal_asks_for_the_look_as_well() -> None:
    here = counted()
    with transaction.atomic(), make.past_every_trigger():
        Election.objects.update(purpose="rehearsal")
        BoardSeat.objects.filter(person=here.other.person_id).delete()

    with pytest.raises(LookUnfinished):
        here.confirm()
