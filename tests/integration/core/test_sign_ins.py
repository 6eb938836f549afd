"""Sessions: written down, listed for their owner, ended by him and by what happens."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import browsers, tasks
from core.models import AuditEvent, SignIn, User
from core.services import change_password, close_account, open_account, sessions
from tests import make
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

NEW = "mot-mat-khau-khac"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)


def typed(username: str, password: str = make.PASSWORD) -> dict[str, str]:
    return {"username": username, "password": password}


def is_in(client: Client) -> bool:
    return client.get(reverse("core:start")).status_code == 200


def ends() -> list[str]:
    return list(SignIn.objects.order_by("pk").values_list("ended_how", flat=True))


def test_a_sign_in_is_written_down_with_address_and_browser(client: Client) -> None:
    somebody = make.user("an")

    client.post(
        reverse("core:sign-in"),
        typed("an"),
        REMOTE_ADDR="10.0.0.9",
        headers={"User-Agent": CHROME + "x" * 500},
    )

    row = SignIn.objects.get()
    assert (row.user, row.address, row.device) == (
        somebody,
        "10.0.0.9",
        "Chrome · Windows",
    )
    assert (len(row.agent), row.session_key) == (300, client.session.session_key)
    assert (row.ended_at, row.ended_how) == (None, "")


def test_an_address_that_is_none_is_left_out(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    # A test's own client says no address at all.
    assert SignIn.objects.get().address is None
    assert is_in(client)


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (CHROME, "Chrome · Windows"),
        (CHROME + " Edg/126.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Safari/604.1", "Safari · iPhone"),
        ("curl/8.5.0", ""),
    ],
)
def test_a_browser_is_named_in_words(agent: str, named: str) -> None:
    assert browsers.named(agent) == named


def test_the_use_of_a_session_is_written_once_a_minute(
    signed_in: SignedIn,
) -> None:
    client = signed_in(make.user())
    long_ago = timezone.now() - timedelta(minutes=10)
    SignIn.objects.update(last_seen_at=long_ago)

    is_in(client)
    at_once = SignIn.objects.get().last_seen_at
    session = client.session
    session["seen_at"] -= 61
    session.save()
    client.get(reverse("core:start"), headers={"HX-Request": "true"})
    after_a_poll = SignIn.objects.get().last_seen_at
    is_in(client)

    assert (at_once, after_a_poll) == (long_ago, long_ago)
    assert SignIn.objects.get().last_seen_at > long_ago


def test_the_list_shows_ones_own_sessions_and_no_others(signed_in: SignedIn) -> None:
    somebody = make.user("an")
    signed_in(make.user("binh"))
    here, _elsewhere = signed_in(somebody), signed_in(somebody)
    SignIn.objects.filter(user__username="binh").update(agent=CHROME)

    page = here.get(reverse("core:sign-ins"))

    assert len(page.context["going_on"]) == 2
    assert page.text.count("phiên này") == 1
    assert "Windows" not in page.text


@pytest.mark.parametrize("sessions_there", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    signed_in: SignedIn, django_assert_num_queries: Queries, sessions_there: int
) -> None:
    somebody = make.user()
    client = signed_in(somebody)
    for _time in range(sessions_there):
        signed_in(somebody)
        signed_in(somebody).post(reverse("core:sign-out"))

    with django_assert_num_queries(6):
        client.get(reverse("core:sign-ins"))


def test_another_session_is_signed_out(signed_in: SignedIn) -> None:
    somebody = make.user()
    here, elsewhere = signed_in(somebody), signed_in(somebody)
    other = SignIn.objects.get(session_key=elsewhere.session.session_key)

    here.post(reverse("core:sign-in-end", args=[other.pk]))
    again = here.post(reverse("core:sign-in-end", args=[other.pk]), follow=True)

    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert ends() == ["", "other"]
    assert "Phiên ấy đã kết thúc từ trước." in again.text
    assert AuditEvent.objects.filter(act="core.sign_ins_ended").count() == 1


def test_nobody_signs_out_somebody_elses_session(signed_in: SignedIn) -> None:
    stranger, victim = signed_in(make.user()), signed_in(make.user())
    theirs = SignIn.objects.get(session_key=victim.session.session_key)

    stranger.post(reverse("core:sign-in-end", args=[theirs.pk]))

    assert is_in(victim)
    assert ends() == ["", ""]


def test_all_other_sessions_are_signed_out_at_once(signed_in: SignedIn) -> None:
    somebody = make.user()
    here, *others = (signed_in(somebody) for _time in range(3))

    answer = here.post(reverse("core:sign-ins-end-others"), follow=True)

    assert "Đã đăng xuất 2 phiên khác." in answer.text
    assert [is_in(client) for client in (here, *others)] == [True, False, False]
    assert AuditEvent.objects.get(act="core.sign_ins_ended").detail == {"sessions": 2}


def test_signing_out_ends_the_row(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    client.post(reverse("core:sign-out"))

    assert ends() == ["own"]
    assert Session.objects.count() == 0


def test_ones_own_new_password_keeps_this_session_and_ends_the_others(
    signed_in: SignedIn,
) -> None:
    somebody = make.user()
    here, elsewhere = signed_in(somebody), signed_in(somebody)

    here.post(
        reverse("core:password"),
        {"old_password": make.PASSWORD, "new_password1": NEW, "new_password2": NEW},
    )

    kept = SignIn.objects.get(ended_at=None)
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert kept.session_key == here.session.session_key
    assert ends() == ["", "password"]
    assert Session.objects.count() == 1


def test_a_password_given_by_somebody_else_ends_all_sessions(
    signed_in: SignedIn,
) -> None:
    somebody, administrator = make.user(), make.administrator()
    clients = [signed_in(somebody), signed_in(somebody)]

    change_password(user=somebody, password=NEW, by=administrator, at=timezone.now())

    assert [is_in(client) for client in clients] == [False, False]
    assert ends() == ["reset", "reset"]
    assert Session.objects.count() == 0


def test_closing_an_account_ends_its_sessions_and_opening_it_brings_none_back(
    signed_in: SignedIn,
) -> None:
    somebody, administrator = make.user("an"), make.administrator()
    client = signed_in(somebody)

    close_account(user_id=somebody.pk, by=administrator, at=make.NOON)
    close_account(user_id=somebody.pk, by=administrator, at=make.NOON)
    shut = client.post(reverse("core:sign-in"), typed("an"))
    open_account(user_id=somebody.pk, by=administrator, at=make.NOON)
    open_account(user_id=somebody.pk, by=administrator, at=make.NOON)

    assert (shut.status_code, is_in(client)) == (200, False)
    assert ends() == ["closed"]
    acts = AuditEvent.objects.filter(actor=administrator).order_by("pk")
    assert [line.act for line in acts] == ["core.account_closed", "core.account_opened"]


# --- guessing inside a session ------------------------------------------------------


def guess_old_password(client: Client) -> str:
    answer = client.post(
        reverse("core:password"),
        {"old_password": "sai", "new_password1": NEW, "new_password2": NEW},
        follow=True,
    )
    return answer.text


def test_five_wrong_old_passwords_end_the_session(signed_in: SignedIn) -> None:
    somebody = make.user()
    client, elsewhere = signed_in(somebody), signed_in(somebody)

    texts = [guess_old_password(client) for _time in range(5)]

    said = "Mật khẩu hiện tại không đúng. Hãy nhập lại."
    assert [said in text for text in texts] == [True] * 4 + [False]
    assert "Đã nhập sai mật khẩu 5 lần nên phiên này đã kết thúc." in texts[-1]
    assert (is_in(client), is_in(elsewhere)) == (False, True)
    assert ends() == ["guessing", ""]
    assert AuditEvent.objects.get(act="core.session_guessed").detail == {"guesses": 5}


def test_the_right_password_wipes_out_the_wrong_ones(signed_in: SignedIn) -> None:
    client = signed_in(make.user())
    for _time in range(4):
        guess_old_password(client)

    client.post(
        reverse("core:password"),
        {"old_password": make.PASSWORD, "new_password1": NEW, "new_password2": NEW},
    )
    guess_old_password(client)

    assert is_in(client)
    assert SignIn.objects.get().guesses == 1


def test_guesses_are_counted_in_the_database_not_in_the_session(
    signed_in: SignedIn,
) -> None:
    somebody = make.user()
    key = str(signed_in(somebody).session.session_key)

    left = [
        sessions.note_wrong_password(user=somebody, session_key=key, at=make.NOON)
        for _time in range(6)
    ]

    # Five that come at once would each find the session as it was before the first.
    assert left == [4, 3, 2, 1, 0, 0]


# --- sessions that go out by themselves ---------------------------------------------


def test_sessions_that_went_out_are_closed_by_the_sweep(signed_in: SignedIn) -> None:
    somebody = make.user()
    alive, out = signed_in(somebody), signed_in(somebody)
    Session.objects.filter(session_key=out.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )

    listed = alive.get(reverse("core:sign-ins")).context
    tasks.tidy_accounts()

    assert (len(listed["going_on"]), len(listed["over"])) == (1, 1)
    assert ends() == ["", "expired"]
    assert Session.objects.count() == 1


# --- lines of those that fail -------------------------------------------------------


def test_a_wrong_password_leaves_one_line_a_minute_without_the_password(
    client: Client,
) -> None:
    person = make.person()
    make.user("an", person=person)

    for _time in range(2):
        client.post(reverse("core:sign-in"), typed("an", "sai-mat-khau"))

    line = AuditEvent.objects.get(act="core.sign_in_failed")
    assert (line.actor, line.scope, line.detail) == (
        None,
        person.unit.scope,
        {"address": "127.0.0.1"},
    )
    assert "an" in line.subject_title


def test_the_next_minute_has_a_line_of_its_own() -> None:
    somebody = make.user()

    for seconds in (0, 59, 60):
        sessions.note_failed_sign_in(
            user=somebody,
            address="10.0.0.9",
            at=make.NOON + timedelta(seconds=seconds),
        )

    assert AuditEvent.objects.filter(act="core.sign_in_failed").count() == 2


def test_a_name_that_is_no_account_leaves_nothing_of_what_was_typed(
    client: Client,
) -> None:
    make.user("an")

    client.post(reverse("core:sign-in"), typed("mat-khau-go-nham", "x"))

    assert not AuditEvent.objects.filter(act="core.sign_in_failed").exists()
    assert User.objects.count() == 1
