"""The third look: a random sample of counted ballots is read once more from the paper.

Two readers who both miss a mark leave no difference behind (tally 1.6). How many papers
are read again follows from the rule set and, where the result is close, from the
margin: with no difference found among them, the risk that a wrong result is confirmed
stays below the limit (Kaplan and Markov's bound for ballot comparison; Stark 2010).
"""

import hashlib
import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from ballots.rules.ballot import Reading
from ballots.rules.comparison import shown
from ballots.rules.doubts import Doubt
from ballots.rules.outcome import Outcome
from ballots.rules.terms import Places, Slate

# How much larger than any possible error the bound assumes one to be (Stark 2010).
INFLATION: Final = Fraction(103905, 100000)


def papers_to_read(
    papers: int, *, percent: int, at_least: int, margin: int | None, risk_percent: int
) -> int:
    """Return how many of the papers are read again; all of them at most.

    ``margin`` is the fewest votes by two of which one paper may be wrong before the
    result is another; ``None`` where no margin decides.
    """
    wanted = max(at_least, -(-papers * percent // 100))
    if margin is not None:
        wanted = max(wanted, _for_risk(papers, margin, risk_percent))
    return min(papers, wanted)


def _for_risk(papers: int, margin: int, risk_percent: int) -> int:
    if margin <= 0:
        return papers
    diluted = Fraction(margin, papers)
    if diluted >= 2 * INFLATION:
        return 1
    kept = 1 - diluted / (2 * INFLATION)
    return math.ceil(math.log(risk_percent / 100) / math.log(kept))


def margin_of(votes: Sequence[int], outcome: Outcome, places: Places) -> int | None:
    """Return the smallest lead on which the result rests; one paper moves it by two.

    Between the last who has a place and the first who has none, and between alternates
    who follow each other (the order in which they are called, R-DL-4), their votes
    apart; from half of the base, twice the votes from it. ``None`` where nobody could
    be displaced.
    """
    if outcome.tied:
        return 1
    seated, waiting = outcome.elected, outcome.alternates
    rest = [p for p in range(len(votes)) if p not in {*seated, *waiting}]
    leads = [
        min(votes[p] for p in above) - max(votes[p] for p in below)
        for above, below in ((seated, [*waiting, *rest]), (waiting, rest))
        if above and below
    ]
    leads += [votes[one] - votes[next_] for one, next_ in pairwise(waiting)]
    if places.half_is_needed:
        leads += [2 * votes[p] - places.tally_base for p in (*seated, *waiting)]
        if outcome.open_seats or outcome.open_alternates:
            leads += [places.tally_base + 1 - 2 * votes[p] for p in rest]
    return min(leads, default=None)


def drawn(
    papers: Sequence[tuple[int, int]], *, count: int, seed: str
) -> list[tuple[int, int]]:
    """Draw papers, each a batch and a position, by a number thrown in the hall.

    Anybody draws the same with the seed and a sheet of paper: papers are put in the
    order of the SHA-256 of seed, batch and position, and the first are taken.
    """

    def lot(paper: tuple[int, int]) -> str:
        return hashlib.sha256(f"{seed} {paper[0]} {paper[1]}".encode()).hexdigest()

    return sorted(sorted(papers, key=lot)[:count])


def says_the_same(
    again: tuple[Reading, Doubt | None],
    counted: tuple[Reading, Doubt | None],
    slate: Slate,
) -> bool:
    """Whether a paper shows again what was counted of it, before the board ruled on it.

    Set aside for whatever reason it went to the board, which has looked at it.
    """
    if again[1] is not None and counted[1] is not None:
        return True
    return shown(*again, slate) == shown(*counted, slate)
