from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules import marks
from ballots.rules.ballot import (
    Defect,
    Reading,
    Reason,
    Ruling,
    Worth,
    judge,
    may_be_ruled_on,
    rule_of_reason,
)
from ballots.rules.terms import Layout, Places, Round, Slate
from congress.rules.rulesets import EmptyAgreement, Rule

A, B, C, D = range(4)
FOUR = Slate(names=4, max_votes=3)
THREE = Slate(names=3, max_votes=3)
ONE = Slate(names=1, max_votes=1)
TWO_FOR_ONE = Slate(names=2, max_votes=1)


def struck(*places: int, slate: Slate = FOUR) -> Reading:
    return Reading(struck=marks.pack(places, names=slate.names))


def boxes(
    agree: tuple[int, ...], disagree: tuple[int, ...] = (), slate: Slate = THREE
) -> Reading:
    return Reading(
        agree=marks.pack(agree, names=slate.names),
        disagree=marks.pack(disagree, names=slate.names),
    )


def worth(
    reading: Reading, slate: Slate
) -> tuple[Worth, Reason | None, Rule, tuple[int, ...]]:
    judgement, votes = judge(reading, slate)
    given_to = marks.unpack(votes.to_bytes(slate.width, "little"))
    return judgement.worth, judgement.reason, judgement.rule, given_to


@pytest.mark.parametrize(
    ("reading", "slate", "expected"),
    [
        (struck(D), FOUR, (Worth.VALID, None, Rule.FULL_CHOICE, (A, B, C))),
        (struck(C, D), FOUR, (Worth.VALID, None, Rule.FEWER_CHOSEN, (A, B))),
        (struck(B, C, D), FOUR, (Worth.VALID, None, Rule.FEWER_CHOSEN, (A,))),
        (struck(), FOUR, (Worth.INVALID, Reason.OVER_VOTE, Rule.TOO_MANY_CHOSEN, ())),
        (
            struck(A, B, C, D),
            FOUR,
            (Worth.INVALID, Reason.NO_CHOICE, Rule.NOBODY_CHOSEN, ()),
        ),
        (
            boxes((A, C), (B, C)),
            THREE,
            (Worth.VALID, None, Rule.SEVERAL_NAMES, (A,)),
        ),
        (boxes(()), THREE, (Worth.UNDECIDED, None, Rule.BOARD_DECIDES, ())),
        (
            boxes((), (A, B, C)),
            THREE,
            (Worth.UNDECIDED, None, Rule.BOARD_DECIDES, ()),
        ),
        (
            boxes(())._replace(decision=Ruling.VALID),
            THREE,
            (Worth.VALID, None, Rule.BOARD_DECIDES, ()),
        ),
        (
            boxes(())._replace(decision=Ruling.INVALID),
            THREE,
            (Worth.INVALID, Reason.NO_CHOICE, Rule.BOARD_DECIDES, ()),
        ),
        (
            boxes((0,), slate=ONE),
            ONE,
            (Worth.VALID, None, Rule.ONE_NAME_CLEAR, (0,)),
        ),
        (
            boxes((), (0,), slate=ONE),
            ONE,
            (Worth.VALID, None, Rule.ONE_NAME_CLEAR, ()),
        ),
        (
            boxes((0,), (0,), slate=ONE),
            ONE,
            (Worth.INVALID, Reason.UNCLEAR, Rule.ONE_NAME_UNCLEAR, ()),
        ),
        (
            Reading(),
            ONE,
            (Worth.INVALID, Reason.UNCLEAR, Rule.ONE_NAME_UNCLEAR, ()),
        ),
        (
            struck(1, slate=TWO_FOR_ONE),
            TWO_FOR_ONE,
            (Worth.VALID, None, Rule.FULL_CHOICE, (0,)),
        ),
        (
            struck(slate=TWO_FOR_ONE),
            TWO_FOR_ONE,
            (Worth.INVALID, Reason.OVER_VOTE, Rule.TOO_MANY_CHOSEN, ()),
        ),
        (
            struck(0, 1, slate=TWO_FOR_ONE),
            TWO_FOR_ONE,
            (Worth.INVALID, Reason.NO_CHOICE, Rule.NOBODY_CHOSEN, ()),
        ),
    ],
)
def test_a_ballot_is_worth_what_the_regulation_says(
    reading: Reading,
    slate: Slate,
    expected: tuple[Worth, Reason | None, Rule, tuple[int, ...]],
) -> None:
    assert worth(reading, slate) == expected


@pytest.mark.parametrize(
    ("reason", "layout", "rule"),
    [
        (Reason.OVER_VOTE, Layout.STRIKE_OUT, Rule.TOO_MANY_CHOSEN),
        (Reason.NO_CHOICE, Layout.STRIKE_OUT, Rule.NOBODY_CHOSEN),
        (Reason.NO_CHOICE, Layout.AGREE_DISAGREE, Rule.BOARD_DECIDES),
        (Reason.UNCLEAR, Layout.AGREE_DISAGREE, Rule.ONE_NAME_UNCLEAR),
        (Reason.NOT_ISSUED, Layout.AGREE_DISAGREE, Rule.NOT_ISSUED),
        (Reason.OUTSIDE_NAME, Layout.STRIKE_OUT, Rule.OUTSIDE_NAME),
        (Reason.SPECIAL_MARK, Layout.STRIKE_OUT, Rule.SPECIAL_MARK),
        (Reason.MIXED_INK, Layout.STRIKE_OUT, Rule.MIXED_INK),
        (Reason.TORN, Layout.STRIKE_OUT, Rule.BOARD_DECIDES),
        (Reason.BOARD_RULED, Layout.STRIKE_OUT, Rule.BOARD_DECIDES),
    ],
)
def test_every_reason_names_its_rule(
    reason: Reason, layout: Layout, rule: Rule
) -> None:
    assert rule_of_reason(reason, layout=layout) is rule


@pytest.mark.parametrize(
    ("reading", "slate"),
    [
        (struck(), FOUR),
        (struck(A, B, C, D), FOUR),
        (boxes(())._replace(decision=Ruling.INVALID), THREE),
        (Reading(), ONE),
        *((Reading(defect=defect), FOUR) for defect in Defect),
    ],
)
def test_a_ballot_and_its_reason_name_the_same_rule(
    reading: Reading, slate: Slate
) -> None:
    judgement, _ = judge(reading, slate)

    assert judgement.reason is not None
    assert judgement.rule is rule_of_reason(judgement.reason, layout=slate.layout)


@pytest.mark.parametrize("slate", [FOUR, THREE, ONE])
@pytest.mark.parametrize(
    ("defect", "rule"),
    [
        (Defect.NOT_ISSUED, Rule.NOT_ISSUED),
        (Defect.OUTSIDE_NAME, Rule.OUTSIDE_NAME),
        (Defect.SPECIAL_MARK, Rule.SPECIAL_MARK),
        (Defect.MIXED_INK, Rule.MIXED_INK),
        (Defect.TORN, Rule.BOARD_DECIDES),
        (Defect.BOARD_RULED, Rule.BOARD_DECIDES),
    ],
)
def test_a_defect_makes_a_ballot_invalid_whatever_else_it_shows(
    defect: Defect, rule: Rule, slate: Slate
) -> None:
    first = marks.pack([0], names=slate.names)
    strike_out = slate.layout is Layout.STRIKE_OUT
    reading = Reading(kept=first) if strike_out else Reading(agree=first)

    found = worth(reading._replace(defect=defect), slate)

    assert found == (Worth.INVALID, Reason(defect), rule, ())


def test_names_kept_and_names_struck_are_two_ways_to_read_one_ballot() -> None:
    by_kept = Reading(kept=marks.pack([A, B], names=4))

    assert worth(by_kept, FOUR) == worth(struck(C, D), FOUR)


def test_only_a_ballot_of_several_names_that_agrees_with_nobody_may_be_ruled_on() -> (
    None
):
    ruled = boxes((), (B,))._replace(decision=Ruling.VALID)

    assert may_be_ruled_on(ruled, THREE)
    assert not may_be_ruled_on(boxes((A,)), THREE)
    assert not may_be_ruled_on(boxes(())._replace(defect=Defect.TORN), THREE)
    assert not may_be_ruled_on(boxes((), slate=ONE), ONE)
    assert not may_be_ruled_on(struck(A, B, C, D), FOUR)


@given(
    st.integers(1, 200).flatmap(
        lambda n: st.tuples(st.just(n), st.sets(st.integers(0, n - 1)))
    )
)
def test_packed_marks_give_back_the_places(case: tuple[int, set[int]]) -> None:
    names, marked = case

    packed = marks.pack(marked, names=names)

    assert marks.unpack(packed) == tuple(sorted(marked))
    assert len(packed) == (names + 7) // 8


def test_the_first_name_is_the_lowest_bit_of_the_first_byte() -> None:
    assert marks.pack([0, 9], names=10) == bytes([0b1, 0b10])


@pytest.mark.parametrize("place", [-1, 4])
def test_a_place_off_the_paper_cannot_be_marked(place: int) -> None:
    with pytest.raises(ValueError, match="4 names"):
        marks.pack([place], names=4)


@pytest.mark.parametrize(("names", "max_votes"), [(0, 1), (1, 0)])
def test_a_slate_needs_a_name_and_a_vote(names: int, max_votes: int) -> None:
    with pytest.raises(ValueError, match="votes among"):
        Slate(names=names, max_votes=max_votes)


def test_the_threshold_is_more_than_half() -> None:
    bases = (1, 2, 247, 248, 2001)

    found = [Places(Round.FIRST, seats=1, tally_base=base).threshold for base in bases]

    assert found == [1, 2, 124, 125, 1001]


# --- an agreement with nobody, as a rule set may settle it ------------------------

NOBODY = boxes((), (A,))


@pytest.mark.parametrize(
    ("empty", "decision", "expected"),
    [
        (EmptyAgreement.ADJUDICATE, None, (Worth.UNDECIDED, None, Rule.BOARD_DECIDES)),
        (EmptyAgreement.VALID, None, (Worth.VALID, None, Rule.SEVERAL_NAMES)),
        (
            EmptyAgreement.INVALID,
            None,
            (Worth.INVALID, Reason.NO_CHOICE, Rule.NOBODY_CHOSEN),
        ),
        # What the board has ruled stands.
        (
            EmptyAgreement.VALID,
            Ruling.INVALID,
            (Worth.INVALID, Reason.NO_CHOICE, Rule.BOARD_DECIDES),
        ),
        (
            EmptyAgreement.INVALID,
            Ruling.VALID,
            (Worth.VALID, None, Rule.BOARD_DECIDES),
        ),
        (
            EmptyAgreement.INVALID,
            Ruling.INVALID,
            (Worth.INVALID, Reason.NO_CHOICE, Rule.NOBODY_CHOSEN),
        ),
    ],
)
def test_an_agreement_with_nobody_is_worth_what_was_settled(
    empty: EmptyAgreement,
    decision: Ruling | None,
    expected: tuple[Worth, Reason | None, Rule],
) -> None:
    slate = replace(THREE, empty_agreement=empty)

    found = worth(NOBODY._replace(decision=decision), slate)

    assert found == (*expected, ())
    # Somebody may bring a ruling whatever the rule set says.
    assert may_be_ruled_on(NOBODY, slate)


@pytest.mark.parametrize("empty", EmptyAgreement)
def test_other_ballots_are_worth_the_same_whatever_was_settled(
    empty: EmptyAgreement,
) -> None:
    ballots = [
        (struck(), FOUR),
        (struck(A), FOUR),
        (struck(A, B, C, D), FOUR),
        (boxes((A,), (A, B)), THREE),
        (boxes((B,), (A,)), THREE),
        (boxes((), (A,), ONE), ONE),
        (boxes((), (), ONE), ONE),
    ]
    sound = [each for each in ballots if worth(*each)[0] is not Worth.UNDECIDED]

    assert [worth(r, replace(s, empty_agreement=empty)) for r, s in sound] == [
        worth(*each) for each in sound
    ]


def test_why_an_empty_agreement_is_invalid_depends_on_who_says_so() -> None:
    found = [
        rule_of_reason(
            Reason.NO_CHOICE, layout=Layout.AGREE_DISAGREE, empty_agreement=empty
        )
        for empty in EmptyAgreement
    ]

    assert found == [Rule.BOARD_DECIDES, Rule.BOARD_DECIDES, Rule.NOBODY_CHOSEN]
