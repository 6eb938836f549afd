"""Working days, and the days that plans take from them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.rules.planning import (
    Anchor,
    Days,
    Standing,
    Timing,
    due_on,
    standing,
)
from congress.rules.working_days import Calendar

CLOSED = date(2025, 6, 27)  # a Friday
OPENS = date(2025, 8, 25)  # a Monday
PLAIN = Calendar()
days = st.dates(date(2019, 1, 1), date(2031, 12, 31))
calendars = st.builds(
    Calendar,
    off=st.frozensets(days, max_size=40),
    worked=st.frozensets(days, max_size=10),
)


@pytest.mark.parametrize(
    ("after", "count", "due"),
    [
        (CLOSED, 7, date(2025, 7, 8)),  # J1: the report
        (CLOSED, 15, date(2025, 7, 18)),  # J2, J4: complaints, handing over
        (date(2025, 7, 8), 15, date(2025, 7, 29)),  # J3: approval
    ],
)
def test_days_after_are_counted_from_the_day_after(
    after: date, count: int, due: date
) -> None:
    assert PLAIN.after(after, count) == due


@pytest.mark.parametrize(
    ("count", "due"),
    [(30, date(2025, 7, 14)), (15, date(2025, 8, 4))],  # J5
)
def test_days_before_an_opening(count: int, due: date) -> None:
    assert PLAIN.before(OPENS, count) == due


def test_a_holiday_moves_the_day_and_a_day_worked_instead_moves_it_back() -> None:
    off = Calendar(off=frozenset({date(2025, 7, 1)}))
    both = Calendar(off=off.off, worked=frozenset({date(2025, 6, 28)}))

    assert off.after(CLOSED, 7) == date(2025, 7, 9)
    assert both.after(CLOSED, 7) == date(2025, 7, 8)


@given(days, st.integers(0, 60), calendars)
def test_so_many_working_days_lie_between(
    day: date, count: int, calendar: Calendar
) -> None:
    due = calendar.after(day, count)

    assert calendar.between(day, due) == count
    assert count == 0 or calendar.is_working(due)


@given(days, st.integers(1, 60), calendars)
def test_going_back_is_going_forward_turned_about(
    day: date, count: int, calendar: Calendar
) -> None:
    start = calendar.before(day, count)

    before = day - timedelta(days=1)
    assert calendar.between(start - timedelta(days=1), before) == count


def test_a_negative_number_of_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        PLAIN.after(CLOSED, -1)


HELD = Days(opens_on=OPENS, closes_on=date(2025, 8, 26))


@pytest.mark.parametrize(
    ("timing", "due"),
    [
        (Timing(anchor=Anchor.OPENING, rule="announce_days"), date(2025, 7, 14)),
        (Timing(anchor=Anchor.OPENING, days=10), date(2025, 8, 15)),
        (
            Timing(anchor=Anchor.OPENING, days=10, in_working_days=True),
            date(2025, 8, 11),
        ),
        (Timing(anchor=Anchor.CLOSING, rule="report_days"), date(2025, 9, 4)),
        (Timing(anchor=Anchor.CLOSING, days=1), date(2025, 8, 27)),
        (Timing(anchor=Anchor.CLOSING, rule="done_by"), date(2025, 8, 31)),
        (Timing(anchor=Anchor.CLOSING, rule="unknown"), None),
        (
            Timing(anchor=Anchor.DAY, fixed_day=date(2025, 5, 1)),
            date(2025, 5, 1),
        ),
    ],
)
def test_the_day_something_is_due(timing: Timing, due: date | None) -> None:
    values: dict[str, int | date | None] = {
        "announce_days": 30,
        "report_days": 7,
        "done_by": date(2025, 8, 31),
        "clearance_days": None,
    }

    assert due_on(timing, HELD, values, PLAIN) == due


@pytest.mark.parametrize(
    ("due", "done", "said"),
    [
        (OPENS, OPENS, Standing.DONE),
        (OPENS, OPENS + timedelta(days=1), Standing.DONE_LATE),
        (None, OPENS, Standing.DONE),
        (None, None, Standing.UNDATED),
        (CLOSED - timedelta(days=1), None, Standing.LATE),
        (CLOSED, None, Standing.SOON),
        (CLOSED + timedelta(days=8), None, Standing.AHEAD),
    ],
)
def test_how_something_stands(
    due: date | None, done: date | None, said: Standing
) -> None:
    assert standing(due, done, CLOSED) is said
