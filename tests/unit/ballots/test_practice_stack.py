"""The stack of a practice: the same for a seed, odd enough, and judged by the rules."""

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import labels
from ballots.rules.ballot import Worth, judge
from ballots.rules.checklist import CODES, STEPS, Part
from ballots.rules.command import spelled, understand
from ballots.rules.doubts import needs_ruling
from ballots.rules.practice import (
    ODD_IN_A_RUN,
    ODD_OF,
    RUN,
    SLIP_RUN,
    Filled,
    Generated,
    stack,
    truth,
    with_slip,
)
from ballots.rules.sheet import Sheet
from ballots.rules.terms import Layout, Slate

ROOT: Final = Path(__file__).resolve().parents[3]
CARD: Final = ROOT / "templates" / "ballots" / "print" / "pack_card.html"
SLATES: Final = st.integers(1, 40).flatmap(
    lambda names: st.integers(1, names).map(lambda most: Slate(names, most))
)
SEEDS: Final = st.text("0123456789abcdef", min_size=1, max_size=8)
PLAIN: Final = {Filled.CLEAR, Filled.FEWER}


def sheet_of(slate: Slate) -> Sheet:
    return Sheet(slate.layout, tuple(range(1, slate.names + 1)))


def made(seed: str, papers: int, slate: Slate) -> list[Generated]:
    return list(stack(seed, papers, sheet_of(slate), slate))


@given(SEEDS, SLATES)
def test_a_shorter_stack_is_the_beginning_of_a_longer_one(
    seed: str, slate: Slate
) -> None:
    assert made(seed, 7, slate) == made(seed, 12, slate)[:7]


@given(SEEDS, SLATES)
def test_whatever_lies_in_the_box_can_be_typed(seed: str, slate: Slate) -> None:
    sheet = sheet_of(slate)

    for paper in made(seed, RUN, slate):
        typed = understand(spelled(paper.reading, paper.doubt, sheet), sheet)

        assert (typed.reading, typed.doubt) == (paper.reading, paper.doubt)


@given(SEEDS, SLATES)
def test_a_paper_is_worth_what_it_is_filled_as(seed: str, slate: Slate) -> None:
    invalid = {Filled.TOO_MANY, Filled.NOTHING_STRUCK, Filled.ALL_STRUCK}

    for paper in made(seed, RUN, slate):
        worth = judge(paper.reading, slate).judgement.worth
        if paper.filled in invalid:
            assert worth is Worth.INVALID
        elif paper.filled in PLAIN and slate.layout is Layout.STRIKE_OUT:
            assert worth is Worth.VALID


@pytest.mark.parametrize("slate", [Slate(31, 27), Slate(3, 3)], ids=str)
def test_every_run_has_its_share_of_odd_papers_and_two_runs_have_each_kind(
    slate: Slate,
) -> None:
    papers = made("s", 2 * RUN, slate)

    odd = [
        Counter(each.filled for each in papers[first : first + RUN])
        for first in (0, RUN)
    ]
    for run in odd:
        assert sum(run[kind] for kind in ODD_OF[slate.layout]) == ODD_IN_A_RUN
    assert all(odd[0][kind] or odd[1][kind] for kind in ODD_OF[slate.layout])


@given(SEEDS, SLATES)
def test_the_truth_is_every_paper_once(seed: str, slate: Slate) -> None:
    papers = made(seed, RUN, slate)

    found = truth(papers, sheet_of(slate), slate)

    open_ones = sum(
        needs_ruling(each.reading, slate, doubt=each.doubt) for each in papers
    )
    assert found.papers == RUN
    assert found.valid + found.invalid + found.open == RUN
    assert found.open == open_ones
    assert sum(number for _filled, number in found.filled) == RUN
    assert all(0 <= votes <= found.valid for _number, votes in found.votes)


@given(SEEDS, SLATES)
def test_one_plain_paper_of_so_many_is_typed_otherwise(seed: str, slate: Slate) -> None:
    sheet = sheet_of(slate)
    papers = made(seed, 2 * SLIP_RUN, slate)

    slips = {each: with_slip(each, seed, sheet) for each in papers}

    wrong = [each for each, slip in slips.items() if slip is not None]
    assert len(wrong) == 2
    assert all(each.filled in PLAIN for each in wrong)
    assert all(slips[each] != each.reading for each in wrong)


# --- the checklist ----------------------------------------------------------------


def test_every_step_has_its_words_and_every_part_its_steps() -> None:
    assert set(labels.CHECKLIST) == CODES
    assert len(CODES) == len(STEPS)
    assert {step.part for step in STEPS} == set(Part)


def test_steps_say_what_the_card_of_twenty_minutes_says() -> None:
    card = CARD.read_text("utf-8").replace("<b>", "").replace("</b>", "")

    missing = [
        (step.code, words)
        for step in STEPS
        for words in step.on_the_card
        if words not in card
    ]

    assert missing == []
