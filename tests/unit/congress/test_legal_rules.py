"""Whether a document holds on a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from congress.rules.legal import Force, Times, force_on

DAY = date(2024, 6, 14)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


def test_a_document_holds_from_its_own_day_until_it_is_replaced() -> None:
    times = Times(DAY, None, date(2025, 4, 14))

    found = [
        force_on(times, day)
        for day in (
            date(2024, 6, 13),
            DAY,
            date(2025, 4, 13),
            date(2025, 4, 14),
        )
    ]

    assert found == [Force.NOT_YET, Force.IN_FORCE, Force.IN_FORCE, Force.REPLACED]


def test_a_document_may_begin_later_than_its_day() -> None:
    times = Times(DAY, date(2024, 7, 1), None)

    assert force_on(times, DAY) is Force.NOT_YET
    assert force_on(times, date(2024, 7, 1)) is Force.IN_FORCE


@given(day=days, after=st.integers(0, 900), asked=days, more=st.integers(0, 900))
def test_what_was_replaced_never_holds_again(
    day: date, after: int, asked: date, more: int
) -> None:
    until = day + timedelta(days=after)
    times = Times(day, None, until)

    first, later = force_on(times, asked), force_on(times, asked + timedelta(days=more))

    order = [Force.NOT_YET, Force.IN_FORCE, Force.REPLACED]
    assert order.index(first) <= order.index(later)
    assert (first is Force.REPLACED) is (asked >= until)
