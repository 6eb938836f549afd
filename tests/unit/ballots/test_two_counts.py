from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import recount
from ballots.double_count import CountsDiffer, count_twice
from ballots.recount import Recount, Recounting, differences
from ballots.rules import marks
from ballots.rules.ballot import Defect, Reading, Reason, Ruling, Worth, judge
from ballots.rules.count import count, nothing_counted
from ballots.rules.outcome import Next, outcome
from ballots.rules.terms import Earlier, Layout, Places, Round, Slate
from congress.rules.regulations import EmptyAgreement, TieRule
from tests.unit.ballots.election_files import kept, places


@st.composite
def slates(draw: st.DrawFn) -> Slate:
    return Slate(
        names=draw(st.integers(1, 20)),
        max_votes=draw(st.integers(1, 20)),
        empty_agreement=draw(st.sampled_from(EmptyAgreement)),
    )


def readings(slate: Slate) -> st.SearchStrategy[Reading]:
    packed = st.sets(st.integers(0, slate.names - 1)).map(
        lambda chosen: marks.pack(chosen, names=slate.names)
    )
    if slate.layout is Layout.STRIKE_OUT:
        shown = packed.map(lambda p: Reading(kept=p)) | packed.map(
            lambda p: Reading(struck=p)
        )
    else:
        either = st.none() | packed
        shown = st.builds(
            Reading,
            agree=either,
            disagree=either,
            decision=st.sampled_from([None, *Ruling]),
        )
    return st.builds(
        lambda reading, defect, copies: reading._replace(defect=defect, copies=copies),
        shown,
        st.sampled_from([None, None, None, *Defect]),
        st.integers(1, 3),
    )


earlier = st.builds(
    Earlier, st.integers(1, 40), st.lists(st.integers(0, 9), max_size=4).map(tuple)
)


@st.composite
def elections(draw: st.DrawFn) -> tuple[list[Reading], Slate, Places]:
    slate = draw(slates())
    ballots = draw(st.lists(readings(slate), max_size=30))
    round_ = draw(st.sampled_from(list(Round)))
    seats = draw(st.integers(0, 6))
    terms = Places(
        round=round_,
        seats=seats,
        alternates=draw(st.integers(0, 4)),
        tally_base=draw(st.integers(1, 40)),
        tie_rule=draw(st.sampled_from(TieRule)),
        runoff_needs_majority=draw(st.booleans()),
        waiting=draw(st.lists(earlier, max_size=2).map(tuple))
        if round_ is Round.RUN_OFF and seats
        else (),
    )
    return ballots, slate, terms


@settings(max_examples=300)
@given(elections())
def test_the_two_counts_agree_on_any_election(
    election: tuple[list[Reading], Slate, Places],
) -> None:
    ballots, slate, terms = election
    first = count(ballots, slate)

    again = recount.recount(
        ballots,
        names=slate.names,
        max_votes=slate.max_votes,
        places=terms,
        empty_agreement=slate.empty_agreement.value,
    )

    assert differences(first, outcome(first, terms), again) == ()


@given(elections())
def test_a_rule_for_ties_chooses_nobody(
    election: tuple[list[Reading], Slate, Places],
) -> None:
    ballots, slate, terms = election
    counted = count(ballots, slate)

    at_once, asked = (
        outcome(counted, replace(terms, tie_rule=rule)) for rule in TieRule
    )

    # Only what follows the poll may differ, and only where somebody is tied.
    assert replace(asked, next=at_once.next, next_rule=at_once.next_rule) == at_once
    if at_once.next is not asked.next:
        assert at_once.tied
        assert (at_once.next, asked.next) == (Next.RUN_OFF, Next.CONGRESS_DECIDES)


@given(elections())
def test_without_a_ruling_to_wait_for_no_ballot_waits(
    election: tuple[list[Reading], Slate, Places],
) -> None:
    ballots, slate, _ = election

    found = count(ballots, slate)

    if slate.empty_agreement is not EmptyAgreement.ADJUDICATE:
        assert found.undecided == 0


@given(elections())
def test_where_half_is_needed_nobody_wins_without_it(
    election: tuple[list[Reading], Slate, Places],
) -> None:
    ballots, slate, terms = election
    counted = count(ballots, slate)

    found = outcome(counted, replace(terms, runoff_needs_majority=True))

    # Alternates after a run-off for seats had more than half in the round before.
    follow = terms.round is Round.RUN_OFF and terms.seats > 0
    won = [*found.elected, *(() if follow else found.alternates)]
    assert [p for p in won if 2 * counted.votes[p] <= terms.tally_base] == []


@given(elections())
def test_every_ballot_is_counted_once(
    election: tuple[list[Reading], Slate, Places],
) -> None:
    ballots, slate, _ = election

    found = count(ballots, slate)

    assert found.returned == sum(reading.copies for reading in ballots)
    assert found.valid + found.invalid + found.undecided == found.returned
    assert all(votes <= found.valid for votes in found.votes)


@given(elections())
def test_a_count_adds_up_what_each_ballot_is_worth(
    election: tuple[list[Reading], Slate, Places],
) -> None:
    ballots, slate, _ = election
    judged = [(*judge(reading, slate), reading.copies) for reading in ballots]

    found = count(ballots, slate)

    assert found.valid == sum(n for j, _, n in judged if j.worth is Worth.VALID)
    assert found.votes == tuple(
        sum(n for _, votes, n in judged if votes >> place & 1)
        for place in range(slate.names)
    )


@given(elections(), st.randoms())
def test_the_order_of_ballots_does_not_matter(
    election: tuple[list[Reading], Slate, Places], chance: Any
) -> None:
    ballots, slate, _ = election
    shuffled = [*ballots]
    chance.shuffle(shuffled)

    assert count(shuffled, slate) == count(ballots, slate)


@given(elections(), st.integers(0, 30))
def test_two_heaps_count_as_much_as_one(
    election: tuple[list[Reading], Slate, Places], at: int
) -> None:
    ballots, slate, _ = election

    apart = count(ballots[:at], slate) + count(ballots[at:], slate)

    assert apart == count(ballots, slate)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=8), st.data())
def test_the_order_of_candidates_elects_the_same_people(
    votes: list[int], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(votes))))
    terms = places(seats=3, alternates=2, tally_base=12)
    slate = Slate(names=len(votes), max_votes=len(votes))

    def result(wanted: list[int]) -> tuple[set[int], set[int], set[int]]:
        ballots = [
            Reading(agree=marks.pack([place], names=len(votes)), copies=votes[who])
            for place, who in enumerate(wanted)
            if votes[who]
        ]
        found = outcome(count(ballots, slate), terms)
        return tuple(  # type: ignore[return-value] # three of them
            {wanted[place] for place in part}
            for part in (found.elected, found.alternates, found.tied)
        )

    assert result([*order]) == result([*range(len(votes))])


@given(st.integers(1, 4), st.integers(1, 30), st.data())
def test_one_more_vote_never_unseats_anyone(
    seats: int, base: int, data: st.DataObject
) -> None:
    slate = Slate(names=5, max_votes=4)
    ballots = data.draw(st.lists(readings(slate), max_size=30))
    lucky = data.draw(st.integers(0, 4))
    terms = places(seats=seats, tally_base=base)
    before = outcome(count(ballots, slate), terms)

    after = outcome(count([*ballots, kept([lucky], names=5)], slate), terms)

    if lucky in before.elected:
        assert lucky in after.elected


@given(elections())
def test_nobody_sits_on_two_chairs_and_no_chair_is_lost(
    election: tuple[list[Reading], Slate, Places],
) -> None:
    ballots, slate, terms = election

    found = outcome(count(ballots, slate), terms)

    named = [*found.elected, *found.alternates, *found.tied]
    assert len(named) == len(set(named))
    assert found.open_seats + len(found.elected) == terms.seats
    assert found.open_alternates + len(found.alternates) == terms.alternates
    if found.next is Next.CLOSED:
        assert (found.open_seats, found.open_alternates, found.tied) == (0, 0, ())


def test_counts_of_different_slates_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="different slates"):
        nothing_counted(Slate(2, 1)) + nothing_counted(Slate(3, 1))


def test_many_heaps_are_recounted_like_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recount, "MOST_MARKS", 8)
    slate, terms = Slate(names=4, max_votes=3), places(seats=2, tally_base=9)
    ballots = [kept([i % 4, (i + 1) % 4], names=4) for i in range(9)]

    found = count_twice(ballots, slate, terms)

    assert recount.ballots_at_once(4) == 2
    assert found.count.votes == (5, 5, 4, 4)
    assert found.outcome.elected == (0, 1)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"returned": 3}, "returned"),
        ({"valid": 3}, "valid"),
        ({"undecided": 1}, "undecided"),
        ({"invalid_reasons": {"torn": 1}}, "invalid_reasons"),
        ({"votes": (1, 2)}, "votes"),
        ({"elected": (1,)}, "elected"),
        ({"alternates": (1,)}, "alternates"),
        ({"tied": (0, 1)}, "tied"),
    ],
)
def test_whatever_differs_is_named(changed: dict[str, Any], named: str) -> None:
    slate, terms = Slate(names=2, max_votes=1), places(tally_base=2)
    first = count([kept([0], names=2, copies=2)], slate)
    same: dict[str, Any] = {
        "returned": 2,
        "valid": 2,
        "undecided": 0,
        "invalid_reasons": {},
        "votes": (2, 0),
        "elected": (0,),
        "alternates": (),
        "tied": (),
    }

    found = differences(first, outcome(first, terms), Recount(**same | changed))

    assert found == (named,)


def test_no_result_is_told_when_the_counts_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slate, terms = Slate(names=2, max_votes=1), places(tally_base=2)
    finish = Recounting.finish

    def broken(recounting: Recounting, terms: Places) -> Recount:
        recounting.valid += 1
        return finish(recounting, terms)

    monkeypatch.setattr(Recounting, "finish", broken)

    with pytest.raises(CountsDiffer, match=r"^valid$"):
        count_twice([kept([0], names=2)], slate, terms)


def test_a_strike_out_paper_with_neither_key_keeps_nobody() -> None:
    slate = Slate(names=2, max_votes=1)

    assert count([Reading()], slate).invalid_reasons == {Reason.NO_CHOICE: 1}
