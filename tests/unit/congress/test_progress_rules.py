"""Months as a calendar lays them out, and people sent to two places at once."""

from datetime import date

import pytest

from congress.rules.progress import Held, Month, clashes

JULY = Month(2025, 7)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2025-07", JULY),
        ("2025-7", None),
        ("2025-13", None),
        ("", None),
        ("1200-01", None),
        ("9999-12", None),
        ("2025-07-01", None),
    ],
)
def test_a_month_is_read_as_it_is_written(text: str, month: Month | None) -> None:
    assert Month.read(text) == month


def test_a_month_is_laid_out_in_whole_weeks_from_monday() -> None:
    days = list(JULY.grid())

    assert (days[0], days[-1]) == (date(2025, 6, 30), date(2025, 8, 3))
    assert len(days) == 35


def test_months_follow_each_other_over_the_new_year() -> None:
    december = Month(2025, 12)

    assert (december.after, december.after.before) == (Month(2026, 1), december)
    assert december.last == date(2025, 12, 31)
    assert str(Month(2025, 7)) == "2025-07"


def held(congress: str, person: str, first: int, last: int) -> Held:
    return Held(congress, person, date(2025, 7, first), date(2025, 7, last))


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([held("A", "Quý", 1, 2), held("B", "Quý", 2, 3)], [(2, 2)]),
        ([held("A", "Quý", 1, 2), held("B", "Quý", 3, 4)], []),
        ([held("A", "Quý", 1, 2), held("B", "Thái", 1, 2)], []),
        (
            [held("A", "Quý", 5, 9), held("B", "Quý", 6, 7), held("C", "Quý", 1, 5)],
            [(5, 5), (6, 7)],
        ),
    ],
)
def test_people_clash_on_the_days_two_congresses_share(
    rows: list[Held], found: list[tuple[int, int]]
) -> None:
    assert [(each.first.day, each.last.day) for each in clashes(rows)] == found
