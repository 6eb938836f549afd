"""A board of people who err, two hundred times: what blind readings let through.

Eight people read 300 ballots of 40 names in batches of fifty, two blind readings each.
Every mark is read wrongly once in two hundred, every hundredth sheet is skipped or
taken twice, and in every count one stack is turned over. What comes out is held against
the papers: whatever differs was either asked about, or both readers made the very same
slip, which is as rare as chance allows (p² a mark). Very rarely both lose their place
at about the same sheets; then a dozen sheets in a row are others than the papers, which
nobody can miss who compares each one before the batch agrees.

The same people sit at the portal's own services in ``test_board_at_work``.
"""

import random
from collections.abc import Sequence
from typing import Final, NamedTuple

from ballots.rules.comparison import compare, slots
from tests.campaign.erring import NAMES, WRONG_MARK, Paper, sheets_missing, taken

RUNS: Final = 200
BALLOTS: Final = 300
PAPERS: Final = 50


class Counted(NamedTuple):
    """One batch as it was settled, and how many papers were asked about."""

    papers: list[Paper]
    asked: int


def written(papers: Sequence[Paper]) -> list[str]:
    return [" ".join(map(str, sorted(paper))) for paper in papers]


def read(papers: Sequence[Paper], chance: random.Random) -> list[Paper]:
    """Read a heap; who ends with another number of sheets than it has starts again."""
    while True:
        found = taken(papers, chance)
        if len(found) == len(papers):
            return found


def settled(
    papers: Sequence[Paper], first: Sequence[Paper], second: Sequence[Paper]
) -> Counted:
    """Settle what differs as somebody does who has the heap before him."""
    compared = compare(written(first), written(second))
    laid = slots([len(first), len(second)], [compared])
    stands = [
        first[slot.places[0] - 1] if slot.agreed and slot.places[0] else None
        for slot in laid
    ]
    missing = sheets_missing(papers, stands)
    there = [each for place, each in enumerate(stands) if place not in missing]
    answered = [
        paper if each is None else each
        for each, paper in zip(there, papers, strict=True)
    ]
    return Counted(answered, stands.count(None))


def test_what_blind_readings_let_through_is_what_chance_allows() -> None:
    chance = random.Random(20251122)  # noqa: S311 - a simulation, the same each time
    same_slips = lost_places = asked = 0
    fewest_in_a_row = PAPERS

    for _run in range(RUNS):
        ballots = [
            frozenset(chance.sample(range(NAMES), chance.randint(3, 9)))
            for _each in range(BALLOTS)
        ]
        turned = chance.randrange(BALLOTS // PAPERS)
        for batch in range(BALLOTS // PAPERS):
            papers = ballots[batch * PAPERS : (batch + 1) * PAPERS]
            first, second = read(papers, chance), read(papers, chance)
            if batch == turned:
                second.reverse()
            counted = settled(papers, first, second)
            asked += counted.asked
            wrong = [
                len(paper ^ truth)
                for paper, truth in zip(counted.papers, papers, strict=True)
            ]
            others = sum(marks > 2 for marks in wrong)
            same_slips += sum(marks for marks in wrong if marks <= 2)
            lost_places += others > 0
            if others:
                fewest_in_a_row = min(fewest_in_a_row, others)

    marks, batches = RUNS * BALLOTS * NAMES, RUNS * BALLOTS // PAPERS
    by_chance = marks * WRONG_MARK**2
    print(  # noqa: T201 - the figures of a long proof
        f"\n{RUNS} counts of {BALLOTS} × {NAMES}: {asked / RUNS:.1f} papers asked "
        f"about in each; the same slip twice {same_slips} times of {marks:,} marks, "
        f"by chance {by_chance:.0f}; in step but lost {lost_places} of {batches:,} "
        "batches"
    )
    # Poisson: four deviations above what chance allows.
    assert same_slips < by_chance + 4 * by_chance**0.5
    assert lost_places <= 3
    assert fewest_in_a_row >= 5
    assert asked / RUNS < BALLOTS / 2
