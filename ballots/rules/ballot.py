"""What a ballot paper shows, and what it is worth.

The two are kept apart: a reading says what the eye saw and is never corrected; its
worth follows from the rules and can be worked out again at any time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from ballots.rules.terms import Layout, Slate
from congress.rules.regulations import EmptyAgreement, Rule


class Defect(StrEnum):
    """What only eyes can see on a paper, and what the tally board ruled invalid."""

    NOT_ISSUED = "not_issued"
    OUTSIDE_NAME = "outside_name"
    SPECIAL_MARK = "special_mark"
    MIXED_INK = "mixed_ink"
    TORN = "torn"
    BOARD_RULED = "board_ruled"


class Ruling(StrEnum):
    """The tally board's decision on a ballot that agrees with nobody."""

    VALID = "valid"
    INVALID = "invalid"


class Reason(StrEnum):
    """Why a ballot is invalid."""

    OVER_VOTE = "over_vote"
    NO_CHOICE = "no_choice"
    UNCLEAR = "unclear"
    NOT_ISSUED = "not_issued"
    OUTSIDE_NAME = "outside_name"
    SPECIAL_MARK = "special_mark"
    MIXED_INK = "mixed_ink"
    TORN = "torn"
    BOARD_RULED = "board_ruled"


class Reading(NamedTuple):
    """What identical ballots show, as packed marks; ``None`` is a key not used.

    Strike-out papers were read by the names struck or by the names kept, and the
    reading remembers which.
    """

    struck: bytes | None = None
    kept: bytes | None = None
    agree: bytes | None = None
    disagree: bytes | None = None
    defect: Defect | None = None
    decision: Ruling | None = None
    copies: int = 1


class Worth(StrEnum):
    """What a ballot counts as."""

    VALID = "valid"
    INVALID = "invalid"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What a ballot counts as, why, and by which rule."""

    worth: Worth
    rule: Rule
    reason: Reason | None = None


class Judged(NamedTuple):
    """A judgement and the names it gives a vote to, as a number of packed marks."""

    judgement: Judgement
    votes: int


Judge = Callable[[Reading], tuple[Judgement, int]]

ALL_CHOSEN: Final = Judgement(Worth.VALID, Rule.FULL_CHOICE)
FEWER_CHOSEN: Final = Judgement(Worth.VALID, Rule.FEWER_CHOSEN)
ONE_NAME_CLEAR: Final = Judgement(Worth.VALID, Rule.ONE_NAME_CLEAR)
SEVERAL_NAMES: Final = Judgement(Worth.VALID, Rule.SEVERAL_NAMES)
RULED_VALID: Final = Judgement(Worth.VALID, Rule.BOARD_DECIDES)
OVER_VOTE: Final = Judgement(Worth.INVALID, Rule.TOO_MANY_CHOSEN, Reason.OVER_VOTE)
NO_CHOICE: Final = Judgement(Worth.INVALID, Rule.NOBODY_CHOSEN, Reason.NO_CHOICE)
RULED_INVALID: Final = Judgement(Worth.INVALID, Rule.BOARD_DECIDES, Reason.NO_CHOICE)
UNCLEAR: Final = Judgement(Worth.INVALID, Rule.ONE_NAME_UNCLEAR, Reason.UNCLEAR)
UNDECIDED: Final = Judgement(Worth.UNDECIDED, Rule.BOARD_DECIDES)

DEFECTIVE: Final = MappingProxyType(
    {
        defect: Judgement(Worth.INVALID, rule, Reason(defect))
        for defect, rule in {
            Defect.NOT_ISSUED: Rule.NOT_ISSUED,
            Defect.OUTSIDE_NAME: Rule.OUTSIDE_NAME,
            Defect.SPECIAL_MARK: Rule.SPECIAL_MARK,
            Defect.MIXED_INK: Rule.MIXED_INK,
            Defect.TORN: Rule.BOARD_DECIDES,
            Defect.BOARD_RULED: Rule.BOARD_DECIDES,
        }.items()
    }
)

_RULE_OF: Final = MappingProxyType(
    {
        judgement.reason: judgement.rule
        for judgement in (OVER_VOTE, NO_CHOICE, UNCLEAR, *DEFECTIVE.values())
    }
)


def rule_of_reason(
    reason: Reason,
    *,
    layout: Layout,
    empty_agreement: EmptyAgreement = EmptyAgreement.ADJUDICATE,
) -> Rule:
    """The rule by which ballots of this layout are invalid for the reason."""
    by_the_board = empty_agreement is not EmptyAgreement.INVALID
    if reason is NO_CHOICE.reason and layout is Layout.AGREE_DISAGREE and by_the_board:
        # There a ballot is never without a choice until the board says so.
        return RULED_INVALID.rule
    return _RULE_OF[reason]


def judge(reading: Reading, slate: Slate) -> Judged:
    """What one ballot is worth on this slate."""
    return Judged(*judge_for(slate)(reading))


def judge_for(slate: Slate) -> Judge:
    """The rule for ballots of this slate, ready to be asked about many of them."""
    if slate.layout is Layout.STRIKE_OUT:
        return _strike_out(slate)
    return _one_name() if slate.names == 1 else _several_names(slate.empty_agreement)


def may_be_ruled_on(reading: Reading, slate: Slate) -> bool:
    """Whether the ballot is one that waits for, or rests on, the board's ruling."""
    open_to_it = replace(slate, empty_agreement=EmptyAgreement.ADJUDICATE)
    judgement, _ = judge_for(open_to_it)(reading._replace(decision=None))
    return judgement is UNDECIDED


def _strike_out(slate: Slate) -> Judge:
    every_name, max_votes = slate.every_name, slate.max_votes

    def judged(reading: Reading) -> tuple[Judgement, int]:
        struck, kept, _, _, defect, _, _ = reading
        if defect is not None:
            return DEFECTIVE[defect], 0
        if struck is not None:
            votes = every_name ^ int.from_bytes(struck, "little")
        else:
            votes = int.from_bytes(kept or b"", "little")
        chosen = votes.bit_count()
        if chosen > max_votes:
            return OVER_VOTE, 0
        if chosen == max_votes:
            return ALL_CHOSEN, votes
        return (FEWER_CHOSEN, votes) if chosen else (NO_CHOICE, 0)

    return judged


def _one_name() -> Judge:
    def judged(reading: Reading) -> tuple[Judgement, int]:
        if reading.defect is not None:
            return DEFECTIVE[reading.defect], 0
        agree, disagree = _boxes(reading)
        if agree == disagree:
            return UNCLEAR, 0
        return ONE_NAME_CLEAR, agree

    return judged


# What a ballot that agrees with nobody is worth without a ruling of the board.
_UNRULED: Final = MappingProxyType(
    {
        EmptyAgreement.ADJUDICATE: UNDECIDED,
        EmptyAgreement.VALID: SEVERAL_NAMES,
        EmptyAgreement.INVALID: NO_CHOICE,
    }
)


def _several_names(empty: EmptyAgreement) -> Judge:
    unruled = _UNRULED[empty]
    invalid = NO_CHOICE if empty is EmptyAgreement.INVALID else RULED_INVALID

    def judged(reading: Reading) -> tuple[Judgement, int]:
        if reading.defect is not None:
            return DEFECTIVE[reading.defect], 0
        agree, disagree = _boxes(reading)
        if votes := agree & ~disagree:
            return SEVERAL_NAMES, votes
        if reading.decision is None:
            return unruled, 0
        return (RULED_VALID if reading.decision is Ruling.VALID else invalid), 0

    return judged


def _boxes(reading: Reading) -> tuple[int, int]:
    agree = int.from_bytes(reading.agree or b"", "little")
    return agree, int.from_bytes(reading.disagree or b"", "little")
