"""A batch is read by one operator: paper by paper, each saved before the next opens.

Saving writes the batch's journal, which has an order and no clock; the audit trail
hears of an entry once, when it is finished or given up (design: secrecy).
"""

import hashlib
import uuid
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ballots import labels, queries
from ballots.models import (
    Ballot,
    Batch,
    Entry,
    JournalLine,
    Withdrawal,
)
from ballots.queries import entry as reads
from ballots.rules import journal
from ballots.rules.ballot import Reading
from ballots.rules.command import Mistyped, Mode, Typed, understand
from ballots.rules.doubts import Doubt
from ballots.rules.journal import Act
from ballots.rules.stages import Stage
from ballots.services.batches import MOST, refuse_unless_open
from ballots.services.board import refuse_own_list
from core.audit import trail
from core.errors import Refused
from core.models import User

MARKS = ("struck", "kept", "agree", "disagree", "defect", "decision", "doubt", "copies")


class NotToEnter(Refused):
    """Nobody enters this batch now, or somebody else does."""


class EntryClosed(Refused):
    """The entry is finished, given up, or the box is not open."""


class StaleScreen(Refused):
    """Another screen has saved since this one was drawn: nothing is overwritten."""


class ShownOtherwise(Refused):
    """The screen showed other marks than the portal reads from what was typed."""


class AsksFirst(Refused):
    """A number was typed twice, and nobody said that it was meant so."""


class NoSuchPaper(Refused):
    """The batch has no paper at this position."""


class NotAllEntered(Refused):
    """Papers of the batch are missing, or there are too many."""


class Slipped(Refused):
    """What was typed cannot be read."""


class Typing(NamedTuple):
    """What a screen sends for one paper. ``shown`` is what it had on it."""

    position: int
    command: str
    mode: Mode
    key: UUID
    # The journal as the screen knows it; the last line it has heard of.
    sequence: int
    shown: str | None = None
    is_sure: bool = False


class Saved(NamedTuple):
    """What was saved, and how far the journal has come."""

    position: int
    content: str
    sequence: int
    upcoming: int | None


@transaction.atomic
def take_batch(batch_id: str, *, by: User, at: datetime) -> Entry:
    """Begin an entry. Whoever has it open already goes on with it.

    After papers were sent back what was read stands again, but for those to be read
    anew.
    """
    batch = _locked_batch(batch_id)
    if batch.agreed_id is not None:
        raise NotToEnter(_("Tập này đã khớp với phiếu."))
    last = Entry.objects.filter(batch=batch).order_by("-number").first()
    if last and last.finished_at is None:
        if last.by_id == by.pk:
            return last
        raise NotToEnter(_("Người khác vừa nhận tập này. Hãy nhận tập khác."))
    if reads.waits_for_check(batch):
        raise NotToEnter(_("Tập này đã nhập xong, đang chờ đối chiếu."))
    _refuse_second_heap(batch, by)
    refuse_own_list(batch.poll, by)
    former = reads.last_finished(batch)
    entry = Entry.objects.create(
        batch=batch, number=last.number + 1 if last else 1, by=by
    )
    if former:
        _copy(former, entry, by)
    return entry


@transaction.atomic
def save_ballot(entry_id: str, typing: Typing, *, by: User) -> Saved:
    """Save what one paper shows. Sent again with its key, it is saved once."""
    entry = _locked_entry(entry_id, by)
    last, known = reads.journal_so_far(entry, key=typing.key)
    if known is None and last != typing.sequence:
        raise StaleScreen(
            _(
                "Màn hình khác vừa lưu phiếu của tập này, nên chưa ghi gì. Hãy xem lại "
                "tờ đang mở rồi bấm Enter lần nữa."
            )
        )
    typed = _read(entry, typing)
    written = journal.content(typed.reading, typed.doubt)
    _refuse_otherwise(typing, known, written)
    saved = set(reads.positions(entry))
    if known is None:
        last += 1
        act = Act.RETAKEN if typing.position in saved else Act.SAVED
        _write(entry, typing, typed, JournalLine(sequence=last, act=act.value, by=by))
    upcoming = reads.next_position(saved | {typing.position}, entry.batch.papers)
    return Saved(typing.position, written, last, upcoming)


@transaction.atomic
def remove_surplus(entry_id: str, *, by: User) -> list[int]:
    """Take out ballots at positions that the batch no longer has."""
    entry = _locked_entry(entry_id, by)
    extra = Ballot.objects.filter(entry=entry, position__gt=entry.batch.papers)
    gone = list(extra.order_by("position").values_list("position", flat=True))
    last = reads.last_sequence(entry)
    extra.delete()
    JournalLine.objects.bulk_create(
        JournalLine(
            entry=entry,
            sequence=last + number,
            position=position,
            act=Act.REMOVED.value,
            key=uuid.uuid4(),
            by=by,
        )
        for number, position in enumerate(gone, start=1)
    )
    return gone


@transaction.atomic
def end_entry(entry_id: str, *, by: User, at: datetime) -> Entry:
    """End an entry when each paper of the batch is in it; it never changes again."""
    finished = Entry.objects.filter(pk=entry_id, by=by).exclude(digest="").first()
    if finished:
        return finished
    batch = _locked_batch_of(entry_id)
    entry = _locked_entry(entry_id, by)
    seen = reads.seen_of(entry)
    if [each.position for each in seen] != list(range(1, entry.batch.papers + 1)):
        raise NotAllEntered(
            _(
                "Tập có %(papers)s tờ, đã lưu %(saved)s tờ. Hãy nhập đủ, hoặc báo số "
                "tờ nếu tập giấy có số tờ khác."
            )
            % {"papers": entry.batch.papers, "saved": len(seen)}
        )
    digest = hashlib.sha256()
    for each in seen:
        digest.update(queries.digest_line(each.reading, each.doubt))
    entry.batch = batch
    entry.digest = digest.hexdigest()
    entry.journal_digest = _journal_digest(entry)
    entry.finished_at = at
    entry.save(update_fields=["digest", "journal_digest", "finished_at"])
    Batch.objects.filter(pk=entry.batch_id).update(found=None, found_note="")
    trail.record(
        "ballots.entry_finished",
        subject=entry,
        scope=queries.scope_of(batch.poll),
        actor=by,
        at=at,
        papers=entry.batch.papers,
        journal_digest=entry.journal_digest,
    )
    return entry


@transaction.atomic
def report_papers(
    entry_id: str, *, found: int, note: str, by: User, at: datetime
) -> Batch:
    """Tell the board that the heap has other papers than it was counted off with."""
    batch = _locked_batch_of(entry_id)
    _locked_entry(entry_id, by)
    if found == batch.papers or not 0 < found <= MOST:
        raise NotAllEntered(
            _("Tập được ghi %(papers)s tờ. Chỉ báo khi đếm được số khác.")
            % {"papers": batch.papers}
        )
    batch.found, batch.found_note = found, note
    batch.save(update_fields=["found", "found_note"])
    trail.record(
        "ballots.batch_miscounted",
        subject=batch,
        scope=queries.scope_of(batch.poll),
        actor=by,
        at=at,
        papers=batch.papers,
        found=found,
        reason=note,
    )
    return batch


@transaction.atomic
def abandon_entry(entry_id: str, *, reason: str, by: User, at: datetime) -> Entry:
    """Close an entry that nobody will finish; it stays as a trace and never counts."""
    _locked_batch_of(entry_id)
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


# --- locks ------------------------------------------------------------------------


def _locked_batch(batch_id: str) -> Batch:
    """Lock the poll, then nobody else takes, ends or counts off batches of it."""
    poll = queries.locked(str(Batch.objects.values_list("poll").get(pk=batch_id)[0]))
    refuse_unless_open(poll)
    batch = Batch.objects.get(pk=batch_id)
    batch.poll = poll
    return batch


def _locked_batch_of(entry_id: str) -> Batch:
    return _locked_batch(str(Entry.objects.values_list("batch").get(pk=entry_id)[0]))


def _locked_entry(entry_id: str, by: User) -> Entry:
    """Return an open entry of this person that no other screen of his saves to.

    An open entry keeps its batch from agreeing and so its poll from being entered.
    Every save comes by here, so it asks for no more than it needs.
    """
    entry = (
        Entry.objects.select_for_update(of=("self",))
        .select_related("batch__poll")
        .only(
            *("number", "by_id", "digest", "finished_at", "batch__papers"),
            *("batch__poll__stage", "batch__poll__layout"),
        )
        .annotate(
            is_withdrawn=Exists(Withdrawal.objects.filter(poll=OuterRef("batch__poll")))
        )
        .get(pk=entry_id, by=by)
    )
    is_open = entry.finished_at is None and not entry.is_withdrawn
    if not is_open or entry.batch.poll.stage != Stage.BOX_OPENED:
        raise EntryClosed(
            _("Lần nhập này đã đóng, không lưu thêm được. Hãy về trang các tập phiếu.")
        )
    return entry


# --- who may ----------------------------------------------------------------------


def _refuse_second_heap(batch: Batch, by: User) -> None:
    if reads.has_open_entry(by, batch.poll):
        raise NotToEnter(
            _("Bạn đang nhập dở một tập khác. Hãy nhập xong tập đó trước.")
        )


# --- one paper --------------------------------------------------------------------


def _read(entry: Entry, typing: Typing) -> Typed:
    if not 1 <= typing.position <= entry.batch.papers:
        raise NoSuchPaper(
            _("Tập này có %(papers)s tờ.") % {"papers": entry.batch.papers}
        )
    sheet = reads.sheet_of(entry.batch.poll)
    try:
        typed = understand(typing.command, sheet, mode=typing.mode)
    except Mistyped as mistyped:
        raise Slipped(labels.slip(mistyped)) from None
    if typed.repeated and not typing.is_sure:
        numbers = ", ".join(map(str, typed.repeated))
        raise AsksFirst(
            _("Số %(numbers)s được gõ hai lần. Nếu đúng là vậy, bấm Enter lần nữa.")
            % {"numbers": numbers}
        )
    return typed


def _refuse_otherwise(
    typing: Typing, known: tuple[int, str] | None, written: str
) -> None:
    is_same = known in (None, (typing.position, written))
    if not is_same or typing.shown not in (None, written):
        raise ShownOtherwise(
            _("Màn hình hiện khác với điều cổng đọc được, nên chưa ghi. Hãy tải lại.")
        )


def _write(entry: Entry, typing: Typing, typed: Typed, line: JournalLine) -> None:
    Ballot.objects.bulk_create(
        [_ballot(entry, typing.position, typed.reading, typed.doubt)],
        update_conflicts=True,
        unique_fields=["entry", "position"],
        update_fields=MARKS,
    )
    line.entry, line.position, line.key = entry, typing.position, typing.key
    line.content = journal.content(typed.reading, typed.doubt)
    line.save(force_insert=True)


def _ballot(
    entry: Entry, position: int, reading: Reading, doubt: Doubt | None
) -> Ballot:
    return Ballot(entry=entry, position=position, doubt=doubt, **reading._asdict())


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
        _ballot(entry, seen.position, seen.reading, seen.doubt) for seen in stand
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


def _journal_digest(entry: Entry) -> str:
    rows = JournalLine.objects.filter(entry=entry).order_by("sequence")
    columns = rows.values_list("sequence", "position", "act", "content", "key")
    return journal.digest(
        journal.Line(sequence, position, Act(act), content, str(key))
        for sequence, position, act, content, key in columns
    )
