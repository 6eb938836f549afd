"""Agree / disagree ballots: what the valid ones say of each person (domain 1.14)."""

from collections.abc import Iterable
from typing import NamedTuple

from ballots.rules.ballot import Reading, Worth, judge_for
from ballots.rules.terms import Layout, Slate


class Said(NamedTuple):
    """On the valid ballots: who agrees, who disagrees, who marks both boxes or none."""

    agree: int
    disagree: int
    neither: int


def said_of_each(readings: Iterable[Reading], slate: Slate) -> tuple[Said, ...]:
    """Add up the boxes of the valid ballots, in ballot order; all three make them."""
    if slate.layout is not Layout.AGREE_DISAGREE:
        return ()
    judged = judge_for(slate)
    valid, agree, disagree = 0, [0] * slate.names, [0] * slate.names
    for reading in readings:
        if judged(reading)[0].worth is not Worth.VALID:
            continue
        valid += reading.copies
        yes = int.from_bytes(reading.agree or b"", "little")
        no = int.from_bytes(reading.disagree or b"", "little")
        for place in range(slate.names):
            one = 1 << place
            agree[place] += reading.copies * bool(yes & ~no & one)
            disagree[place] += reading.copies * bool(no & ~yes & one)
    return tuple(
        Said(for_, against, valid - for_ - against)
        for for_, against in zip(agree, disagree, strict=True)
    )
