"""How many may be elected within the term (R-AF-10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.holding import Plan, PlanFault, offices_of, plan_findings
from ballots.rules.mid_term import Places, Why, extra_percent
from congress.rules.offices import Office
from congress.rules.rulesets import RULE_SETS, Regulation

NOW = RULE_SETS[Regulation.QD_190]
numbers = st.integers(min_value=1, max_value=200)
shares = st.sampled_from([0, 10, 20])


@pytest.mark.parametrize(
    ("fixed", "standing", "percent", "vacant", "extra"),
    [
        (27, 27, 10, 0, 2),
        (27, 25, 10, 2, 2),
        (27, 28, 10, 0, 1),
        (27, 29, 10, 0, 0),
        (27, 35, 10, 0, 0),
        (9, 9, 10, 0, 0),
        (10, 10, 10, 0, 1),
        (15, 15, 20, 0, 3),
        (1, 0, 0, 1, 0),
    ],
)
def test_places_by_example(
    fixed: int, standing: int, percent: int, vacant: int, extra: int
) -> None:
    places = Places(fixed, standing, percent)

    assert (places.open(Why.VACANCY), places.open(Why.EXTRA)) == (vacant, extra)


@given(numbers, numbers, shares)
def test_whoever_is_elected_never_passes_the_share(
    fixed: int, standing: int, percent: int
) -> None:
    places = Places(fixed, standing, percent)

    filled = standing + places.vacant + places.open_extra

    assert 100 * (filled - fixed) <= percent * fixed or filled == standing


@given(numbers, numbers, shares)
def test_one_more_who_holds_it_opens_no_place(
    fixed: int, standing: int, percent: int
) -> None:
    before = Places(fixed, standing, percent)
    after = Places(fixed, standing + 1, percent)

    assert after.vacant + after.open_extra == max(
        before.vacant + before.open_extra - 1, 0
    )


def test_the_share_is_of_the_committee_and_larger_at_the_grassroots() -> None:
    def share(office: Office, *, is_grassroots: bool) -> int:
        return extra_percent(office, NOW, is_grassroots=is_grassroots)

    assert share(Office.COMMITTEE, is_grassroots=False) == 10
    assert share(Office.COMMITTEE, is_grassroots=True) == 20
    assert share(Office.DEPUTY_SECRETARY, is_grassroots=True) == 0


def test_the_rule_needs_no_confirmation() -> None:
    assert not {"co_option_percent", "co_option_percent_grassroots"} & set(
        NOW.unconfirmed_values
    )


def test_a_committee_takes_in_members_only_within_the_term() -> None:
    usual = offices_of("committee", is_cell=False)
    mid_term = offices_of("committee", is_cell=False, mid_term=True)

    assert mid_term == (Office.COMMITTEE, *usual)
    assert offices_of("inspection", is_cell=False, mid_term=True) == offices_of(
        "inspection", is_cell=False
    )


def test_members_of_the_standing_committee_count_with_those_it_has() -> None:
    def faults(already: int) -> list[PlanFault]:
        plan = Plan(
            body="committee",
            office=Office.STANDING_COMMITTEE,
            seats=1,
            alternates=0,
            contents=frozenset(),
            committee=27,
            mid_term=True,
            already=already,
        )
        return [each.code for each in plan_findings(plan, NOW)]

    assert faults(8) == []
    assert faults(9) == [PlanFault.ABOVE_A_THIRD]
