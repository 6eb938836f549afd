"""Ballots that somebody sets aside, and what the rules say of them.

Whatever only eyes can see is the board's to decide (R-BD-7): the portal tells what the
regulation says and whether a ruling looks contrary to it, and never decides itself.
"""

from enum import StrEnum
from typing import NamedTuple

from ballots.rules.ballot import (
    DEFECTIVE,
    Defect,
    Judgement,
    Reading,
    Worth,
    judge,
)
from ballots.rules.terms import Slate
from congress.rules.regulations import Rule


class Doubt(StrEnum):
    """Why whoever reads a ballot does not say himself what it shows."""

    PARTIAL_STRIKE = "partial_strike"
    CORRECTED = "corrected"
    OTHER_SIGN = "other_sign"
    ILLEGIBLE = "illegible"
    OTHER = "other"


class Hint(NamedTuple):
    """What the rules say of a ballot, where they say anything at all."""

    rule: Rule
    worth: Worth | None


def needs_ruling(reading: Reading, slate: Slate, *, doubt: Doubt | None) -> bool:
    """Whether the board has to decide: a doubt, something seen, or an open point."""
    if doubt is not None or reading.defect is not None:
        return True
    return judge(reading, slate).judgement.worth is Worth.UNDECIDED


def hint(
    reading: Reading,
    *,
    doubt: Doubt | None,
    ink_mismatch_invalid: bool,
) -> Hint:
    """What the regulation says of such a ballot; open points have no answer."""
    if reading.defect is None or reading.defect is Defect.TORN or doubt is not None:
        return Hint(Rule.BOARD_DECIDES, None)
    judged: Judgement = DEFECTIVE[reading.defect]
    if reading.defect is Defect.MIXED_INK and not ink_mismatch_invalid:
        return Hint(judged.rule, Worth.VALID)
    return Hint(judged.rule, judged.worth)


def looks_contrary(ruled: Reading, said: Hint, slate: Slate) -> bool:
    """Whether a ruling says otherwise than the rules seem to."""
    if said.worth is None:
        return False
    valid = ruled.defect is None and judge(ruled, slate).judgement.worth is Worth.VALID
    return valid is not (said.worth is Worth.VALID)
