"""How long the parts of an election take, and when it will be over."""

from datetime import timedelta

import pytest

from ballots.rules.timeline import ORDER, Course, Moment, ends_at, usual
from tests.make import NOON

MINUTE = timedelta(minutes=1)


def course(*minutes: int, typed: int = 100) -> Course:
    """Moments in order, each so many minutes after the one before."""
    at, times = NOON, {}
    for moment, span in zip(ORDER, minutes, strict=False):
        at += span * MINUTE
        times[moment] = at
    return Course(times, typed)


WHOLE = (0, 20, 30, 10, 60, 2, 15, 1, 10)


def test_each_moment_is_timed_from_the_one_before() -> None:
    found = course(*WHOLE)

    assert found.took(Moment.LIST_CLOSED) is None
    assert found.took(Moment.ENTERED) == 60 * MINUTE
    assert found.last is Moment.ANNOUNCED


def test_a_moment_without_the_one_before_it_took_nobody_knows_how_long() -> None:
    found = Course({Moment.COUNTED: NOON}, 100)

    assert found.took(Moment.COUNTED) is None


def test_usual_is_the_median_and_typing_goes_by_the_paper() -> None:
    others = [course(*WHOLE), course(0, 40, 30, 10, 90, 2, 15, 1, 10, typed=300)]

    found = usual(others, typed=200)

    assert found[Moment.ISSUING] == 30 * MINUTE
    # 120 minutes at the one's pace, 60 at the other's.
    assert found[Moment.ENTERED] == 90 * MINUTE


def test_the_end_is_what_is_left_of_this_part_and_all_that_follow() -> None:
    begun = course(*WHOLE[:3])
    usually = usual([course(*WHOLE)], typed=100)
    now = begun.times[Moment.BOX_OPENED] + 4 * MINUTE

    # 6 of 10 minutes to the first batch, then 60 + 2 + 15 + 1 + 10.
    assert ends_at(begun, usually, now=now) == now + 94 * MINUTE


def test_a_part_that_takes_longer_than_usual_may_be_over_at_once() -> None:
    begun = course(*WHOLE[:3])
    usually = usual([course(*WHOLE)], typed=100)
    now = begun.times[Moment.BOX_OPENED] + 60 * MINUTE

    assert ends_at(begun, usually, now=now) == now + 88 * MINUTE


def test_the_pace_of_those_who_type_goes_before_what_is_usual() -> None:
    begun = course(*WHOLE[:4])
    usually = usual([course(*WHOLE)], typed=100)
    now = begun.times[Moment.FIRST_ENTRY] + 50 * MINUTE

    found = ends_at(begun, usually, now=now, typing_left=25 * MINUTE)

    assert found == now + 53 * MINUTE


@pytest.mark.parametrize("passed", [0, len(WHOLE)])
def test_before_the_list_is_closed_and_after_the_end_nothing_is_expected(
    passed: int,
) -> None:
    usually = usual([course(*WHOLE)], typed=100)

    assert ends_at(course(*WHOLE[:passed]), usually, now=NOON) is None


def test_without_others_to_compare_with_no_end_is_told() -> None:
    assert ends_at(course(*WHOLE[:3]), {}, now=NOON) is None
