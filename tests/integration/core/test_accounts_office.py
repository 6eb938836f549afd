"""The back office: two people at one row, appointments by a second person."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.access.rights import Role
from core.admin.office import stamp_of
from core.models import Appointment, Person, SignIn, User, UserVersion
from core.services import OwnAppointment, give_role
from tests import make
from tests.make import SignedIn
from tests.worker import until

pytestmark = pytest.mark.django_db

MEANWHILE = "người khác đã lưu dòng này nên chưa ghi gì"


@pytest.fixture
def office(signed_in: SignedIn) -> Client:
    return signed_in(make.administrator("quantri"))


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "username": "an",
        "full_name": "Nguyễn Văn An",
        "person": "",
        "is_active": "on",
        "new_password": "",
    } | changes


def change(office: Client, user: User, data: dict[str, Any]) -> Any:
    return office.post(reverse("admin:core_user_change", args=[user.pk]), data)


# --- two people at one row ----------------------------------------------------------


def test_the_second_of_two_who_edit_an_account_is_told(office: Client) -> None:
    somebody = make.user("an")
    seen = stamp_of(somebody)
    User.objects.filter(pk=somebody.pk).update(full_name="Sửa Trước")

    refused = change(office, somebody, fields(stamp=seen, full_name="Sửa Sau"))

    somebody.refresh_from_db()
    assert MEANWHILE in refused.text
    assert "Họ và tên: Sửa Trước" in refused.text
    assert 'value="Sửa Sau"' in refused.text
    assert somebody.full_name == "Sửa Trước"


def test_having_read_that_he_may_store_his_own(office: Client) -> None:
    somebody = make.user("an")
    User.objects.filter(pk=somebody.pk).update(full_name="Sửa Trước")
    refused = change(office, somebody, fields(stamp="cu", full_name="Sửa Sau"))

    stamp = refused.context["adminform"].form["stamp"].value()
    change(office, somebody, fields(stamp=stamp, full_name="Sửa Sau"))

    somebody.refresh_from_db()
    assert somebody.full_name == "Sửa Sau"


def test_a_form_without_its_stamp_changes_nothing(office: Client) -> None:
    somebody = make.user("an")

    refused = change(office, somebody, fields(full_name="Không tem"))

    somebody.refresh_from_db()
    assert MEANWHILE in refused.text
    assert somebody.full_name != "Không tem"


def test_signing_in_meanwhile_is_no_change(office: Client) -> None:
    somebody = make.user("an")
    seen = stamp_of(somebody)
    User.objects.filter(pk=somebody.pk).update(last_login=timezone.now())

    change(office, somebody, fields(stamp=seen, full_name="Tên Mới"))

    somebody.refresh_from_db()
    assert somebody.full_name == "Tên Mới"


@pytest.mark.parametrize("room", ["unit", "user"])
def test_every_form_that_changes_a_row_carries_its_stamp(
    office: Client, room: str
) -> None:
    person = make.person()
    things = {"unit": person.unit, "user": make.user(person=person)}

    page = office.get(reverse(f"admin:core_{room}_change", args=[things[room].pk]))

    thing = type(things[room])._default_manager.get(pk=things[room].pk)
    assert f'name="stamp" value="{stamp_of(thing)}"' in page.text


def test_adding_needs_no_stamp(office: Client) -> None:
    assert 'name="stamp"' not in office.get(reverse("admin:core_user_add")).text


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_whoever_saves_second_waits_for_the_first(signed_in: SignedIn) -> None:
    office = signed_in(make.administrator())
    somebody = make.user("an")
    seen = stamp_of(somebody)
    told: list[str] = []

    def save_second() -> None:
        told.append(change(office, somebody, fields(stamp=seen, full_name="Hai")).text)
        connection.close()

    second = Thread(target=save_second)
    with transaction.atomic():
        User.objects.filter(pk=somebody.pk).update(full_name="Một")
        second.start()
        until(somebody_waits_for_a_lock)
    second.join()

    somebody.refresh_from_db()
    assert MEANWHILE in told[0]
    assert somebody.full_name == "Một"


# --- what an administrator may not do to himself ------------------------------------


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("is_active", "Không ai tự khóa tài khoản của mình."),
        ("is_superuser", "Không ai tự thôi làm quản trị viên."),
    ],
)
def test_an_administrator_stays_one(
    office: Client, left_out: str, sentence: str
) -> None:
    own = User.objects.get(username="quantri")
    data = fields(stamp=stamp_of(own), username="quantri", is_superuser="on")
    del data[left_out]

    answer = change(office, own, data)

    own.refresh_from_db()
    assert sentence in answer.text
    assert (own.is_active, own.is_superuser) == (True, True)


def test_an_account_closed_here_loses_its_sessions(
    office: Client, signed_in: SignedIn
) -> None:
    somebody = make.user("an")
    client = signed_in(somebody)
    somebody.refresh_from_db()
    data = fields(stamp=stamp_of(somebody))
    del data["is_active"]

    change(office, somebody, data)

    assert client.get("/").status_code == 302
    assert SignIn.objects.get(user=somebody).ended_how == "closed"


def test_an_odd_user_name_is_refused_on_the_form(office: Client) -> None:
    answer = office.post(
        reverse("admin:core_user_add"),
        fields(username="co dau cach", new_password="mat-khau-tam-thoi"),
    )

    assert "Tên đăng nhập chỉ gồm chữ, số và các dấu" in answer.text
    assert User.objects.count() == 1


def test_an_account_before_a_change_is_kept_without_its_password(
    office: Client,
) -> None:
    somebody = make.user("an", full_name="Tên Cũ")

    change(office, somebody, fields(stamp=stamp_of(somebody), full_name="Tên Mới"))

    before = UserVersion.objects.get(pgh_obj=somebody)
    assert before.full_name == "Tên Cũ"
    assert "password" not in {field.name for field in UserVersion._meta.fields}


# --- appointments -------------------------------------------------------------------


def one_person_twice() -> tuple[User, User]:
    """Two accounts of rows that were found to be one person."""
    unit = make.unit()
    rows = [make.person("Lục Văn Quý", at=unit) for _time in range(3)]
    gone, between, kept = rows
    Person.objects.filter(pk=gone.pk).update(merged_into=between)
    Person.objects.filter(pk=between.pk).update(merged_into=kept)
    administrator, other = make.administrator("quy-quantri"), make.user("quy")
    User.objects.filter(pk=administrator.pk).update(person=gone)
    User.objects.filter(pk=other.pk).update(person=kept)
    return (
        User.objects.get(pk=administrator.pk),
        User.objects.get(pk=other.pk),
    )


def test_nobody_gives_a_role_to_another_account_of_himself() -> None:
    administrator, own_other = one_person_twice()

    for by, to in ((administrator, own_other), (own_other, administrator)):
        with pytest.raises(OwnAppointment, match="cùng một người"):
            give_role(
                user=to,
                role=Role.INSPECTOR,
                scope=make.unit().scope,
                starts_on=make.LONG_AGO,
                by=by,
                at=make.NOON,
            )

    assert not Appointment.objects.exists()


def test_the_form_says_so_too(signed_in: SignedIn) -> None:
    administrator, own_other = one_person_twice()

    answer = signed_in(administrator).post(
        reverse("admin:core_appointment_add"),
        {
            "user": own_other.pk,
            "role": "inspector",
            "scope": make.unit().scope.pk,
            "starts_on": "01/01/2025",
            "ends_on": "",
        },
    )

    assert "Hai tài khoản này là của cùng một người" in answer.text
    assert not Appointment.objects.exists()


def test_two_people_of_one_name_are_two_people() -> None:
    administrator = make.administrator()
    User.objects.filter(pk=administrator.pk).update(person=make.person("An"))
    administrator.refresh_from_db()

    given = give_role(
        user=make.user(person=make.person("An")),
        role=Role.INSPECTOR,
        scope=make.unit().scope,
        starts_on=make.LONG_AGO,
        by=administrator,
        at=make.NOON,
    )

    assert list(Appointment.objects.all()) == [given]


@pytest.mark.parametrize("begins", [-1, 30])
def test_whoever_counts_or_will_count_keeps_his_person(
    office: Client, begins: int
) -> None:
    counts = make.user("quy", person=make.person("Quý"))
    first = timezone.localdate() + timedelta(days=begins)
    make.appointment(counts, Role.TALLY_HEAD, at=make.body().scope, starts_on=first)
    other = make.person("An")

    answer = office.post(
        reverse("admin:core_user_change", args=[counts.pk]),
        {
            "username": "quy",
            "full_name": "Quý",
            "person": other.pk,
            "is_active": "on",
            "stamp": stamp_of(counts),
        },
    )

    assert "thôi giao vai trò trước" in answer.text
    counts.refresh_from_db()
    assert counts.person != other


@pytest.mark.parametrize(
    ("chosen", "found"), [("now", "now"), ("past", "over taken"), ("later", "later")]
)
def test_appointments_are_filtered_by_whether_they_hold(
    office: Client, chosen: str, found: str
) -> None:
    scope, today = make.unit().scope, timezone.localdate()
    spans = {
        "now": (make.LONG_AGO, None),
        "over": (make.LONG_AGO, today - timedelta(days=1)),
        "later": (today + timedelta(days=1), None),
        "taken": (make.LONG_AGO, None),
    }
    for name, (first, last) in spans.items():
        make.appointment(
            make.user(name), Role.INSPECTOR, at=scope, starts_on=first, ends_on=last
        )
    make.revoke(User.objects.get(username="taken"), by=make.user())

    page = office.get(
        reverse("admin:core_appointment_changelist"), {"hieu-luc": chosen}
    )

    rows = page.context["cl"].queryset
    assert sorted(row.user.username for row in rows) == found.split()


def test_a_role_is_offered_for_a_year(office: Client) -> None:
    page = office.get(reverse("admin:core_appointment_add"))

    offered = page.context["adminform"].form.initial
    assert offered["ends_on"] - offered["starts_on"] == timedelta(days=365)
