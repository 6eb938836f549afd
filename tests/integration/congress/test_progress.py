"""The board: where each congress stands, counted, listed and taken along."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from congress.models import Congress, LevelTerms, Milestone
from congress.queries import progress
from congress.rules.planning import Standing
from core.access.rights import Role
from core.models import Unit, User
from tests import make
from tests.integration.congress.plans_of import milestone
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
BOARD = "/tien-do/"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def commune(name: str, above: Unit, days: int) -> Congress:
    return make.congress(make.unit(name, parent=above), opens_on=in_days(days))


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def staff(province: Unit, signed_in: SignedIn) -> Client:
    return signed_in(keeper(province))


def keeper(of: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=of.scope)


def numbers(client: Client, address: str = BOARD) -> dict[str, int]:
    counters = client.get(address).context["counters"]
    return {each["url"].rpartition("=")[2]: each["number"] for each in counters}


def names(client: Client, address: str) -> list[str]:
    context = client.get(address).context
    return [line.congress.unit.name for line in context["lines"]]


@contextmanager
def no_other_terms() -> Iterator[None]:
    LevelTerms.objects.all().delete()
    yield


# --- states ---------------------------------------------------------------------------


def test_each_unit_is_in_one_state_and_they_add_up(
    province: Unit, staff: Client
) -> None:
    make.unit("Đảng bộ xã Chưa Lập", parent=province)
    commune("Đảng bộ xã Chuẩn Bị", province, 60)
    milestone(commune("Đảng bộ xã Chậm", province, 61), due_on=in_days(-1))
    commune("Đảng bộ xã Đang Họp", province, 0)
    over = commune("Đảng bộ xã Đã Xong", province, -9)
    milestone(over, "result_reported", due_on=in_days(-3))
    told = commune("Đảng bộ xã Đã Báo", province, -10)
    milestone(
        told, "result_reported", due_on=in_days(-2), done_on=in_days(-3), evidence="BC"
    )

    found = numbers(staff)

    # The province itself has entered none either.
    assert found == {
        "none": 2,
        "planned": 1,
        "late": 1,
        "open": 1,
        "closed": 1,
        "reported": 1,
    }
    assert staff.get(BOARD).context["total"] == 7
    assert staff.get(BOARD).context["late"] == 2


def test_what_is_due_today_is_not_late(province: Unit, staff: Client) -> None:
    milestone(commune("Đảng bộ xã Khe Vàng", province, 9), due_on=in_days(0))

    assert numbers(staff)["late"] == 0


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"{BOARD}?tinh-trang=late", ["Đảng bộ xã Sơn Bình"]),
        (f"{BOARD}?cham=co", ["Đảng bộ xã Sơn Bình"]),
        (f"{BOARD}?tim=son+binh", ["Đảng bộ xã Sơn Bình"]),
        (f"{BOARD}?cap=province", []),
        (f"{BOARD}?sap-xep=-cham", ["Đảng bộ xã Sơn Bình", "Đảng bộ xã Đông Hòa"]),
        (f"{BOARD}?sap-xep=ten", ["Đảng bộ xã Đông Hòa", "Đảng bộ xã Sơn Bình"]),
        (f"{BOARD}?sap-xep=-khai-mac", ["Đảng bộ xã Sơn Bình", "Đảng bộ xã Đông Hòa"]),
        (f"{BOARD}?nhiem-ky=1990", ["Đảng bộ xã Đông Hòa", "Đảng bộ xã Sơn Bình"]),
        (f"{BOARD}?ngay=2001-01-01", []),
        (f"{BOARD}?ngay=sai", ["Đảng bộ xã Đông Hòa", "Đảng bộ xã Sơn Bình"]),
    ],
)
def test_the_board_is_narrowed_and_ordered(
    province: Unit, staff: Client, address: str, found: list[str]
) -> None:
    milestone(commune("Đảng bộ xã Sơn Bình", province, 40), due_on=in_days(-1))
    commune("Đảng bộ xã Đông Hòa", province, 30)

    assert names(staff, address) == found


def test_beneath_one_unit_only(province: Unit, staff: Client) -> None:
    inside = commune("Đảng bộ xã Sơn Bình", province, 40)
    make.congress(make.unit("Đảng bộ cơ sở", parent=inside.unit), opens_on=in_days(9))
    commune("Đảng bộ xã Đông Hòa", province, 30)

    assert names(staff, f"{BOARD}?to-chuc={inside.unit.code}") == ["Đảng bộ cơ sở"]


def test_units_without_a_congress_are_a_list_of_their_own(
    province: Unit, staff: Client
) -> None:
    without = make.unit("Đảng bộ xã Chưa Lập", parent=province)
    commune("Đảng bộ xã Đông Hòa", province, 30)

    page = staff.get(f"{BOARD}?tinh-trang=none&tim=chua+lap")

    assert [each.pk for each in page.context["page"]] == [without.pk]


def test_what_lies_next_door_is_neither_listed_nor_counted(staff: Client) -> None:
    make.congress(make.unit("Đảng bộ xã Bên Cạnh"), opens_on=in_days(3))

    assert sum(numbers(staff).values()) == 1  # the province itself
    assert "Bên Cạnh" not in staff.get(BOARD).content.decode()


# --- one line -------------------------------------------------------------------------


def test_gates_say_a_colour_and_a_word(province: Unit) -> None:
    held = commune("Đảng bộ xã Khe Vàng", province, 40)
    milestone(held, "documents_cleared", due_on=in_days(-1))
    milestone(held, "personnel_cleared", due_on=in_days(9), done_on=in_days(-3))
    milestone(held, "opening_announced", due_on=in_days(2))
    beneath = make.unit("Đảng bộ cơ sở", parent=held.unit)
    make.congress(beneath, opens_on=in_days(-3))

    (read,) = progress.read([held], today=in_days(0))
    done = progress.beneath_of([read], today=in_days(0))

    assert progress.gates_of(read, done, today=in_days(0)) == [
        Standing.DONE,
        Standing.LATE,
        Standing.DONE,
        Standing.SOON,
        None,
    ]


def test_one_congress_beneath_that_goes_on_keeps_the_gate_shut(province: Unit) -> None:
    held = commune("Đảng bộ xã Khe Vàng", province, 40)
    for days in (-3, 3):
        beneath = make.unit(f"Đảng bộ cơ sở {days}", parent=held.unit)
        make.congress(beneath, opens_on=in_days(days))

    read = progress.read([held], today=in_days(0))

    assert progress.beneath_of(read, today=in_days(0)) == frozenset()


def test_a_line_tells_the_next_thing_and_how_early_it_ends(
    province: Unit, staff: Client
) -> None:
    held = commune("Đảng bộ xã Khe Vàng", province, 40)
    milestone(held, title="Việc sau", due_on=in_days(9))
    milestone(held, title="Việc trước", due_on=in_days(-2))
    milestone(held, title="Việc xong", due_on=in_days(-8), done_on=in_days(-9))
    LevelTerms.objects.create(
        directive="99-CT/TW",
        level_id=held.unit.kind.level_id,
        opens_from=in_days(-100),
        opens_until=in_days(100),
        most_days=2,
        done_by=in_days(52),
        confidence="A",
    )

    (line,) = staff.get(BOARD).context["lines"]

    assert (line.next_title, line.next_late, line.ends) == (
        "Việc trước",
        True,
        "sớm 12 ngày",
    )


def test_the_view_is_taken_along_as_it_is_narrowed(
    province: Unit, staff: Client
) -> None:
    held = commune("Đảng bộ xã Khe Vàng", province, 40)
    milestone(held, "documents_cleared", due_on=in_days(-1))
    commune("Đảng bộ xã Đông Hòa", province, 30)

    answer = staff.get(f"{BOARD}?cham=co&xuat=xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows())
    cells = [cell.value for cell in rows[-1]]

    assert cells[1] == "Đảng bộ xã Khe Vàng"
    assert "quá hạn" in cells
    assert len([row for row in rows if row[1].value == "Đảng bộ xã Đông Hòa"]) == 0


def test_the_board_asks_as_often_for_three_as_for_one(
    province: Unit, staff: Client, django_assert_num_queries: Queries
) -> None:
    milestone(commune("Đảng bộ xã Một", province, 40), "documents_cleared")
    staff.get(BOARD)
    with django_assert_num_queries(NUMBER):
        staff.get(BOARD)

    for name in ("Hai", "Ba"):
        held = commune(f"Đảng bộ xã {name}", province, 41)
        milestone(held, "documents_cleared")
        milestone(held)

    with django_assert_num_queries(NUMBER):
        staff.get(BOARD)


NUMBER = 17


# --- the sample -----------------------------------------------------------------------


def test_a_demo_gets_its_congresses_and_plans(settings: Any) -> None:
    settings.INSTANCE = "demo"
    call_command("load_register", units=80, people=0, verbosity=0)

    call_command("load_plans", congresses=6, milestones=150, verbosity=0)

    assert Congress.objects.count() == 6
    assert Milestone.objects.count() == 150


def test_the_sample_is_for_demos_only(settings: Any) -> None:
    settings.INSTANCE = "prod"

    with pytest.raises(CommandError, match="trình diễn"):
        call_command("load_plans", verbosity=0)
