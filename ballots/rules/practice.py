"""A stack of ballots for a practice: what lies in a box that nobody has voted into.

The stack of a seed has no end; so many papers of it are its first. So papers that are
printed the evening before, and what the portal types in place of operators, are the
same papers, and what was counted can be held against them. Nothing is drawn by chance:
every lot is a digest of the seed.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from ballots.rules.ballot import Defect, Reading, Worth, judge_for
from ballots.rules.doubts import Doubt, needs_ruling
from ballots.rules.sheet import Sheet
from ballots.rules.terms import Layout, Slate


class Filled(StrEnum):
    """How a delegate filled a ballot of the practice."""

    CLEAR = "clear"
    FEWER = "fewer"
    TOO_MANY = "too_many"
    NOTHING_STRUCK = "nothing_struck"
    ALL_STRUCK = "all_struck"
    PARTIAL_STRIKE = "partial_strike"
    CORRECTED = "corrected"
    OTHER_SIGN = "other_sign"
    OUTSIDE_NAME = "outside_name"
    SPECIAL_MARK = "special_mark"
    BOTH_BOXES = "both_boxes"
    LEFT_BLANK = "left_blank"
    NOTHING_MARKED = "nothing_marked"


# What is odd comes in this order, so many in each run of papers: a practice of eighty
# papers has met all of it.
ODD_OF: Final[Mapping[Layout, tuple[Filled, ...]]] = MappingProxyType(
    {
        Layout.STRIKE_OUT: (
            Filled.TOO_MANY,
            Filled.PARTIAL_STRIKE,
            Filled.OUTSIDE_NAME,
            Filled.NOTHING_STRUCK,
            Filled.CORRECTED,
            Filled.SPECIAL_MARK,
            Filled.ALL_STRUCK,
            Filled.OTHER_SIGN,
        ),
        Layout.AGREE_DISAGREE: (
            Filled.BOTH_BOXES,
            Filled.OUTSIDE_NAME,
            Filled.LEFT_BLANK,
            Filled.SPECIAL_MARK,
            Filled.NOTHING_MARKED,
        ),
    }
)
RUN: Final = 40
ODD_IN_A_RUN: Final = 5
FEWER_SHARE: Final = 0.25
# One paper of so many is typed wrongly on purpose, where that is asked for.
SLIP_RUN: Final = 20

_DOUBT_OF: Final = MappingProxyType(
    {
        Filled.PARTIAL_STRIKE: Doubt.PARTIAL_STRIKE,
        Filled.CORRECTED: Doubt.CORRECTED,
        Filled.OTHER_SIGN: Doubt.OTHER_SIGN,
    }
)
_DEFECT_OF: Final = MappingProxyType(
    {
        Filled.OUTSIDE_NAME: Defect.OUTSIDE_NAME,
        Filled.SPECIAL_MARK: Defect.SPECIAL_MARK,
    }
)


class Generated(NamedTuple):
    """One paper of the stack: what an eye sees on it, and how it came about.

    ``odd`` is the number of the name that something odd stands at, where it does.
    """

    position: int
    filled: Filled
    reading: Reading
    doubt: Doubt | None = None
    odd: int | None = None


@dataclass(frozen=True, slots=True)
class Lots:
    """Lots that the same seed always draws alike."""

    seed: str

    def lot(self, *about: object) -> float:
        """Return a number from 0 up to 1 for what it is about."""
        said = " ".join(map(str, (self.seed, *about)))
        drawn = hashlib.sha256(said.encode()).digest()
        return int.from_bytes(drawn[:8], "big") / 2**64


@dataclass(frozen=True, slots=True)
class Truth:
    """What lay in the box. Of ``open`` papers the board says what they are worth.

    ``votes`` are those on all the others, by the number of the name.
    """

    papers: int
    valid: int
    invalid: int
    open: int
    votes: tuple[tuple[int, int], ...]
    filled: tuple[tuple[Filled, int], ...]


def stack(seed: str, papers: int, sheet: Sheet, slate: Slate) -> Iterator[Generated]:
    """Return the first papers of the stack of this seed."""
    lots = Lots(seed)
    for position in range(1, papers + 1):
        yield _paper(lots, position, sheet, slate)


def truth(papers: Iterable[Generated], sheet: Sheet, slate: Slate) -> Truth:
    """Return what the papers come to, judged by the rules alone."""
    judged = judge_for(slate)
    worth: Counter[Worth] = Counter()
    found: Counter[int] = Counter()
    filled: Counter[Filled] = Counter()
    for paper in papers:
        filled[paper.filled] += 1
        if needs_ruling(paper.reading, slate, doubt=paper.doubt):
            worth[Worth.UNDECIDED] += 1
            continue
        judgement, votes = judged(paper.reading)
        worth[judgement.worth] += 1
        found.update(numbers_of(votes, sheet))
    return Truth(
        papers=sum(filled.values()),
        valid=worth[Worth.VALID],
        invalid=worth[Worth.INVALID],
        open=worth[Worth.UNDECIDED],
        votes=tuple((number, found[number]) for number in sheet.numbers),
        filled=tuple((each, filled[each]) for each in Filled if filled[each]),
    )


def with_slip(paper: Generated, seed: str, sheet: Sheet) -> Reading | None:
    """Return what a tired hand types in place of the paper; mostly nothing else."""
    lots = Lots(seed)
    if paper.position != _slip_within(lots, paper.position, sheet.layout):
        return None
    number = sheet.numbers[int(lots.lot("key", paper.position) * len(sheet.numbers))]
    changed = sheet.places([number])
    if sheet.layout is Layout.STRIKE_OUT:
        struck = _either(paper.reading.struck or b"", changed)
        return paper.reading._replace(struck=struck)
    return paper.reading._replace(
        agree=_either(paper.reading.agree or b"", changed),
        disagree=_either(paper.reading.disagree or b"", changed),
    )


def _slip_within(lots: Lots, position: int, layout: Layout) -> int | None:
    """Return which paper of a run of so many is typed wrongly: none that is odd."""
    first = position - (position - 1) % SLIP_RUN
    plain = [
        each
        for each in range(first, first + SLIP_RUN)
        if _filled(lots, each, layout) in (Filled.CLEAR, Filled.FEWER)
    ]
    return min(plain, key=lambda each: lots.lot("slip", each), default=None)


def _paper(lots: Lots, position: int, sheet: Sheet, slate: Slate) -> Generated:
    filled = _filled(lots, position, sheet.layout)
    if sheet.layout is Layout.STRIKE_OUT:
        return _struck(lots, position, filled, sheet, slate)
    return _boxes(lots, position, filled, sheet)


def _filled(lots: Lots, position: int, layout: Layout) -> Filled:
    """Return how a paper is filled: the odd ones lie scattered within their run."""
    run, within = divmod(position - 1, RUN)
    scattered = sorted(range(RUN), key=lambda each: lots.lot("odd", run, each))
    if within in (odd_ones := scattered[:ODD_IN_A_RUN]):
        odd = ODD_OF[layout]
        return odd[(run * ODD_IN_A_RUN + odd_ones.index(within)) % len(odd)]
    if layout is Layout.STRIKE_OUT and lots.lot("fewer", position) < FEWER_SHARE:
        return Filled.FEWER
    return Filled.CLEAR


# --- names struck -----------------------------------------------------------------


def _struck(
    lots: Lots, position: int, filled: Filled, sheet: Sheet, slate: Slate
) -> Generated:
    order = _disliked(lots, position, sheet)
    wanted = _strikes(lots, position, filled, slate)
    struck = order[:wanted]
    # The name at which something odd stands is neither clearly struck nor kept.
    odd = struck.pop() if filled in _DOUBT_OF else None
    return Generated(
        position,
        filled,
        Reading(struck=sheet.places(struck), defect=_DEFECT_OF.get(filled)),
        _DOUBT_OF.get(filled),
        odd,
    )


def _strikes(lots: Lots, position: int, filled: Filled, slate: Slate) -> int:
    """Return how many names are struck; names to be struck there always are."""
    must = slate.names - slate.max_votes
    if filled is Filled.NOTHING_STRUCK:
        return 0
    if filled is Filled.ALL_STRUCK:
        return slate.names
    if filled is Filled.TOO_MANY:
        return must - 1 - int(lots.lot("too many", position) * must) // 2
    more = 1 + int(lots.lot("more", position) * 3) if filled is Filled.FEWER else 0
    # Somebody is left, or it were a ballot that keeps nobody.
    return min(must + more, slate.names - 1)


def _disliked(lots: Lots, position: int, sheet: Sheet) -> list[int]:
    """Return the names, whom this delegate strikes first; some are liked by most."""

    def pull(number: int) -> float:
        weight = 0.15 + 3 * lots.lot("liking", number) ** 3
        return float(lots.lot("strike", position, number) ** (1 / weight))

    return sorted(sheet.numbers, key=pull, reverse=True)


# --- agree or disagree ------------------------------------------------------------


def _boxes(lots: Lots, position: int, filled: Filled, sheet: Sheet) -> Generated:
    numbers = sheet.numbers
    agree = {n for n in numbers if lots.lot("agree", position, n) > _against(lots, n)}
    disagree = set(numbers) - agree
    odd = None
    if filled is Filled.NOTHING_MARKED:
        agree, disagree = set(), set()
    elif filled in (Filled.BOTH_BOXES, Filled.LEFT_BLANK):
        odd = numbers[int(lots.lot("which", position) * len(numbers))]
        has_both = filled is Filled.BOTH_BOXES
        agree = agree | {odd} if has_both else agree - {odd}
        disagree = disagree | {odd} if has_both else disagree - {odd}
    return Generated(
        position,
        filled,
        Reading(
            agree=sheet.places(agree),
            disagree=sheet.places(disagree),
            defect=_DEFECT_OF.get(filled),
        ),
        None,
        odd,
    )


def _against(lots: Lots, number: int) -> float:
    return 0.02 + 0.3 * lots.lot("liking", number) ** 2


# --- marks ------------------------------------------------------------------------


def numbers_of(votes: int, sheet: Sheet) -> list[int]:
    """Return the numbers of the names that a ballot votes for."""
    return [number for place, number in enumerate(sheet.numbers) if votes >> place & 1]


def _either(marks: bytes, changed: bytes) -> bytes:
    """Turn these marks over: what was marked is not, what was not is."""
    return bytes(one ^ other for one, other in zip(marks, changed, strict=True))
