"""The random sample that is read once more: how large, and which papers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules import marks
from ballots.rules.ballot import Defect, Reading
from ballots.rules.count import Count
from ballots.rules.doubts import Doubt
from ballots.rules.outcome import outcome
from ballots.rules.terms import Places, Round, Slate
from ballots.rules.third_look import (
    drawn,
    margin_of,
    papers_to_read,
    says_the_same,
)

PLACES = Places(round=Round.FIRST, seats=2, tally_base=100)


def counted(*votes: int) -> Count:
    return Count(
        returned=100,
        valid=100,
        undecided=0,
        invalid_reasons={},
        votes=votes,
    )


def margin(*votes: int, places: Places = PLACES) -> int | None:
    return margin_of(votes, outcome(counted(*votes), places), places)


def wanted(papers: int, **asked: int | None) -> int:
    rule = {"percent": 2, "at_least": 20, "margin": None, "risk_percent": 5}
    return papers_to_read(papers, **{**rule, **asked})  # type: ignore[arg-type]


# --- the margin -------------------------------------------------------------------


def test_the_margin_lies_between_the_last_elected_and_the_next() -> None:
    assert margin(90, 80, 70) == 10


def test_the_margin_may_lie_between_the_elected_and_half() -> None:
    assert margin(90, 53, 10) == 6


def test_where_a_seat_stays_open_somebody_may_yet_pass_half() -> None:
    assert margin(90, 49, 10) == 3


def test_whoever_is_far_below_a_filled_seat_sets_no_margin_of_his_own() -> None:
    assert margin(90, 80, 49) == 31


def test_a_tie_at_the_last_seat_rests_on_one_paper() -> None:
    assert margin(90, 70, 70) == 1


def test_where_all_who_stand_are_elected_only_half_counts() -> None:
    assert margin(90, 80) == 60


def test_the_order_of_alternates_decides_who_is_called_first() -> None:
    places = Places(round=Round.FIRST, seats=1, tally_base=100, alternates=3)

    assert margin(99, 80, 76, 69, 55, places=places) == 4


def test_alternates_level_with_each_other_rest_on_one_paper() -> None:
    places = Places(round=Round.FIRST, seats=1, tally_base=100, alternates=2)

    assert wanted(240, margin=margin(99, 80, 80, 55, places=places)) == 240


# --- how many ---------------------------------------------------------------------


def test_without_a_margin_the_share_of_the_rule_set_is_read() -> None:
    assert wanted(5000) == 100


def test_a_small_heap_is_read_to_the_fewest_at_least() -> None:
    assert wanted(240) == 20


def test_no_more_is_read_than_there_is() -> None:
    assert wanted(12) == 12


def test_a_narrow_margin_asks_for_more() -> None:
    # Stark's figure for a diluted margin of 10 % at 5 % risk: ln 0.05 / ln(1 - m/2g).
    by_hand = math.ceil(math.log(0.05) / math.log(1 - 0.1 / 2.0781))

    assert wanted(1000, margin=100) == by_hand == 61


@pytest.mark.parametrize("papers", [7, 240, 5000, 90_000])
@pytest.mark.parametrize("lead", range(1, 7))
def test_a_lead_of_up_to_six_has_all_read_again(papers: int, lead: int) -> None:
    assert wanted(papers, margin=lead) == papers


@given(st.integers(20, 2000), st.integers(1, 500), st.integers(1, 500))
def test_a_narrower_margin_never_asks_for_fewer(
    papers: int, one: int, two: int
) -> None:
    narrow, wide = sorted((one, two))

    assert wanted(papers, margin=narrow) >= wanted(papers, margin=wide)


# --- which ------------------------------------------------------------------------

HEAP = [(batch, position) for batch in (1, 2, 3) for position in range(1, 51)]


def test_the_same_throw_draws_the_same_papers_whatever_their_order() -> None:
    assert drawn(HEAP, count=20, seed="4217") == drawn(
        HEAP[::-1], count=20, seed="4217"
    )


def test_another_throw_draws_other_papers() -> None:
    assert drawn(HEAP, count=20, seed="4217") != drawn(HEAP, count=20, seed="4218")


def test_every_paper_is_drawn_about_as_often() -> None:
    times = dict.fromkeys(HEAP, 0)
    for throw in range(1500):
        for paper in drawn(HEAP, count=15, seed=str(throw)):
            times[paper] += 1

    # Binomial(1500, 0.1): mean 150, deviation 11.6; six deviations either way.
    assert min(times.values()) > 80
    assert max(times.values()) < 220


@pytest.mark.parametrize("count", [0, 1, 150])
def test_as_many_are_drawn_as_were_asked_for(count: int) -> None:
    papers = drawn(HEAP, count=count, seed="7")

    assert len(papers) == len(set(papers)) == count
    assert papers == sorted(papers)


# --- whether it matches -----------------------------------------------------------

SLATE = Slate(names=5, max_votes=3)
STRUCK, KEPT = (marks.pack(places, names=5) for places in ((3, 4), (0, 1, 2)))


def same(again: Reading, counted: Reading, *doubts: Doubt | None) -> bool:
    first, second = doubts or (None, None)
    return says_the_same((again, first), (counted, second), SLATE)


def test_names_struck_and_the_others_kept_are_one_reading() -> None:
    assert same(Reading(kept=KEPT), Reading(struck=STRUCK))
    assert not same(Reading(kept=STRUCK), Reading(struck=STRUCK))


def test_of_a_paper_that_is_invalid_anyway_the_marks_do_not_matter() -> None:
    torn = Reading(defect=Defect.TORN)

    assert same(torn, Reading(struck=STRUCK, defect=Defect.TORN))
    assert not same(torn, Reading(struck=STRUCK))


def test_set_aside_again_it_matches_whatever_the_reason() -> None:
    one, other = Reading(struck=STRUCK), Reading()

    assert same(one, other, Doubt.OTHER, Doubt.ILLEGIBLE)
    assert not same(one, other, Doubt.OTHER, None)
