"""The second factor: asked after the password, set up by whoever needs it."""

import re
import time
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.access.rights import APPOINTED, SECOND_FACTOR, Role
from core.models import AuditEvent, SignIn, User
from core.services import second_factor
from core.services.accounts import OwnAccount
from core.services.second_factor import (
    FactorRequired,
    NoDevice,
    TooManyCodes,
    WrongCode,
    begin_device,
    confirm_device,
    pass_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    take_second_factor,
)
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

CODE = "core:second-factor-code"
SET_UP = "core:second-factor-set-up"


@pytest.fixture
def required(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def shown(device: TOTPDevice, *, steps: int = 0) -> str:
    """What the phone shows, so many half minutes from now."""
    phone = TOTP(device.bin_key, device.step, device.t0, device.digits)
    phone.time = time.time() + steps * device.step
    return f"{phone.token():06}"


def wrong(device: TOTPDevice) -> str:
    near = {shown(device, steps=steps) for steps in range(-12, 13)}
    return next(code for code in ("000000", "111111", "222222") if code not in near)


def protected(user: User) -> tuple[TOTPDevice, list[str]]:
    """Give the account a phone; its next code is that of the next half minute."""
    device = begin_device(user=user)
    return confirm_device(
        user=user, code=shown(device), session_key="", at=timezone.now()
    )


def opens(client: Client, name: str = "core:start") -> str:
    """Where an address leads: to itself, or to a gate."""
    answer = client.get(reverse(name))
    return answer.headers.get("Location", "").partition("?")[0] or "itself"


def acts(user: User) -> list[str]:
    lines = AuditEvent.objects.filter(
        subject_kind="core.user", subject_key=str(user.pk)
    ).order_by("pk")
    found = [line.act.removeprefix("core.") for line in lines]
    return [act for act in found if act not in ("account_created", "signed_in")]


# --- who needs it -------------------------------------------------------------------


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("role", APPOINTED)
def test_the_table_of_roles_says_who_sets_one_up_first(
    role: Role, signed_in: SignedIn
) -> None:
    body = make.body()
    scope = make.place_of(role, body)
    client = signed_in(make.holder(role, at=scope))

    assert opens(client) == (reverse(SET_UP) if role in SECOND_FACTOR else "itself")


@pytest.mark.usefixtures("required")
def test_an_administrator_sets_one_up_before_the_back_office(
    signed_in: SignedIn,
) -> None:
    client = signed_in(make.administrator())

    assert opens(client, "admin:index") == reverse(SET_UP)
    assert client.get(reverse(SET_UP)).status_code == 200


@pytest.mark.usefixtures("required")
def test_after_setting_it_up_one_goes_on_to_where_one_was_going(
    signed_in: SignedIn,
) -> None:
    administrator = make.administrator()
    client = signed_in(administrator)

    client.get(reverse("admin:index"))
    client.post(reverse("core:second-factor-begin"))
    device = TOTPDevice.objects.get(user=administrator)
    codes = client.post(reverse(SET_UP), {"code": shown(device)})

    assert codes.context["onward"] == reverse("admin:index")
    assert 'class="languages"' not in codes.text
    assert 'class="languages"' in client.get(reverse("core:start")).text


def test_codes_that_were_missed_are_made_anew_not_the_whole_again(
    signed_in: SignedIn,
) -> None:
    somebody = make.user()
    client = signed_in(somebody)
    client.post(reverse("core:second-factor-begin"))
    device = TOTPDevice.objects.get(user=somebody)
    client.post(reverse(SET_UP), {"code": shown(device)})

    again = client.get(reverse(SET_UP), follow=True)

    assert again.redirect_chain == [(reverse("core:second-factor"), 302)]
    assert "hãy tạo mã mới ở đây" in again.text


@pytest.mark.usefixtures("required")
def test_a_session_without_the_device_is_led_in_no_circle(signed_in: SignedIn) -> None:
    administrator = make.administrator()
    protected(administrator)

    answer = signed_in(administrator).get(reverse("core:start"), follow=True)

    assert answer.status_code == 200


def test_a_demo_only_offers_it(signed_in: SignedIn, settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client = signed_in(make.administrator())

    assert opens(client) == "itself"
    assert "chưa bật" in client.get(reverse("core:second-factor")).text


@pytest.mark.usefixtures("required")
def test_a_role_given_meanwhile_asks_for_it_at_the_next_page(
    signed_in: SignedIn,
) -> None:
    somebody = make.user()
    client = signed_in(somebody)
    before = opens(client)

    make.appointment(somebody, Role.PERSONNEL_STAFF, at=make.unit().scope)

    assert (before, opens(client)) == ("itself", reverse(SET_UP))


@pytest.mark.usefixtures("required")
def test_a_given_password_is_changed_before_the_phone_is_set_up(
    signed_in: SignedIn,
) -> None:
    somebody = make.administrator()
    User.objects.update(must_change_password=True)
    client = signed_in(somebody)

    assert opens(client) == reverse("core:password")


# --- setting it up ------------------------------------------------------------------


def test_it_is_set_up_with_a_picture_or_a_key_and_a_first_code(
    signed_in: SignedIn,
) -> None:
    somebody = make.user("an")
    client, elsewhere = signed_in(somebody), signed_in(somebody)

    client.post(reverse("core:second-factor-begin"))
    device = TOTPDevice.objects.get()
    page = client.get(reverse(SET_UP))
    done = client.post(reverse(SET_UP), {"code": shown(device)})

    device.refresh_from_db()
    key = second_factor.key_of(device)
    assert 'src="data:image/svg+xml' in page.text
    assert "style=" not in page.text
    assert " ".join(re.findall("....", key)) in page.text
    assert (device.confirmed, device.tolerance) == (True, 1)
    assert len(done.context["codes"]) == 10
    assert (opens(client), opens(elsewhere)) == ("itself", reverse("core:sign-in"))
    assert SignIn.objects.filter(ended_how="factor").count() == 1
    assert acts(somebody) == ["second_factor_set"]


def test_opening_the_page_makes_no_key(signed_in: SignedIn) -> None:
    client = signed_in(make.user())

    page = client.get(reverse(SET_UP))

    assert "Bắt đầu" in page.text
    assert not TOTPDevice.objects.exists()


def test_a_wrong_first_code_leaves_the_device_out_of_use(signed_in: SignedIn) -> None:
    client = signed_in(make.user())
    client.post(reverse("core:second-factor-begin"))

    device = TOTPDevice.objects.get()
    answer = client.post(reverse(SET_UP), {"code": wrong(device)})

    device.refresh_from_db()
    assert "Mã không đúng hoặc đã dùng rồi." in answer.text
    assert (device.confirmed, device.throttling_failure_count) == (False, 1)


def test_a_phone_whose_clock_is_five_minutes_off_is_learned(
    signed_in: SignedIn,
) -> None:
    somebody = make.user()
    device = begin_device(user=somebody)

    confirm_device(
        user=somebody, code=shown(device, steps=9), session_key="", at=make.NOON
    )
    passed = pass_second_factor(
        user=somebody, typed=shown(device, steps=10), at=make.NOON
    )

    assert passed.pk == device.pk
    with pytest.raises(WrongCode):
        pass_second_factor(user=somebody, typed=shown(device), at=make.NOON)


def test_a_key_left_lying_is_given_up_after_a_quarter_of_an_hour() -> None:
    somebody = make.user()
    device = begin_device(user=somebody)
    TOTPDevice.objects.update(created_at=timezone.now() - second_factor.SET_UP_WITHIN)

    with pytest.raises(WrongCode):
        confirm_device(user=somebody, code=shown(device), session_key="", at=make.NOON)

    assert second_factor.pending_device(somebody) is None


def test_beginning_again_forgets_the_key_before() -> None:
    somebody = make.user()

    first, second = begin_device(user=somebody), begin_device(user=somebody)

    assert first.key != second.key
    assert TOTPDevice.objects.get() == second


# --- signing in with it -------------------------------------------------------------


def sign_in(client: Client, username: str, address: str = "/dai-hoi/") -> Any:
    return client.post(
        f"{reverse('core:sign-in')}?next={address}",
        {"username": username, "password": make.PASSWORD, "next": address},
        follow=True,
    )


def test_after_the_password_only_the_code_opens_anything(client: Client) -> None:
    device, _codes = protected(make.user("an"))

    asked = sign_in(client, "an")
    shut = opens(client, "core:start")
    passed = client.post(
        f"{reverse(CODE)}?next=/dai-hoi/", {"code": shown(device, steps=1)}
    )

    assert asked.redirect_chain[-1][0] == f"{reverse(CODE)}?next=%2Fdai-hoi%2F"
    assert "navigation" not in asked.context
    assert shut == reverse(CODE)
    assert passed.headers["Location"] == "/dai-hoi/"
    assert opens(client) == "itself"


def test_only_signing_out_and_the_language_are_open_before_the_code(
    client: Client,
) -> None:
    protected(make.user("an"))
    sign_in(client, "an")
    names = ("core:password", "core:second-factor-off", SET_UP, "core:lock-now")

    found = [
        client.post(reverse(name)).headers["Location"].partition("?")[0]
        for name in names
    ]

    assert found == [reverse(CODE)] * len(names)
    assert client.post(reverse("core:language")).headers["Location"] == "/"
    assert client.post(reverse("core:sign-out")).status_code == 302


def test_the_page_behind_never_leads_out_of_the_portal(client: Client) -> None:
    device, _codes = protected(make.user("an"))
    sign_in(client, "an")

    passed = client.post(
        f"{reverse(CODE)}?next=//ngoai.example/", {"code": shown(device, steps=1)}
    )

    assert passed.headers["Location"] == reverse("core:start")


def test_a_code_opens_once(client: Client) -> None:
    somebody = make.user()
    device, _codes = protected(somebody)
    code = shown(device, steps=1)
    pass_second_factor(user=somebody, typed=code, at=make.NOON)

    with pytest.raises(WrongCode):
        pass_second_factor(user=somebody, typed=code, at=make.NOON)


def test_a_code_on_paper_opens_once_with_or_without_dash(client: Client) -> None:
    somebody = make.user("an")
    _device, codes = protected(somebody)
    sign_in(client, "an")

    client.post(reverse(CODE), {"code": codes[0].upper().replace("-", " ")})
    inside = opens(client)

    with pytest.raises(WrongCode):
        pass_second_factor(user=somebody, typed=codes[0], at=make.NOON)
    assert inside == "itself"
    assert StaticToken.objects.count() == 9
    assert acts(somebody)[-1] == "second_factor_passed"


def test_codes_on_paper_are_not_kept_as_they_are_written() -> None:
    _device, codes = protected(make.user())

    kept = set(StaticToken.objects.values_list("token", flat=True))

    assert kept.isdisjoint({code.replace("-", "") for code in codes} | set(codes))
    assert len(kept) == len(set(codes)) == 10


def test_wrong_codes_are_slowed_and_leave_one_line_a_minute(client: Client) -> None:
    somebody = make.user("an")
    device, _codes = protected(somebody)
    sign_in(client, "an")

    first = client.post(reverse(CODE), {"code": wrong(device)})
    second = client.post(reverse(CODE), {"code": shown(device, steps=1)})

    assert "Mã không đúng hoặc đã dùng rồi." in first.text
    assert "Đã nhập sai mã nhiều lần. Hãy đợi đến" in second.text
    assert opens(client) == reverse(CODE)
    assert acts(somebody) == ["second_factor_set", "second_factor_failed"]


def test_what_was_tried_is_counted_although_it_is_refused() -> None:
    somebody = make.user()
    device, _codes = protected(somebody)

    with pytest.raises(WrongCode):
        pass_second_factor(user=somebody, typed=wrong(device), at=make.NOON)
    with pytest.raises(WrongCode):
        pass_second_factor(user=somebody, typed="xxxx-xxxx", at=make.NOON)
    with pytest.raises(TooManyCodes):
        pass_second_factor(user=somebody, typed="xxxx-xxxx", at=make.NOON)

    counted = [
        kind.objects.get(user=somebody).throttling_failure_count
        for kind in (TOTPDevice, StaticDevice)
    ]
    assert counted == [1, 1]


def test_somebody_elses_code_opens_nothing() -> None:
    somebody, other = make.user(), make.user()
    protected(somebody)
    others_device, others_codes = protected(other)

    for typed in (shown(others_device, steps=1), others_codes[0]):
        with pytest.raises(WrongCode):
            pass_second_factor(user=somebody, typed=typed, at=make.NOON)


def questions(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("core:start"))
    return len(asked)


def test_a_page_costs_one_question_more_with_it(
    client: Client, signed_in: SignedIn
) -> None:
    device, _codes = protected(make.user("an"))
    sign_in(client, "an")
    client.post(reverse(CODE), {"code": shown(device, steps=1)})

    assert questions(client) == questions(signed_in(make.user())) + 1


# --- afterwards ---------------------------------------------------------------------


@pytest.fixture
def verified(client: Client) -> Client:
    """Somebody called ``an``, signed in with both factors."""
    device, _codes = protected(make.user("an"))
    sign_in(client, "an")
    client.post(reverse(CODE), {"code": shown(device, steps=1)})
    return client


PASSWORD = {"password": make.PASSWORD}


def test_a_new_phone_takes_the_place_of_the_old_one(verified: Client) -> None:
    old = TOTPDevice.objects.get()

    begun = verified.post(reverse("core:second-factor-renew"), PASSWORD)
    new = TOTPDevice.objects.get(confirmed=False)
    verified.post(reverse(SET_UP), {"code": shown(new)})

    assert begun.headers["Location"] == reverse(SET_UP)
    assert TOTPDevice.objects.get().pk == new.pk != old.pk
    assert StaticToken.objects.count() == 10
    assert opens(verified) == "itself"


def test_a_second_phone_is_not_begun_without_the_password(verified: Client) -> None:
    begun = verified.post(reverse("core:second-factor-begin"))
    wrong_one = verified.post(reverse("core:second-factor-renew"), {"password": "sai"})

    assert begun.headers["Location"] == reverse("core:second-factor-renew")
    assert "Mật khẩu không đúng." in wrong_one.text
    assert TOTPDevice.objects.count() == 1


def test_new_codes_on_paper_take_the_place_of_the_old(verified: Client) -> None:
    old = set(StaticToken.objects.values_list("token", flat=True))

    page = verified.post(reverse("core:second-factor-codes"), PASSWORD)

    new = set(StaticToken.objects.values_list("token", flat=True))
    assert len(page.context["codes"]) == len(new) == 10
    assert new.isdisjoint(old)
    assert acts(User.objects.get())[-1] == "recovery_codes_made"


def test_codes_are_made_for_nobody_without_a_phone() -> None:
    with pytest.raises(NoDevice):
        renew_recovery_codes(user=make.user(), at=make.NOON)


@pytest.mark.parametrize("act", ["renew", "codes", "off"])
def test_guessing_the_password_at_each_act_ends_the_session(
    verified: Client, act: str
) -> None:
    address = reverse(f"core:second-factor-{act}")

    answers = [verified.post(address, {"password": "sai"}) for _time in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert opens(verified) == reverse("core:sign-in")


def test_it_is_turned_off_with_the_password(verified: Client) -> None:
    verified.post(reverse("core:second-factor-off"), PASSWORD)

    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert opens(verified) == "itself"
    assert acts(User.objects.get())[-1] == "second_factor_removed"


@pytest.mark.usefixtures("required")
def test_whoever_needs_it_cannot_turn_it_off() -> None:
    administrator = make.administrator()
    protected(administrator)

    with pytest.raises(FactorRequired):
        remove_second_factor(user=administrator, session_key="", at=make.NOON)

    assert TOTPDevice.objects.count() == 1


# --- lost ---------------------------------------------------------------------------


def test_an_administrator_takes_a_lost_phone_away(
    signed_in: SignedIn, client: Client
) -> None:
    somebody, administrator = make.user("an"), make.administrator()
    protected(somebody)
    half_way_in = signed_in(somebody)

    signed_in(administrator).post(reverse("core:account-take-factor", args=["an"]))
    sign_in(client, "an")

    line = AuditEvent.objects.get(act="core.second_factor_taken")
    assert (line.actor, line.subject_key) == (administrator, str(somebody.pk))
    assert opens(half_way_in) == reverse("core:sign-in")
    assert opens(client) == "itself"


def test_nobody_takes_his_own_away_there(signed_in: SignedIn) -> None:
    administrator = make.administrator("quantri")
    protected(administrator)

    with pytest.raises(OwnAccount):
        take_second_factor(user_id=administrator.pk, by=administrator, at=make.NOON)

    assert TOTPDevice.objects.count() == 1


def test_whoever_runs_the_machine_takes_it_away_with_a_line() -> None:
    somebody = make.user("an")
    protected(somebody)

    call_command("take_second_factor", "an")

    assert not TOTPDevice.objects.exists()
    assert AuditEvent.objects.get(act="core.second_factor_taken").actor is None


@pytest.mark.parametrize(
    ("username", "sentence"),
    [
        ("khong-co", "Không có tài khoản khong-co."),
        ("an", "Tài khoản này chưa có lớp bảo vệ thứ hai."),
    ],
)
def test_the_command_says_why_not(username: str, sentence: str) -> None:
    make.user("an")

    with pytest.raises(CommandError, match=sentence):
        call_command("take_second_factor", username)


def test_keys_are_neither_in_the_back_office_nor_in_the_trail() -> None:
    device, codes = protected(make.user())

    registered = {model._meta.app_label for model in admin.site._registry}
    told = str(list(AuditEvent.objects.values()))

    assert registered.isdisjoint({"otp_totp", "otp_static"})
    assert [word in told for word in (device.key, *codes)] == [False] * 11
