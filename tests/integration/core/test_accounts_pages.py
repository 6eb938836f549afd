"""Pages about accounts: the list, one account, and what is done to it."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from openpyxl import load_workbook

from core import listing, tasks
from core.access.rights import Right, Role, roles_with
from core.models import AccountSlips, AuditEvent, Job, User, UserVersion
from core.services import OddUsername, close_account
from tests import make
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db

LIST = "/tai-khoan/"


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(make.administrator("quantri"))


def listed(office: Client, query: str = "") -> list[str]:
    page = office.get(f"{LIST}?{query}")
    return [user.username for user, _roles in page.context["rows"]]


def acts() -> list[str]:
    lines = AuditEvent.objects.filter(actor__username="quantri").order_by("pk")
    return [line.act for line in lines if line.act != "core.signed_in"]


# --- the list -----------------------------------------------------------------------


def test_administrators_alone_keep_accounts_so_the_list_shows_all() -> None:
    assert roles_with(Right.ACCOUNT_KEEP) == {Role.ADMINISTRATOR}


def test_the_list_is_searched_without_accents_and_by_user_name(office: Client) -> None:
    make.user("an", full_name="Nguyễn Văn Ân")
    make.user("nguyen.van.binh", full_name="Bình")
    make.user("khac", full_name="Lục Văn Quý")

    assert listed(office, "tim=nguyen+an") == ["an"]
    assert listed(office, "tim=Nguy%E1%BB%85n+V%C4%83n") == ["an", "nguyen.van.binh"]
    assert listed(office, "tim=quan") == ["quantri"]


def test_the_list_is_filtered_by_what_needs_care(office: Client) -> None:
    make.user("moi")
    make.user("het-han", must_change_password=True)
    make.user("co-may")
    TOTPDevice.objects.create(user=User.objects.get(username="co-may"), name="x")
    make.user("khoa")
    User.objects.filter(username="khoa").update(is_active=False)

    found = {
        query: listed(office, query)
        for query in (
            "trang-thai=closed",
            "loc=administrator",
            "loc=no_second_factor&trang-thai=active",
            "loc=never_signed_in",
            "loc=expired",
            "loc=vo-nghia",
        )
    }

    assert found == {
        "trang-thai=closed": ["khoa"],
        "loc=administrator": ["quantri"],
        "loc=no_second_factor&trang-thai=active": ["het-han", "moi", "quantri"],
        "loc=never_signed_in": ["co-may", "het-han", "khoa", "moi"],
        "loc=expired": ["het-han"],
        "loc=vo-nghia": ["co-may", "het-han", "khoa", "moi", "quantri"],
    }


def test_the_list_is_ordered_by_given_name(office: Client) -> None:
    for name in ("Lê Văn Ân", "Trần Thị Bình", "Nguyễn Văn An"):
        make.user(full_name=name)

    page = office.get(f"{LIST}?sap-xep=ho-ten")

    names = [user.full_name for user, _roles in page.context["rows"]]
    assert names[:3] == ["Nguyễn Văn An", "Lê Văn Ân", "Trần Thị Bình"]


def test_accounts_of_older_releases_get_their_place_in_the_list() -> None:
    somebody = make.user(full_name="Lê Văn Ân")
    key = somebody.sort_key
    User.objects.update(sort_key="")

    tasks.tidy_accounts()

    assert list(User.objects.values_list("sort_key", flat=True)) == [key]
    assert not UserVersion.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office: Client, django_assert_num_queries: Queries, rows: int
) -> None:
    unit = make.unit()
    for _time in range(rows):
        make.holder(Role.INSPECTOR, at=unit.scope)
        make.user(person=make.person(at=unit))

    with django_assert_num_queries(9):
        office.get(LIST)


def test_the_list_is_a_file_with_its_line(office: Client) -> None:
    unit = make.unit()
    somebody = make.user("an", full_name="=1+1", person=make.person(at=unit))
    make.appointment(somebody, Role.INSPECTOR, at=unit.scope)

    answer = office.get(f"{LIST}?xuat=xlsx&tim=an&trang-thai=active")

    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    row = next(row for row in rows if row[1] == "an")
    assert row[2:5] == ("=1+1", unit.name, "cán bộ kiểm tra")
    line = AuditEvent.objects.get(act="core.accounts_exported")
    assert line.detail == {"form": "xlsx", "rows": len(rows) - 1}


def test_the_list_to_print_leaves_its_line(office: Client) -> None:
    office.get(f"{LIST}?in=1&tim=khong+ai")

    line = AuditEvent.objects.get(act="core.accounts_exported")
    assert line.detail == {"form": "print", "rows": 0}


def test_a_list_too_long_for_a_file_is_refused_and_leaves_no_line(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(3):
        make.user()
    monkeypatch.setattr(listing, "EXPORTED", 2)

    answer = office.get(f"{LIST}?xuat=xlsx&trang-thai=active", follow=True)

    assert "Danh sách có hơn 2 dòng" in answer.text
    assert answer.redirect_chain[-1][0] == f"{LIST}?trang-thai=active"
    assert not AuditEvent.objects.filter(act="core.accounts_exported").exists()


def test_of_a_person_only_name_and_unit_are_shown(office: Client) -> None:
    person = make.person("Lục Văn Quý")
    type(person).objects.update(home_place="quê ở đây", citizen_id="0" * 12)
    make.user("quy", person=person)

    texts = [office.get(LIST).text, office.get(f"{LIST}quy/").text]

    assert ["Đảng bộ xã Khe Vàng" in text for text in texts] == [True, True]
    for word in ("quê ở đây", "0" * 12):
        assert [word in text for text in texts] == [False, False]


# --- one account --------------------------------------------------------------------


def test_one_account_shows_its_facts_and_roles(office: Client) -> None:
    unit = make.unit()
    somebody = make.user("an", must_change_password=True, at=timezone.now())
    make.appointment(somebody, Role.INSPECTOR, at=unit.scope, ends_on=make.LONG_AGO)
    Client().force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")

    text = office.get(f"{LIST}an/").text

    assert "cán bộ kiểm tra" in text
    assert "đã hết hạn" in text
    assert "1 lần đăng nhập" in text
    assert "được cấp, chưa đổi" in text


def test_an_account_that_is_not_there_is_not_found(office: Client) -> None:
    assert office.get(f"{LIST}khong-co/").status_code == 404


def test_ones_own_account_shows_no_acts(office: Client) -> None:
    text = office.get(f"{LIST}quantri/").text

    assert "Đây là tài khoản của bạn" in text
    assert "Cấp lại mật khẩu…" not in text


@pytest.mark.parametrize("act", ["cap-lai-mat-khau", "go-lop-bao-ve", "khoa"])
def test_each_act_asks_first_and_asking_changes_nothing(
    office: Client, act: str
) -> None:
    make.user("an")

    page = office.get(f"{LIST}an/{act}/")

    assert page.status_code == 200
    assert User.objects.get(username="an").is_active
    assert not AccountSlips.objects.exists()
    assert acts() == []


def test_an_account_is_closed_and_opened_again(office: Client) -> None:
    make.user("an")

    office.post(f"{LIST}an/khoa/")
    closed = User.objects.get(username="an").is_active
    office.post(f"{LIST}an/mo-lai/")

    assert (closed, User.objects.get(username="an").is_active) == (False, True)
    assert acts() == ["core.account_closed", "core.account_opened"]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("khoa", "Không ai tự khóa tài khoản của mình."),
        ("go-lop-bao-ve", "Không ai tự gỡ lớp bảo vệ thứ hai ở trang này."),
        ("cap-lai-mat-khau", "Mật khẩu của mình thì đổi ở trang Đổi mật khẩu."),
    ],
)
def test_nobody_does_it_to_himself(office: Client, act: str, sentence: str) -> None:
    make.unit()
    answer = office.post(f"{LIST}quantri/{act}/", follow=True)

    assert sentence in answer.text
    assert User.objects.get(username="quantri").is_active
    assert not Job.objects.exists()


def test_what_is_not_there_is_not_taken_away(office: Client) -> None:
    make.user("an")

    answer = office.post(f"{LIST}an/go-lop-bao-ve/", follow=True)

    assert "Tài khoản này chưa có lớp bảo vệ thứ hai." in answer.text


def test_two_administrators_who_close_one_account_leave_one_line() -> None:
    somebody, first, second = make.user(), make.administrator(), make.administrator()

    close_account(user_id=somebody.pk, by=first, at=make.NOON)
    close_account(user_id=somebody.pk, by=second, at=make.NOON)

    assert AuditEvent.objects.get(act="core.account_closed").actor == first


# --- names and given passwords ------------------------------------------------------


@pytest.mark.parametrize("username", ["co dau cach", "a/b", "x" * 61, "a?b", "\n"])
def test_a_name_that_stands_in_no_address_is_refused(username: str) -> None:
    with pytest.raises(OddUsername):
        make.user(username)


def sign_in(username: str) -> str:
    data = {"username": username, "password": make.PASSWORD}
    return Client().post(reverse("core:sign-in"), data, follow=True).text


def test_a_given_password_opens_the_portal_for_a_week() -> None:
    now = timezone.now()
    make.user("moi", must_change_password=True, at=now - timedelta(days=6, hours=23))
    make.user("cu", must_change_password=True, at=now - timedelta(days=7))

    assert "Hãy đặt mật khẩu của riêng mình" in sign_in("moi")
    assert "Mật khẩu được cấp đã hết hạn." in sign_in("cu")


def test_only_who_knows_the_given_password_learns_that_it_is_over() -> None:
    make.user("cu", must_change_password=True)

    data = {"username": "cu", "password": "mot-mat-khau-sai"}
    answer = Client().post(reverse("core:sign-in"), data)

    assert "hết hạn" not in answer.text
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text


def test_ones_own_password_has_no_end(signed_in: SignedIn) -> None:
    somebody = make.user("an", must_change_password=True, at=timezone.now())
    new = "mot-mat-khau-khac"

    signed_in(somebody).post(
        reverse("core:password"),
        {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new},
    )

    somebody.refresh_from_db()
    assert (somebody.must_change_password, somebody.given_password_until) == (
        False,
        None,
    )
