"""A wish to take counted papers up again: asked, seen, answered, marked."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots import queries, services, tasks
from ballots.models import Confirmation, FrozenBase, Poll, Reopening, SignedMinutes
from ballots.provides import work_of
from ballots.queries.after import after_count
from ballots.rules.stages import Stage
from ballots.services.own_list import OnTheListHimself
from ballots.services.putting_away import HandOver
from ballots.services.reopening import (
    CannotReopen,
    NoReason,
    NothingAsked,
    OwnConsent,
    ReopeningWaits,
)
from ballots.services.signed_minutes import SCAN_MOST
from core.access.rights import Role
from core.jobs import ledger
from core.models import AuditEvent, Job, User
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(hours=1)


def counted(stage: Stage = Stage.COUNTED) -> tuple[Poll, User]:
    """A poll whose papers were typed here, brought to a stage, and its head."""
    board = make.board()
    poll = make.counted(board.body)
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(upload=None)
        if stage is Stage.ENTERED:
            Poll.objects.filter(pk=poll.pk).update(stage=stage.value)
    if stage in {Stage.CONFIRMED, Stage.ANNOUNCED}:
        make.confirm(poll, by=board.head)
    if stage is Stage.ANNOUNCED:
        services.announce_result(str(poll.pk), by=board.head, at=make.NOON)
    return now(poll), board.head


def now(poll: Poll) -> Poll:
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk)


def chair_of(poll: Poll) -> User:
    place = make.place_of(Role.PRESIDIUM, poll.election.body)
    return make.holder(Role.PRESIDIUM, at=place, full_name="Hà Thị Vân")


def ask(poll: Poll, head: User, reason: str = "Tập 1 thiếu một tờ") -> Reopening:
    return services.take_up_again(str(poll.pk), reason=reason, by=head, at=make.NOON)


def consent(poll: Poll, by: User) -> None:
    services.consent_to_reopening(str(poll.pk), by=by, at=LATER)


def refuse(poll: Poll, by: User, reason: str = "Phiếu đã đối chiếu đủ") -> Reopening:
    return services.refuse_reopening(str(poll.pk), reason=reason, by=by, at=LATER)


def withdraw(poll: Poll, by: User) -> Reopening:
    return services.withdraw_request(str(poll.pk), by=by, at=LATER)


def page(poll: Poll, name: str, *more: object) -> str:
    return reverse(f"ballots:{name}", args=[*queries.address(poll), *more])


def on_its_list(poll: Poll, user: User) -> None:
    """The person of the account stands on the list, whoever put him there."""
    with make.past_every_trigger():
        poll.candidates.filter(place=0).update(person=user.person)


def acts() -> list[str]:
    found = AuditEvent.objects.filter(act__startswith="ballots.reopening")
    return list(found.order_by("pk").values_list("act", flat=True))


# --- the way back -------------------------------------------------------------------

BACK = (Stage.ENTERED, Stage.COUNTED, Stage.CONFIRMED, Stage.ANNOUNCED)


@pytest.mark.parametrize("stage", BACK)
def test_the_head_finds_the_way_back_on_the_page_of_the_poll(
    signed_in: SignedIn, stage: Stage
) -> None:
    poll, head = counted(stage)

    answer = signed_in(head).get(page(poll, "poll"))

    assert page(poll, "poll-reopen") in answer.text


def test_it_stands_beside_confirming(signed_in: SignedIn) -> None:
    poll, head = counted()
    client = signed_in(head)

    answers = [client.get(page(poll, name)) for name in ("poll-result", "poll-confirm")]

    assert [page(poll, "poll-reopen") in each.text for each in answers] == [True, True]


@pytest.mark.parametrize("role", [Role.TALLY_MEMBER, Role.TALLY_TECHNICIAN])
def test_nobody_but_the_head_is_shown_it(signed_in: SignedIn, role: Role) -> None:
    poll, _head = counted(Stage.ENTERED)
    other = make.holder(role, at=poll.election.body.scope)

    answer = signed_in(other).get(page(poll, "poll"))

    assert page(poll, "poll-reopen") not in answer.text


def test_papers_not_entered_yet_are_not_taken_up_again() -> None:
    poll, head = counted()
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(stage=Stage.ISSUING.value)

    with pytest.raises(CannotReopen):
        ask(poll, head)


def test_whoever_stands_on_the_list_asks_for_nothing() -> None:
    poll, head = counted(Stage.ENTERED)
    on_its_list(poll, head)

    with pytest.raises(OnTheListHimself):
        ask(poll, head)


# --- who sees that it waits ---------------------------------------------------------


@pytest.mark.parametrize("stage", [Stage.COUNTED, Stage.CONFIRMED, Stage.ANNOUNCED])
def test_a_request_waits_in_the_work_of_the_presidium(stage: Stage) -> None:
    poll, head = counted(stage)
    ask(poll, head)

    [row] = work_of(chair_of(poll))

    assert (row.mine, row.url) == (True, page(poll, "poll-consent"))


def test_the_head_sees_that_his_request_waits_for_others() -> None:
    poll, head = counted()
    ask(poll, head)

    [row] = work_of(head)

    assert not row.mine
    assert "đoàn chủ tịch" in str(row.state)


def test_no_presidium_of_another_congress_is_asked() -> None:
    poll, head = counted()
    elsewhere = make.counted()
    ask(poll, head)

    assert not [row for row in work_of(chair_of(elsewhere)) if row.mine]


@pytest.mark.parametrize("stage", [Stage.COUNTED, Stage.CONFIRMED, Stage.ANNOUNCED])
def test_the_page_of_the_poll_leads_the_presidium_to_the_question(
    signed_in: SignedIn, stage: Stage
) -> None:
    poll, head = counted(stage)
    ask(poll, head, "Có khiếu nại về tập 2")

    answer = signed_in(chair_of(poll)).get(page(poll, "poll"))

    assert "Có khiếu nại về tập 2" in answer.text
    assert page(poll, "poll-consent") in answer.text


def test_the_question_says_what_is_so_at_the_stage(signed_in: SignedIn) -> None:
    poll, head = counted()
    ask(poll, head)

    answer = signed_in(chair_of(poll)).get(page(poll, "poll-consent"))

    assert "Kết quả máy đã kiểm chưa chốt" in answer.text
    assert "Danh sách trúng cử" not in answer.text


def test_the_number_of_queries_does_not_grow_with_the_requests() -> None:
    body = make.body()
    head = make.holder(Role.TALLY_HEAD, at=body.scope)
    chair = make.holder(Role.PRESIDIUM, at=body.congress.scope)
    counts = []

    for number in (1, 2, 3):
        poll = make.open_box(body, number=number)
        with make.past_every_trigger():
            Poll.objects.filter(pk=poll.pk).update(stage=Stage.COUNTED.value)
        ask(poll, head)
        with CaptureQueriesContext(connection) as made:
            rows = work_of(User.objects.get(pk=chair.pk))
        counts.append((len(rows), len(made)))

    assert counts == [(1, counts[0][1]), (2, counts[0][1]), (3, counts[0][1])]


# --- nobody goes on while it waits --------------------------------------------------


def test_nothing_is_confirmed_while_it_waits() -> None:
    poll, head = counted()
    ask(poll, head)

    with pytest.raises(ReopeningWaits):
        make.confirm(poll, by=head)

    assert not Confirmation.objects.exists()


def test_nothing_is_announced_while_it_waits() -> None:
    poll, head = counted(Stage.CONFIRMED)
    ask(poll, head)

    with pytest.raises(ReopeningWaits):
        services.announce_result(str(poll.pk), by=head, at=make.NOON)

    assert now(poll).stage == Stage.CONFIRMED


def test_nothing_is_put_away_while_it_waits() -> None:
    poll, head = counted(Stage.ANNOUNCED)
    ask(poll, head)
    handed = HandOver(packages=1, seal="", handed_to="x", without_scan=True)

    with pytest.raises(ReopeningWaits):
        services.put_ballots_away(str(poll.pk), handed, by=head, at=make.NOON)

    assert now(poll).stage == Stage.ANNOUNCED


def test_what_the_head_withdraws_is_as_if_it_were_not_asked() -> None:
    poll, head = counted()
    ask(poll, head)

    withdraw(poll, head)
    make.confirm(poll, by=head)

    assert now(poll).stage == Stage.CONFIRMED
    assert acts() == ["ballots.reopening_asked", "ballots.reopening_withdrawn"]


def test_what_the_presidium_refuses_stands_and_may_be_asked_again() -> None:
    poll, head = counted(Stage.CONFIRMED)
    ask(poll, head)

    refuse(poll, chair_of(poll))
    services.announce_result(str(poll.pk), by=head, at=LATER)
    ask(poll, head, "Thêm một khiếu nại")

    assert now(poll).stage == Stage.ANNOUNCED
    assert [each.answer for each in Reopening.objects.order_by("pk")] == ["refused", ""]
    assert acts()[1] == "ballots.reopening_refused"


def test_nobody_refuses_without_a_reason_nor_his_own_request() -> None:
    poll, head = counted()
    ask(poll, head)

    with pytest.raises(NoReason):
        refuse(poll, chair_of(poll), reason="")
    with pytest.raises(OwnConsent):
        refuse(poll, head)

    assert Reopening.objects.get().answer == ""


def test_there_is_nothing_to_withdraw_where_nobody_asked() -> None:
    poll, head = counted()

    with pytest.raises(NothingAsked):
        withdraw(poll, head)


def test_the_presidium_refuses_on_screen_and_has_to_say_why(
    signed_in: SignedIn,
) -> None:
    poll, head = counted()
    ask(poll, head)
    client = signed_in(chair_of(poll))

    unsaid = client.post(page(poll, "poll-consent"), {"refuse": "1", "reason": ""})
    said = client.post(page(poll, "poll-consent"), {"refuse": "1", "reason": "Đủ rồi"})

    assert "Hãy ghi lý do đoàn chủ tịch không đồng ý." in unsaid.text
    assert said.status_code == 302
    assert Reopening.objects.get().answer_reason == "Đủ rồi"
    assert now(poll).stage == Stage.COUNTED


def test_the_head_withdraws_on_screen(signed_in: SignedIn) -> None:
    poll, head = counted()
    ask(poll, head)
    client = signed_in(head)

    shown = client.get(page(poll, "poll"))
    client.post(page(poll, "poll-unask"))

    assert page(poll, "poll-unask") in shown.text
    assert Reopening.objects.get().answer == "withdrawn"


def test_no_button_goes_on_while_it_waits(signed_in: SignedIn) -> None:
    poll, head = counted(Stage.CONFIRMED)
    ask(poll, head)

    after = signed_in(head).get(page(poll, "poll-after"))
    announce = signed_in(head).get(page(poll, "poll-announce"))

    assert page(poll, "poll-announce") not in after.text
    assert announce.status_code == 302


# --- once it was consented to -------------------------------------------------------


@pytest.fixture
def again() -> tuple[Poll, User]:
    """A confirmed result taken up again with consent."""
    poll, head = counted(Stage.CONFIRMED)
    ask(poll, head, "Tập 1 thiếu một tờ")
    consent(poll, chair_of(poll))
    return now(poll), head


def test_what_is_ready_to_be_finished_is_the_heads_work(
    again: tuple[Poll, User],
) -> None:
    _poll, head = again

    [row] = work_of(head)

    assert row.mine
    assert "kết thúc nhập phiếu" in str(row.state)


def test_while_a_batch_is_typed_it_is_the_work_of_those_who_type() -> None:
    board = make.board()
    poll = make.open_box(board.body)
    poll.batches.create(number=1, papers=3)

    [row] = work_of(board.head)

    assert not row.mine


def test_an_old_count_is_not_shown_as_done(
    signed_in: SignedIn, again: tuple[Poll, User]
) -> None:
    poll, head = again
    job = ledger.request(
        tasks.count_poll,
        subject=poll,
        scope=queries.scope_of(poll),
        by=head,
        at=make.NOON,
    )
    Job.objects.filter(pk=job.pk).update(state="done", ended_at=make.NOON)
    shown = []

    for stage in (Stage.BOX_OPENED, Stage.ENTERED):
        with make.past_every_trigger():
            Poll.objects.filter(pk=poll.pk).update(stage=stage.value)
        answer = signed_in(head).get(page(poll, "poll"))
        shown.append("Máy kiểm phiếu" in answer.text)
    Job.objects.filter(pk=job.pk).update(requested_at=LATER)
    shown.append("Máy kiểm phiếu" in signed_in(head).get(page(poll, "poll")).text)

    assert shown == [False, False, True]


@pytest.mark.parametrize("name", ["poll", "poll-entry"])
def test_the_reason_stands_where_papers_are_typed_again(
    signed_in: SignedIn, again: tuple[Poll, User], name: str
) -> None:
    poll, head = again

    answer = signed_in(head).get(page(poll, name))

    assert "Tập 1 thiếu một tờ" in answer.text
    assert "Hà Thị Vân" in answer.text


@pytest.mark.parametrize("role", [Role.TALLY_MEMBER, Role.SECRETARIAT])
def test_the_old_result_is_read_by_those_who_read_it_and_marked(
    signed_in: SignedIn, again: tuple[Poll, User], role: Role
) -> None:
    poll, _head = again
    reader = make.holder(role, at=make.place_of(role, poll.election.body))

    answer = signed_in(reader).get(page(poll, "result-superseded", 1))

    assert "ĐÃ THAY THẾ" in answer.text
    assert "Nguyễn Văn An" in answer.text


def test_a_result_that_stands_is_not_told_as_superseded(signed_in: SignedIn) -> None:
    poll, head = counted(Stage.CONFIRMED)

    answer = signed_in(head).get(page(poll, "result-superseded", 1))

    assert answer.status_code == 404


def test_an_old_result_has_the_base_it_was_counted_on(
    signed_in: SignedIn, again: tuple[Poll, User]
) -> None:
    poll, head = again
    with make.past_every_trigger():
        for revision, value in ((1, 10), (2, 14)):
            FrozenBase.objects.create(
                poll=poll,
                revision=revision,
                reason="x",
                body="delegates_congress",
                convened=20,
                lines=[],
                value=value,
                present=9,
                by=head,
                at=make.NOON,
            )
        Poll.objects.filter(pk=poll.pk).update(tally_base=14)

    answer = signed_in(head).get(page(poll, "result-superseded", 1))

    assert "70,00" in answer.text
    assert "50,00" not in answer.text


def test_what_happened_is_told_in_its_order(again: tuple[Poll, User]) -> None:
    poll, _head = again

    told = [event.kind for event in after_count(poll).events]

    assert told == ["consented", "asked", "confirmed"]


# --- three doors round the head who stands on the list ------------------------------


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("poll-compare", "get"),
        ("poll-compare", "post"),
        ("poll-confirm", "get"),
        ("poll-confirm", "post"),
        ("poll-export", "post"),
    ],
)
def test_a_head_on_the_list_learns_no_total_by_any_door(
    signed_in: SignedIn, name: str, method: str
) -> None:
    poll, head = counted()
    before = getattr(signed_in(head), method)(page(poll, name)).status_code
    on_its_list(poll, head)

    after = getattr(signed_in(head), method)(page(poll, name)).status_code

    assert (before, after) == (200, 404)


def test_the_acts_refuse_him_too() -> None:
    poll, head = counted()
    on_its_list(poll, head)
    named = str(poll.pk)

    with pytest.raises(OnTheListHimself):
        services.compare_result(named, name="x", data=b"", by=head, at=make.NOON)
    with pytest.raises(OnTheListHimself):
        services.export_poll(poll, by=head, at=make.NOON)
    with pytest.raises(OnTheListHimself):
        services.withdraw_poll(named, reason="x", by=head, at=make.NOON)


def test_a_list_is_taken_back_before_the_box_by_whoever_stands_on_it() -> None:
    poll = make.open_box()
    by = make.user(person=make.person())
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(stage=Stage.LIST_CLOSED.value)
        poll.candidates.filter(place=0).update(person=by.person)

    taken_back = services.withdraw_before_the_box(
        str(poll.pk), reason="Nhập nhầm", by=by, at=make.NOON
    )

    assert taken_back.by == by


# --- scans --------------------------------------------------------------------------


def test_a_scan_leaves_piece_by_piece(signed_in: SignedIn) -> None:
    poll, head = counted(Stage.CONFIRMED)
    data = b"%PDF-1.7 " + bytes(3 * 1024 * 1024)
    signed = services.attach_signed_minutes(
        str(poll.pk), name="bien-ban.pdf", chunks=[data], by=head, at=make.NOON
    )

    answer = signed_in(head).get(page(poll, "signed-file", signed.pk))

    pieces = list(getattr(answer, "streaming_content", []))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"".join(pieces) == data
    assert len(pieces) > 1


def test_a_scan_too_large_is_refused_in_words(signed_in: SignedIn) -> None:
    poll, head = counted(Stage.CONFIRMED)
    large = io.BytesIO(b"%PDF-1.7 " + bytes(SCAN_MOST))
    large.name = "bien-ban.pdf"

    answer = signed_in(head).post(page(poll, "signed-minutes"), {"file": large})

    assert "Tệp lớn hơn 20 MiB. Hãy quét lại" in answer.text
    assert not SignedMinutes.objects.exists()
