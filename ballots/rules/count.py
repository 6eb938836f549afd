"""Counting ballots: how many, how many of them valid, and each name's votes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ballots.rules.ballot import Judgement, Reading, Reason, Worth, judge_for
from ballots.rules.terms import Slate

# For each bit of a byte, a table that turns the byte into 1 where the bit is set.
_MARKED: Final = tuple(
    bytes(byte >> bit & 1 for byte in range(256)) for bit in range(8)
)


@dataclass(frozen=True, slots=True)
class Count:
    """What the ballots add up to. Votes are in ballot order, on valid ballots only."""

    returned: int
    valid: int
    invalid_reasons: Mapping[Reason, int]
    undecided: int
    votes: tuple[int, ...]

    @property
    def invalid(self) -> int:
        """Ballots that are invalid for whatever reason."""
        return sum(self.invalid_reasons.values())

    def __add__(self, other: "Count") -> "Count":
        """The count of both heaps of ballots of one slate."""
        if len(self.votes) != len(other.votes):
            msg = "counts of different slates"
            raise ValueError(msg)
        reasons = {
            reason: self.invalid_reasons.get(reason, 0)
            + other.invalid_reasons.get(reason, 0)
            for reason in Reason
        }
        return Count(
            returned=self.returned + other.returned,
            valid=self.valid + other.valid,
            invalid_reasons={reason: n for reason, n in reasons.items() if n},
            undecided=self.undecided + other.undecided,
            votes=tuple(map(sum, zip(self.votes, other.votes, strict=True))),
        )


def count(readings: Iterable[Reading], slate: Slate) -> Count:
    """Judge every ballot and add up the votes of the valid ones."""
    judged, width = judge_for(slate), slate.width
    ballots: dict[Judgement, int] = defaultdict(int)
    heaps: dict[int, list[bytes]] = defaultdict(list)
    for reading in readings:
        judgement, votes = judged(reading)
        alike = reading.copies
        ballots[judgement] += alike
        if votes:
            heaps[alike].append(votes.to_bytes(width, "little"))
    return Count(
        returned=sum(ballots.values()),
        valid=_worth(ballots, Worth.VALID),
        invalid_reasons=_reasons(ballots),
        undecided=_worth(ballots, Worth.UNDECIDED),
        votes=_votes(heaps, slate),
    )


def nothing_counted(slate: Slate) -> Count:
    """The count before the first ballot."""
    return count((), slate)


def _worth(ballots: Mapping[Judgement, int], worth: Worth) -> int:
    return sum(n for judgement, n in ballots.items() if judgement.worth is worth)


def _reasons(ballots: Mapping[Judgement, int]) -> dict[Reason, int]:
    found = {
        reason: sum(n for judgement, n in ballots.items() if judgement.reason is reason)
        for reason in Reason
    }
    return {reason: n for reason, n in found.items() if n}


def _votes(heaps: Mapping[int, Sequence[bytes]], slate: Slate) -> tuple[int, ...]:
    """Votes by name: each heap holds ballots that stand for equally many papers."""
    votes = [0] * slate.names
    for alike, heap in heaps.items():
        ballots = b"".join(heap)
        for place in range(slate.names):
            column = ballots[place // 8 :: slate.width]
            votes[place] += alike * column.translate(_MARKED[place % 8]).count(1)
    return tuple(votes)
