"""A list: one order, one page, the same rows as a file."""

import io

import openpyxl
import pytest
from django.test import RequestFactory

from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.models import Unit
from core.queries import with_words
from tests import make

pytestmark = pytest.mark.django_db

COLUMNS = (
    Column[Unit]("ten", "Tên", lambda unit: unit.name, ("name", "pk")),
    Column[Unit]("ma", "Mã", lambda unit: unit.code, ("-code", "pk")),
    Column[Unit]("cap", "Cấp", lambda unit: unit.kind_id),
    Column[Unit]("an", "Ẩn", lambda unit: 1, number=True, only_in_file=True),
)


def shown(address: str, **options: object) -> Listing[Unit]:
    request = RequestFactory().get(address)
    return listing(request, Unit.objects.all(), COLUMNS, default="ten", **options)  # type: ignore[arg-type]


@pytest.fixture
def units() -> None:
    for name in ("B", "C", "A"):
        make.unit(name)


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", "ABC"),
        ("ten", "ABC"),
        ("-ten", "CBA"),
        ("ma", "ACB"),
        ("-ma", "BCA"),
        ("cap", "ABC"),  # cannot be ordered by
        ("password", "ABC"),
        ("an", "ABC"),
    ],
)
def test_a_list_is_ordered_by_its_own_columns_only(asked: str, order: str) -> None:
    found = shown(f"/?sap-xep={asked}")

    assert "".join(unit.name for unit in found.page) == order


@pytest.mark.usefixtures("units")
def test_a_head_turns_the_order_around_and_starts_at_the_first_page() -> None:
    name, code, level = shown("/?sap-xep=ten&trang=2&tim=x").headings

    assert (name.direction, name.url) == ("ascending", "?sap-xep=-ten&tim=x")
    assert (code.direction, code.url) == ("", "?sap-xep=ma&tim=x")
    assert (level.direction, level.url) == ("", "")


@pytest.mark.usefixtures("units")
def test_a_print_has_every_row_on_one_page() -> None:
    assert len(shown("/", size=2).page) == 2
    assert len(shown("/?in=1", size=2).page) == 3


def test_a_list_says_whether_it_is_narrowed() -> None:
    loose = Filter("loai", "Loại", [("cell", "Chi bộ")])
    tight = Filter("loai", "Loại", [("cell", "Chi bộ")], "cell")

    assert [
        shown("/").narrowed,
        shown("/?tim=+").narrowed,
        shown("/?tim=a").narrowed,
        shown("/", filters=[loose]).narrowed,
        shown("/", filters=[tight]).narrowed,
    ] == [False, False, True, False, True]


def test_only_choices_are_chosen() -> None:
    request = RequestFactory().get("/?loai=cell&cap=planet")

    assert chosen(request, "loai", {"cell": 1}) == "cell"
    assert chosen(request, "cap", {"cell": 1}) == ""


@pytest.mark.usefixtures("units")
def test_the_file_has_what_the_list_is_narrowed_to_in_its_order() -> None:
    request = RequestFactory().get("/?xuat=xlsx&sap-xep=-ten")
    rows = Unit.objects.exclude(name="B")

    answer = as_file(
        request, rows, COLUMNS, default="ten", title="Tổ chức", file_name="to-chuc.xlsx"
    )

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert wants_file(request)
    assert lines[0] == ["STT", "Tên", "Mã", "Cấp", "Ẩn"]
    assert [line[:2] for line in lines[1:]] == [[1, "C"], [2, "A"]]
    assert answer.headers["Content-Disposition"].endswith('"to-chuc.xlsx"')


@pytest.mark.usefixtures("units")
def test_search_minds_neither_accents_nor_case() -> None:
    make.unit("Đảng bộ xã Đồng Tâm")

    found = with_words(Unit.objects.all(), "name", "dong DANG")

    assert [unit.name for unit in found] == ["Đảng bộ xã Đồng Tâm"]
