"""Lists people take away: text stays text, dates are dates."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from core.writers import xlsx


def read_back(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"]
)
def test_nothing_a_person_typed_becomes_a_formula(text: str) -> None:
    data = xlsx.workbook("Danh sách", ["Tên"], [[text]])

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)


def test_values_keep_their_kind() -> None:
    noon = datetime(2025, 7, 24, 5, 0, tzinfo=UTC)
    rows: list[list[xlsx.Value]] = [
        ["Lục Văn Quý", 7, 96.25, date(1980, 5, 1), noon, None]
    ]

    data = xlsx.workbook("Sổ người", ["a", "b", "c", "d", "e", "f"], rows)

    assert read_back(data)[1] == [
        "Lục Văn Quý",
        7,
        96.25,
        datetime(1980, 5, 1),  # noqa: DTZ001 - a workbook knows no time zones
        datetime(2025, 7, 24, 12, 0),  # noqa: DTZ001 - what the wall clock showed
        None,
    ]


def test_what_a_workbook_cannot_carry_is_left_out() -> None:
    data = xlsx.workbook("[a]/b*?:" * 9, ["x"], [["a\0b\x07c" + "d" * 40_000]])

    written = read_back(data)[1][0]

    assert isinstance(written, str)
    assert (written[:4], len(written)) == ("abcd", 32_767)


def test_columns_beyond_z_have_names() -> None:
    headings = [str(number) for number in range(60)]

    data = xlsx.workbook("x", headings, [])

    assert read_back(data)[0] == headings
