"""How fast papers are typed, and when the last one will be.

Nobody is hurried by it: it tells the hall when to come back, and the head where help is
wanted. Pauses count, as they will again.
"""

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

# Of fewer papers than this no pace can be told.
FEWEST: Final = 5


class Span(NamedTuple):
    """Papers typed by one person in one go, and the seconds from first to last."""

    papers: int
    seconds: float


def papers_an_hour(spans: Iterable[Span]) -> float | None:
    """Return what one person types in an hour, pauses and all; ``None`` if unknown."""
    known = [each for each in spans if each.seconds > 0]
    papers = sum(each.papers for each in known)
    if papers < FEWEST:
        return None
    return papers * 3600 / sum(each.seconds for each in known)


def minutes_left(papers: int, *, people: int, an_hour: float | None) -> int | None:
    """Return in how many whole minutes these papers are typed, rounded up."""
    if not people or not an_hour:
        return None
    return math.ceil(papers * 60 / (an_hour * people))
