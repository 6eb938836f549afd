"""What a practice generates for a poll, and what of it was counted."""

import hashlib
from collections import Counter
from typing import NamedTuple

from ballots import queries
from ballots.models import Candidate, Poll, TallyLine
from ballots.queries.ballots import rulings_of
from ballots.queries.entry import sheet_of
from ballots.queries.heaps import Heap, heaps
from ballots.queries.paper_choice import paper_of_ballots
from ballots.queries.papers import papers_now
from ballots.rules.ballot import Worth, judge
from ballots.rules.practice import (
    Filled,
    Generated,
    Truth,
    numbers_of,
    stack,
    truth,
)
from ballots.rules.sheet import Sheet
from ballots.rules.stages import Stage, is_past
from ballots.rules.terms import Slate

MOST_PAPERS = 5_000


class CountedName(NamedTuple):
    """Votes for one name: counted, on papers the board ruled valid, and in the box."""

    number: int
    name: str
    counted: int
    ruled: int
    lay: int

    @property
    def fewer(self) -> int:
        """Votes that lay in the box and were not counted."""
        return max(self.lay + self.ruled - self.counted, 0)

    @property
    def more(self) -> int:
        """Votes counted that lay on no paper."""
        return max(self.counted - self.ruled - self.lay, 0)


class Compared(NamedTuple):
    """What was counted against what lay in the box.

    Papers the board rules on are worth what it says, so they are set apart: ``ruled``
    of them there were, ``ruled_valid`` of those valid.
    """

    truth: Truth
    names: tuple[CountedName, ...]
    returned: int
    valid: int
    invalid: int
    ruled: int
    ruled_valid: int

    @property
    def agrees(self) -> bool:
        """Whether every figure is that of the papers."""
        return (self.returned, self.valid - self.ruled_valid, self.ruled) == (
            self.truth.papers,
            self.truth.valid,
            self.truth.open,
        ) and not any(each.fewer or each.more for each in self.names)

    @property
    def filled(self) -> tuple[tuple[Filled, int], ...]:
        """How the papers were filled, and how many of them so."""
        return self.truth.filled


def seed_of(poll: Poll) -> str:
    """Return the seed of a poll's stack: the same names have the same stack."""
    names = Candidate.objects.filter(poll=poll).order_by("place")
    said = f"{poll.pk} {poll.max_votes} {list(names.values_list('number', 'name'))}"
    return hashlib.sha256(said.encode()).hexdigest()


def slate_of(poll: Poll, sheet: Sheet) -> Slate:
    """Return the ballot paper as the rules judge it."""
    rule_set = queries.rule_set_of(poll)
    return Slate(len(sheet.numbers), poll.max_votes, rule_set.empty_agreement.value)


def generated(poll: Poll, papers: int) -> list[Generated]:
    """Return the first papers of the poll's stack."""
    sheet = sheet_of(poll)
    return list(stack(seed_of(poll), papers, sheet, slate_of(poll, sheet)))


def papers_of(poll: Poll) -> int:
    """Return how many papers the stack has: as returned, else as many as there may be.

    Before the box is opened that is as many as are issued or printed, else D.
    """
    known = poll.returned or poll.issued or poll.printed
    if not known:
        known = paper_of_ballots(poll).copies or papers_now(poll).figures.tally_base
    return min(known or 0, MOST_PAPERS)


def compared(poll: Poll) -> Compared | None:
    """Return what was counted against what lay in the box, once it is confirmed."""
    if not is_past(Stage(poll.stage), Stage.COUNTED) or poll.upload_id:
        return None
    tally = queries.current_tally(poll)
    if tally is None:
        return None
    sheet = sheet_of(poll)
    slate = slate_of(poll, sheet)
    lay = truth(generated(poll, poll.returned or 0), sheet, slate)
    ruled = [judge(reading, slate) for reading in rulings_of(poll).values()]
    given = Counter(
        number for judged in ruled for number in numbers_of(judged.votes, sheet)
    )
    rows = TallyLine.objects.filter(tally=tally, candidate__poll=poll)
    counted = {
        number: (name, votes)
        for number, name, votes in rows.values_list(
            "candidate__number", "candidate__name", "votes"
        )
    }
    return Compared(
        lay,
        tuple(
            CountedName(number, *counted[number], given[number], votes)
            for number, votes in lay.votes
        ),
        tally.returned,
        tally.valid,
        tally.invalid,
        len(ruled),
        sum(each.judgement.worth is Worth.VALID for each in ruled),
    )


def untouched(poll: Poll) -> list[Heap]:
    """Return the batches that nobody has begun to read, in order."""
    return [each for each in heaps(poll) if not each.has_entries]
