"""Reads of batches and of what is typed from them. Nothing here sums up any vote."""

from collections.abc import Iterable
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from ballots.models import Ballot, Batch, Candidate, Entry, JournalLine, Poll
from ballots.queries import Seen, ballots_of
from ballots.rules import journal
from ballots.rules.journal import Act, Line
from ballots.rules.sheet import Sheet
from ballots.rules.stages import Stage
from ballots.rules.terms import Layout
from core.access import policy
from core.access.rights import Right
from core.models import User

WAITING_SHOWN = 20
# Whoever holds neither has no page on which anything waits.
_AT_HEAPS: Final = (Right.BALLOT_ENTER, Right.ENTRY_CHECK)
OF_A_POLL = (
    "poll__election__body__scope",
    "poll__election__body__congress__unit",
    "poll__election__body__congress__term",
)


def sheet_of(poll: Poll) -> Sheet:
    """Return the ballot paper as commands want it."""
    numbers = Candidate.objects.filter(poll=poll).order_by("place")
    return Sheet(Layout(poll.layout), tuple(numbers.values_list("number", flat=True)))


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


def readings(batch: Batch) -> QuerySet[Entry]:
    """Return the readings of a batch that were finished; settling them is none."""
    read = Entry.objects.filter(batch=batch, reading__gt=0).exclude(digest="")
    return read.select_related("by")


def settlings(batch: Batch) -> QuerySet[Entry]:
    """Return the entries that settled what the readings of a batch differ on."""
    return Entry.objects.filter(batch=batch, reading=0).select_related("by")


def contents(entry: Entry) -> dict[int, str]:
    """Return what each ballot shows, as the journal writes it."""
    return {
        seen.position: journal.content(seen.reading, seen.doubt)
        for seen in ballots_of(entry)
    }


def seen_of(entry: Entry) -> list[Seen]:
    """Return the ballots of one entry in stack order."""
    return list(ballots_of(entry))


def journal_of(entry: Entry) -> list[Line]:
    """Return every line of an entry's journal, in order."""
    rows = JournalLine.objects.filter(entry=entry).order_by("sequence")
    columns = rows.values_list("sequence", "position", "act", "content", "key")
    return [
        Line(sequence, position, Act(act), content, str(key))
        for sequence, position, act, content, key in columns
    ]


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


def heaps_waiting(user: User) -> list[Entry]:
    """Return the entries this person has open, and those that wait for his check.

    Of several readings the last one stands for the batch: somebody who read none of it
    closes it, or settles what they differ on.
    """
    if not any(policy.holds(user, each) for each in _AT_HEAPS):
        return []
    later = Entry.objects.filter(
        batch=OuterRef("batch"), number__gt=OuterRef("number")
    ).exclude(finished_at__isnull=False, digest="")
    to_check = (
        policy.within_reach(Entry.objects.all(), user, Right.ENTRY_CHECK)
        .filter(
            Q(check_made__isnull=True)
            | Q(check_made__agrees=False, batch__poll__readings__gt=1)
        )
        .filter(Q(reading=0) | Q(reading=F("batch__poll__readings")))
        .exclude(digest="")
        .exclude(batch__entries__by=user)
        .exclude(Exists(later))
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
