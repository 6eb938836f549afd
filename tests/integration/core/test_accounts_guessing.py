"""Guessing at the sign-in is slowed, and nobody is locked out by somebody else."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import guessing
from core.models import AuditEvent
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

WRONG = "mot-mat-khau-sai"


@pytest.fixture(autouse=True)
def few(settings: LazySettings) -> None:
    """Three wrong ones from one address, five from anywhere."""
    settings.AXES_FAILURE_LIMIT = 3
    settings.GUESSES_ANYWHERE = 5


def tried(
    client: Client, username: str = "an", password: str = WRONG, *, at: str = "10.0.0.1"
) -> int:
    data = {"username": username, "password": password}
    return client.post(reverse("core:sign-in"), data, REMOTE_ADDR=at).status_code


def rotate(username: str = "an", *, times: int = 5) -> list[int]:
    """Guess once from each of so many addresses."""
    return [tried(Client(), username, at=f"10.9.9.{n}") for n in range(times)]


def test_guesses_from_ever_new_addresses_come_to_an_end() -> None:
    make.user("an")

    found = rotate(times=7)

    assert found == [200] * 5 + [429] * 2


def test_then_even_the_right_password_waits_on_an_unknown_browser() -> None:
    make.user("an")
    rotate()

    assert tried(Client(), password=make.PASSWORD) == 429


def test_a_browser_that_is_known_is_not_locked_out_from_elsewhere() -> None:
    make.user("an")
    known = Client()
    tried(known, password=make.PASSWORD)
    known.post(reverse("core:sign-out"))
    rotate()

    assert tried(known, password=make.PASSWORD) == 302


def test_nor_by_somebody_at_the_same_address() -> None:
    make.user("an")
    known, neighbour = Client(), Client()
    tried(known, password=make.PASSWORD)
    known.post(reverse("core:sign-out"))

    locked = [tried(neighbour) for _time in range(4)]

    assert locked == [200, 200, 429, 429]
    assert tried(known, password=make.PASSWORD) == 302


def test_guessing_on_a_known_browser_is_slowed_as_well() -> None:
    make.user("an")
    known = Client()
    tried(known, password=make.PASSWORD)
    known.post(reverse("core:sign-out"))

    there = [tried(known) for _time in range(4)]
    moving = [tried(known, at=f"10.9.9.{n}") for n in range(4)]

    assert there == [200, 200, 429, 429]
    assert moving == [200, 200, 429, 429]


def test_one_accounts_browser_is_not_known_to_another_account() -> None:
    make.user("an")
    make.user("binh")
    theirs = Client()
    tried(theirs, "binh", make.PASSWORD)
    theirs.post(reverse("core:sign-out"))
    rotate()

    assert tried(theirs, "an", make.PASSWORD) == 429


def test_a_browser_knows_several_accounts_and_a_changed_cookie_none() -> None:
    make.user("an")
    make.user("binh")
    shared = Client()
    for username in ("an", "binh"):
        tried(shared, username, make.PASSWORD)
        shared.post(reverse("core:sign-out"))
    rotate("an")
    rotate("binh")

    both = []
    for username in ("an", "binh"):
        both.append(tried(shared, username, make.PASSWORD))
        shared.post(reverse("core:sign-out"))
    shared.cookies[guessing.COOKIE] = shared.cookies[guessing.COOKIE].value + "x"

    assert both == [302, 302]
    assert tried(shared, "an", make.PASSWORD) == 429


def test_names_that_are_no_account_are_slowed_just_so() -> None:
    make.user("an")

    assert rotate("khong-co", times=6) == [200] * 5 + [429]


def test_after_an_hour_they_are_forgotten() -> None:
    make.user("an")
    rotate()
    long_ago = timezone.now() - timedelta(hours=1)
    AccessFailureLog.objects.update(attempt_time=long_ago)

    assert tried(Client(), password=make.PASSWORD) == 302
    tried(Client())
    assert AccessFailureLog.objects.count() == 1


def test_tries_that_are_turned_away_do_not_make_the_wait_longer() -> None:
    make.user("an")
    rotate(times=9)

    assert AccessFailureLog.objects.count() == 5


def test_what_was_typed_as_a_name_is_kept_nowhere() -> None:
    make.user("an")
    typed = "mat-khau-go-nham-o-ten"

    tried(Client(), typed)

    kept = str(
        [list(model.objects.values()) for model in (AccessAttempt, AccessFailureLog)]
    )
    assert typed not in kept
    assert AccessAttempt.objects.count() == 1


def test_sign_ins_are_written_down_once_by_us() -> None:
    make.user("an")

    tried(Client(), password=make.PASSWORD)

    assert AccessLog.objects.count() == 0


def test_guessing_many_names_from_one_address_comes_to_an_end(
    settings: LazySettings,
) -> None:
    settings.GUESSES_FROM_ONE_ADDRESS = 4
    make.user("an")

    found = [tried(Client(), f"ten{number}") for number in range(6)]

    assert found == [200] * 4 + [429] * 2
    assert tried(Client(), password=make.PASSWORD) == 429
    assert tried(Client(), password=make.PASSWORD, at="10.0.0.2") == 302


def test_nor_does_that_lock_known_browsers_of_the_address_out(
    settings: LazySettings,
) -> None:
    settings.GUESSES_FROM_ONE_ADDRESS = 4
    make.user("an")
    known = Client()
    tried(known, password=make.PASSWORD)
    known.post(reverse("core:sign-out"))

    for number in range(6):
        tried(Client(), f"ten{number}")

    assert tried(known, password=make.PASSWORD) == 302


def test_mistakes_of_known_browsers_are_not_counted_against_their_address(
    settings: LazySettings,
) -> None:
    settings.GUESSES_FROM_ONE_ADDRESS = 2
    make.user("an")
    make.user("binh")
    known = Client()
    tried(known, password=make.PASSWORD)
    known.post(reverse("core:sign-out"))
    for _time in range(2):
        tried(known)

    assert tried(Client(), "binh", make.PASSWORD) == 302


def test_after_a_quarter_of_an_hour_the_address_guesses_anew(
    settings: LazySettings,
) -> None:
    settings.GUESSES_FROM_ONE_ADDRESS = 2
    make.user("an")
    for number in range(3):
        tried(Client(), f"ten{number}")
    earlier = timezone.now() - timedelta(minutes=16)
    AccessFailureLog.objects.update(attempt_time=earlier)

    assert tried(Client(), password=make.PASSWORD) == 302


def test_a_busy_machine_says_so_and_keeps_the_name() -> None:
    make.user("an")
    page = f"{reverse('core:sign-in')}?next=/to-chuc/"
    sent = {"username": "an", "password": make.PASSWORD}

    with ExitStack() as others:
        for _other in range(3):
            others.enter_context(guessing.turns.taken(patience=0))
        waited_in_vain = Client().post(page, sent)
        busy = waited_in_vain.text
    after = Client().post(page, sent)

    assert (waited_in_vain.status_code, after.status_code) == (503, 302)
    assert "thử lại sau vài giây" in busy
    assert 'value="an"' in busy
    assert make.PASSWORD not in busy
    assert AccessFailureLog.objects.count() == 0


def test_few_passwords_are_checked_at_once_and_turns_are_given_back() -> None:
    turns = guessing.Turns(checks=2, waiting=1)

    for _time in range(2):
        with (
            turns.taken(patience=0) as first,
            turns.taken(patience=0) as second,
            turns.taken(patience=0.01) as third,
        ):
            given = (first, second, third)
        assert given == (True, True, False)


def test_an_administrator_lets_a_slowed_account_in(signed_in: SignedIn) -> None:
    make.user("an")
    administrator = signed_in(make.administrator("quantri"))
    rotate()
    page = reverse("core:account", args=["an"])

    before = "Cho đăng nhập ngay" in administrator.get(page).text
    administrator.post(reverse("core:account-free", args=["an"]))

    assert (before, "Cho đăng nhập ngay" in administrator.get(page).text) == (
        True,
        False,
    )
    assert tried(Client(), password=make.PASSWORD) == 302
    assert AuditEvent.objects.filter(act="core.sign_in_freed").count() == 1


def test_the_page_says_what_else_one_can_do() -> None:
    make.user("an")
    rotate()

    answer = Client().post(
        reverse("core:sign-in"), {"username": "an", "password": make.PASSWORD}
    )

    assert "máy bạn đã từng đăng nhập" in answer.text
