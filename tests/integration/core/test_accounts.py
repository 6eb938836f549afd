from datetime import timedelta

import pytest
from axes.models import AccessFailureLog
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import bootstrap_code, typed_codes
from core.models import AuditEvent, User
from core.services import (
    AdministratorExists,
    change_password,
    create_first_administrator,
)
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

NEW = "mot-mat-khau-khac"
SIGN_IN = {"username": "an", "password": make.PASSWORD}


def first_administrator_form(**changes: str) -> dict[str, str]:
    return {
        "code": bootstrap_code.current(),
        "full_name": "Nguyễn Văn An",
        "username": "an",
        "password": NEW,
        "again": NEW,
    } | changes


def test_an_empty_portal_leads_to_its_first_administrator(client: Client) -> None:
    answer = client.get(reverse("core:sign-in"))

    assert answer.headers["Location"] == reverse("core:first-administrator")


def test_the_first_administrator_is_signed_in_and_may_work(client: Client) -> None:
    answer = client.post(
        reverse("core:first-administrator"), first_administrator_form()
    )

    made = User.objects.get()
    assert answer.headers["Location"] == reverse("admin:index")
    assert (made.is_superuser, made.must_change_password) == (True, False)
    assert client.get(reverse("admin:index")).status_code == 200
    assert set(AuditEvent.objects.values_list("act", flat=True)) == {
        "core.account_created",
        "core.signed_in",
    }


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "0000-0000"}, "Mã không đúng."),
        ({"again": "khac-han-roi"}, "Hai lần nhập mật khẩu không giống nhau."),
        ({"password": "0918273645", "again": "0918273645"}, "hoàn toàn là số."),
    ],
)
def test_a_form_with_a_mistake_makes_nobody(
    client: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = client.post(
        reverse("core:first-administrator"), first_administrator_form(**wrong)
    )

    assert sentence in answer.text
    assert not User.objects.exists()


def test_the_page_is_gone_once_an_administrator_exists(client: Client) -> None:
    make.administrator()

    answers = [
        client.get(reverse("core:first-administrator")),
        client.post(reverse("core:first-administrator"), first_administrator_form()),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert User.objects.count() == 1


def test_a_second_first_administrator_is_refused() -> None:
    make.administrator()

    with pytest.raises(AdministratorExists):
        create_first_administrator(
            username="b", password=NEW, full_name="B", at=make.NOON
        )


def test_codes_are_guessed_ten_times_and_no_more(client: Client) -> None:
    page = reverse("core:first-administrator")
    guess = first_administrator_form(code="0000-0000-0000")

    tried = [client.post(page, guess).status_code for _time in range(11)]
    right = client.post(page, first_administrator_form())

    assert tried == [200] * 10 + [429]
    assert right.status_code == 429
    assert "Hãy đợi 15 phút" in right.text
    assert "Nguyễn Văn An" in right.text
    assert not User.objects.exists()


def test_somebody_elses_guesses_do_not_keep_the_administrator_out(
    client: Client,
) -> None:
    page = reverse("core:first-administrator")
    guess = first_administrator_form(code="0000-0000-0000")
    for _time in range(10):
        client.post(page, guess, REMOTE_ADDR="10.0.0.9")

    answer = client.post(page, first_administrator_form())

    assert answer.status_code == 302


def test_after_a_quarter_of_an_hour_codes_are_read_again(client: Client) -> None:
    page = reverse("core:first-administrator")
    for _time in range(10):
        client.post(page, first_administrator_form(code="0000-0000-0000"))
    earlier = timezone.now() - timedelta(minutes=16)
    AccessFailureLog.objects.update(attempt_time=earlier)

    answer = client.post(page, first_administrator_form())

    assert answer.status_code == 302


def test_a_code_cannot_be_guessed() -> None:
    signs = typed_codes.bare(bootstrap_code.current())

    assert len(typed_codes.SIGNS) ** len(signs) > 2**50
    assert set(signs) <= set(typed_codes.SIGNS)


@pytest.mark.parametrize("typed", ["", "-", "0000-0000", "0000-0000-0000"])
def test_another_code_does_not_match(typed: str) -> None:
    assert not bootstrap_code.matches(typed)


def test_the_code_is_read_with_or_without_dash_and_in_any_case() -> None:
    code = bootstrap_code.current()

    typed = [code, f" {code.upper()} ", code.replace("-", ""), code.replace("-", " ")]

    assert [bootstrap_code.matches(each) for each in typed] == [True] * 4


def test_a_password_from_somebody_else_is_changed_first(client: Client) -> None:
    make.user("an", must_change_password=True, at=timezone.now())
    client.post(reverse("core:sign-in"), SIGN_IN)

    before = client.get(reverse("core:start"))
    changed = client.post(
        reverse("core:password"),
        {
            "old_password": make.PASSWORD,
            "new_password1": NEW,
            "new_password2": NEW,
        },
    )
    after = client.get(reverse("core:start"))

    assert before.headers["Location"] == f"{reverse('core:password')}?next=%2F"
    assert changed.headers["Location"] == reverse("core:start")
    assert after.status_code == 200
    assert User.objects.get().check_password(NEW)


def test_until_then_only_signing_out_and_language_are_open(
    signed_in: SignedIn,
) -> None:
    client = signed_in(make.user(must_change_password=True))

    found = {
        name: client.post(reverse(name)).headers["Location"].partition("?")[0]
        for name in ("congress:list", "admin:index", "core:language", "core:sign-out")
    }

    assert found == {
        "congress:list": reverse("core:password"),
        "admin:index": reverse("core:password"),
        "core:language": "/",
        "core:sign-out": reverse("core:sign-in"),
    }


def test_a_reset_password_must_be_changed_and_an_own_one_not() -> None:
    somebody, administrator = make.user(), make.administrator()

    change_password(user=somebody, password=NEW, by=administrator, at=make.NOON)
    after_reset = somebody.must_change_password
    change_password(user=somebody, password=NEW, by=somebody, at=make.NOON)

    assert (after_reset, somebody.must_change_password) == (True, False)
    assert list(
        AuditEvent.objects.order_by("pk")
        .filter(act__startswith="core.password")
        .values_list("act", flat=True)
    ) == ["core.password_reset", "core.password_changed"]


def test_a_password_everybody_uses_is_refused() -> None:
    somebody = make.user()

    with pytest.raises(ValidationError):
        change_password(user=somebody, password="1234567890", by=somebody, at=make.NOON)

    somebody.refresh_from_db()
    assert somebody.check_password(make.PASSWORD)


def test_other_sessions_end_when_the_password_changes(signed_in: SignedIn) -> None:
    somebody = make.user()
    here, elsewhere = signed_in(somebody), signed_in(somebody)

    here.post(
        reverse("core:password"),
        {
            "old_password": make.PASSWORD,
            "new_password1": NEW,
            "new_password2": NEW,
        },
    )

    assert here.get(reverse("core:start")).status_code == 200
    assert elsewhere.get(reverse("core:start")).status_code == 302


def test_wrong_passwords_lock_one_name_from_one_address(client: Client) -> None:
    make.user("an")
    make.user("binh")

    wrong = [
        client.post(reverse("core:sign-in"), SIGN_IN | {"password": "sai"})
        for _time in range(3)
    ]
    right = client.post(reverse("core:sign-in"), SIGN_IN)
    other_name = client.post(reverse("core:sign-in"), SIGN_IN | {"username": "binh"})
    elsewhere = Client(REMOTE_ADDR="10.0.0.9").post(reverse("core:sign-in"), SIGN_IN)

    assert [answer.status_code for answer in wrong] == [200, 200, 429]
    assert right.status_code == 429
    assert "Tạm khóa đăng nhập" in right.text
    assert other_name.headers["Location"] == reverse("core:start")
    assert elsewhere.headers["Location"] == reverse("core:start")


def test_a_wrong_password_says_what_to_look_at(client: Client) -> None:
    make.user("an")

    answer = client.post(reverse("core:sign-in"), SIGN_IN | {"password": "sai"})

    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text


def test_a_closed_account_does_not_get_in(client: Client) -> None:
    make.user("an")
    User.objects.update(is_active=False)

    answer = client.post(reverse("core:sign-in"), SIGN_IN)

    assert answer.status_code == 200
    assert client.get(reverse("core:start")).status_code == 302


def test_signing_in_and_out_leaves_lines(client: Client) -> None:
    person = make.person()
    somebody = make.user("an", person=person)

    client.post(reverse("core:sign-in"), SIGN_IN)
    client.post(reverse("core:sign-out"))

    lines = AuditEvent.objects.filter(act__startswith="core.signed").order_by("pk")
    assert [(line.act, line.actor, line.scope) for line in lines] == [
        ("core.signed_in", somebody, person.unit.scope),
        ("core.signed_out", somebody, person.unit.scope),
    ]
