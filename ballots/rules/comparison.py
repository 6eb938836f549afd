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
from itertools import zip_longest
from typing import Final, NamedTuple

from ballots.rules.ballot import Reading
from ballots.rules.doubts import Doubt
from ballots.rules.terms import Slate

# How many people may read each batch, blind to each other.
MOST_READINGS: Final = 3
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


class Slot(NamedTuple):
    """A place in the heap: where each reading has its paper, and if all agree on it."""

    agreed: bool
    # One a reading, from 1; ``None`` where it has no paper here, or none can be named.
    places: tuple[int | None, ...]


def slots(papers: Sequence[int], compared: Sequence[Comparison]) -> list[Slot]:
    """Lay readings of these lengths side by side, in the order of the first.

    ``compared`` holds each of the others against the first. Where some reader has a
    paper that the first has not, a slot of its own stands between.
    """
    walks = [
        _walk(papers[0], length, found)
        for length, found in zip(papers[1:], compared, strict=True)
    ]
    laid: list[Slot] = []
    for own in range(papers[0] + 1):
        extra = [walk.extra.get(own, []) for walk in walks]
        laid += [
            Slot(agreed=False, places=(None, *places)) for places in zip_longest(*extra)
        ]
        if own < papers[0]:
            met = [walk.met[own] for walk in walks]
            laid.append(
                Slot(
                    agreed=all(agreed for agreed, _place in met),
                    places=(own + 1, *(place for _agreed, place in met)),
                )
            )
    return laid


class _Walk(NamedTuple):
    """One reading beside the first: whom each paper meets, and what stands between."""

    # For each paper of the first: whether they agree, and the other's position.
    met: list[tuple[bool, int | None]]
    # The other's papers that the first has not, by how many of the first's come before.
    extra: dict[int, list[int]]


def _walk(first: int, second: int, found: Comparison) -> _Walk:
    if found.way is Way.SHUFFLED:
        return _Walk([(True, None)] * first, {})
    turned = found.way is Way.TURNED_OVER
    asked = {each.first: each.second for each in found.differences if each.first}
    alone = {each.second for each in found.differences if each.first is None}
    others = range(second, 0, -1) if turned else range(1, second + 1)
    walk = _Walk([], {})
    for other in others:
        while (missing := len(walk.met) + 1) in asked and asked[missing] is None:
            walk.met.append((False, None))
        if other in alone:
            walk.extra.setdefault(len(walk.met), []).append(other)
        else:
            walk.met.append((len(walk.met) + 1 not in asked, other))
    walk.met.extend([(False, None)] * (first - len(walk.met)))
    return walk


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
