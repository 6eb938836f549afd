"""How people err who read papers: the same in every proof of a tally board.

A paper is the names that are struck on it, by their place on the list.
"""

import random
from collections.abc import Sequence
from itertools import combinations
from typing import Final

NAMES: Final = 40
WRONG_MARK: Final = 0.005
SLIPPED_SHEET: Final = 0.01
# Of the wrong marks before him, how many somebody overlooks who compares by eye.
OVERLOOKED: Final = 0.2

Paper = frozenset[int]


def chance_of(seed: object) -> random.Random:
    return random.Random(str(seed))  # noqa: S311 - a simulation, the same each time


def seen(paper: Paper, chance: random.Random) -> Paper:
    """What somebody reads: now and then a name too many or too few."""
    slips = {name for name in range(NAMES) if chance.random() < WRONG_MARK}
    return paper ^ slips


def taken(papers: Sequence[Paper], chance: random.Random) -> list[Paper]:
    """What is read of a heap: now and then a sheet is skipped, or taken twice."""
    found: list[Paper] = []
    for paper in papers:
        slip = chance.random()
        if slip < SLIPPED_SHEET / 2:
            continue
        found.append(seen(paper, chance))
        if slip > 1 - SLIPPED_SHEET / 2:
            found.append(seen(paper, chance))
    return found


def seen_twice(paper: Paper, chance: random.Random) -> Paper:
    """What somebody reads who has one paper before him, and looks again."""
    first, second = seen(paper, chance), seen(paper, chance)
    return paper ^ ((first ^ paper) & (second ^ paper))


def finds_fault(paper: Paper, entered: Paper, chance: random.Random) -> bool:
    """Whether somebody who compares an entry with the paper says that it is wrong."""
    differing = seen_twice(paper, chance) ^ entered
    return any(chance.random() >= OVERLOOKED for _mark in differing)


def sheets_missing(papers: Sequence[Paper], stands: Sequence[Paper | None]) -> set[int]:
    """Which places of a heap laid out have no sheet, as whoever holds the heap sees it.

    They are among those in question, which hold nothing: without them all the others
    lie beside their sheets.
    """
    questions = [place for place, each in enumerate(stands) if each is None]

    def strangers(missing: tuple[int, ...]) -> int:
        left = [each for n, each in enumerate(stands) if n not in missing]
        laid_down = zip(left, papers, strict=True)
        return sum(len(each ^ paper) for each, paper in laid_down if each is not None)

    surplus = len(stands) - len(papers)
    missing = min(combinations(questions, surplus), key=strangers)
    return set(missing)
