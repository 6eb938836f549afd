"""Reads of the third look: what was drawn, what is read of it, who may read on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ballots import queries
from ballots.models import (
    Batch,
    BoardSeat,
    Entry,
    LookedPaper,
    LookRuling,
    LookStopped,
    Poll,
    Tally,
    TallyLine,
    ThirdLook,
    Withdrawal,
)
from ballots.queries.reach import WAITING_SHOWN
from ballots.rules.count import Count
from ballots.rules.outcome import outcome
from ballots.rules.stages import Stage
from ballots.rules.third_look import margin_of, papers_to_read
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import same_person_ids

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """One paper that was drawn, by its batch and position, and who has read it.

    Read otherwise it differs until somebody else reads it as it was counted, or the
    board has ruled over the paper that what was counted stands.
    """

    batch: int
    position: int
    readings: tuple[LookedPaper, ...] = ()
    ruling: LookRuling | None = None

    @property
    def differs(self) -> bool:
        """Whether it was read, never as it was counted, and nobody ruled on it."""
        return self.was_misread and self.ruling is None

    @property
    def was_misread(self) -> bool:
        """Whether it was read, and never as it was counted."""
        return bool(self.readings) and not self.readings[-1].matches

    @property
    def waits(self) -> bool:
        """Whether somebody is to read it: nobody has, or it differed once."""
        return not self.readings or (self.differs and len(self.readings) == 1)


@dataclass(frozen=True, slots=True)
class LookState:
    """How far the third look at the papers of one revision has come."""

    look: ThirdLook | None
    stopped: LookStopped | None
    papers: tuple[DrawnPaper, ...] = ()

    def paper(self, batch: int, position: int) -> DrawnPaper | None:
        """Return the drawn paper that lies there."""
        here = (p for p in self.papers if (p.batch, p.position) == (batch, position))
        return next(here, None)

    @property
    def read(self) -> int:
        """How many papers have been read."""
        return sum(1 for each in self.papers if each.readings)

    @property
    def left(self) -> int:
        """How many papers nobody has read."""
        return len(self.papers) - self.read

    @property
    def differing(self) -> tuple[DrawnPaper, ...]:
        """The papers that show something else than what was counted."""
        return tuple(each for each in self.papers if each.differs)

    @property
    def read_twice(self) -> int:
        """How many papers were as counted only when a second person read them."""
        twice = (p for p in self.papers if len(p.readings) > 1)
        return sum(1 for p in twice if not p.was_misread)

    @property
    def ruled(self) -> int:
        """How many papers were read otherwise, and the board ruled that all stands."""
        return sum(1 for each in self.papers if each.ruling)

    @property
    def matching(self) -> int:
        """How many papers were read as they were counted, at first or at last."""
        return self.read - len(self.differing) - self.ruled

    @property
    def is_whole(self) -> bool:
        """Whether every paper drawn is read as it was counted, or ruled on."""
        return self.look is not None and not self.left and not self.differing

    @property
    def lets_confirm(self) -> bool:
        """Whether the result may be confirmed: read, or not for a reason."""
        return not self.differing and (self.is_whole or self.stopped is not None)


def is_looked_at(poll: Poll) -> bool:
    """Whether papers of this poll are read again; a file has no papers here."""
    return poll.upload_id is None and bool(poll.returned)


def look_state(poll: Poll, *, revision: int | None = None) -> LookState:
    """Return the third look at a poll's papers, as they are or in a former revision."""
    here = {"poll": poll, "revision": revision or poll.revision}
    look = ThirdLook.objects.filter(**here).select_related("by").first()
    stopped = LookStopped.objects.filter(**here).select_related("by").first()
    if look is None:
        return LookState(None, stopped)
    rows = _with_places(LookedPaper.objects.filter(look=look)).select_related("by")
    ruled = LookRuling.objects.filter(look=look)
    rulings = ruled.select_related("by", "ballot__entry__batch")
    return LookState(look, stopped, _papers(look, rows, rulings))


def _with_places(rows: QuerySet[LookedPaper]) -> QuerySet[LookedPaper]:
    found = rows.select_related("ballot__entry__batch", "ballot__entry__by")
    return found.order_by("number")


def _papers(
    look: ThirdLook, rows: Iterable[LookedPaper], rulings: Iterable[LookRuling]
) -> tuple[DrawnPaper, ...]:
    """Put what was read of a look, and ruled on, to the papers that were drawn."""
    read: dict[Place, list[LookedPaper]] = {}
    for row in rows:
        read.setdefault(_place(row), []).append(row)
    ruled = {_place(each): each for each in rulings}
    return tuple(
        DrawnPaper(
            batch,
            position,
            tuple(read.get((batch, position), ())),
            ruled.get((batch, position)),
        )
        for batch, position in look.drawn
    )


def _place(row: LookedPaper | LookRuling) -> Place:
    return row.ballot.entry.batch.number, row.ballot.position


def places_of(poll: Poll) -> list[Place]:
    """Return every counted paper of a poll by its batch and its position."""
    rows = Batch.objects.filter(poll=poll).order_by("number")
    return [
        (number, position)
        for number, papers in rows.values_list("number", "papers")
        for position in range(1, papers + 1)
    ]


@dataclass(frozen=True, slots=True)
class Sizing:
    """What the rule set says of how many papers are read again: the portal's values."""

    percent: int
    at_least: int
    risk_percent: int
    is_confirmed: bool


def sizing_of(poll: Poll) -> Sizing:
    """Return the values that decide for a poll, and whether they were confirmed."""
    rules = queries.rule_set_of(poll)
    percent, at_least = rules.third_look_percent, rules.third_look_at_least
    risk = rules.risk_limit_percent
    return Sizing(
        percent=percent.value,
        at_least=at_least.value,
        risk_percent=risk.value,
        is_confirmed=all(each.clause.confirmed for each in (percent, at_least, risk)),
    )


def papers_wanted(poll: Poll, tally: Tally, papers: int) -> tuple[int, bool]:
    """Return how many papers are read again, and whether the margin asked for more."""
    sizing = sizing_of(poll)

    def at(margin: int | None) -> int:
        return papers_to_read(
            papers,
            percent=sizing.percent,
            at_least=sizing.at_least,
            margin=margin,
            risk_percent=sizing.risk_percent,
        )

    wanted = at(_margin(tally, poll))
    return wanted, wanted > at(None)


def _margin(tally: Tally, poll: Poll) -> int | None:
    """Return the margin on which a tally rests, as the rules reckon it."""
    lines = TallyLine.objects.filter(tally=tally, candidate__poll=poll)
    votes = tuple(lines.order_by("candidate__place").values_list("votes", flat=True))
    _slate, places = queries.terms_of(poll, len(votes))
    decided = outcome(
        Count(
            returned=tally.returned,
            valid=tally.valid,
            invalid_reasons={},
            undecided=0,
            votes=votes,
        ),
        places,
    )
    # Who waits since earlier rounds has votes of other papers than these.
    here = tuple(place for place in decided.alternates if place < len(votes))
    return margin_of(votes, replace(decided, alternates=here), places)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody on the sealed board: his accounts, and the batches he has entered."""

    accounts: frozenset[int]
    is_head: bool
    entered: frozenset[int]

    def may_read(self, paper: DrawnPaper) -> bool:
        """Whether a paper waits for him.

        The head has been shown what differs; whoever read it does not read it again.
        """
        if not paper.waits or paper.batch in self.entered:
            return False
        if not paper.readings:
            return True
        return not self.is_head and paper.readings[0].by_id not in self.accounts


def readers(user: User, polls: Iterable[Poll]) -> dict[UUID, Reader]:
    """Return what this person is to the looks at these polls, where he sits."""
    people = same_person_ids(user.person_id)
    of_polls = [poll.pk for poll in polls]
    seats = BoardSeat.objects.filter(
        poll__in=of_polls, person__in=people, is_technician=False
    )
    heads = dict(seats.order_by("is_head").values_list("poll", "is_head"))
    if not heads:
        return {}
    own = User.objects.filter(Q(pk=user.pk) | Q(person__in=people))
    accounts = frozenset(own.values_list("pk", flat=True))
    entered: dict[UUID, set[int]] = {}
    rows = Entry.objects.filter(by__in=accounts, batch__poll__in=heads)
    for poll, number in rows.values_list("batch__poll", "batch__number"):
        entered.setdefault(poll, set()).add(number)
    return {
        poll: Reader(accounts, is_head, frozenset(entered.get(poll, ())))
        for poll, is_head in heads.items()
    }


def may_know_size(user: User, poll: Poll, state: LookState) -> bool:
    """Whether this person is told how many papers were drawn: it tells the margin.

    Readers have to know: papers wait for them, or they have read some.
    """
    reader = readers(user, [poll]).get(poll.pk)
    if reader is None:
        return False
    read = (row.by_id for paper in state.papers for row in paper.readings)
    return any(map(reader.may_read, state.papers)) or not reader.accounts.isdisjoint(
        read
    )


def left_for(user: User, poll: Poll, state: LookState) -> list[DrawnPaper]:
    """Return the drawn papers that this person may read, in order."""
    reader = readers(user, [poll]).get(poll.pk)
    return [each for each in state.papers if reader and reader.may_read(each)]


def by_batch(papers: Iterable[DrawnPaper]) -> Iterator[tuple[int, list[int]]]:
    """Return the positions of papers, batch by batch."""
    for batch, found in groupby(papers, key=lambda each: each.batch):
        yield batch, [each.position for each in found]


def looks_waiting(user: User) -> list[tuple[Poll, int]]:
    """Return the polls with drawn papers that wait for this person, and how many."""
    if not policy.holds(user, Right.ENTRY_CHECK):
        return []
    here = policy.within_reach(ThirdLook.objects.all(), user, Right.ENTRY_CHECK)
    withdrawn = Withdrawal.objects.filter(poll=OuterRef("poll"))
    looks = (
        here.filter(
            ~Exists(withdrawn),
            poll__stage=Stage.COUNTED.value,
            revision=F("poll__revision"),
        )
        .select_related(*(f"poll__{part}" for part in queries.WITH_PLACE))
        .order_by("at", "pk")[:WAITING_SHOWN]
    )
    his = readers(user, [look.poll for look in looks])
    read: dict[int, list[LookedPaper]] = {}
    for row in _with_places(LookedPaper.objects.filter(look__in=list(looks))):
        read.setdefault(row.look_id, []).append(row)
    ruled: dict[int, list[LookRuling]] = {}
    rulings = LookRuling.objects.filter(look__in=list(looks))
    for each in rulings.select_related("ballot__entry__batch"):
        ruled.setdefault(each.look_id, []).append(each)
    found = []
    for look in looks:
        if reader := his.get(look.poll_id):
            papers = _papers(look, read.get(look.pk, []), ruled.get(look.pk, []))
            found.append((look.poll, sum(1 for p in papers if reader.may_read(p))))
    return [(poll, papers) for poll, papers in found if papers]
