"""A board of people who err, two hundred times: what blind readings let through.

Eight people read 300 ballots of 40 names in batches of fifty, two blind readings each.
Every mark is read wrongly once in two hundred, every hundredth sheet is skipped or
taken twice, and in every count one stack is turned over. What comes out is held against
the papers: whatever differs was either asked about, or both readers made the very same
slip, which is as rare as chance allows (p² a mark). Very rarely both lose their place
at about the same sheets; then a dozen sheets in a row are others than the papers, which
nobody can miss who compares each one before the batch agrees.
"""

import random
from collections.abc import Sequence
from itertools import combinations
from typing import Final, NamedTuple

from ballots.rules.comparison import compare, slots

RUNS: Final = 200
BALLOTS: Final = 300
NAMES: Final = 40
PAPERS: Final = 50
WRONG_MARK: Final = 0.005
SLIPPED_SHEET: Final = 0.01

Paper = frozenset[int]


class Counted(NamedTuple):
    """One batch as it was settled, and how many papers were asked about."""

    papers: list[Paper]
    asked: int


def written(papers: Sequence[Paper]) -> list[str]:
    return [" ".join(map(str, sorted(paper))) for paper in papers]


def seen(paper: Paper, chance: random.Random) -> Paper:
    """What somebody reads: now and then a name too many or too few."""
    slips = {name for name in range(NAMES) if chance.random() < WRONG_MARK}
    return paper ^ slips


def read(papers: Sequence[Paper], chance: random.Random) -> list[Paper]:
    """Read a heap; who ends with another number of sheets than it has starts again."""
    while True:
        found: list[Paper] = []
        for paper in papers:
            slip = chance.random()
            if slip < SLIPPED_SHEET / 2:
                continue
            found.append(seen(paper, chance))
            if slip > 1 - SLIPPED_SHEET / 2:
                found.append(seen(paper, chance))
        if len(found) == len(papers):
            return found


def settled(
    papers: Sequence[Paper], first: Sequence[Paper], second: Sequence[Paper]
) -> Counted:
    """Settle what differs as somebody does who has the heap before him.

    Places in question that stand for no sheet of his heap are those without which all
    the others lie beside their sheets.
    """
    compared = compare(written(first), written(second))
    laid = slots([len(first), len(second)], [compared])
    stands = [
        first[slot.places[0] - 1] if slot.agreed and slot.places[0] else None
        for slot in laid
    ]
    questions = [number for number, each in enumerate(stands) if each is None]

    def without(dropped: tuple[int, ...]) -> list[Paper | None]:
        return [each for n, each in enumerate(stands) if n not in dropped]

    def strangers(dropped: tuple[int, ...]) -> int:
        laid_down = zip(without(dropped), papers, strict=True)
        return sum(len(each ^ paper) for each, paper in laid_down if each is not None)

    dropped = min(combinations(questions, len(laid) - len(papers)), key=strangers)
    answered = zip(without(dropped), papers, strict=True)
    return Counted(
        [paper if each is None else each for each, paper in answered], len(questions)
    )


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
