"""Headings are found where people put them, and mean what people call things."""

import pytest

from core import registry
from core.imports import cells, mapping
from core.imports.faults import Odd

OF_UNITS, OF_PEOPLE = (registry.imports()[code].names for code in ("units", "people"))


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("Mã|Tên|Loại|Trực thuộc", {"code": 0, "name": 1, "kind": 2, "parent": 3}),
        ("STT|MÃ ĐƠN VỊ *|tên đơn vị", {"code": 1, "name": 2}),
        ("Tên tổ chức đảng (ghi đủ)|Mã tổ chức đảng", {"code": 1, "name": 0}),
        ("Ghi chú|Khác", {}),
    ],
)
def test_headings_of_units_are_guessed(headings: str, found: dict[str, int]) -> None:
    assert mapping.guess(headings.split("|"), OF_UNITS) == found


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("TT|Họ và tên|Năm sinh", {"full_name": 1, "born_on": 2}),
        (
            "Họ đệm|Tên|Ngày, tháng, năm sinh",
            {"full_name": 0, "given_name": 1, "born_on": 2},
        ),
        ("Tên|CCCD/CMND", {"full_name": 0, "citizen_id": 1}),
        (
            "Ngày vào Đảng|Ngày vào Đảng chính thức|Ngày sinh|Họ tên",
            {"party_since": 0, "official_since": 1, "born_on": 2, "full_name": 3},
        ),
    ],
)
def test_headings_of_people_are_guessed(headings: str, found: dict[str, int]) -> None:
    assert mapping.guess(headings.split("|"), OF_PEOPLE) == found


def test_headings_are_found_beneath_titles() -> None:
    first = [
        (1, ["ĐẢNG BỘ TỈNH SƠN BÌNH", "", "ĐẢNG CỘNG SẢN VIỆT NAM"]),
        (3, ["DANH SÁCH ĐẢNG VIÊN"]),
        (5, ["STT", "Họ và tên", "Ngày sinh"]),
        (6, ["1", "Lục Văn Quý", "1975"]),
    ]

    assert mapping.heading_row(first, OF_PEOPLE) == 5


def test_without_known_headings_the_first_row_of_several_cells_is_taken() -> None:
    assert mapping.heading_row([(1, ["x"]), (2, ["a", "b"])], OF_PEOPLE) == 2
    assert mapping.heading_row([(4, ["x"])], OF_PEOPLE) == 4


def test_the_same_headings_have_the_same_fingerprint() -> None:
    one, other = ["Họ và tên", "CCCD"], ["HỌ VÀ TÊN:", " cccd "]

    assert mapping.fingerprint(one) == mapping.fingerprint(other)
    assert mapping.fingerprint(one) != mapping.fingerprint(one[::-1])


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (["1", "2", "3"], True),
        (["(1)", "(2)", ""], True),
        (["0", "1"], True),
        (["1", "2", "4"], False),
        (["1"], False),
        (["A", "B"], False),
    ],
)
def test_a_row_that_only_numbers_the_columns_is_known(
    row: list[str], numbers: bool
) -> None:
    assert mapping.is_numbering(row) is numbers


@pytest.mark.parametrize("code", ["units", "people"])
def test_headings_of_the_empty_list_are_all_known_when_it_comes_back(code: str) -> None:
    kind = registry.imports()[code]
    headings = [f"{names[0]} *" for names in kind.names.values()]

    assert mapping.guess(headings, kind.names) == {
        column.key: place for place, column in enumerate(kind.columns)
    }


# --- cells ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("05/08/1975", "05/08/1975"),
        ("5-8-1975", "05/08/1975"),
        ("5.8.1975", "05/08/1975"),
        ("1975-08-05", "05/08/1975"),
        ("05/08/1975 00:00:00", "05/08/1975"),
        ("ngày 5 tháng 8 năm 1975", "05/08/1975"),
        ("27611", "05/08/1975"),
        ("27611.25", "05/08/1975"),
        ("08/1975", "08/1975"),
        ("tháng 8 năm 1975", "08/1975"),
        ("00/08/1975", "08/1975"),
        ("1975", "1975"),
        ("năm 1975", "1975"),
        ("00/00/1975", "1975"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, read: str) -> None:
    assert str(cells.partial_date(written)) == read


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/02/1975", "date-part-odd"),
        ("12/25/1975", "date-part-odd"),
        ("05/00/1975", "date-part-odd"),
        ("hôm qua", "date-part-odd"),
        ("1/1/1/1975", "date-part-odd"),
        ("0/0/0", "date-part-odd"),
        ("9999", "date-part-odd"),
        ("9" * 5_000, "date-part-odd"),
        ("5/8/75", "year-short"),
    ],
)
def test_what_is_no_date_is_told(written: str, code: str) -> None:
    with pytest.raises(Odd, match=code):
        cells.partial_date(written)


def test_a_whole_date_is_a_whole_date() -> None:
    assert cells.day("05/08/1975").isoformat() == "1975-08-05"
    with pytest.raises(Odd, match="date-whole"):
        cells.day("1975")
    with pytest.raises(Odd, match="date-odd"):
        cells.day("x")


def test_numbers_are_whole_plain_or_roman() -> None:
    number = cells.number(1, 399)

    assert [number("12"), number("xii"), number("IV")] == [12, 12, 4]
    for written, code in (("0", "number-outside"), ("1.5", "number-odd")):
        with pytest.raises(Odd, match=code):
            number(written)


def test_choices_are_words_in_any_spelling() -> None:
    sex = cells.choice({"male": ("Nam",), "female": ("Nữ", "Gái")})

    assert [sex("NAM"), sex("nu"), sex(" Gái. ")] == ["male", "female", "female"]
    with pytest.raises(Odd) as odd:
        sex("khác")
    assert odd.value.values == {"choices": "Nam; Nữ"}


@pytest.mark.parametrize(
    ("whole", "end", "joined"),
    [
        ("Phạm Thị Ngọc", "Ánh", "Phạm Thị Ngọc Ánh"),
        ("Phạm Thị Ngọc Ánh", "Ánh", "Phạm Thị Ngọc Ánh"),
        ("PHẠM THỊ NGỌC ÁNH", "Ngọc Ánh", "PHẠM THỊ NGỌC ÁNH"),
        ("Phạm Thị Anh", "Ánh", "Phạm Thị Anh Ánh"),
        ("Lý", "Lý", "Lý Lý"),
        ("Lý", "", "Lý"),
        ("", "Lý", "Lý"),
    ],
)
def test_a_name_in_two_columns_is_joined_once(
    whole: str, end: str, joined: str
) -> None:
    assert cells.joined(whole, end) == joined


def test_the_list_to_fill_in_has_one_column_for_a_name() -> None:
    people = registry.imports()["people"]

    assert "given_name" not in {column.key for column in people.offered}
    assert len(people.offered) == len(people.columns) - 1
