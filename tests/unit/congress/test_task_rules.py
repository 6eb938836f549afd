"""The life of a task, and how it stood on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from congress.rules.tasks import (
    SIDE_OF,
    Standing,
    StepKind,
    TaskState,
    after,
    counts,
    standing,
)

DAYS = some.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("due_on", "done_on", "found"),
    [
        (date(2021, 9, 30), date(2021, 9, 30), Standing.DONE),
        (date(2021, 9, 29), date(2021, 9, 30), Standing.DONE_LATE),
        (None, date(2021, 9, 30), Standing.DONE),
        (date(2021, 9, 30), None, Standing.OPEN),
        (date(2021, 9, 29), None, Standing.LATE),
        (None, None, Standing.OPEN),
        # Done later than the day that is asked about.
        (date(2021, 9, 29), date(2021, 10, 1), Standing.LATE),
        (date(2021, 12, 31), date(2021, 10, 1), Standing.OPEN),
    ],
)
def test_how_a_task_stood_on_30_september(
    due_on: date | None, done_on: date | None, found: Standing
) -> None:
    state = TaskState.DONE if done_on else TaskState.OPEN

    stood = standing(state, due_on=due_on, done_on=done_on, on=date(2021, 9, 30))

    assert stood is found


@given(due=DAYS, done=DAYS, on=DAYS)
def test_what_is_done_stays_done_on_every_later_day(
    due: date, done: date, on: date
) -> None:
    done_ones = {Standing.DONE, Standing.DONE_LATE}
    stood = [
        standing(TaskState.DONE, due_on=due, done_on=done, on=day) in done_ones
        for day in (on, on + timedelta(days=1))
    ]

    assert stood in ([False, False], [False, True], [True, True])


@given(state=some.sampled_from(TaskState), act=some.sampled_from(StepKind))
def test_an_act_leads_to_a_state_that_another_act_may_leave(
    state: TaskState, act: StepKind
) -> None:
    then = after(state, act)

    assert then is None or any(after(then, other) is not None for other in StepKind)


def test_only_what_is_agreed_on_and_not_given_up_counts() -> None:
    assert {state for state in TaskState if counts(state)} == {
        TaskState.OPEN,
        TaskState.DONE,
    }


def test_every_act_is_somebodys() -> None:
    assert set(SIDE_OF) == set(StepKind)
