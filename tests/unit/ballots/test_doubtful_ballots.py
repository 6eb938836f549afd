"""Ballots the board has to look at: the cases D6 to D12 of the acceptance table."""

import pytest

from ballots.rules import marks
from ballots.rules.ballot import Defect, Reading, Reason, Ruling, Worth, judge
from ballots.rules.doubts import (
    Doubt,
    Hint,
    OpenPoint,
    hint,
    looks_contrary,
    needs_ruling,
    open_point,
    ruled_invalid,
    ruled_to_show,
)
from ballots.rules.terms import Slate
from congress.rules.regulations import EmptyAgreement, Rule

STRIKE_OUT = Slate(names=4, max_votes=3)  # A B C Đ for three seats
THREE = Slate(names=3, max_votes=3)
ONE = Slate(names=1, max_votes=1)


def struck(*places: int, defect: Defect | None = None) -> Reading:
    return Reading(struck=marks.pack(places, names=4), defect=defect)


def boxes(agree: set[int], disagree: set[int], *, names: int = 3) -> Reading:
    return Reading(
        agree=marks.pack(agree, names=names), disagree=marks.pack(disagree, names=names)
    )


def said(
    reading: Reading, doubt: Doubt | None = None, *, ink_mismatch_invalid: bool = True
) -> Hint:
    return hint(reading, doubt=doubt, ink_mismatch_invalid=ink_mismatch_invalid)


@pytest.mark.parametrize(
    ("case", "defect", "rule"),
    [
        ("D6", Defect.OUTSIDE_NAME, Rule.OUTSIDE_NAME),
        ("D7", Defect.SPECIAL_MARK, Rule.SPECIAL_MARK),
        ("D8", Defect.NOT_ISSUED, Rule.NOT_ISSUED),
    ],
)
def test_what_the_regulation_calls_invalid_is_said_and_still_ruled_on(
    case: str, defect: Defect, rule: Rule
) -> None:
    reading = struck(3, defect=defect)

    assert needs_ruling(reading, STRIKE_OUT, doubt=None), case
    assert said(reading) == Hint(rule, Worth.INVALID)


def test_d9_a_strike_through_the_given_name_alone_is_for_the_board() -> None:
    reading, doubt = struck(), Doubt.PARTIAL_STRIKE

    assert needs_ruling(reading, STRIKE_OUT, doubt=doubt)
    assert said(reading, doubt) == Hint(Rule.BOARD_DECIDES, None)
    assert open_point(reading, STRIKE_OUT, doubt=doubt) is OpenPoint.PARTIAL_STRIKE


def test_d10_both_boxes_for_one_of_several_raise_no_question() -> None:
    reading = boxes({0, 2}, {1, 2})

    assert not needs_ruling(reading, THREE, doubt=None)
    assert judge(reading, THREE).votes == 0b001


def test_d11_an_agreement_with_nobody_is_for_the_board() -> None:
    reading = boxes(set(), set())

    assert needs_ruling(reading, THREE, doubt=None)
    assert said(reading) == Hint(Rule.BOARD_DECIDES, None)
    assert open_point(reading, THREE, doubt=None) is OpenPoint.EMPTY_AGREEMENT


@pytest.mark.parametrize("setting", [EmptyAgreement.VALID, EmptyAgreement.INVALID])
def test_where_the_rule_set_settles_it_the_board_need_not(
    setting: EmptyAgreement,
) -> None:
    settled = Slate(names=3, max_votes=3, empty_agreement=setting)

    assert not needs_ruling(boxes(set(), {1}), settled, doubt=None)


@pytest.mark.parametrize(
    ("agree", "disagree", "worth"),
    [
        ({0}, set(), Worth.VALID),
        (set(), {0}, Worth.VALID),
        ({0}, {0}, Worth.INVALID),
        (set(), set(), Worth.INVALID),
    ],
)
def test_d12_one_name_needs_no_ruling(
    agree: set[int], disagree: set[int], worth: Worth
) -> None:
    reading = boxes(agree, disagree, names=1)

    assert not needs_ruling(reading, ONE, doubt=None)
    assert judge(reading, ONE).judgement.worth is worth


def test_more_than_one_ink_is_as_the_rule_set_has_it() -> None:
    reading = struck(3, defect=Defect.MIXED_INK)

    assert said(reading).worth is Worth.INVALID
    assert said(reading, ink_mismatch_invalid=False).worth is Worth.VALID


def test_a_torn_ballot_is_an_open_point() -> None:
    reading = struck(3, defect=Defect.TORN)

    assert said(reading) == Hint(Rule.BOARD_DECIDES, None)
    assert open_point(reading, STRIKE_OUT, doubt=None) is OpenPoint.TORN


@pytest.mark.parametrize(
    ("doubt", "point"),
    [
        (Doubt.CORRECTED, OpenPoint.CORRECTED_STRIKE),
        (Doubt.OTHER_SIGN, OpenPoint.OTHER_SIGN),
        (Doubt.ILLEGIBLE, None),
        (Doubt.OTHER, None),
    ],
)
def test_other_doubts_raise_their_points(doubt: Doubt, point: OpenPoint | None) -> None:
    assert open_point(struck(3), STRIKE_OUT, doubt=doubt) is point


def test_what_plainly_needs_no_ruling_raises_no_point() -> None:
    assert open_point(struck(3), STRIKE_OUT, doubt=None) is None
    assert open_point(struck(3, defect=Defect.NOT_ISSUED), STRIKE_OUT, doubt=None) is (
        None
    )


def test_a_ballot_ruled_to_show_something_is_worth_what_the_rules_say() -> None:
    partial = ruled_to_show(struck(3, defect=Defect.SPECIAL_MARK), STRIKE_OUT)
    nobody_struck = ruled_to_show(struck(), STRIKE_OUT)

    assert judge(partial, STRIKE_OUT).judgement.worth is Worth.VALID
    assert judge(nobody_struck, STRIKE_OUT).judgement.reason is Reason.OVER_VOTE
    assert (partial.defect, partial.decision) == (None, None)


def test_to_count_an_agreement_with_nobody_is_to_rule_it_valid() -> None:
    ruled = ruled_to_show(boxes(set(), {0}), THREE)

    assert ruled.decision is Ruling.VALID
    assert judge(ruled, THREE).judgement.worth is Worth.VALID
    assert judge(ruled, THREE).votes == 0


def test_a_ballot_ruled_invalid_says_why() -> None:
    empty = ruled_invalid(boxes(set(), set()), None)
    by_the_board = ruled_invalid(struck(3), Defect.BOARD_RULED)

    assert judge(empty, THREE).judgement.reason is Reason.NO_CHOICE
    assert judge(by_the_board, STRIKE_OUT).judgement.reason is Reason.BOARD_RULED


@pytest.mark.parametrize(
    ("ruled", "worth", "contrary"),
    [
        (struck(3), Worth.INVALID, True),
        (struck(3), Worth.VALID, False),
        (struck(3), None, False),
        (struck(3, defect=Defect.BOARD_RULED), Worth.INVALID, False),
        (struck(3, defect=Defect.BOARD_RULED), Worth.VALID, True),
        (struck(), Worth.INVALID, False),
    ],
)
def test_a_ruling_is_contrary_only_to_what_a_rule_says(
    ruled: Reading, worth: Worth | None, *, contrary: bool
) -> None:
    hinted = Hint(Rule.SPECIAL_MARK, worth)

    assert looks_contrary(ruled, hinted, STRIKE_OUT) is contrary
