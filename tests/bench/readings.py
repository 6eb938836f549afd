"""Two blind readings of one heap, held against each other."""

import random
import statistics
import time
from collections.abc import Iterator
from typing import Final

from ballots.rules import marks
from ballots.rules.ballot import Reading
from ballots.rules.comparison import compare, shown
from ballots.rules.terms import Slate
from tests.bench.table import Line

PAPERS: Final = 100_000
SLATE: Final = Slate(names=40, max_votes=33)
WRONG: Final = 0.005  # of all papers
SLIPPED: Final = 6  # sheets missed, and as many taken twice
GOAL: Final = 2.0  # seconds
RUNS: Final = 5


def compared() -> Iterator[Line]:
    """Far more papers than any batch has: two readings, one of them full of slips."""
    drawn = random.Random(190)  # noqa: S311 - the same papers every time
    first = [_paper(drawn) for _ in range(PAPERS)]
    for how, second in (
        ("in order", _misread(first, drawn)),
        ("out of step", _slipped(_misread(first, drawn), drawn)),
        ("turned over", _misread(first, drawn)[::-1]),
    ):
        seconds, differing = [], 0
        for _run in range(RUNS):
            began = time.perf_counter()
            found = compare(_said(first), _said(second))
            seconds.append(time.perf_counter() - began)
            differing = len(found.differences)
            assert 0 < differing < 2 * WRONG * PAPERS, found.way
        yield Line(
            f"{PAPERS:,} papers, {differing} read otherwise, {how}",
            statistics.median(seconds),
            "s",
            GOAL,
        )


def _said(readings: list[Reading]) -> list[str]:
    return [shown(each, None, SLATE) for each in readings]


def _paper(drawn: random.Random) -> Reading:
    struck = drawn.sample(range(SLATE.names), drawn.randint(7, 15))
    return Reading(struck=marks.pack(struck, names=SLATE.names))


def _misread(papers: list[Reading], drawn: random.Random) -> list[Reading]:
    return [_paper(drawn) if drawn.random() < WRONG else each for each in papers]


def _slipped(papers: list[Reading], drawn: random.Random) -> list[Reading]:
    found = list(papers)
    for _slip in range(SLIPPED):
        del found[drawn.randrange(len(found))]
        twice = drawn.randrange(len(found))
        found.insert(twice, found[twice])
    return found
