"""Reads of batches and of what is typed from them. Nothing here sums up any vote."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from ballots.models import Ballot, Batch, Candidate, Entry, JournalLine, Poll
from ballots.queries import Seen, ballots_of
from ballots.rules import journal
from ballots.rules.command import Sheet
from ballots.rules.stages import Stage
from ballots.rules.terms import Layout
from core.access import policy
from core.access.rights import Right
from core.models import User

WAITING_SHOWN = 20
OF_A_POLL = (
    "poll__election__body__scope",
    "poll__election__body__congress__unit",
    "poll__election__body__congress__term",
)


class BatchState(StrEnum):
    """How far the entry of one batch has come."""

    UNTAKEN = "untaken"
    OPEN = "open"
    TO_CHECK = "to_check"
    RETURNED = "returned"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch as the page of all batches shows it."""

    batch: Batch
    state: BatchState
    entered: int
    # The entry at hand: the open one, else the last that was finished.
    entry: Entry | None
    has_entries: bool

    @property
    def is_miscounted(self) -> bool:
        """Whether whoever enters it counts other papers than the board did."""
        return self.batch.found is not None and self.batch.agreed_id is None


def sheet_of(poll: Poll) -> Sheet:
    """Return the ballot paper as commands want it."""
    numbers = Candidate.objects.filter(poll=poll).order_by("place")
    return Sheet(Layout(poll.layout), tuple(numbers.values_list("number", flat=True)))


def batch_rows(poll: Poll) -> list[BatchRow]:
    """Return every batch with how far it has come, in order."""
    entries: dict[object, list[Entry]] = {}
    for entry in (
        Entry.objects.filter(batch__poll=poll)
        .select_related("by", "check_made__by")
        .order_by("number")
    ):
        entries.setdefault(entry.batch_id, []).append(entry)
    typed = dict(
        Ballot.objects.filter(entry__batch__poll=poll, entry__finished_at__isnull=True)
        .values_list("entry")
        .annotate(Count("pk"))
    )
    return [
        _row(batch, entries.get(batch.pk, []), typed)
        for batch in Batch.objects.filter(poll=poll).order_by("number")
    ]


def _row(batch: Batch, entries: list[Entry], typed: dict[object, int]) -> BatchRow:
    has_entries = bool(entries)
    finished = [entry for entry in entries if entry.digest]
    at_hand = next((each for each in entries if each.finished_at is None), None)
    if at_hand:
        found = BatchState.OPEN, typed.get(at_hand.pk, 0)
    elif not finished:
        found = BatchState.UNTAKEN, 0
    else:
        at_hand = finished[-1]
        found = _checked(batch, at_hand), batch.papers
    return BatchRow(batch, *found, at_hand, has_entries)


def _checked(batch: Batch, entry: Entry) -> BatchState:
    if batch.agreed_id is not None:
        return BatchState.AGREED
    if hasattr(entry, "check_made"):
        # One that agreed and was taken back is to be entered again as well.
        return BatchState.RETURNED
    return BatchState.TO_CHECK


def batch_or_404(user: User, right: Right, poll: Poll, batch: int) -> Batch:
    """Return one batch of a poll whose box is open, where the right reaches it."""
    return policy.get_or_404(
        Batch.objects.select_related(*OF_A_POLL),
        user,
        right,
        poll=poll,
        poll__stage=Stage.BOX_OPENED.value,
        number=batch,
    )


def own_entries(
    user: User, *, congress: str, election: int, number: int, batch: int
) -> QuerySet[Entry]:
    """Return this person's entries of a batch while the box is open."""
    return (
        policy.within_reach(Entry.objects.all(), user, Right.BALLOT_ENTER)
        .filter(
            by=user,
            batch__number=batch,
            batch__poll__number=number,
            batch__poll__election__number=election,
            batch__poll__election__congress__slug=congress,
            batch__poll__stage=Stage.BOX_OPENED.value,
            batch__poll__withdrawal__isnull=True,
        )
        .order_by("number")
    )


def last_finished(batch: Batch) -> Entry | None:
    """Return the entry that was finished last, with what came of its check."""
    found = Entry.objects.filter(batch=batch).exclude(digest="")
    return found.select_related("by", "check_made__by").order_by("-number").first()


def waits_for_check(batch: Batch) -> Entry | None:
    """Return the finished entry that somebody has to compare with the papers."""
    last = Entry.objects.filter(batch=batch).select_related("by").order_by("-number")
    entry = last.first()
    if entry is None or not entry.digest or hasattr(entry, "check_made"):
        return None
    return entry


def operators(batch: Batch) -> QuerySet[Entry]:
    """Return the entries whose operators have read papers that still stand."""
    return Entry.objects.filter(batch=batch).exclude(digest="").select_related("by")


def contents(entry: Entry) -> dict[int, str]:
    """Return what each ballot shows, as the journal writes it."""
    return {
        seen.position: journal.content(seen.reading, seen.doubt)
        for seen in ballots_of(entry)
    }


def seen_of(entry: Entry) -> list[Seen]:
    """Return the ballots of one entry in stack order."""
    return list(ballots_of(entry))


def last_sequence(entry: Entry) -> int:
    """Return the sequence of an entry's last journal line; 0 before the first."""
    found = JournalLine.objects.filter(entry=entry).aggregate(last=Max("sequence"))
    return found["last"] or 0


class KnownLine(NamedTuple):
    """What a save said that has been here before."""

    sequence: int
    position: int
    content: str


def journal_so_far(entry: Entry, *, key: UUID) -> tuple[int, KnownLine | None]:
    """Return the last sequence, and what a save with this key said, if there was one.

    One question for both: every save asks it.
    """
    lines = JournalLine.objects.filter(entry=entry)
    found = lines.aggregate(
        last=Max("sequence"), own=Max("sequence", filter=Q(key=key))
    )
    if found["own"] is None:
        return found["last"] or 0, None
    said = lines.values_list("sequence", "position", "content")
    return found["last"], KnownLine(*said.get(sequence=found["own"]))


def next_position(taken: Iterable[int], papers: int) -> int | None:
    """Return the first position that nothing is saved for."""
    known = set(taken)
    return next((each for each in range(1, papers + 1) if each not in known), None)


def positions(entry: Entry) -> list[int]:
    """Return the positions at which a ballot is saved."""
    rows = Ballot.objects.filter(entry=entry).order_by("position")
    return list(rows.values_list("position", flat=True))


def papers_done(rows: Iterable[BatchRow]) -> int:
    """Return how many papers have been typed: papers only, never a vote."""
    return sum(row.entered for row in rows)


def heaps_waiting(user: User) -> list[Entry]:
    """Return the entries this person has open, and those that wait for his check."""
    to_check = (
        policy.within_reach(Entry.objects.all(), user, Right.ENTRY_CHECK)
        .filter(check_made__isnull=True)
        .exclude(digest="")
        .exclude(batch__entries__by=user)
    )
    found = Entry.objects.filter(
        Q(by=user, finished_at__isnull=True) | Q(pk__in=to_check.values("pk")),
        batch__agreed__isnull=True,
        batch__poll__stage=Stage.BOX_OPENED.value,
        batch__poll__withdrawal__isnull=True,
    )
    place = [f"batch__{each}" for each in OF_A_POLL]
    rows = found.select_related(*place).order_by("finished_at", "batch__number", "pk")
    return list(rows[:WAITING_SHOWN])


def has_open_entry(user: User, poll: Poll) -> bool:
    """Whether this person has a batch at hand; one at a time keeps heaps apart."""
    open_ones = Q(by=user, batch__poll=poll, finished_at__isnull=True)
    return Entry.objects.filter(open_ones).exists()
