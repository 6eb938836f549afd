from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.count import Count
from ballots.rules.outcome import (
    Next,
    Outcome,
    Verdict,
    outcome,
    percent,
    percent_text,
)
from ballots.rules.terms import Earlier, Places, Round
from congress.rules.rulesets import Rule, TieRule
from tests.unit.ballots.election_files import places


def decided(votes: Sequence[int], terms: Places, *, undecided: int = 0) -> Outcome:
    most = max(votes)
    counted = Count(
        returned=most + undecided,
        valid=most,
        invalid_reasons={},
        undecided=undecided,
        votes=tuple(votes),
    )
    return outcome(counted, terms)


def made(found: Outcome) -> list[tuple[Verdict, Rule]]:
    return [(decision.verdict, decision.rule) for decision in found.decisions]


ELECTED = (Verdict.ELECTED, Rule.MORE_THAN_HALF)
ELECTED_BY_RANK = (Verdict.ELECTED, Rule.HIGHEST_FIRST)
NOT_PAST_HALF = (Verdict.NOT_PAST_HALF, Rule.MORE_THAN_HALF)
NO_PLACE = (Verdict.PAST_HALF_NO_PLACE, Rule.HIGHEST_FIRST)
ALTERNATE = (Verdict.ALTERNATE, Rule.ALTERNATES)
TIED = (Verdict.TIED, Rule.RUN_OFF)


def test_no_more_than_the_seats_past_half_are_elected_by_more_than_half() -> None:
    found = decided([90, 80, 50], places(seats=2))

    assert made(found) == [ELECTED, ELECTED, NOT_PAST_HALF]
    assert found.next is Next.CLOSED


def test_more_than_the_seats_past_half_are_elected_by_rank() -> None:
    found = decided([60, 90, 80], places(seats=2))

    assert found.elected == (1, 2)
    assert made(found) == [NO_PLACE, ELECTED_BY_RANK, ELECTED_BY_RANK]


def test_the_machine_breaks_no_tie_at_the_last_seat() -> None:
    found = decided([90, 70, 70, 60], places(seats=2))

    assert made(found) == [ELECTED_BY_RANK, TIED, TIED, NO_PLACE]
    assert (found.elected, found.tied) == ((0,), (1, 2))
    assert (found.open_seats, found.next) == (1, Next.RUN_OFF)


def test_a_run_off_elects_below_half() -> None:
    found = decided([45, 48], places(round=Round.RUN_OFF))

    assert made(found) == [
        (Verdict.FEWER_VOTES, Rule.RUN_OFF),
        (Verdict.ELECTED, Rule.RUN_OFF),
    ]


def test_a_run_off_tied_again_goes_to_the_congress() -> None:
    found = decided([47, 47, 50], places(round=Round.RUN_OFF, seats=2))

    assert made(found) == [
        (Verdict.TIED, Rule.RUN_OFF_TIED),
        (Verdict.TIED, Rule.RUN_OFF_TIED),
        (Verdict.ELECTED, Rule.RUN_OFF),
    ]
    assert (found.elected, found.tied) == ((2,), (0, 1))
    assert (found.open_seats, found.next) == (1, Next.CONGRESS_DECIDES)


def test_a_run_off_for_an_alternates_place_fills_that_place() -> None:
    found = decided([70, 60], places(round=Round.RUN_OFF, seats=0, alternates=1))

    assert (found.elected, found.alternates) == ((), (0,))
    assert made(found) == [
        (Verdict.ALTERNATE, Rule.TIED_ALTERNATES),
        (Verdict.FEWER_VOTES, Rule.TIED_ALTERNATES),
    ]
    assert found.next is Next.CLOSED


def test_alternates_come_once_every_seat_is_filled() -> None:
    found = decided([90, 80, 70, 60, 40], places(seats=1, alternates=2))

    assert made(found) == [
        ELECTED_BY_RANK,
        ALTERNATE,
        ALTERNATE,
        NO_PLACE,
        NOT_PAST_HALF,
    ]
    assert found.alternates == (1, 2)


def test_past_half_below_a_tie_for_the_last_seat_waits_for_the_run_off() -> None:
    found = decided([90, 80, 80, 60], places(seats=2, alternates=1))

    assert found.alternates == ()
    assert found.open_alternates == 1
    assert made(found) == [
        ELECTED_BY_RANK,
        TIED,
        TIED,
        (Verdict.PAST_HALF_WAITS, Rule.ALTERNATES),
    ]


def test_a_tie_at_the_last_alternates_place_is_a_run_off_by_inference() -> None:
    found = decided([90, 80, 80], places(seats=1, alternates=1))

    assert made(found)[1:] == [(Verdict.TIED, Rule.TIED_ALTERNATES)] * 2
    assert (found.open_seats, found.open_alternates) == (0, 1)
    assert found.next is Next.RUN_OFF


# --- alternates after a run-off for the last seats: our reading (case F5) -----------

FOLLOWS = Rule.ALTERNATES_AFTER_RUN_OFF


def run_off(alternates: int, *waiting: tuple[int, ...], **changes: int) -> Places:
    """A run-off for seats; behind it wait those past half in the rounds before."""
    earlier = tuple(Earlier(101, votes) for votes in waiting)
    return places(
        round=Round.RUN_OFF, alternates=alternates, waiting=earlier, **changes
    )


def test_who_loses_the_run_off_is_the_first_alternate_though_others_had_more() -> None:
    """Case F5: 92 and 92 ran off; 85, past half in the round before, comes second."""
    found = decided([60, 41], run_off(2, (85,)))

    assert (found.elected, found.alternates) == ((0,), (1, 2))
    assert made(found)[1:] == [(Verdict.ALTERNATE, FOLLOWS)] * 2
    assert [each.votes for each in found.decisions] == [60, 41, 85]
    assert (found.next, found.next_rule) == (Next.CLOSED, FOLLOWS)


def test_whoever_came_nearer_to_the_seat_stands_above_more_votes() -> None:
    """The losers, then who lost the run-off before, then the round before that."""
    found = decided([50, 30], run_off(3, (20,), (60, 70)))

    assert found.alternates == (1, 2, 4)
    assert made(found)[3] == NO_PLACE


def test_a_tie_at_the_cut_of_those_who_waited_is_run_off() -> None:
    found = decided([60, 41], run_off(2, (85, 85, 70)))

    assert (found.alternates, found.tied) == ((1,), (2, 3))
    assert made(found)[2:] == [
        *[(Verdict.TIED, Rule.TIED_ALTERNATES)] * 2,
        NO_PLACE,
    ]
    assert (found.open_seats, found.open_alternates) == (0, 1)
    assert (found.next, found.next_rule) == (Next.RUN_OFF, Rule.TIED_ALTERNATES)


def test_losers_level_at_the_last_alternates_place_are_run_off() -> None:
    found = decided([60, 20, 20], run_off(1, (85,)))

    assert (found.alternates, found.tied) == ((), (1, 2))
    assert made(found)[3] == NO_PLACE
    assert found.next is Next.RUN_OFF


def test_a_congress_that_decides_on_ties_decides_on_that_of_alternates() -> None:
    terms = replace(
        run_off(1, (85,)), tie_rule=TieRule.CONGRESS_DECIDES, tally_base=101
    )

    found = decided([60, 20, 20], terms)

    assert (found.next, found.next_rule) == (
        Next.CONGRESS_DECIDES,
        Rule.TIED_ALTERNATES,
    )


def test_while_the_run_off_is_level_those_past_half_wait_on() -> None:
    found = decided([47, 47], run_off(1, (85,)))

    assert (found.alternates, found.open_alternates) == ((), 1)
    assert made(found)[2] == (Verdict.PAST_HALF_WAITS, Rule.ALTERNATES)
    assert (found.next, found.next_rule) == (
        Next.CONGRESS_DECIDES,
        Rule.RUN_OFF_TIED,
    )


def test_too_few_who_follow_leave_the_congress_to_decide() -> None:
    found = decided([60, 41], run_off(3, (85,)))

    assert (found.alternates, found.open_alternates) == ((1, 2), 1)
    assert (found.next, found.next_rule) == (
        Next.CONGRESS_DECIDES,
        Rule.ALTERNATES_SHORT,
    )


def test_who_waited_is_measured_on_the_base_of_his_own_round() -> None:
    terms = replace(run_off(2), waiting=(Earlier(200, (110,)),))

    found = decided([60, 41], terms)

    assert [percent_text(each.percent) for each in found.decisions] == [
        "59.41",
        "40.59",
        "55.00",
    ]


@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=4),
    st.lists(st.lists(st.integers(0, 9), max_size=4).map(tuple), max_size=2),
    st.integers(1, 5),
)
def test_nobody_follows_before_whoever_came_nearer_to_the_seat(
    votes: list[int], waiting: list[tuple[int, ...]], alternates: int
) -> None:
    """By round, then by votes; and no place stays open while somebody waits."""
    found = decided([*votes, 10], run_off(alternates, *waiting))

    rounds = [len(votes) + 1, *map(len, waiting)]
    depth = [round_ for round_, size in enumerate(rounds) for _one in range(size)]
    keys = [(depth[p], -found.decisions[p].votes) for p in found.alternates]
    assert keys == sorted(keys)
    passed = [
        (depth[each.place], -each.votes)
        for each in found.decisions
        if each.verdict in (Verdict.FEWER_VOTES, Verdict.PAST_HALF_NO_PLACE)
    ]
    assert not passed or not keys or max(keys) < min(passed)
    if found.open_alternates and not found.tied:
        assert passed == []


def test_one_waiting_ballot_holds_up_everything() -> None:
    found = decided([90, 10], places(seats=1), undecided=1)

    assert (found.elected, found.tied, found.open_seats) == ((), (), 1)
    assert made(found) == [(Verdict.BALLOTS_WAIT, Rule.BOARD_DECIDES)] * 2
    assert (found.next, found.next_rule) == (
        Next.UNDECIDED_BALLOTS,
        Rule.BOARD_DECIDES,
    )


@pytest.mark.parametrize(
    ("votes", "terms", "step", "rule"),
    [
        ([90, 50], places(seats=1), Next.CLOSED, Rule.MORE_THAN_HALF),
        ([90, 80], places(seats=1), Next.CLOSED, Rule.HIGHEST_FIRST),
        ([90, 80], places(alternates=1), Next.CLOSED, Rule.ALTERNATES),
        ([48, 45], places(round=Round.RUN_OFF), Next.CLOSED, Rule.RUN_OFF),
        (
            [48, 45],
            places(round=Round.RUN_OFF, seats=0, alternates=1),
            Next.CLOSED,
            Rule.TIED_ALTERNATES,
        ),
        ([90, 70, 70], places(seats=2), Next.RUN_OFF, Rule.RUN_OFF),
        ([90, 70, 70], places(alternates=1), Next.RUN_OFF, Rule.TIED_ALTERNATES),
        ([70, 70], places(alternates=1), Next.RUN_OFF, Rule.RUN_OFF),
        ([90, 50], places(seats=2), Next.CONGRESS_DECIDES, Rule.PLACES_LEFT_OPEN),
        (
            [90, 50, 50],
            places(seats=2, alternates=1),
            Next.CONGRESS_DECIDES,
            Rule.PLACES_LEFT_OPEN,
        ),
        (
            [90, 50],
            places(alternates=1),
            Next.CONGRESS_DECIDES,
            Rule.ALTERNATES_SHORT,
        ),
        (
            [47, 47],
            places(round=Round.RUN_OFF),
            Next.CONGRESS_DECIDES,
            Rule.RUN_OFF_TIED,
        ),
        (
            [47, 47],
            places(round=Round.RUN_OFF, seats=0, alternates=1),
            Next.CONGRESS_DECIDES,
            Rule.RUN_OFF_TIED,
        ),
    ],
)
def test_what_follows_a_poll_rests_on_a_rule(
    votes: list[int], terms: Places, step: Next, rule: Rule
) -> None:
    found = decided(votes, terms)

    assert (found.next, found.next_rule) == (step, rule)


@pytest.mark.parametrize(
    ("votes", "base", "text"),
    [
        (123, 230, "53.48"),
        (123, 247, "49.80"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 20_000, "0.01"),
        (1, 20_001, "0.00"),
        (0, 7, "0.00"),
        (7, 7, "100.00"),
    ],
)
def test_percentages_round_half_up_to_two_decimals(
    votes: int, base: int, text: str
) -> None:
    assert percent_text(percent(votes, base)) == text


def test_a_percentage_never_decides() -> None:
    found = decided([50_000], places(tally_base=100_000))

    assert percent_text(found.decisions[0].percent) == "50.00"
    assert found.elected == ()


# --- what a rule set may say otherwise --------------------------------------------

ASK = TieRule.CONGRESS_DECIDES


@pytest.mark.parametrize(
    ("votes", "terms", "rule"),
    [
        ([90, 70, 70, 60], places(seats=2, tie_rule=ASK), Rule.RUN_OFF),
        (
            [90, 70, 70],
            places(seats=1, alternates=1, tie_rule=ASK),
            Rule.TIED_ALTERNATES,
        ),
    ],
)
def test_where_the_hall_is_asked_the_tied_stay_tied_and_the_place_open(
    votes: list[int], terms: Places, rule: Rule
) -> None:
    found = decided(votes, terms)

    assert found.tied == (1, 2)
    assert (found.next, found.next_rule) == (Next.CONGRESS_DECIDES, rule)
    assert [d.verdict for d in found.decisions[1:3]] == [Verdict.TIED] * 2
    assert (found.open_seats, found.open_alternates).count(1) == 1


def test_a_run_off_that_needs_half_elects_nobody_below_it() -> None:
    found = decided([45, 48], places(round=Round.RUN_OFF, runoff_needs_majority=True))

    assert made(found) == [NOT_PAST_HALF, NOT_PAST_HALF]
    assert (found.next, found.next_rule) == (
        Next.CONGRESS_DECIDES,
        Rule.PLACES_LEFT_OPEN,
    )


def test_a_run_off_that_needs_half_elects_above_it_by_more_votes() -> None:
    terms = places(round=Round.RUN_OFF, seats=1, runoff_needs_majority=True)

    found = decided([60, 70, 50], terms)

    assert made(found) == [
        (Verdict.FEWER_VOTES, Rule.RUN_OFF),
        (Verdict.ELECTED, Rule.RUN_OFF),
        NOT_PAST_HALF,
    ]
