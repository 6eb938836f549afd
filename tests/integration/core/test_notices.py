"""People are told once, what they may read, and say how they want to be told."""

import re
import smtplib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils import timezone, translation

from congress.models import Congress
from core.access.rights import Role
from core.models import AuditEvent, Letter, MailChoice, MailMode, Notice, User
from core.queries.notices import unread
from core.services import letters
from core.services.reminders import LATE
from core.web import UNDISTURBED
from tests import make
from tests.integration.core.notices import told
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def congress() -> Congress:
    return make.congress()


@pytest.fixture
def staff(congress: Congress) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope)


@pytest.fixture
def sends(settings: Any) -> None:
    settings.SENDS_MAIL = True
    settings.PORTAL_ADDRESS = "https://cong.example"
    settings.DEFAULT_FROM_EMAIL = "cong@cong.example"
    Server.answers = []
    Server.shut = None


class Server(BaseEmailBackend):
    """A server that answers what a test says, then takes everything."""

    answers: list[Exception] = []
    shut: Exception | None = None

    def open(self) -> bool:
        if self.shut:
            raise self.shut
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if self.answers:
            raise self.answers.pop(0)
        mail.outbox.extend(email_messages)
        return len(email_messages)


@pytest.fixture
def server(sends: None, settings: Any) -> Iterator[type[Server]]:
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    yield Server
    Server.answers, Server.shut = [], None


def gets_letters(user: User, mode: MailMode = MailMode.EACH) -> None:
    MailChoice.objects.create(user=user, mode=mode, address="an@donvi.example")


def send(*, after: timedelta = timedelta()) -> int:
    return letters.send_waiting(now=lambda: make.NOON + after)


# --- telling --------------------------------------------------------------------------


def test_a_person_is_told_in_his_language_and_the_act_leaves_a_line(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    number = told([staff], congress)

    page = signed_in(staff).get(reverse("core:notices"))
    assert number == 1
    assert "Sắp đến hạn: “Gửi giấy triệu tập”" in page.text
    line = AuditEvent.objects.get(act="core.told")
    assert line.detail == {"notice": "core.work_soon", "people": 1}
    assert line.scope == congress.scope


def test_what_was_told_is_kept_in_vietnamese_whoever_tells(
    congress: Congress, staff: User
) -> None:
    with translation.override("en"):
        told([staff], congress)

    assert Notice.objects.get().said.startswith("Sắp đến hạn")


def test_nobody_is_told_who_may_not_open_the_page(
    congress: Congress, staff: User
) -> None:
    next_door = make.holder(Role.ORGANISATION_STAFF, at=make.unit("Nậm Lành").scope)
    delegate = make.holder(Role.DELEGATE, at=congress.unit.scope)
    closed = make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    number = told([staff, next_door, delegate, closed, make.user()], congress)

    assert number == 1
    assert Notice.objects.get().user == staff


def test_nobody_told_leaves_no_line(congress: Congress) -> None:
    assert told([make.user()], congress) == 0
    assert not AuditEvent.objects.filter(act="core.told").exists()


def test_the_same_is_not_told_twice_on_one_day_while_it_is_unread(
    congress: Congress, staff: User
) -> None:
    numbers = [
        told([staff, staff], congress),
        told([staff], congress, at=make.NOON + HOUR),
        told([staff], congress, kind=LATE, at=make.NOON + HOUR),
        told([staff], congress, at=make.NOON + DAY),
    ]
    Notice.objects.update(read_at=make.NOON)
    numbers.append(told([staff], congress, at=make.NOON + DAY))

    assert numbers == [1, 0, 1, 1, 1]


def test_telling_asks_as_often_for_many_as_for_one(
    congress: Congress, django_assert_num_queries: make.Queries
) -> None:
    people = [
        make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope)
        for _each in range(12)
    ]
    told(people[:1], congress)

    with django_assert_num_queries(7):
        told(people[1:2], congress)
    with django_assert_num_queries(7):
        told(people[2:], congress)


def test_a_page_that_asks_for_no_right_is_no_page_to_send_people_to(
    congress: Congress, staff: User
) -> None:
    with pytest.raises(TypeError, match="no right"):
        told([staff], congress, url_name="core:start", url_args=[])


def test_a_sentence_without_its_values_is_no_sentence(
    congress: Congress, staff: User
) -> None:
    with pytest.raises(KeyError):
        told([staff], congress, kind="core.nothing")


# --- one's own page -------------------------------------------------------------------


def test_the_bell_counts_what_is_unread_and_looking_changes_nothing(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    told([staff], congress)
    client = signed_in(staff)

    pages = [client.get(reverse("core:notices")).text for _turn in range(2)]

    assert ['<span class="count">1</span>' in page for page in pages] == [True, True]


def test_no_bell_where_ballots_are_typed() -> None:
    assert all(
        name.startswith(UNDISTURBED)
        for name in ("ballots:batch-entry", "ballots:batch-check")
    )


def test_opening_a_notice_reads_it_and_leads_to_its_page(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    told([staff], congress)
    notice = Notice.objects.get()

    answer = signed_in(staff).post(reverse("core:notice-open", args=[notice.pk]))

    notice.refresh_from_db()
    assert answer.headers["Location"] == reverse("congress:plan", args=[congress.slug])
    assert notice.read_at is not None
    assert unread(staff) == 0


def test_notices_of_others_do_not_exist(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    told([staff], congress)
    notice = Notice.objects.get()
    other = signed_in(make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope))

    answers = [
        other.post(reverse(name, args=[notice.pk])).status_code
        for name in ("core:notice-open", "core:notice-read")
    ]
    other.post(reverse("core:notices-read"))

    assert answers == [404, 404]
    assert unread(staff) == 1
    assert "Gửi giấy" not in other.get(reverse("core:notices")).text


def test_own_notices_are_found_without_accents_and_filtered(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    told([staff], congress, title="Gửi giấy triệu tập")
    told([staff], congress, kind=LATE, title="Trang trí hội trường")
    Notice.objects.filter(kind=LATE).update(read_at=make.NOON)
    client = signed_in(staff)

    def shown(**asked: str) -> list[bool]:
        text = client.get(reverse("core:notices"), asked).text
        return ["Gửi giấy triệu tập" in text, "Trang trí hội trường" in text]

    assert shown() == [True, True]
    assert shown(tim="giay trieu") == [True, False]
    assert shown(loai=LATE) == [False, True]
    assert shown(doc="chua-doc") == [True, False]
    assert shown(doc="da-doc") == [False, True]
    assert shown(tim="gi do khac") == [False, False]


def test_unread_notices_come_first(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    told([staff], congress, title="Cũ chưa đọc", at=make.NOON - DAY)
    told([staff], congress, kind=LATE, title="Mới đã đọc")
    Notice.objects.filter(kind=LATE).update(read_at=make.NOON)

    text = signed_in(staff).get(reverse("core:notices")).text

    assert text.index("Cũ chưa đọc") < text.index("Mới đã đọc")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_whatever_there_is(
    rows: int,
    congress: Congress,
    staff: User,
    signed_in: SignedIn,
    django_assert_num_queries: make.Queries,
) -> None:
    for day in range(rows):
        told([staff], congress, at=make.NOON + day * DAY)
    client = signed_in(staff)
    client.get(reverse("core:notices"))

    with django_assert_num_queries(6):
        client.get(reverse("core:notices"))


# --- who was told ---------------------------------------------------------------------


def test_who_was_told_is_shown_where_somebody_may_ask(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    told([staff], congress, by=staff)
    inspector = make.holder(Role.INSPECTOR, at=congress.unit.scope)
    next_door = make.holder(Role.INSPECTOR, at=make.unit("Nậm Lành").scope)

    here, there = (
        signed_in(user).get(reverse("core:told")).text
        for user in (inspector, next_door)
    )

    assert "Gửi giấy triệu tập" in here
    assert "Gửi giấy triệu tập" not in there
    assert congress.scope.title not in there


def test_who_was_told_is_searched_and_taken_as_a_file(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    told([staff], congress)
    client = signed_in(staff)

    def found(**asked: str) -> bool:
        return "Gửi giấy triệu tập" in client.get(reverse("core:told"), asked).text

    assert found(tim="trieu tap", ai="luc van", noi="khe vang", doc="chua-doc")
    assert not found(ai="khong ai")
    assert not found(noi="cho khac")
    assert not found(doc="da-doc")
    answer = client.get(reverse("core:told"), {"xuat": "xlsx"})
    assert answer.status_code == 200
    assert "ai-da-duoc-bao.xlsx" in answer.headers["Content-Disposition"]
    line = AuditEvent.objects.get(act="core.told_exported")
    assert (line.scope, line.detail["rows"]) == (congress.unit.scope, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_who_was_told_asks_as_often_whatever_there_is(
    rows: int,
    congress: Congress,
    staff: User,
    signed_in: SignedIn,
    django_assert_num_queries: make.Queries,
) -> None:
    for day in range(rows):
        told([staff], congress, at=make.NOON + day * DAY)
    client = signed_in(staff)
    client.get(reverse("core:told"))

    with django_assert_num_queries(6):
        client.get(reverse("core:told"))


# --- e-mail ---------------------------------------------------------------------------


def test_where_no_server_is_named_nothing_is_queued_and_the_page_says_so(
    congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    gets_letters(staff)
    told([staff], congress)
    client = signed_in(staff)

    page = client.get(reverse("core:mail-choice")).text
    client.post(reverse("core:mail-choice"), {"mode": "each", "address": "b@b.vn"})

    assert "Cổng này không gửi thư điện tử." in page
    assert send() == letters.write_for_the_day(at=make.NOON) == 0
    assert not Letter.objects.exists()
    assert MailChoice.objects.get().address == "an@donvi.example"


def test_an_address_is_used_once_its_letter_was_read(
    server: type[Server], staff: User, signed_in: SignedIn
) -> None:
    client = signed_in(staff)
    said = {"mode": "each", "address": "an@donvi.example"}

    client.post(reverse("core:mail-choice"), said)
    before = MailChoice.objects.get().address
    letters.send_waiting(now=timezone.now)
    path = re.search(r"https://cong\.example(\S+)", str(mail.outbox[0].body))
    assert path is not None
    looked = client.get(path[1])
    still = MailChoice.objects.get().address
    client.post(path[1])

    assert (before, still, looked.status_code) == ("", "", 200)
    choice = MailChoice.objects.get()
    assert choice.address == "an@donvi.example"
    assert mail.outbox[0].to == ["an@donvi.example"]
    assert path[1].split("/")[-2] not in choice.digest
    acts = AuditEvent.objects.filter(act__startswith="core.mail").order_by("pk")
    assert [line.act for line in acts] == ["core.mail_chosen", "core.mail_confirmed"]
    assert "donvi" not in str([line.detail for line in acts])


def test_somebody_else_does_not_confirm_an_address(
    server: type[Server], staff: User, signed_in: SignedIn
) -> None:
    letters.choose(staff, mode=MailMode.EACH, address="an@a.vn", at=make.NOON)
    send()
    token = mail.outbox[0].body.split("xac-nhan/")[1].split("/")[0]

    with pytest.raises(letters.TokenOver):
        letters.confirm(make.user(), token, at=make.NOON)
    with pytest.raises(letters.TokenOver):
        letters.confirm(staff, token, at=make.NOON + 3 * DAY)
    letters.confirm(staff, token, at=make.NOON)
    with pytest.raises(letters.TokenOver):
        letters.confirm(staff, token, at=make.NOON)


def test_nobody_floods_the_mailbox_of_somebody_else(
    server: type[Server], staff: User, signed_in: SignedIn
) -> None:
    for number in range(letters.CONFIRMATIONS):
        at = timezone.now()
        letters.choose(staff, mode=MailMode.NONE, address=f"{number}@a.vn", at=at)
        letters.send_waiting(now=timezone.now)

    page = signed_in(staff).post(
        reverse("core:mail-choice"), {"mode": "none", "address": "them@a.vn"}
    )

    assert "Hãy thử lại vào ngày mai" in page.text
    assert "them@a.vn" in page.text
    assert len(mail.outbox) == letters.CONFIRMATIONS


def test_letters_ask_for_an_address_beside_the_field(
    server: type[Server], staff: User, signed_in: SignedIn
) -> None:
    client = signed_in(staff)

    without = client.post(reverse("core:mail-choice"), {"mode": "each"})
    odd = client.post(reverse("core:mail-choice"), {"mode": "none", "address": "an"})

    assert "Hãy ghi địa chỉ nhận thư." in without.text
    assert "Địa chỉ không đúng" in odd.text


def test_without_an_address_the_portal_forgets_it(
    server: type[Server], staff: User, signed_in: SignedIn
) -> None:
    gets_letters(staff)

    signed_in(staff).post(reverse("core:mail-choice"), {"mode": "none", "address": ""})

    assert MailChoice.objects.get().address == ""


def test_a_letter_tells_the_sentence_and_the_page(
    server: type[Server], congress: Congress, staff: User
) -> None:
    gets_letters(staff)
    told([staff], congress)

    number = send()

    body = mail.outbox[0].body
    assert number == 1
    assert "Sắp đến hạn: “Gửi giấy triệu tập”" in body
    assert f"https://cong.example/dai-hoi/{congress.slug}/ke-hoach/" in body
    assert Letter.objects.get().sent_at == make.NOON
    assert send() == 0


def test_no_page_waits_for_a_server_that_is_dead(
    server: type[Server], congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    server.shut = OSError("no route")
    gets_letters(staff)
    told([staff], congress)

    assert signed_in(staff).get(reverse("core:notices")).status_code == 200
    assert send() == 0
    letter = Letter.objects.get()
    assert (letter.fault, letter.attempts) == ("no route", 1)
    assert letter.due_at == make.NOON + letters.AGAIN_AFTER
    server.shut = None
    assert send() == 0
    assert send(after=HOUR) == 1


def test_what_is_refused_for_now_is_tried_again_and_for_good_is_not(
    server: type[Server], congress: Congress, staff: User
) -> None:
    gets_letters(staff)
    told([staff], congress)
    server.answers = [
        smtplib.SMTPRecipientsRefused({"an@donvi.example": (450, b"busy")}),
        smtplib.SMTPDataError(550, b"no such user"),
    ]

    sent = [send(), send(after=HOUR), send(after=2 * HOUR)]

    letter = Letter.objects.get()
    assert sent == [0, 0, 0]
    assert "no such user" in letter.fault
    assert (letter.due_at, letter.begun_at, letter.attempts) == (None, None, 2)


def test_what_may_have_been_sent_is_not_sent_again(
    server: type[Server], congress: Congress, staff: User, signed_in: SignedIn
) -> None:
    """The line breaks, or the worker is killed after it wrote down its intent."""
    gets_letters(staff)
    told([staff], congress)
    server.answers = [smtplib.SMTPServerDisconnected("gone")]

    send()

    assert send(after=DAY) == 0
    assert mail.outbox == []
    page = signed_in(staff).get(reverse("core:told"))
    assert "không rõ đã gửi chưa" in page.text


def test_a_killed_worker_leaves_a_letter_that_nobody_sends_again(
    server: type[Server], congress: Congress, staff: User
) -> None:
    gets_letters(staff)
    told([staff], congress)
    server.answers = [KeyboardInterrupt()]  # type: ignore[list-item] # as kill -9, nearly

    with pytest.raises(KeyboardInterrupt):
        send()

    letter = Letter.objects.get()
    assert letter.begun_at == make.NOON
    assert letter.sent_at is None
    assert send(after=DAY) == 0


def test_one_letter_a_day_tells_what_is_unread(
    server: type[Server], congress: Congress, staff: User
) -> None:
    gets_letters(staff, MailMode.DAILY)
    told([staff], congress)
    told([staff], congress, kind=LATE, title="Trang trí hội trường")
    told([staff], congress, title="Đã đọc rồi", at=make.NOON - DAY)
    Notice.objects.filter(said__contains="Đã đọc").update(read_at=make.NOON)
    at = make.NOON + HOUR

    written = [letters.write_for_the_day(at=at) for _turn in range(2)]
    send(after=HOUR)

    assert written == [1, 0]
    assert len(mail.outbox) == 1
    assert "Gửi giấy" in mail.outbox[0].body
    assert "Trang trí" in mail.outbox[0].body
    assert "Đã đọc rồi" not in mail.outbox[0].body


def test_what_is_read_before_it_is_sent_is_not_sent(
    server: type[Server], congress: Congress, staff: User
) -> None:
    gets_letters(staff, MailMode.DAILY)
    told([staff], congress)
    letters.write_for_the_day(at=make.NOON)
    Notice.objects.update(read_at=make.NOON)

    assert send() == 0
    assert not Letter.objects.exists()


def test_a_closed_account_gets_no_letter(
    server: type[Server], congress: Congress, staff: User
) -> None:
    gets_letters(staff)
    told([staff], congress)
    User.objects.filter(pk=staff.pk).update(is_active=False)

    assert send() == 0
    assert mail.outbox == []


def test_a_practice_says_so_in_its_letters(
    server: type[Server], congress: Congress, staff: User, settings: Any
) -> None:
    settings.INSTANCE = "practice"
    gets_letters(staff)
    told([staff], congress)

    send()

    assert mail.outbox[0].subject.startswith("[DIỄN TẬP – KHÔNG CÓ GIÁ TRỊ]")


def test_a_server_without_an_address_of_the_portal_is_not_started(
    sends: None, settings: Any
) -> None:
    settings.PORTAL_ADDRESS = ""

    assert "core.E004" in [each.id for each in run_checks()]
