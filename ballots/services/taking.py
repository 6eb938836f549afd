"""A batch is taken by one operator, and given up when he does not end it."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Ballot, Batch, Entry, JournalLine
from ballots.queries import entry as reads
from ballots.queries.heaps import Due, Heap, heap_of
from ballots.rules import journal
from ballots.rules.journal import Act
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


@transaction.atomic
def take_batch(batch_id: str, *, by: User, at: datetime) -> Entry:
    """Begin an entry. Whoever has it open already goes on with it.

    After papers were sent back what was read stands again, but for those to be read
    anew.
    """
    batch = locked_batch(batch_id)
    heap = heap_of(batch)
    if heap.open and heap.open.by_id == by.pk and heap.due is not Due.NOTHING:
        return heap.open
    _refuse_not_due(heap)
    _refuse_second_heap(batch, by)
    _refuse_second_reading(heap, by)
    refuse_outside_hands(batch.poll, by, at)
    entry = Entry.objects.create(
        batch=batch,
        number=len(heap.entries) + 1,
        reading=heap.missing or 1,
        by=by,
    )
    # Of several readings each is blind; one alone goes on from what was sent back.
    if heap.wanted == 1 and heap.read:
        _copy(heap.read[1], entry, by)
    return entry


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
    )
    return entry


def _refuse_not_due(heap: Heap) -> None:
    if heap.due is Due.NOTHING:
        raise NotToEnter(_("Tập này đã khớp với phiếu."))
    if heap.open:
        raise NotToEnter(_("Người khác vừa nhận tập này. Hãy nhận tập khác."))
    if heap.due is Due.CHECK:
        raise NotToEnter(_("Tập này đã nhập xong, đang chờ đối chiếu."))
    if heap.due is Due.SETTLE:
        raise NotToEnter(
            _("Các lần nhập của tập này khác nhau, đang chờ người thứ ba quyết định.")
        )


def _refuse_second_reading(heap: Heap, by: User) -> None:
    if heap.wanted > 1 and any(
        each.by and is_one_person(each.by, by) for each in heap.read.values()
    ):
        raise NotToEnter(
            _("Bạn đã nhập tập này. Người khác nhập lần tiếp; hãy nhận tập khác.")
        )


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
