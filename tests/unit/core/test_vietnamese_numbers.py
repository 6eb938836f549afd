from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vietnamese import dates, numbers


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (350, "ba trăm năm mươi"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1050, "một nghìn không trăm năm mươi"),
        (90_494, "chín mươi nghìn bốn trăm chín mươi bốn"),
        (1_000_000, "một triệu"),
        (2_000_001, "hai triệu không trăm linh một"),
        (20_300_400, "hai mươi triệu ba trăm nghìn bốn trăm"),
    ],
)
def test_a_number_is_said_as_people_say_it(number: int, said: str) -> None:
    assert numbers.in_words(number) == said


@pytest.mark.parametrize("number", [-1, 10**9])
def test_numbers_that_nobody_says_here_are_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="is not said here"):
        numbers.in_words(number)


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1))
def test_two_numbers_are_never_said_alike(one: int, other: int) -> None:
    said_alike = numbers.in_words(one) == numbers.in_words(other)

    assert said_alike is (one == other)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *((1, "I"), (4, "IV"), (9, "IX"), (12, "XII"), (14, "XIV")),
        *((40, "XL"), (49, "XLIX"), (90, "XC"), (399, "CCCXCIX")),
    ],
)
def test_congresses_are_counted_in_roman_figures(number: int, written: str) -> None:
    assert numbers.roman(number) == written


@pytest.mark.parametrize("number", [0, -1, 400])
def test_no_congress_has_a_number_beyond(number: int) -> None:
    with pytest.raises(ValueError, match="no congress"):
        numbers.roman(number)


@given(st.integers(1, 399))
def test_roman_figures_come_back_as_the_number(number: int) -> None:
    values = {"C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
    read = [values[letter] for letter in numbers.roman(number)]

    following = [*read[1:], 0]
    total = sum(
        -value if value < after else value
        for value, after in zip(read, following, strict=True)
    )

    assert total == number


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "written"),
    [
        (123, 230, 2, "53,48"),
        (1, 2000, 2, "0,05"),
        (7, 7, 2, "100,00"),
        (1, 8, 2, "12,50"),
        (1, 800, 2, "0,13"),
        (2, 3, 0, "67"),
        (2, 3, 1, "66,7"),
        (2, 3, 4, "66,6667"),
        (1000, 2001, 2, "49,98"),
        (12_345_678, 1, 2, "1.234.567.800,00"),
    ],
)
def test_shares_are_rounded_half_up_and_have_a_comma(
    part: int, whole: int, decimals: int, written: str
) -> None:
    assert numbers.share(part, whole, decimals=decimals) == written


@pytest.mark.parametrize(
    ("number", "written"), [(0, "00"), (5, "05"), (12, "12"), (1024, "1.024")]
)
def test_counts_in_minutes_have_two_figures_at_least(number: int, written: str) -> None:
    assert numbers.two_digits(number) == written


@given(st.integers(0, 10**12))
def test_points_stand_between_thousands_and_change_nothing(number: int) -> None:
    written = numbers.grouped(number)

    assert int(written.replace(".", "")) == number
    assert [len(group) for group in written.split(".")[1:]] == [3] * written.count(".")


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2025, 7, 24), "24/07/2025", "ngày 24 tháng 7 năm 2025"),
        (date(2025, 2, 5), "05/02/2025", "ngày 05 tháng 02 năm 2025"),
        (date(2025, 3, 5), "05/03/2025", "ngày 05 tháng 3 năm 2025"),
        (date(2025, 12, 31), "31/12/2025", "ngày 31 tháng 12 năm 2025"),
    ],
)
def test_days_are_written_as_papers_write_them(
    day: date, short: str, long: str
) -> None:
    assert (dates.short(day), dates.long(day)) == (short, long)
