"""Two blind readings of one heap, held against each other.

Papers are compared in the order of the stack. Where one reader skipped a sheet or took
two at once every later paper would differ, so the readings are also compared in step
once missed sheets are allowed for, with one stack turned over, and as a set. The
explanation that leaves the fewest papers in question is taken; whoever holds the paper
decides (tally 1.6: entries are never made equal).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum, StrEnum
from typing import Final, NamedTuple

from ballots.rules.ballot import Reading
from ballots.rules.doubts import Doubt
from ballots.rules.terms import Slate

# A reader who is further out of step than this has lost his place altogether.
MOST_OUT_OF_STEP: Final = 8
# More papers in question than this are compared in the order of the stack alone.
MOST_IN_QUESTION: Final = 2000


class Way(StrEnum):
    """How two readings of a heap go together."""

    IN_ORDER = "in_order"
    OUT_OF_STEP = "out_of_step"
    TURNED_OVER = "turned_over"
    SHUFFLED = "shuffled"


class Pair(NamedTuple):
    """One paper by its positions, from 1; ``None`` where a reader seems to miss it."""

    first: int | None
    second: int | None


class Comparison(NamedTuple):
    """How the readings go together, and the papers of which they say otherwise."""

    way: Way
    differences: tuple[Pair, ...]

    @property
    def agrees(self) -> bool:
        """Whether both readings show the same papers."""
        return not self.differences


def shown(reading: Reading, doubt: Doubt | None, slate: Slate) -> str:
    """Write what a paper shows so that two readers of one paper write the same.

    Struck or kept is one thing said twice; of a paper set aside, or one that is invalid
    whatever else it shows, the marks do not matter.
    """
    if doubt:
        return f"? {doubt}"
    if reading.defect:
        return f"! {reading.defect}"
    struck = reading.struck
    if struck is None and reading.kept is not None:
        left = slate.every_name & ~int.from_bytes(reading.kept, "little")
        struck = left.to_bytes(slate.width, "little")
    marks = (struck, reading.agree, reading.disagree)
    return " ".join("-" if each is None else each.hex() for each in marks)


def compare(first: Sequence[str], second: Sequence[str]) -> Comparison:
    """Hold two readings, paper by paper as ``shown`` writes them, together."""
    if first == second:
        return Comparison(Way.IN_ORDER, ())
    found = _in_step(first, second)
    turned = _in_step(first, second[::-1])
    if len(turned.differences) < len(found.differences):
        found = Comparison(
            Way.TURNED_OVER,
            tuple(
                Pair(each.first, each.second and len(second) + 1 - each.second)
                for each in turned.differences
            ),
        )
    if found.differences and Counter(first) == Counter(second):
        return Comparison(Way.SHUFFLED, ())
    return found


def partners(first: int, second: int, compared: Comparison) -> Iterator[Pair]:
    """Return the pairs of papers on which readings of these lengths agree."""
    if compared.way is Way.SHUFFLED:
        msg = "papers in another order have no partners"
        raise ValueError(msg)
    own = {each.first for each in compared.differences}
    other = {each.second for each in compared.differences}
    rest = [n for n in range(1, second + 1) if n not in other]
    if compared.way is Way.TURNED_OVER:
        rest.reverse()
    agreed = [n for n in range(1, first + 1) if n not in own]
    for own_place, other_place in zip(agreed, rest, strict=True):
        yield Pair(own_place, other_place)


def _in_step(first: Sequence[str], second: Sequence[str]) -> Comparison:
    """Compare in order, allowing for missed sheets where that explains more."""
    plain = tuple(_in_order(first, second))
    allowed = min(len(plain) - 1, MOST_IN_QUESTION)
    slipped = _aligned(first, second, allowed)
    if slipped is None:
        return Comparison(Way.IN_ORDER, plain)
    return Comparison(Way.OUT_OF_STEP, slipped)


def _in_order(first: Sequence[str], second: Sequence[str]) -> Iterator[Pair]:
    both = min(len(first), len(second))
    for place in range(both):
        if first[place] != second[place]:
            yield Pair(place + 1, place + 1)
    yield from (Pair(place + 1, None) for place in range(both, len(first)))
    yield from (Pair(None, place + 1) for place in range(both, len(second)))


def _aligned(
    first: Sequence[str], second: Sequence[str], most: int
) -> tuple[Pair, ...] | None:
    """Return the fewest differences, ``None`` if there are more than ``most``.

    The furthest paper reached on each diagonal with 0, 1, 2 … differences: the edit
    distance of Ukkonen (1985), whose work grows with the differences, not the papers.
    """
    end = len(second) - len(first)
    reached: list[dict[int, int]] = []
    for spent in range(most + 1):
        now: dict[int, int] = {}
        band = min(spent, MOST_OUT_OF_STEP)
        for out in range(-band, band + 1):
            steps = _steps(reached, out, len(first), len(second))
            if steps:
                now[out] = _slide(first, second, max(steps.values()), out)
        reached.append(now)
        if now.get(end) == len(first):
            return _traced(reached, end, len(first), len(second))
    return None


class _Step(Enum):
    """What one difference is: read otherwise, or missed by one of the two."""

    OTHERWISE = 0
    MISSED_BY_SECOND = -1
    MISSED_BY_FIRST = 1


def _steps(
    reached: list[dict[int, int]], out: int, first: int, second: int
) -> dict[_Step, int]:
    """Return how far one more difference of each kind leads on a diagonal."""
    if not reached:
        return {_Step.OTHERWISE: 0}
    before = reached[-1]
    found = {}
    for step in _Step:
        place = before.get(out - step.value)
        if place is None:
            continue
        place += step is not _Step.MISSED_BY_FIRST
        if place <= first and place + out <= second:
            found[step] = place
    return found


def _slide(first: Sequence[str], second: Sequence[str], place: int, out: int) -> int:
    last = min(len(first), len(second) - out)
    while place < last and first[place] == second[place + out]:
        place += 1
    return place


def _traced(
    reached: list[dict[int, int]], out: int, first: int, second: int
) -> tuple[Pair, ...]:
    """Walk back from the end and name each difference."""
    found = []
    for spent in range(len(reached) - 1, 0, -1):
        steps = _steps(reached[:spent], out, first, second)
        step = max(steps, key=lambda each: steps[each])
        place = steps[step]
        found.append(
            Pair(
                None if step is _Step.MISSED_BY_FIRST else place,
                None if step is _Step.MISSED_BY_SECOND else place + out,
            )
        )
        out -= step.value
    return tuple(reversed(found))
