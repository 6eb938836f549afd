"""Who may give whom a breakthrough assignment (domain 6.2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from congress.rules.assignments import (
    AssignedBy,
    ListedPost,
    Refusal,
    after_months,
    refusal,
    term_of,
)

ON = date(2020, 6, 1)
DAYS = some.dates(date(2020, 1, 1), date(2030, 12, 31))
PATHS = some.lists(some.sampled_from("abc"), min_size=1, max_size=4).map(".".join)


def post(
    assigned_by: AssignedBy = AssignedBy.OWNER,
    *,
    list_path: str = "tq",
    until: date | None = None,
    at: str | None = None,
) -> ListedPost:
    return ListedPost(list_path, date(2020, 5, 20), until, assigned_by, at)


@pytest.mark.parametrize(
    ("assigner", "assignee", "found"),
    [
        ("tq", "tq.k.nv", None),
        ("tq", "tq", None),  # its own committee's members
        ("tq.k", "tq", Refusal.UPWARD),
        ("tq.k", "tq.lb", Refusal.SIDEWAYS),
        ("tq", "sb", Refusal.SIDEWAYS),
        ("tq.k", "tq.k.nv", Refusal.OWNER_ONLY),
        ("tq.k.nv", "tq.k.nv1", Refusal.SIDEWAYS),  # no more than alike by letters
    ],
)
def test_the_superior_assigns_the_subordinate(
    assigner: str, assignee: str, found: Refusal | None
) -> None:
    assert refusal(post(), assigner=assigner, assignee=assignee, on=ON) is found


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2020, 5, 19), Refusal.NOT_IN_FORCE),
        (date(2020, 5, 20), None),
        (date(2021, 6, 30), None),
        (date(2021, 7, 1), Refusal.NOT_IN_FORCE),
    ],
)
def test_the_list_holds_from_its_first_day_to_its_last(
    on: date, found: Refusal | None
) -> None:
    listed = post(until=date(2021, 6, 30))

    assert refusal(listed, assigner="tq", assignee="tq.k", on=on) is found


def test_a_post_at_one_unit_is_not_one_elsewhere() -> None:
    chair = post(at="tq.dhtt")

    assert refusal(chair, assigner="tq", assignee="tq.dhtt", on=ON) is None
    assert refusal(chair, assigner="tq", assignee="tq.k", on=ON) is Refusal.ELSEWHERE


def test_what_is_left_to_those_beneath_the_owner_does_not_assign() -> None:
    left = post(AssignedBy.DELEGATED)

    assert refusal(left, assigner="tq.k", assignee="tq.k.nv", on=ON) is None
    found = refusal(left, assigner="tq", assignee="tq.k.nv", on=ON)
    assert found is Refusal.DELEGATED_ONLY


@given(listed=PATHS, giver=PATHS, doer=PATHS, on=DAYS, by=some.sampled_from(AssignedBy))
def test_it_is_allowed_downward_from_at_or_beneath_the_list_and_never_else(
    listed: str, giver: str, doer: str, on: date, by: AssignedBy
) -> None:
    found = refusal(post(by, list_path=listed), assigner=giver, assignee=doer, on=on)

    assert (found is None) == (
        f"{doer}.".startswith(f"{giver}.")
        and f"{giver}.".startswith(f"{listed}.")
        and (by is AssignedBy.OWNER) == (giver == listed)
        and on >= date(2020, 5, 20)
    )


@given(giver=PATHS, doer=PATHS, days=some.integers(1, 400))
def test_no_post_is_assigned_on_a_day_its_list_does_not_hold(
    giver: str, doer: str, days: int
) -> None:
    listed = post(list_path=giver, until=date(2021, 6, 30))
    outside = (date(2020, 5, 20), date(2021, 6, 30))

    assert refusal(
        listed, assigner=giver, assignee=doer, on=outside[0] - timedelta(days=days)
    )
    assert refusal(
        listed, assigner=giver, assignee=doer, on=outside[1] + timedelta(days=days)
    )


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2020, 5, 20), 3, date(2020, 8, 20)),
        (date(2020, 11, 30), 3, date(2021, 2, 28)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2020, 12, 1), 1, date(2021, 1, 1)),
        (date(2020, 1, 31), 12, date(2021, 1, 31)),
    ],
)
def test_the_next_report_falls_on_the_same_day_of_a_later_month(
    day: date, months: int, found: date
) -> None:
    assert after_months(day, months) == found


@pytest.mark.parametrize(
    ("given_on", "due_on", "term"),
    [
        (date(2020, 6, 15), date(2025, 6, 30), (2020, 2025)),
        (date(2024, 12, 31), date(2025, 6, 30), (2020, 2025)),
        # In the year of congresses both terms are on: the deadline tells which.
        (date(2025, 3, 1), date(2025, 6, 30), (2020, 2025)),
        (date(2025, 3, 1), date(2026, 1, 1), (2025, 2030)),
    ],
)
def test_what_is_given_for_the_term_is_of_the_one_in_which_it_is_due(
    given_on: date, due_on: date, term: tuple[int, int]
) -> None:
    assert term_of(given_on, due_on) == term
