"""Reads of ballots that wait for, or rest on, a ruling of the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from ballots.models import Ballot, Batch, BoardRuling, Poll
from ballots.queries import rule_set_of, slate
from ballots.queries.ballots import MARKS
from ballots.queries.papers import PapersNow, papers_now
from ballots.rules.ballot import Defect, Judgement, Reading, Ruling, Worth, judge
from ballots.rules.doubts import (
    Doubt,
    Hint,
    OpenPoint,
    hint,
    looks_contrary,
    needs_ruling,
    open_point,
)
from ballots.rules.identities import WHEN_RETURNED, missing
from ballots.rules.sheet import Sheet
from ballots.rules.terms import Layout, Slate
from congress.rules.regulations import EmptyAgreement
from congress.rules.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class PaperOfPoll:
    """What the ballots of one poll are judged on, and what its rule set says."""

    sheet: Sheet
    slate: Slate
    rule_set: RuleSet


class DoubtfulBallot(NamedTuple):
    """A ballot the board has to rule on, what was read, and its last ruling."""

    pk: int
    batch: int
    position: int
    reading: Reading
    doubt: Doubt | None
    ruling: BoardRuling | None

    @property
    def ruled(self) -> Reading | None:
        """What the board ruled that it shows."""
        return None if self.ruling is None else reading_of(self.ruling)

    @property
    def seen(self) -> int:
        """The number of its last ruling; whoever rules says which he has seen."""
        return 0 if self.ruling is None else self.ruling.number


def paper_of(poll: Poll) -> PaperOfPoll:
    """Return the paper of a poll as the rules want it."""
    numbers = tuple(slate(poll).values_list("number", flat=True))
    rule_set = rule_set_of(poll)
    terms = Slate(
        names=len(numbers),
        max_votes=poll.max_votes,
        empty_agreement=rule_set.empty_agreement.value,
    )
    return PaperOfPoll(Sheet(terms.layout, numbers), terms, rule_set)


def doubtful_ballots(poll: Poll, paper: PaperOfPoll) -> list[DoubtfulBallot]:
    """Return the doubtful ballots of the agreed entries, in the order of the heaps.

    What came in a file is ruled on in the file.
    """
    if poll.upload_id:
        return []
    rows = _candidates(poll, paper.slate).order_by("entry__batch__number", "position")
    return _with_rulings(rows, paper)


def doubtful_ballot(
    poll: Poll, paper: PaperOfPoll, *, batch: int, position: int
) -> DoubtfulBallot | None:
    """Return the ballot at one position of a heap, if the board has to look at it."""
    if poll.upload_id:
        return None
    rows = _candidates(poll, paper.slate).filter(
        entry__batch__number=batch, position=position
    )
    return next(iter(_with_rulings(rows, paper)), None)


def _with_rulings(rows: Iterable[Ballot], paper: PaperOfPoll) -> list[DoubtfulBallot]:
    found = [each for each in map(_doubtful, rows) if _waits(each, paper)]
    last = {
        ruling.ballot_id: ruling
        for ruling in BoardRuling.objects.filter(ballot__in=[b.pk for b in found])
        .select_related("by")
        .order_by("number")
    }
    return [each._replace(ruling=last.get(each.pk)) for each in found]


def waiting_ballots(poll: Poll) -> list[DoubtfulBallot]:
    """Return the doubtful ballots that the board has not ruled on yet."""
    found = doubtful_ballots(poll, paper_of(poll))
    return [each for each in found if each.ruling is None]


def _candidates(poll: Poll, terms: Slate) -> QuerySet[Ballot]:
    rows = Ballot.objects.filter(entry__agreed_for__poll=poll)
    rows = rows.select_related("entry__batch")
    open_agreement = (
        terms.layout is Layout.AGREE_DISAGREE
        and terms.names > 1
        and terms.empty_agreement is EmptyAgreement.ADJUDICATE
    )
    if open_agreement:
        # Whoever agrees with somebody and disagrees with nobody raises no question.
        nothing = bytes(terms.width)
        clear = Q(doubt__isnull=True, defect__isnull=True, disagree=nothing)
        return rows.exclude(clear & ~Q(agree=nothing))
    return rows.filter(Q(doubt__isnull=False) | Q(defect__isnull=False))


def _waits(ballot: DoubtfulBallot, paper: PaperOfPoll) -> bool:
    return needs_ruling(ballot.reading, paper.slate, doubt=ballot.doubt)


def _doubtful(row: Ballot) -> DoubtfulBallot:
    doubt = Doubt(row.doubt) if row.doubt else None
    return DoubtfulBallot(
        row.pk, row.entry.batch.number, row.position, reading_of(row), doubt, None
    )


def reading_of(row: Any) -> Reading:
    """Return what a row of marks says; a ballot here is always one paper."""
    struck, kept, agree, disagree = (
        None if (marked := getattr(row, name)) is None else bytes(marked)
        for name in MARKS
    )
    return Reading(
        struck,
        kept,
        agree,
        disagree,
        Defect(row.defect) if row.defect else None,
        Ruling(row.decision) if row.decision else None,
    )


def rule_says(ballot: DoubtfulBallot, paper: PaperOfPoll) -> Hint:
    """Return what the regulation says of a ballot."""
    return hint(
        ballot.reading,
        doubt=ballot.doubt,
        ink_mismatch_invalid=paper.rule_set.ink_mismatch_invalid.value,
    )


def point_of(ballot: DoubtfulBallot, paper: PaperOfPoll) -> OpenPoint | None:
    """Return the open point that a ballot raises."""
    return open_point(ballot.reading, paper.slate, doubt=ballot.doubt)


def is_contrary(ballot: DoubtfulBallot, ruled: Reading, paper: PaperOfPoll) -> bool:
    """Whether a ruling says otherwise than the rules seem to."""
    return looks_contrary(ruled, rule_says(ballot, paper), paper.slate)


def worth_of(reading: Reading, paper: PaperOfPoll) -> Judgement:
    """Return what a ballot counts as."""
    return judge(reading, paper.slate).judgement


def agrees_with_rule(ballot: DoubtfulBallot, paper: PaperOfPoll) -> bool:
    """Whether the rule calls the ballot invalid, so that the board may just agree."""
    return rule_says(ballot, paper).worth is Worth.INVALID


def last_deciders(poll: Poll) -> list[str]:
    """Return who decided the last ruling of this poll: they mostly sit together."""
    row = BoardRuling.objects.filter(ballot__entry__batch__poll=poll).order_by("-pk")
    return next(iter(row.values_list("deciders", flat=True)[:1]), [])


@dataclass(frozen=True)
class EntryState:
    """How far a poll is from being entered; nothing of what its papers say."""

    papers: PapersNow
    batches: int
    in_batches: int
    not_agreed: tuple[int, ...]
    not_ruled: tuple[tuple[int, int], ...]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Figures nobody has said."""
        return missing(self.papers.figures, WHEN_RETURNED)

    @property
    def sums_agree(self) -> bool:
        """Whether the heaps hold just the papers that were returned."""
        return self.batches > 0 and self.in_batches == self.papers.figures.returned

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do before the count."""
        return self.sums_agree and not (
            self.missing
            or self.not_agreed
            or self.papers.errors
            or self.papers.waiting
            or self.not_ruled
        )


def entry_state(poll: Poll) -> EntryState:
    """Return what is left to do before a poll is entered."""
    heaps = Batch.objects.filter(poll=poll)
    sums = heaps.aggregate(papers=Sum("papers"), batches=Count("pk"))
    left = heaps.filter(agreed__isnull=True).order_by("number")
    return EntryState(
        papers=papers_now(poll),
        batches=sums["batches"],
        in_batches=sums["papers"] or 0,
        not_agreed=tuple(left.values_list("number", flat=True)),
        not_ruled=tuple((b.batch, b.position) for b in waiting_ballots(poll)),
    )
