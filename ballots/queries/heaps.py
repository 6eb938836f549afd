"""Each batch with all that was read from it, and what is due on it.

A batch is read by as many people as the poll says, none of whom sees the others'
reading. Where they differ somebody who read none of it settles it over the paper; the
one entry that comes of it all is compared with the papers, and counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from uuid import UUID

from django.db.models import Count, QuerySet

from ballots import queries
from ballots.models import Batch, Entry, Poll
from ballots.queries import Seen, ballots_of, ballots_of_each
from ballots.rules.command import Typed
from ballots.rules.comparison import Comparison, Slot, Way, compare, shown, slots
from ballots.rules.terms import Slate

SETTLED = 0  # the number of a reading that settles the others


class BatchState(StrEnum):
    """How far the entry of one batch has come."""

    UNTAKEN = "untaken"
    OPEN = "open"
    READ_ON = "read_on"  # somebody has read it, another is to read it as well
    DIFFERS = "differs"
    TO_CHECK = "to_check"
    RETURNED = "returned"
    AGREED = "agreed"


class Due(StrEnum):
    """What somebody has to do with a batch next."""

    READ = "read"
    SETTLE = "settle"
    CHECK = "check"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Heap:
    """One batch, every entry of it in order, and how many people are to read it."""

    batch: Batch
    wanted: int
    entries: tuple[Entry, ...]
    # Whether the readings, when all are there, say otherwise of some paper.
    differs: bool = False

    @property
    def open(self) -> Entry | None:
        """The entry that somebody is at."""
        return next((each for each in self.entries if not each.finished_at), None)

    @property
    def read(self) -> dict[int, Entry]:
        """The last finished entry of each reading, in their order."""
        found = {each.reading: each for each in self.entries if each.digest}
        return {n: found[n] for n in sorted(found) if n != SETTLED}

    @property
    def settled(self) -> Entry | None:
        """The entry that settled what the readings differ on."""
        found = [e for e in self.entries if e.digest and e.reading == SETTLED]
        return found[-1] if found else None

    @property
    def missing(self) -> int | None:
        """The next reading that nobody has finished."""
        read = self.read
        return next((n for n in range(1, self.wanted + 1) if n not in read), None)

    @property
    def standing(self) -> Entry | None:
        """The entry that all readings come to; somebody compares it with the papers."""
        if self.missing is not None:
            return None
        return self.settled or (None if self.differs else self.read[1])

    @property
    def agreed(self) -> Entry | None:
        """The entry that counts, once the batch agrees with its papers."""
        return next((e for e in self.entries if e.pk == self.batch.agreed_id), None)

    @property
    def due(self) -> Due:
        """What has to be done next, if nobody is at it."""
        if self.batch.agreed_id is not None:
            return Due.NOTHING
        if self.missing is not None:
            return Due.READ
        standing = self.standing
        if standing is not None and not hasattr(standing, "check_made"):
            return Due.CHECK
        # Sent back: a single reading is read again, of several somebody decides.
        return Due.READ if self.wanted == 1 else Due.SETTLE

    @property
    def state(self) -> BatchState:
        """How far the batch has come."""
        if self.batch.agreed_id is not None:
            return BatchState.AGREED
        if self.open:
            return BatchState.OPEN
        if self.missing is not None:
            return BatchState.READ_ON if self.read else BatchState.UNTAKEN
        if self.standing is None:
            return BatchState.DIFFERS
        returned = hasattr(self.standing, "check_made")
        return BatchState.RETURNED if returned else BatchState.TO_CHECK

    @property
    def entry(self) -> Entry | None:
        """The entry at hand: the open one, else the one that stands or came last."""
        finished = [each for each in self.entries if each.digest]
        return self.open or self.standing or (finished[-1] if finished else None)

    @property
    def entered(self) -> int:
        """Papers typed in the entry at hand."""
        if self.open:
            return int(self.open.saved)  # type: ignore[attr-defined] # annotated
        return self.batch.papers if self.read else 0

    @property
    def done(self) -> int:
        """Papers typed so far over all readings that are wanted."""
        at = int(self.open.saved) if self.open else 0  # type: ignore[attr-defined] # annotated
        return min(len(self.read), self.wanted) * self.batch.papers + at

    @property
    def readers(self) -> list[str]:
        """Who has read it, reading by reading."""
        return [each.by.full_name if each.by else "–" for each in self.read.values()]

    @property
    def reader_ids(self) -> list[int | None]:
        """The accounts that have read it."""
        return [each.by_id for each in self.read.values()]

    @property
    def has_entries(self) -> bool:
        """Whether anybody has begun."""
        return bool(self.entries)

    @property
    def is_miscounted(self) -> bool:
        """Whether whoever enters it counts other papers than the board did."""
        return self.batch.found is not None and self.batch.agreed_id is None


def heaps(poll: Poll) -> list[Heap]:
    """Return every batch of a poll with all that was read from it, in order."""
    batches = Batch.objects.filter(poll=poll).order_by("number")
    return _heaps(poll, batches, Entry.objects.filter(batch__poll=poll))


def heap_of(batch: Batch) -> Heap:
    """Return one batch with all that was read from it."""
    (found,) = _heaps(batch.poll, [batch], Entry.objects.filter(batch=batch))
    return found


def _heaps(
    poll: Poll, batches: Iterable[Batch], entries: QuerySet[Entry]
) -> list[Heap]:
    of: dict[object, list[Entry]] = {}
    rows = entries.select_related("by__person", "check_made__by", "station")
    rows = rows.order_by("number")
    for entry in rows.annotate(saved=Count("ballots")):
        of.setdefault(entry.batch_id, []).append(entry)
    found = [
        Heap(batch, poll.readings, tuple(of.get(batch.pk, ()))) for batch in batches
    ]
    unsure = [each for each in found if _is_to_be_compared(each)]
    if not unsure:
        return found
    slate = slate_terms(poll)
    seen = ballots_of_each(entry for each in unsure for entry in each.read.values())
    differing = {each.batch.pk for each in unsure if _differ(each, seen, slate)}
    return [
        replace(each, differs=True) if each.batch.pk in differing else each
        for each in found
    ]


def papers_alike(poll: Poll, rows: Iterable[Heap]) -> dict[int, int]:
    """Return by batch how many papers all its readings show alike; ``rows`` are read.

    Equal readings are not opened.
    """
    rows = list(rows)
    unsure = [each for each in rows if _read_unlike(each)]
    seen = ballots_of_each(entry for each in unsure for entry in each.read.values())
    slate = slate_terms(poll)
    found = {each.batch.number: each.batch.papers for each in rows}
    for heap in unsure:
        laid, _compared = _side_by_side(heap, seen, slate)
        alike = sum(slot.agreed for slot in laid)
        # Two who passed over the same sheet, and took another twice, agree on more.
        found[heap.batch.number] = min(alike, heap.batch.papers)
    return found


def _is_to_be_compared(heap: Heap) -> bool:
    """Whether readings are all there, nobody has settled them, and digests differ."""
    if heap.wanted == 1 or heap.missing is not None or heap.settled is not None:
        return False
    if heap.batch.agreed_id is not None:
        return False
    papers = {each.saved for each in heap.read.values()}  # type: ignore[attr-defined] # annotated
    return _read_unlike(heap) or papers != {heap.batch.papers}


def ways_of(heap: Heap) -> tuple[Way, ...]:
    """Return how each later reading went through the heap, held against the first."""
    if not _read_unlike(heap):
        return ()
    seen = ballots_of_each(heap.read.values())
    _laid, compared = _side_by_side(heap, seen, slate_terms(heap.batch.poll))
    return tuple(each.way for each in compared)


def _read_unlike(heap: Heap) -> bool:
    return len({each.digest for each in heap.read.values()}) > 1


def _side_by_side(
    heap: Heap, seen: Mapping[UUID, list[Seen]], slate: Slate
) -> tuple[list[Slot], tuple[Comparison, ...]]:
    """Hold each later reading against the first, and lay all of them out by slot."""
    first, *others = _contents(heap, seen, slate)
    compared = tuple(compare(first, other) for other in others)
    return slots([len(first), *map(len, others)], compared), compared


def _differ(heap: Heap, seen: Mapping[UUID, list[Seen]], slate: Slate) -> bool:
    laid, compared = _side_by_side(heap, seen, slate)
    return len(laid) != heap.batch.papers or not all(each.agrees for each in compared)


def _contents(
    heap: Heap, seen: Mapping[UUID, list[Seen]], slate: Slate
) -> list[list[str]]:
    return [
        [shown(each.reading, each.doubt, slate) for each in seen.get(entry.pk, [])]
        for entry in heap.read.values()
    ]


def slate_terms(poll: Poll) -> Slate:
    """Return the list as readings are compared by."""
    terms, _places = queries.terms_of(poll, queries.slate(poll).count())
    return terms


# --- what there is to settle ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """A paper to look at again: its place in the heap, and what was made of it."""

    slot: int
    # What each reading shows here, ``None`` where it has no paper; in their order.
    readings: tuple[Seen | None, ...]
    # Its position in the first reading; nothing where that has no paper here.
    place: int | None
    # How many papers of the first reading come before.
    after: int


@dataclass(frozen=True, slots=True)
class ToSettle:
    """A heap laid out for whoever settles it: what stands, and what is asked."""

    heap: Heap
    readers: tuple[str, ...]
    # One a slot: what all agree on, or ``None`` where there is a question.
    stands: tuple[Seen | None, ...]
    questions: tuple[Question, ...]
    compared: tuple[Comparison, ...]

    def is_unheard(self, question: Question, typed: Typed) -> bool:
        """Whether an answer is what none of several readings has made of the paper."""
        if not self.compared:
            return False
        slate = slate_terms(self.heap.batch.poll)
        heard = {
            shown(each.reading, each.doubt, slate) for each in question.readings if each
        }
        return bool(heard) and shown(typed.reading, typed.doubt, slate) not in heard

    @property
    def digest(self) -> str:
        """Whoever settles says which questions he has seen."""
        entries = [*self.heap.read.values(), self.heap.settled]
        return " ".join(str(each.pk) for each in entries if each)


def to_settle(heap: Heap) -> ToSettle:
    """Lay out a heap whose readings differ, or whose papers were sent back."""
    standing = heap.standing
    if standing is not None:
        return _sent_back(heap, standing)
    slate = slate_terms(heap.batch.poll)
    read = ballots_of_each(heap.read.values())
    seen = [read.get(entry.pk, []) for entry in heap.read.values()]
    laid, compared = _side_by_side(heap, read, slate)
    if all(slot.agreed for slot in laid):
        # All read the same, but not as many papers as the batch has: which is wrong?
        laid = [Slot(agreed=False, places=slot.places) for slot in laid]
    return _laid(heap, tuple(heap.readers), seen, laid, compared)


def _sent_back(heap: Heap, standing: Entry) -> ToSettle:
    """Ask of the papers that the check found otherwise; without a list, of all."""
    seen = list(ballots_of(standing))
    check = standing.check_made
    asked = set(check.wrong) or {each.position for each in seen}
    laid = [Slot(each.position not in asked, (n,)) for n, each in enumerate(seen, 1)]
    by = standing.by.full_name if standing.by else "–"
    return _laid(heap, (by,), [seen], laid, ())


def _laid(
    heap: Heap,
    readers: tuple[str, ...],
    seen: list[list[Seen]],
    laid: list[Slot],
    compared: tuple[Comparison, ...],
) -> ToSettle:
    def at(number: int, place: int | None) -> Seen | None:
        return None if place is None else seen[number][place - 1]

    stands = tuple(at(0, slot.places[0]) if slot.agreed else None for slot in laid)
    before = list(accumulate((slot.places[0] is not None for slot in laid), initial=0))
    questions = tuple(
        Question(
            n,
            tuple(at(of, place) for of, place in enumerate(slot.places)),
            slot.places[0],
            before[n - 1],
        )
        for n, slot in enumerate(laid, start=1)
        if not slot.agreed
    )
    return ToSettle(heap, readers, stands, questions, compared)
