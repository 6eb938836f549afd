"""A month and a year of congresses, and who of the level above attends which."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from congress import services
from congress.models import (
    BodyMember,
    Conference,
    Congress,
    Holiday,
    UpperAttendance,
)
from congress.services.conferences import (
    ConferenceFacts,
    PointFacts,
    add_point,
    hold_conference,
)
from core.access.rights import Role
from core.models import AuditEvent, Person, Unit
from tests import make
from tests.integration.congress import working
from tests.integration.congress.plans_of import sent
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
JULY = "/lich-dai-hoi/?thang=2025-07"
THE_24TH = date(2025, 7, 24)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def staff(province: Unit, signed_in: SignedIn) -> Client:
    user = make.holder(Role.ORGANISATION_STAFF, at=province.scope)
    return signed_in(user)


def commune(name: str, above: Unit, opens_on: date = THE_24TH) -> Congress:
    return make.congress(make.unit(name, parent=above), opens_on=opens_on)


def upper(of: Congress) -> str:
    return reverse("congress:upper", args=[of.slug])


# --- the month ------------------------------------------------------------------------


def test_a_month_shows_congresses_on_each_of_their_days(
    province: Unit, staff: Client
) -> None:
    held = commune("Đảng bộ xã Khe Vàng", province)
    Congress.objects.filter(pk=held.pk).update(closes_on=date(2025, 7, 25))
    commune("Đảng bộ xã Tháng Tám", province, date(2025, 8, 1))

    days = staff.get(JULY).context["found"].days

    assert {each.day.day for each in days if each.congresses} == {24, 25}


def test_a_full_day_says_how_many_more_and_leads_to_them(
    province: Unit, staff: Client
) -> None:
    for number in range(6):
        commune(f"Đảng bộ xã {number}", province)

    page = staff.get(JULY)
    there = staff.get("/tien-do/?ngay=2025-07-24&nhiem-ky=2025")

    assert "và 2 nơi nữa" in page.content.decode()
    assert "/tien-do/?ngay=2025-07-24&amp;nhiem-ky=2025" in page.content.decode()
    assert len(there.context["lines"]) == 6


def test_days_off_are_said(staff: Client) -> None:
    Holiday.objects.create(day=date(2025, 7, 7), name="Ngày nghỉ thử")

    assert "Ngày nghỉ thử" in staff.get(JULY).content.decode()


def test_somebody_sent_to_two_places_is_said(province: Unit, staff: Client) -> None:
    somebody = make.person("Nông Văn Thái", at=province)
    for name in ("Sơn Bình", "Đông Hòa"):
        sent(somebody, commune(f"Đảng bộ xã {name}", province))

    page = staff.get(JULY)

    assert len(page.context["found"].clashes) == 1
    assert page.content.decode().count("trùng người dự") == 2


def test_a_clash_with_what_lies_out_of_reach_is_not_told(
    province: Unit, signed_in: SignedIn
) -> None:
    somebody = make.person("Nông Văn Thái", at=province)
    here, next_door = (
        commune(f"Đảng bộ xã {name}", province) for name in ("Sơn Bình", "Đông Hòa")
    )
    for held in (here, next_door):
        sent(somebody, held)
    user = make.holder(Role.ORGANISATION_STAFF, at=here.unit.scope)

    client = signed_in(user)

    for address in (JULY, upper(here), "/lich-dai-hoi/ca-nam/?nam=2025"):
        assert "Đông Hòa" not in client.get(address).content.decode()


def a_conference(of: Unit, title: str) -> Conference:
    facts = ConferenceFacts(title=title, starts_at=make.NOON)
    return hold_conference(of, facts, by=None, at=make.NOON)


def titles(client: Client, address: str = JULY) -> set[str]:
    days = client.get(address).context["found"].days
    return {held.title for each in days for held in each.gatherings}


def test_a_month_tells_of_conferences_within_reach_and_of_what_is_ones_own(
    province: Unit, signed_in: SignedIn
) -> None:
    here = commune("Đảng bộ xã Sơn Bình", province).unit
    a_conference(here, "Quán triệt")
    a_conference(make.unit("Đảng bộ xã Đông Hòa", parent=province), "Của nơi khác")
    off = a_conference(here, "Đã hủy")
    Conference.objects.filter(pk=off.pk).update(cancelled_at=make.NOON)
    user = make.holder(Role.ORGANISATION_STAFF, at=here.scope)
    working.meeting(working.body(here, name="Tiểu ban người khác"))
    for name, field in (("Tiểu ban Văn kiện", "documents"), ("Nhân sự", "personnel")):
        body = working.body(here, name=name, field=field)
        BodyMember.objects.create(
            body=body, user=user, full_name="A", part="member", from_on=make.LONG_AGO
        )
        working.meeting(body)
    client = signed_in(user)

    assert titles(client) == {"Quán triệt", "Tiểu ban Văn kiện"}
    assert "Quán triệt" in client.get(JULY).content.decode()


def test_a_month_narrowed_to_a_unit_tells_of_its_conferences(
    province: Unit, staff: Client
) -> None:
    one, other = (
        make.unit(f"Đảng bộ xã {name}", parent=province, code=code)
        for name, code in (("Một", "M"), ("Hai", "H"))
    )
    a_conference(one, "Của xã Một")
    joint = a_conference(province, "Của tỉnh")
    said = PointFacts(name="Điểm cầu xã Một", unit=one)
    add_point(joint.pk, said, by=make.user(), at=make.NOON)
    a_conference(other, "Của xã Hai")

    assert titles(staff, f"{JULY}&to-chuc=M") == {"Của xã Một", "Của tỉnh"}


def test_a_day_of_many_conferences_says_how_many_more(
    province: Unit, staff: Client
) -> None:
    for number in range(6):
        a_conference(province, f"Hội nghị {number}")

    assert "và 2 cuộc nữa" in staff.get(JULY).content.decode()


@pytest.mark.parametrize("address", [JULY, "/lich-dai-hoi/ca-nam/?nam=2025"])
def test_calendars_ask_as_often_for_three_as_for_one(
    province: Unit,
    staff: Client,
    django_assert_num_queries: Queries,
    address: str,
) -> None:
    number = 12 if address == JULY else 8
    somebody = make.person("Nông Văn Thái", at=province)
    sent(somebody, commune("Đảng bộ xã Một", province))
    staff.get(address)
    with django_assert_num_queries(number):
        staff.get(address)

    for name in ("Hai", "Ba"):
        sent(somebody, commune(f"Đảng bộ xã {name}", province))

    with django_assert_num_queries(number):
        staff.get(address)


def test_a_year_draws_the_days_of_each_congress(province: Unit, staff: Client) -> None:
    commune("Đảng bộ xã Khe Vàng", province, date(2025, 1, 1))

    (bar,) = staff.get("/lich-dai-hoi/ca-nam/?nam=2025").context["bars"]

    assert (bar.x, bar.width) == ("0.0", "6.0")


# --- who attends ----------------------------------------------------------------------


def test_the_level_above_sends_somebody_and_takes_it_back(
    province: Unit, staff: Client
) -> None:
    held = commune("Đảng bộ xã Khe Vàng", province)
    somebody = make.person("Nông Văn Thái", at=province)
    to_send = reverse("congress:upper-send", args=[held.slug])

    for _again in range(2):
        staff.post(to_send, {"nguoi": somebody.pk})
    row = UpperAttendance.objects.get()
    staff.post(reverse("congress:upper-remove", args=[held.slug, row.pk]))

    assert not UpperAttendance.objects.exists()
    acts = AuditEvent.objects.filter(act__startswith="congress.upper")
    assert list(acts.order_by("pk").values_list("act", flat=True)) == [
        "congress.upper_sent",
        "congress.upper_taken_back",
    ]


def test_a_clash_is_said_beside_the_name_and_forces_nothing(
    province: Unit, staff: Client
) -> None:
    somebody = make.person("Nông Văn Thái", at=province)
    sent(somebody, commune("Đảng bộ xã Sơn Bình", province))
    held = commune("Đảng bộ xã Khe Vàng", province)

    offered = staff.get(f"{upper(held)}?tim=thai").content.decode()
    answer = staff.post(
        reverse("congress:upper-send", args=[held.slug]),
        {"nguoi": somebody.pk},
        follow=True,
    )

    assert "trùng ngày: Đảng bộ xã Sơn Bình" in offered
    assert "Trùng ngày với" in answer.content.decode()
    assert UpperAttendance.objects.filter(congress=held).count() == 1


def test_only_the_level_above_sends(province: Unit, signed_in: SignedIn) -> None:
    held = commune("Đảng bộ xã Khe Vàng", province)
    somebody = make.person("Nông Văn Thái", at=held.unit)
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=held.unit.scope))

    answer = client.post(
        reverse("congress:upper-send", args=[held.slug]), {"nguoi": somebody.pk}
    )

    assert answer.status_code == 404
    assert "Cử dự" not in client.get(upper(held)).content.decode()


@pytest.mark.parametrize("typed", ["", "khong-phai", "next-door"])
def test_somebody_who_cannot_be_sent_is_not_found(
    province: Unit, staff: Client, typed: str
) -> None:
    held = commune("Đảng bộ xã Khe Vàng", province)
    stranger: Person = make.person("Người Lạ", at=make.unit("Đảng bộ xã Khác"))

    answer = staff.post(
        reverse("congress:upper-send", args=[held.slug]),
        {"nguoi": str(stranger.pk) if typed == "next-door" else typed},
    )

    assert answer.status_code == 404


def test_sending_twice_is_one_row() -> None:
    held, somebody, by = make.congress(), make.person(), make.user()

    rows = {
        services.send_to_congress(held, somebody, by=by, at=make.NOON).pk
        for _again in range(2)
    }

    assert len(rows) == 1
