"""An entry ends when each paper of its batch is in it, or the board counts again."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Batch, Entry
from ballots.queries import entry as reads
from ballots.rules import fingerprint, journal
from ballots.rules.journal import Line
from ballots.services.batches import MOST
from ballots.services.open_entry import locked_batch_of, locked_entry
from core.audit import trail
from core.errors import Refused
from core.models import User


class NotAllEntered(Refused):
    """Papers of the batch are missing, or there are too many."""


class JournalBroken(Refused):
    """The journal of an entry does not tell its ballots."""


@transaction.atomic
def end_entry(entry_id: str, *, by: User, at: datetime) -> Entry:
    """End an entry when each paper of the batch is in it; it never changes again."""
    finished = Entry.objects.filter(pk=entry_id, by=by).exclude(digest="").first()
    if finished:
        return finished
    batch = locked_batch_of(entry_id)
    entry = locked_entry(entry_id, by)
    seen = reads.seen_of(entry)
    if [each.position for each in seen] != list(range(1, entry.batch.papers + 1)):
        raise NotAllEntered(
            _(
                "Tập có %(papers)s tờ, đã lưu %(saved)s tờ. Hãy nhập đủ, hoặc báo số "
                "tờ nếu tập giấy có số tờ khác."
            )
            % {"papers": entry.batch.papers, "saved": len(seen)}
        )
    return close_entry(entry, batch, act="ballots.entry_finished", at=at)


def close_entry(entry: Entry, batch: Batch, *, act: str, at: datetime) -> Entry:
    """Digest an entry and its journal; from now on neither changes."""
    lines = reads.journal_of(entry)
    _refuse_untold(lines, reads.contents(entry))
    digest = hashlib.sha256()
    for each in reads.seen_of(entry):
        digest.update(fingerprint.line(each.reading, each.doubt))
    entry.batch = batch
    entry.digest = digest.hexdigest()
    entry.journal_digest = journal.digest(lines)
    entry.finished_at = at
    entry.save(update_fields=["digest", "journal_digest", "finished_at"])
    Batch.objects.filter(pk=entry.batch_id).update(found=None, found_note="")
    trail.record(
        act,
        subject=entry,
        scope=queries.scope_of(batch.poll),
        actor=entry.by,
        at=at,
        papers=entry.batch.papers,
        reading=entry.reading,
        journal_digest=entry.journal_digest,
    )
    return entry


@transaction.atomic
def report_papers(
    entry_id: str, *, found: int, note: str, by: User, at: datetime
) -> Batch:
    """Tell the board that the heap has other papers than it was counted off with."""
    batch = locked_batch_of(entry_id)
    locked_entry(entry_id, by)
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


def _refuse_untold(lines: list[Line], shown: dict[int, str]) -> None:
    """From the journal alone the entry can be built again, or it does not count."""
    if journal.rebuilt(lines) != shown:
        raise JournalBroken(
            _(
                "Nhật ký nhập phiếu không dựng lại được đúng các tờ đã lưu, nên tập "
                "chưa kết thúc. Hãy báo thành viên ban kiểm phiếu đóng dở dang lần "
                "nhập này để nhập lại."
            )
        )
