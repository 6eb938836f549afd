"""Whose turn it is with a difficulty; whether a congress opens before the lessons."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.rules.difficulties import (
    ACTS,
    OPEN,
    Act,
    Side,
    State,
    after,
    possible,
    side_of,
)
from congress.rules.lessons import (
    SOON,
    Pilot,
    may_still_answer,
    opens_before_the_lessons,
)

TODAY = date(2025, 5, 1)
DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
PILOTS = st.lists(st.builds(Pilot, DAYS, st.none() | DAYS), max_size=4)


@given(st.lists(st.sampled_from(ACTS), max_size=30))
def test_whatever_is_done_somebody_can_always_go_on(acts: list[Act]) -> None:
    state = State.WAITING
    for act in acts:
        state = after(state, act) or state

    assert any(possible(state, side) for side in Side)
    assert state is State.SOLVED or Act.SOLVE in possible(state, Side.RAISER)


@pytest.mark.parametrize("state", list(State))
def test_the_holder_does_nothing_with_what_is_solved(state: State) -> None:
    found = possible(state, Side.HOLDER)

    assert bool(found) == (state in OPEN)
    assert all(side_of(act) is Side.HOLDER for act in found)


@given(DAYS, PILOTS)
def test_a_later_opening_is_never_too_early_where_an_earlier_is_not(
    opens_on: date, pilots: list[Pilot]
) -> None:
    later = opens_on + timedelta(days=1)

    if not opens_before_the_lessons(opens_on, pilots, TODAY):
        assert not opens_before_the_lessons(later, pilots, TODAY)


@given(DAYS, PILOTS, st.builds(Pilot, DAYS, st.none() | DAYS))
def test_one_more_pilot_never_takes_a_warning_away(
    opens_on: date, pilots: list[Pilot], one_more: Pilot
) -> None:
    if opens_before_the_lessons(opens_on, pilots, TODAY):
        assert opens_before_the_lessons(opens_on, [*pilots, one_more], TODAY)


@pytest.mark.parametrize(
    ("opens_on", "pilot", "early"),
    [
        (TODAY, Pilot(TODAY, TODAY), False),
        (TODAY, Pilot(TODAY, TODAY + timedelta(days=1)), True),
        (TODAY + SOON, Pilot(TODAY), True),
        (TODAY + SOON + timedelta(days=1), Pilot(TODAY), False),
        (TODAY + timedelta(days=90), Pilot(TODAY + timedelta(days=90)), True),
    ],
)
def test_the_days_that_decide(opens_on: date, pilot: Pilot, early: bool) -> None:
    assert opens_before_the_lessons(opens_on, [pilot], TODAY) is early


def test_answers_are_given_until_the_day_before_the_opening() -> None:
    assert may_still_answer(TODAY + timedelta(days=1), TODAY)
    assert not may_still_answer(TODAY, TODAY)
