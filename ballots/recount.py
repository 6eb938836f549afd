"""A second count, written apart from the first: columns of bytes instead of ballots.

It shares the packed marks with ``rules`` and nothing else. Validity, votes and the
places are worked out again by other means, so that a mistake in one is seen in the
other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from ballots.rules.ballot import Reading
from ballots.rules.terms import Places, Round

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

# Marks unpacked at one time: bounds the memory, whatever the number of ballots.
MOST_MARKS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Recount:
    """What the second count found, in plain numbers and codes."""

    returned: int
    valid: int
    undecided: int
    invalid_reasons: dict[str, int]
    votes: tuple[int, ...]
    elected: tuple[int, ...]
    alternates: tuple[int, ...]
    tied: tuple[int, ...]


@dataclass(slots=True)
class Recounting:
    """A recount in progress: heaps of ballots are added, then the places are filled."""

    names: int
    max_votes: int
    # What a ballot that agrees with nobody counts as when the board has not ruled.
    empty_agreement: str = "adjudicate"
    returned: int = 0
    valid: int = 0
    undecided: int = 0
    invalid_reasons: dict[str, int] = field(default_factory=dict)
    votes: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.votes = np.zeros(self.names, dtype=np.int64)

    def add(self, readings: Iterable[Reading]) -> None:
        """Count a heap of ballots on top of those before."""
        ballots = iter(readings)
        while heap := list(islice(ballots, ballots_at_once(self.names))):
            self._add(heap)

    def finish(self, places: Places) -> Recount:
        """Fill the places and close the recount."""
        elected, alternates, tied = self._fill(places)
        return Recount(
            returned=self.returned,
            valid=self.valid,
            undecided=self.undecided,
            invalid_reasons=dict(self.invalid_reasons),
            votes=tuple(self.votes.tolist()),
            elected=elected,
            alternates=alternates,
            tied=tied,
        )

    def _add(self, heap: Sequence[Reading]) -> None:
        # Laid end to end and read with a stride: far quicker than transposing.
        cells: list[Any] = list(chain.from_iterable(heap))
        struck, kept, agree, disagree, defects, decisions, copies = (
            cells[column :: len(Reading._fields)]
            for column in range(len(Reading._fields))
        )
        papers = np.array(copies, dtype=np.int64)
        sound = np.ones(len(heap), dtype=np.bool_)
        for position, defect in _stated(defects):
            sound[position] = False
            self._invalid(defect.value, papers[position : position + 1])
        self.returned += int(papers.sum())
        if self.names > self.max_votes:
            self._strike_out(struck, kept, papers, sound)
        elif self.names == 1:
            self._one_name(agree, disagree, papers, sound)
        else:
            self._several_names(agree, disagree, decisions, papers, sound)

    def _strike_out(
        self,
        struck: Sequence[bytes | None],
        kept: Sequence[bytes | None],
        papers: Ints,
        sound: Flags,
    ) -> None:
        chosen = self._standing(struck, kept)
        number = _marks_on_each(chosen)
        self._invalid("over_vote", papers[sound & (number > self.max_votes)])
        self._invalid("no_choice", papers[sound & (number == 0)])
        good = sound & (number > 0) & (number <= self.max_votes)
        self._take(chosen, papers, good)

    def _standing(
        self, struck: Sequence[bytes | None], kept: Sequence[bytes | None]
    ) -> Bytes:
        """The names left standing, whether strikes or kept names were read."""
        if struck.count(None) == len(struck):
            return _rows(kept, self.names)
        standing = ~_rows(struck, self.names) & _all_names(self.names)
        if None in struck:
            by_strikes = np.array([marks is not None for marks in struck])
            rows = _rows(kept, self.names)
            standing = np.where(by_strikes[:, None], standing, rows)
        return standing

    def _one_name(
        self,
        agree: Sequence[bytes | None],
        disagree: Sequence[bytes | None],
        papers: Ints,
        sound: Flags,
    ) -> None:
        for_, against = _rows(agree, self.names), _rows(disagree, self.names)
        one_box = (for_ ^ against)[:, 0] == 1
        self._invalid("unclear", papers[sound & ~one_box])
        self._take(for_, papers, sound & one_box)

    def _several_names(
        self,
        agree: Sequence[bytes | None],
        disagree: Sequence[bytes | None],
        decisions: Sequence[Any],
        papers: Ints,
        sound: Flags,
    ) -> None:
        chosen = _rows(agree, self.names) & ~_rows(disagree, self.names)
        empty = sound & ~chosen.any(axis=1)
        ruled = {"valid": np.zeros_like(sound), "invalid": np.zeros_like(sound)}
        for position, ruling in _stated(decisions):
            ruled[ruling.value][position] = True
        waiting = empty & ~ruled["valid"] & ~ruled["invalid"]
        if self.empty_agreement == "adjudicate":
            self.undecided += int(papers[waiting].sum())
        else:
            ruled[self.empty_agreement] |= waiting
        self._invalid("no_choice", papers[empty & ruled["invalid"]])
        self._take(chosen, papers, sound & (~empty | ruled["valid"]))

    def _invalid(self, reason: str, papers: Ints) -> None:
        if papers.size:
            before = self.invalid_reasons.get(reason, 0)
            self.invalid_reasons[reason] = before + int(papers.sum())

    def _take(self, chosen: Bytes, papers: Ints, good: Flags) -> None:
        """Add the votes of the valid ballots, name by name."""
        self.valid += int(papers[good].sum())
        alone = good & (papers == 1)
        single = self._columns(chosen[alone])
        self.votes += [np.count_nonzero(column) for column in single]
        alike = good & (papers > 1)
        self.votes += self._columns(chosen[alike]) @ papers[alike]

    def _columns(self, rows: Bytes) -> Bytes:
        """One row for each name: 1 where the ballot marks it."""
        by_byte = np.ascontiguousarray(rows.T)
        return np.unpackbits(by_byte, axis=0, bitorder="little")[: self.names]

    def _fill(self, places: Places) -> tuple[tuple[int, ...], ...]:
        """Fill the places by counting who stands above whom; nothing is sorted."""
        if self.undecided:
            return (), (), ()
        pool = np.ones(self.names, dtype=np.bool_)
        if places.round is not Round.RUN_OFF or places.runoff_needs_majority:
            pool = self.votes > places.tally_base - self.votes
        elected, tied = _by_rank(self.votes, pool, places.seats)
        if len(elected) < places.seats:
            return elected, (), tied
        if places.round is Round.RUN_OFF and places.seats:
            pool[:] = True
        pool[list(elected)] = False
        strength, pool = _with_those_who_wait(self.votes, pool, places)
        alternates, tied = _by_rank(strength, pool, places.alternates)
        return elected, alternates, tied


def recount(
    readings: Iterable[Reading],
    *,
    names: int,
    max_votes: int,
    places: Places,
    empty_agreement: str = "adjudicate",
) -> Recount:
    """Count all ballots again and fill the places again."""
    recounting = Recounting(names, max_votes, empty_agreement)
    recounting.add(readings)
    return recounting.finish(places)


def ballots_at_once(names: int) -> int:
    """How many ballots of so many names are looked at together."""
    return max(MOST_MARKS // names, 1)


class FirstCount(Protocol):
    """What the first count says, as far as the second can contradict it."""

    @property
    def returned(self) -> int: ...
    @property
    def valid(self) -> int: ...
    @property
    def undecided(self) -> int: ...
    @property
    def invalid_reasons(self) -> Mapping[Any, int]: ...
    @property
    def votes(self) -> tuple[int, ...]: ...


class FirstOutcome(Protocol):
    """Who has a place by the first count."""

    @property
    def elected(self) -> tuple[int, ...]: ...
    @property
    def alternates(self) -> tuple[int, ...]: ...
    @property
    def tied(self) -> tuple[int, ...]: ...


def differences(
    count: FirstCount, outcome: FirstOutcome, again: Recount
) -> tuple[str, ...]:
    """Names of everything in which the two counts disagree; empty when they agree."""
    reasons = {str(reason): n for reason, n in count.invalid_reasons.items()}
    pairs: dict[str, tuple[object, object]] = {
        "returned": (count.returned, again.returned),
        "valid": (count.valid, again.valid),
        "invalid_reasons": (reasons, again.invalid_reasons),
        "undecided": (count.undecided, again.undecided),
        "votes": (count.votes, again.votes),
        "elected": (outcome.elected, again.elected),
        "alternates": (outcome.alternates, again.alternates),
        "tied": (outcome.tied, again.tied),
    }
    return tuple(name for name, (first, second) in pairs.items() if first != second)


def _stated(column: Sequence[Any]) -> list[tuple[int, Any]]:
    """Where something is stated, and what."""
    if column.count(None) == len(column):
        return []
    return [(i, value) for i, value in enumerate(column) if value is not None]


def _rows(column: Sequence[bytes | None], names: int) -> Bytes:
    """The packed marks as one row of bytes for each ballot; none where not stated."""
    width = -(-names // 8)
    if absent := column.count(None):
        if absent == len(column):
            return np.zeros((len(column), width), dtype=np.uint8)
        blank = bytes(width)
        column = [blank if marks is None else marks for marks in column]
    joined = b"".join(column)  # type: ignore[arg-type] # no None is left
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(column), width)


def _all_names(names: int) -> Bytes:
    """The row on which every name is marked."""
    return np.packbits(np.ones(names, dtype=np.uint8), bitorder="little")


def _marks_on_each(rows: Bytes) -> Ints:
    """How many names are marked on each ballot."""
    number = np.zeros(len(rows), dtype=np.int64)
    for column in np.bitwise_count(rows).T:
        number += column
    return number


def _with_those_who_wait(
    votes: Ints, pool: Flags, places: Places
) -> tuple[Ints, Flags]:
    """Lengthen the slate by those of earlier rounds, who all rank below it.

    Each earlier round is pushed below the one before by more than anybody's votes.
    """
    step = 1 + max([0, *votes.tolist(), *(v for r in places.waiting for v in r.votes)])
    strength = [votes]
    for depth, earlier in enumerate(places.waiting, start=1):
        strength.append(np.array(earlier.votes, dtype=np.int64) - depth * step)
    together = np.concatenate(strength)
    more = np.ones(together.size - votes.size, dtype=np.bool_)
    return together, np.concatenate([pool, more])


def _by_rank(
    votes: Ints, pool: Flags, places: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who of the pool has a place, by how many stand above; and who is level across it.

    With ``above`` candidates better and ``level`` equal, all the level ones fit when
    above + level is within the places, and are tied when only some of them would.
    """
    order = np.full(min(places, pool.size), -1, dtype=np.int64)
    tied: tuple[int, ...] = ()
    for number in set(votes[pool].tolist()):
        above = int(np.count_nonzero(pool & (votes > number)))
        level = np.flatnonzero(pool & (votes == number))
        if above + len(level) <= places:
            order[above : above + len(level)] = level
        elif above < places:
            tied = tuple(level.tolist())
    return tuple(order[order >= 0].tolist()), tied
