"""How many names ballots keep: whether delegates strike more than they must.

A summary over valid ballots alone, for whoever explains the marking next time; it says
nothing of any name.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ballots.rules.ballot import Reading, Worth, judge_for
from ballots.rules.terms import Slate


class Kept(NamedTuple):
    """So many valid ballots keep so many names."""

    names: int
    ballots: int


def kept_names(readings: Iterable[Reading], slate: Slate) -> tuple[Kept, ...]:
    """Count valid ballots by the number of names they vote for, most names first."""
    judged = judge_for(slate)
    found: Counter[int] = Counter()
    for reading in readings:
        judgement, votes = judged(reading)
        if judgement.worth is Worth.VALID:
            found[votes.bit_count()] += reading.copies
    return tuple(Kept(names, found[names]) for names in sorted(found, reverse=True))
