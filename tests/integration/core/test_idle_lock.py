"""Screens of the tally board lock after five minutes without an act of a person."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from core.access.rights import IDLE_LOCK, Role
from core.models import AuditEvent, SignIn
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

LOCK = "/khoa-man-hinh/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def head(signed_in: SignedIn) -> Client:
    return signed_in(make.holder(Role.TALLY_HEAD, at=make.body().scope))


def wait(client: Client, seconds: float) -> None:
    """Let so many seconds pass since the last act."""
    session = client.session
    session["acted_at"] -= seconds
    session.save()


def leads(client: Client, address: str = "/") -> str:
    return client.get(address).headers.get("Location", "nowhere")


def test_five_idle_minutes_lock_the_screen_and_four_do_not(head: Client) -> None:
    wait(head, 240)
    before = leads(head)
    wait(head, 300)

    assert before == "nowhere"
    assert leads(head, "/bau-cu/?tim=a") == f"{LOCK}?next=%2Fbau-cu%2F%3Ftim%3Da"
    assert leads(head, "/mat-khau/") == f"{LOCK}?next=%2Fmat-khau%2F"


def test_an_act_starts_the_time_anew(head: Client) -> None:
    wait(head, 200)
    leads(head)
    wait(head, 200)

    assert leads(head) == "nowhere"


def test_a_page_that_polls_is_no_act(head: Client) -> None:
    wait(head, 200)
    head.get("/", headers=HTMX)
    wait(head, 100)

    assert leads(head) == f"{LOCK}?next=%2F"


def test_a_page_that_polls_when_it_locks_is_led_away_as_a_whole(head: Client) -> None:
    wait(head, 301)

    answer = head.get(
        "/bau-cu/",
        headers=HTMX | {"HX-Current-URL": "http://testserver/bau-cu/?trang=2#x"},
    )

    assert answer.headers["HX-Redirect"] == f"{LOCK}?next=%2Fbau-cu%2F%3Ftrang%3D2"


@pytest.mark.parametrize(
    ("came_from", "goes_on"),
    [
        ("http://testserver/dai-hoi/", "%2Fdai-hoi%2F"),
        ("https://ngoai.example/", "%2F"),
        ("", "%2F"),
    ],
)
def test_an_act_that_comes_too_late_is_not_done(
    head: Client, came_from: str, goes_on: str
) -> None:
    wait(head, 301)

    answer = head.post("/phien-dang-nhap/1/dang-xuat/", headers={"Referer": came_from})

    assert answer.headers["Location"] == f"{LOCK}?next={goes_on}"


def test_typing_without_sending_keeps_the_screen_open(head: Client) -> None:
    wait(head, 200)
    said = head.post(reverse("core:still-here"))
    wait(head, 200)

    assert (said.status_code, leads(head)) == (204, "nowhere")


def test_saying_so_too_late_opens_nothing(head: Client) -> None:
    wait(head, 301)
    head.post(reverse("core:still-here"))

    assert leads(head) == f"{LOCK}?next=%2F"


def test_the_password_opens_it_where_one_was(head: Client) -> None:
    wait(head, 301)

    page = head.get(f"{LOCK}?next=/dai-hoi/")
    wrong = head.post(f"{LOCK}?next=/dai-hoi/", {"password": "sai"})
    right = head.post(f"{LOCK}?next=/dai-hoi/", {"password": make.PASSWORD})

    assert "Lục Văn Quý" in page.text
    assert "navigation" not in page.context
    assert "Mật khẩu không đúng." in wrong.text
    assert right.headers["Location"] == "/dai-hoi/"
    assert leads(head) == "nowhere"
    assert SignIn.objects.get().guesses == 0


def test_the_page_for_it_leads_on_when_nothing_is_locked(head: Client) -> None:
    assert leads(head, f"{LOCK}?next=/dai-hoi/") == "/dai-hoi/"
    assert leads(head, f"{LOCK}?next=//ngoai.example") == "/"


def test_five_wrong_passwords_there_end_the_session(head: Client) -> None:
    wait(head, 301)

    answers = [head.post(LOCK, {"password": "sai"}) for _time in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert leads(head).startswith(reverse("core:sign-in"))
    assert SignIn.objects.get().ended_how == "guessing"
    assert AuditEvent.objects.filter(act="core.session_guessed").count() == 1


def test_one_may_sign_out_instead(head: Client) -> None:
    wait(head, 301)

    head.post(reverse("core:sign-out"))

    assert leads(head).startswith(reverse("core:sign-in"))


def test_anybody_locks_his_own_screen_at_once(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    locked = client.post(reverse("core:lock-now"), {"next": "/dai-hoi/"})
    shut = leads(client)
    client.post(LOCK, {"password": make.PASSWORD})

    assert locked.headers["Location"] == f"{LOCK}?next=%2Fdai-hoi%2F"
    assert (shut, leads(client)) == (f"{LOCK}?next=%2F", "nowhere")


def test_other_roles_are_not_locked_by_time(signed_in: SignedIn) -> None:
    client = signed_in(make.holder(Role.INSPECTOR, at=make.unit().scope))
    wait(client, 3600)

    assert leads(client) == "nowhere"


def test_pages_carry_the_clock_only_where_it_counts(
    head: Client, signed_in: SignedIn, settings: LazySettings
) -> None:
    settings.IDLE_LOCK_SECONDS = 1234
    other = signed_in(make.user())

    texts = [head.get("/").text, other.get("/").text]

    assert ['data-idle-lock="1234"' in text for text in texts] == [True, False]
    assert ["js/idle-lock.js" in text for text in texts] == [True, False]


def test_the_table_of_roles_says_whose_screens_lock() -> None:
    assert {role for role in Role if role in IDLE_LOCK} == {
        Role.TALLY_HEAD,
        Role.TALLY_MEMBER,
        Role.TALLY_TECHNICIAN,
    }
