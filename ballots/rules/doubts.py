"""Ballots that somebody sets aside, and what the rules say of them.

Whatever only eyes can see is the board's to decide (R-BD-7): the portal tells what the
regulation says and whether a ruling looks contrary to it, and never decides itself.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from ballots.rules.ballot import (
    DEFECTIVE,
    Defect,
    Judgement,
    Reading,
    Ruling,
    Worth,
    judge,
    may_be_ruled_on,
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


class OpenPoint(StrEnum):
    """What no regulation settles, so that the board decides each time (I-8)."""

    PARTIAL_STRIKE = "partial_strike"
    CORRECTED_STRIKE = "corrected_strike"
    OTHER_SIGN = "other_sign"
    TORN = "torn"
    EMPTY_AGREEMENT = "empty_agreement"


_OPEN_POINT_OF = MappingProxyType(
    {
        Doubt.PARTIAL_STRIKE: OpenPoint.PARTIAL_STRIKE,
        Doubt.CORRECTED: OpenPoint.CORRECTED_STRIKE,
        Doubt.OTHER_SIGN: OpenPoint.OTHER_SIGN,
    }
)


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


def open_point(
    reading: Reading, slate: Slate, *, doubt: Doubt | None
) -> OpenPoint | None:
    """Return the open point that a ballot raises, if it is one of those known."""
    if doubt is not None:
        return _OPEN_POINT_OF.get(doubt)
    if reading.defect is Defect.TORN:
        return OpenPoint.TORN
    if reading.defect is None and may_be_ruled_on(reading, slate):
        return OpenPoint.EMPTY_AGREEMENT
    return None


def ruled_to_show(reading: Reading, slate: Slate) -> Reading:
    """Return a ballot of which the board says that it shows these marks.

    What they are worth follows from the rules. Where those leave it open, saying that
    the ballot can be counted is ruling it valid.
    """
    shown = reading._replace(defect=None, decision=None, copies=1)
    if judge(shown, slate).judgement.worth is Worth.UNDECIDED:
        return shown._replace(decision=Ruling.VALID)
    return shown


def ruled_invalid(reading: Reading, defect: Defect | None) -> Reading:
    """Return a ballot that the board rules invalid; no defect: it chooses nobody."""
    if defect is None:
        return reading._replace(defect=None, decision=Ruling.INVALID, copies=1)
    return reading._replace(defect=defect, decision=None, copies=1)
