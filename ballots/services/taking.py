"""A batch is taken by one operator, and given up when he does not end it."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Ballot, Batch, Entry, JournalLine, Poll, Station
from ballots.queries import entry as reads
from ballots.queries.heaps import BatchState, Due, Heap, heap_of, heaps
from ballots.rules import journal
from ballots.rules.comparison import MOST_READINGS
from ballots.rules.journal import Act
from ballots.services.batches import refuse_unless_open
from ballots.services.board import refuse_outside_board, refuse_outside_hands
from ballots.services.open_entry import (
    EntryClosed,
    ballot_of,
    locked_batch,
    locked_batch_of,
)
from core.audit import trail
from core.errors import Refused
from core.models import User
from core.services import is_one_person


class NotToEnter(Refused):
    """Nobody enters this batch now, or somebody else does."""


class NothingFree(Refused):
    """Every batch is being read, has been by this person, or agrees."""


@transaction.atomic
def take_batch(batch_id: str, *, by: User, at: datetime, machine: str = "") -> Entry:
    """Begin an entry. Whoever has it open already goes on with it, here.

    After papers were sent back what was read stands again, but for those to be read
    anew. ``machine`` is the mark of the browser; without one it is typed by no screen.
    """
    batch = locked_batch(batch_id)
    heap = heap_of(batch)
    refuse_outside_hands(batch.poll, by, at)
    station = _station(batch.poll, machine, at)
    if heap.open and heap.open.by_id == by.pk and heap.due is not Due.NOTHING:
        return _go_on(heap, heap.open, station)
    if fault := _fault(heap, by, station):
        raise NotToEnter(fault)
    _refuse_second_heap(batch, by)
    entry = Entry.objects.create(
        batch=batch,
        number=len(heap.entries) + 1,
        reading=heap.missing or 1,
        by=by,
        station=station,
        taken_at=at,
    )
    # Of several readings each is blind; one alone goes on from what was sent back.
    if heap.wanted == 1 and heap.read:
        _copy(heap.read[1], entry, by)
    return entry


@transaction.atomic
def take_next_batch(
    poll_id: str, *, by: User, at: datetime, machine: str = ""
) -> Entry:
    """Begin the entry that comes next for this person: sent back, half read, new.

    Whoever has a batch open goes on with it.

    Raises:
        NothingFree: there is none for him now.
    """
    poll = queries.locked(poll_id)
    refuse_unless_open(poll)
    refuse_outside_hands(poll, by, at)
    station = _station(poll, machine, at)
    rows = sorted(heaps(poll), key=_turn)
    own = [each for each in rows if each.open and each.open.by_id == by.pk]
    free = own or [each for each in rows if not _fault(each, by, station)]
    if not free:
        raise NothingFree(
            _(
                "Bây giờ không còn tập nào để bạn nhập ở máy này: các tập đã có người "
                "nhập, bạn đã nhập rồi, hoặc phải nhập ở máy khác. Hãy báo ban kiểm "
                "phiếu để đối chiếu."
            )
        )
    return take_batch(str(free[0].batch.pk), by=by, at=at, machine=machine)


@transaction.atomic
def abandon_entry(entry_id: str, *, reason: str, by: User, at: datetime) -> Entry:
    """Close an entry that nobody will finish; it stays as a trace and never counts."""
    batch = locked_batch_of(entry_id)
    refuse_outside_board(batch.poll, by)
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    if entry.finished_at is not None:
        if not entry.digest:
            return entry
        raise EntryClosed(_("Tập này vừa được nhập xong."))
    entry.finished_at = at
    entry.save(update_fields=["finished_at"])
    Batch.objects.filter(pk=entry.batch_id).update(found=None, found_note="")
    trail.record(
        "ballots.entry_abandoned",
        subject=entry,
        scope=queries.scope_of(entry.batch.poll),
        actor=by,
        at=at,
        reason=reason,
        # What was typed so far stays as a trace that nobody can write anew.
        journal_digest=journal.digest(reads.journal_of(entry)),
    )
    return entry


def _turn(heap: Heap) -> tuple[bool, int, int]:
    """Batches sent back come first, then those that others have read already."""
    is_new = heap.state is not BatchState.RETURNED
    return is_new, -len(heap.read), heap.batch.number


def _fault(heap: Heap, by: User, station: Station | None) -> str:
    """Return why this person may not begin to read a batch here; nothing if he may."""
    if heap.due is Due.NOTHING:
        return _("Tập này đã khớp với phiếu.")
    if heap.open:
        return _("Người khác vừa nhận tập này. Hãy nhận tập khác.")
    if heap.due is Due.CHECK:
        return _("Tập này đã nhập xong, đang chờ đối chiếu.")
    if heap.due is Due.SETTLE:
        return _("Các lần nhập của tập này khác nhau, chờ người thứ ba xác định.")
    if heap.wanted > 1 and any(
        each.by and is_one_person(each.by, by) for each in heap.read.values()
    ):
        return _("Bạn đã nhập tập này. Người khác nhập lần tiếp; hãy nhận tập khác.")
    return _fault_of_machine(heap, station, heap.read.values())


def _fault_of_machine(
    heap: Heap, station: Station | None, others: Iterable[Entry]
) -> str:
    """Three readings are typed at three machines, none of which errs like another."""
    if heap.wanted < MOST_READINGS:
        return ""
    if station is None:
        return _(
            "Không biết tập được nhập ở máy nào. Hãy nhận tập từ trang nhập phiếu."
        )
    if any(each.station_id == station.pk for each in others):
        return _(
            "Tập này đã nhập ở máy này. Ba lần nhập phải ở ba máy khác nhau: hãy nhận "
            "tập khác, hoặc sang máy khác."
        )
    return ""


def _go_on(heap: Heap, entry: Entry, station: Station | None) -> Entry:
    """Go on with one's own entry, where one sits now."""
    if station is None or entry.station_id == station.pk:
        return entry
    if fault := _fault_of_machine(heap, station, heap.read.values()):
        raise NotToEnter(fault)
    entry.station = station
    entry.save(update_fields=["station"])
    return entry


def _station(poll: Poll, machine: str, at: datetime) -> Station | None:
    """Return the machine by its mark; one that was not seen before gets a number."""
    if not machine:
        return None
    known = Station.objects.filter(body=poll.election.body_id, mark=machine)
    while not (found := known.first()):
        of_body = Station.objects.filter(body=poll.election.body_id)
        last = of_body.aggregate(last=Max("number"))["last"] or 0
        # Polls of one body are locked one by one: another may give the number first.
        Station.objects.bulk_create(
            [
                Station(
                    body_id=poll.election.body_id,
                    number=last + 1,
                    mark=machine,
                    since=at,
                )
            ],
            ignore_conflicts=True,
        )
    return found


def _refuse_second_heap(batch: Batch, by: User) -> None:
    if reads.has_open_entry(by, batch.poll):
        raise NotToEnter(
            _("Bạn đang nhập dở một tập khác. Hãy nhập xong tập đó trước.")
        )


def _copy(former: Entry, entry: Entry, by: User) -> None:
    """Let what was read before stand again, but for the papers to be read anew."""
    check = getattr(former, "check_made", None)
    wrong = set(check.wrong) if check else set()
    stand = [
        seen
        for seen in reads.seen_of(former)
        if seen.position not in wrong and seen.position <= entry.batch.papers
    ]
    Ballot.objects.bulk_create(
        ballot_of(entry, seen.position, seen.reading, seen.doubt) for seen in stand
    )
    JournalLine.objects.bulk_create(
        JournalLine(
            entry=entry,
            sequence=sequence,
            position=seen.position,
            act=Act.SAVED.value,
            content=journal.content(seen.reading, seen.doubt),
            key=uuid.uuid4(),
            by=by,
        )
        for sequence, seen in enumerate(stand, start=1)
    )
