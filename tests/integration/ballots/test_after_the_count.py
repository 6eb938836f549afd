"""What follows a confirmed result: announced, put away, or taken up again."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from ballots import queries, services
from ballots.models import (
    Announcement,
    BoardSeat,
    Confirmation,
    Election,
    OutsideResult,
    Poll,
    PutAway,
    Reopening,
    SignedMinutes,
)
from ballots.queries.after import after_count, strikes
from ballots.rules.stages import Stage
from ballots.rules.strikes import Kept
from ballots.services.announcing import NotConfirmed
from ballots.services.board import NotTheHead
from ballots.services.comparing import UnreadableResult
from ballots.services.putting_away import HandOver, NotAnnounced, ScanLacking
from ballots.services.reopening import CannotReopen, NothingAsked, OwnConsent
from ballots.services.signed_minutes import NotAScan
from ballots.services.withdrawing import ResultConfirmed
from congress.models import ElectedList
from congress.queries import elected_people
from congress.rules.offices import Office
from core.access.rights import Role
from core.models import AuditEvent, User
from core.register import months_after
from core.writers import xlsx
from tests import make

pytestmark = pytest.mark.django_db

HANDED = HandOver(packages=2, seal="A12", handed_to="Đoàn chủ tịch", without_scan=True)
PDF = b"%PDF-1.7 scan"


def typed(confirmation: Confirmation) -> Poll:
    """The poll as if its papers had been typed here: it came in no file."""
    with make.past_every_trigger():
        Poll.objects.filter(pk=confirmation.poll_id).update(upload=None)
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=confirmation.poll_id)


@pytest.fixture
def confirmed() -> Confirmation:
    return make.confirmed()


@pytest.fixture
def poll(confirmed: Confirmation) -> Poll:
    return typed(confirmed)


@pytest.fixture
def head(confirmed: Confirmation) -> User:
    return confirmed.by


def holder(role: Role, poll: Poll) -> User:
    return make.holder(role, at=make.place_of(role, poll.election.body))


def chair_of(poll: Poll) -> User:
    return holder(Role.PRESIDIUM, poll)


def stage_of(poll: Poll) -> tuple[str, int]:
    return Poll.objects.values_list("stage", "revision").get(pk=poll.pk)


def acts() -> set[str]:
    return set(AuditEvent.objects.values_list("act", flat=True))


def announce(poll: Poll, head: User) -> Announcement:
    return services.announce_result(str(poll.pk), by=head, at=make.NOON)


def take_up(poll: Poll, head: User, reason: str = "Tập 1 thiếu một tờ") -> Reopening:
    return services.take_up_again(str(poll.pk), reason=reason, by=head, at=make.NOON)


def consent(poll: Poll, chair: User) -> Reopening:
    return services.consent_to_reopening(str(poll.pk), by=chair, at=make.NOON)


# --- handed over --------------------------------------------------------------------


def test_whoever_was_elected_stands_in_the_congress(poll: Poll) -> None:
    found = elected_people(poll.election.congress, Office.COMMITTEE)

    assert [(each.name, each.rank, each.votes) for each in found] == [
        ("Nguyễn Văn An", 1, 7),
        ("Trần Thị Bình", 2, 7),
        ("Lê Thị Cúc", 3, 6),
    ]


# --- announced, put away ------------------------------------------------------------


def test_a_confirmed_result_is_announced_once(poll: Poll, head: User) -> None:
    first, again = announce(poll, head), announce(poll, head)

    assert first.pk == again.pk
    assert stage_of(poll) == (Stage.ANNOUNCED, 1)
    assert "ballots.result_announced" in acts()


def test_nothing_is_announced_before_it_is_confirmed() -> None:
    poll = make.counted()

    with pytest.raises(NotConfirmed):
        announce(poll, make.user())


def test_papers_are_kept_for_six_months_from_the_closing(
    poll: Poll, head: User
) -> None:
    announce(poll, head)

    kept = services.put_ballots_away(str(poll.pk), HANDED, by=head, at=make.NOON)

    assert poll.election.congress.closes_on == date(2025, 7, 24)
    assert kept.keep_until == date(2026, 1, 24)
    assert stage_of(poll) == (Stage.PUT_AWAY, 1)


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2025, 6, 27), date(2025, 12, 27)),  # case J4
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2024, 12, 31), date(2025, 6, 30)),
    ],
)
def test_months_end_with_the_month(day: date, until: date) -> None:
    assert months_after(day, 6) == until


def test_papers_are_not_put_away_before_the_result_is_announced(
    poll: Poll, head: User
) -> None:
    with pytest.raises(NotAnnounced):
        services.put_ballots_away(str(poll.pk), HANDED, by=head, at=make.NOON)

    assert not PutAway.objects.exists()


def test_papers_are_put_away_without_a_scan_only_when_that_is_said(
    poll: Poll, head: User
) -> None:
    announce(poll, head)
    without = replace(HANDED, without_scan=False)

    with pytest.raises(ScanLacking, match="bản chụp"):
        services.put_ballots_away(str(poll.pk), without, by=head, at=make.NOON)
    sign(poll, head)
    services.put_ballots_away(str(poll.pk), without, by=head, at=make.NOON)

    assert stage_of(poll) == (Stage.PUT_AWAY, 1)


# --- taken up again -----------------------------------------------------------------


def unconfirmed(stage: Stage) -> tuple[Poll, User]:
    """A typed poll before its result is confirmed, and the head of its board."""
    board = make.board()
    poll = make.counted(board.body)
    with make.past_every_trigger():
        Poll.objects.filter(pk=poll.pk).update(upload=None, stage=stage.value)
    return poll, board.head


def test_the_head_alone_takes_up_what_nobody_has_counted() -> None:
    poll, head = unconfirmed(Stage.ENTERED)

    take_up(poll, head)

    assert stage_of(poll) == (Stage.BOX_OPENED, 2)
    assert "ballots.papers_taken_up_again" in acts()


def test_whoever_knows_a_total_takes_nothing_up_alone() -> None:
    poll, head = unconfirmed(Stage.COUNTED)

    take_up(poll, head)
    before = stage_of(poll)
    consent(poll, chair_of(poll))

    assert before == (Stage.COUNTED, 1)
    assert stage_of(poll) == (Stage.BOX_OPENED, 2)


def test_whoever_knows_a_total_withdraws_no_vote() -> None:
    poll, head = unconfirmed(Stage.COUNTED)

    with pytest.raises(ResultConfirmed):
        services.withdraw_poll(str(poll.pk), reason="x", by=head, at=make.NOON)


def test_what_is_rehearsed_elects_nobody() -> None:
    board = make.board()
    poll = make.counted(board.body)
    with make.past_every_trigger():
        Election.objects.update(purpose="rehearsal")
    tally = queries.current_tally(Poll.objects.get(pk=poll.pk))
    assert tally

    services.confirm_tally(
        str(poll.pk), digest=tally.digest, by=board.head, at=make.NOON
    )

    assert not ElectedList.objects.exists()


def test_nobody_confirms_in_the_place_of_the_head_who_sealed_the_box() -> None:
    board = make.board()
    poll = make.counted(board.body)
    with make.past_every_trigger():
        BoardSeat.objects.create(poll=poll, person=make.person(), is_head=True)
    tally = queries.current_tally(poll)
    assert tally

    with pytest.raises(NotTheHead):
        services.confirm_tally(
            str(poll.pk), digest=tally.digest, by=board.head, at=make.NOON
        )


def test_a_confirmed_result_stands_until_the_presidium_consents(
    poll: Poll, head: User
) -> None:
    take_up(poll, head)

    assert stage_of(poll) == (Stage.CONFIRMED, 1)
    assert queries.confirmation_of(Poll.objects.get(pk=poll.pk)) is not None


def test_with_consent_the_result_is_superseded_and_the_elected_revoked(
    poll: Poll, head: User
) -> None:
    take_up(poll, head)

    consent(poll, chair_of(poll))

    again = Poll.objects.get(pk=poll.pk)
    assert stage_of(poll) == (Stage.BOX_OPENED, 2)
    assert queries.confirmation_of(again) is None
    assert [each.revision for each in after_count(again).superseded] == [1]
    assert ElectedList.objects.get().revoked_at == make.NOON
    assert elected_people(poll.election.congress, Office.COMMITTEE) == []


def test_what_is_taken_up_again_is_confirmed_anew_as_another_revision(
    poll: Poll, head: User
) -> None:
    take_up(poll, head)
    consent(poll, chair_of(poll))
    Poll.objects.filter(pk=poll.pk).update(stage=Stage.ENTERED)
    services.count_poll(str(poll.pk), by=head, at=make.NOON, report=make.unheard)
    tally = queries.current_tally(Poll.objects.get(pk=poll.pk))
    assert tally

    make.unlooked(poll, by=head)
    services.confirm_tally(str(poll.pk), digest=tally.digest, by=head, at=make.NOON)

    revisions = Confirmation.objects.filter(poll=poll).values_list("revision", "tally")
    assert sorted(revisions) == [(1, tally.pk), (2, tally.pk)]
    assert ElectedList.objects.filter(revoked_at=None).get().revision == 2


def test_nobody_consents_to_his_own_asking(poll: Poll, head: User) -> None:
    take_up(poll, head)

    with pytest.raises(OwnConsent):
        consent(poll, head)


def test_nobody_consents_to_what_nobody_asked(poll: Poll) -> None:
    with pytest.raises(NothingAsked):
        consent(poll, chair_of(poll))


def test_papers_put_away_are_never_taken_up_again(poll: Poll, head: User) -> None:
    announce(poll, head)
    services.put_ballots_away(str(poll.pk), HANDED, by=head, at=make.NOON)

    with pytest.raises(CannotReopen):
        take_up(poll, head)


def test_a_poll_from_a_file_is_withdrawn_and_not_reopened(
    confirmed: Confirmation,
) -> None:
    with pytest.raises(CannotReopen):
        take_up(confirmed.poll, confirmed.by)


# --- signed, compared ---------------------------------------------------------------


def sign(poll: Poll, by: User, data: bytes = PDF) -> SignedMinutes:
    return services.attach_signed_minutes(
        str(poll.pk), name="bien-ban.pdf", chunks=[data], by=by, at=make.NOON
    )


def test_a_scan_of_the_signed_minutes_is_kept(poll: Poll, head: User) -> None:
    sign(poll, head)
    sign(poll, head, b"\xff\xd8\xff jpeg")

    assert {each.file.size for each in after_count(poll).signed} == {13, 8}


def test_what_is_no_scan_is_not_kept(poll: Poll, head: User) -> None:
    with pytest.raises(NotAScan):
        sign(poll, head, b"<html>")

    assert not SignedMinutes.objects.exists()


def table(*rows: list[Any]) -> bytes:
    return xlsx.workbook("x", ["STT", "Họ và tên", "Số phiếu"], rows)


SAME = [
    [1, "Nguyễn Văn An", 7],
    [2, "TRẦN THỊ BÌNH", 7],
    [3, "Lê Thị Cúc", 6],
    [4, "Phạm Văn Đào", 0],
]


def compare(poll: Poll, by: User, data: bytes) -> OutsideResult:
    return services.compare_result(
        str(poll.pk), name="kq.xlsx", data=data, by=by, at=make.NOON
    )


def test_the_same_count_by_another_program_agrees(poll: Poll, head: User) -> None:
    assert compare(poll, head, table(*SAME)).agrees


def test_every_difference_from_another_program_is_told(poll: Poll, head: User) -> None:
    rows = [[1, "Nguyễn Văn An", 8], *SAME[1:3], [5, "Ma Văn Lạ", 1]]

    found = compare(poll, head, table(*rows))

    assert not found.agrees
    assert [(row["name"], row["here"], row["there"]) for row in found.rows] == [
        ("Nguyễn Văn An", 7, 8),
        ("Trần Thị Bình", 7, 7),
        ("Lê Thị Cúc", 6, 6),
        ("Phạm Văn Đào", 0, None),
        ("Ma Văn Lạ", None, 1),
    ]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\x00\x01"])
def test_a_table_without_names_and_votes_is_refused_in_words(
    poll: Poll, head: User, data: bytes
) -> None:
    with pytest.raises(UnreadableResult):
        compare(poll, head, data)

    assert not OutsideResult.objects.exists()


def test_strikes_count_valid_ballots_by_the_names_they_keep(poll: Poll) -> None:
    tally = queries.current_tally(poll)

    found = strikes(poll)

    assert tally
    assert sum(each.ballots for each in found) == tally.valid
    assert sum(each.names * each.ballots for each in found) == 20
    assert found[0] == Kept(3, 6)


# --- pages --------------------------------------------------------------------------


def page(poll: Poll, name: str) -> str:
    return reverse(f"ballots:{name}", args=queries.address(poll))


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_the_head_announces_and_hands_over_on_screen(
    client: Client, poll: Poll, head: User
) -> None:
    signed_in(client, head)
    said = {"packages": "2", "seal": "", "handed_to": "Đoàn chủ tịch"}
    sure = {"without_scan": "on", "final": "on"}

    asked = client.get(page(poll, "poll-announce"))
    before = stage_of(poll)
    client.post(page(poll, "poll-announce"))
    unsure = client.post(page(poll, "poll-put-away"), said)
    answer = client.post(page(poll, "poll-put-away"), said | sure, follow=True)

    assert "Kết quả đã được công bố?" in asked.text
    assert before == (Stage.CONFIRMED, 1)
    assert "Chưa có bản chụp biên bản đã ký." in unsure.text
    assert "bước này không lấy lại được" in unsure.text
    assert "Giữ ít nhất đến hết ngày" in answer.text
    assert stage_of(poll) == (Stage.PUT_AWAY, 1)


def test_the_presidium_reads_the_reason_and_consents(
    client: Client, poll: Poll, head: User
) -> None:
    take_up(poll, head, "Có khiếu nại về tập 2")
    signed_in(client, chair_of(poll))

    asked = client.get(page(poll, "poll-consent"))
    client.post(page(poll, "poll-consent"))

    assert "Có khiếu nại về tập 2" in asked.text
    assert stage_of(poll) == (Stage.BOX_OPENED, 2)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.TALLY_HEAD, Role.INSPECTOR])
def test_nobody_but_the_presidium_consents(
    client: Client, poll: Poll, head: User, role: Role
) -> None:
    take_up(poll, head)
    signed_in(client, holder(role, poll))

    answers = [
        client.get(page(poll, "poll-consent")).status_code,
        client.post(page(poll, "poll-consent")).status_code,
    ]

    assert answers == [404, 404]
    assert stage_of(poll) == (Stage.CONFIRMED, 1)


@pytest.mark.parametrize(
    "role", [Role.TALLY_MEMBER, Role.TALLY_TECHNICIAN, Role.SECRETARIAT, Role.DELEGATE]
)
@pytest.mark.parametrize("name", ["poll-strikes", "poll-compare"])
def test_what_is_for_the_chair_is_for_nobody_else(
    client: Client, poll: Poll, name: str, role: Role
) -> None:
    signed_in(client, holder(role, poll))

    assert client.get(page(poll, name)).status_code == 404


def test_strikes_are_not_told_before_the_result_is_confirmed(client: Client) -> None:
    board = make.board()
    counted = make.counted(board.body)
    signed_in(client, board.head)

    assert client.get(page(counted, "poll-strikes")).status_code == 404


def test_a_superseded_paper_is_told_as_such(
    client: Client, poll: Poll, head: User, confirmed: Confirmation
) -> None:
    make.printed(confirmed)
    take_up(poll, head)
    consent(poll, chair_of(poll))
    signed_in(client, head)

    after = client.get(page(poll, "poll-after"))
    address = reverse("ballots:minutes-superseded", args=[*queries.address(poll), 1])
    paper = client.get(address)

    assert "biên bản đã thay thế" in after.text
    assert "da-thay-the-" in paper.headers["Content-Disposition"]


def test_the_result_leaves_as_a_workbook_with_a_line_in_the_trail(
    client: Client, poll: Poll, head: User
) -> None:
    signed_in(client, head)

    answer = client.post(page(poll, "result-file"))

    book = load_workbook(BytesIO(answer.content))
    sums = dict(book["Tổng hợp"].iter_rows(min_row=2, values_only=True))
    first = next(book["Theo số phiếu"].iter_rows(min_row=2, values_only=True))
    assert answer.headers["Content-Type"] == xlsx.MIME
    assert sums["Đại hội"] == str(poll.election.body.congress)
    assert sums["Số phiếu ít nhất để trúng cử"] == poll.base // 2 + 1
    assert first[3] == round(100 * first[2] / poll.base, 2)
    assert "ballots.result_exported" in acts()
