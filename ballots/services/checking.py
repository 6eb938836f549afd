"""Somebody else compares a finished entry with the papers; he edits nothing."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Batch, Entry, EntryCheck
from ballots.queries import entry as reads
from ballots.queries.heaps import Due, heap_of
from ballots.services.batches import refuse_unless_open
from ballots.services.board import refuse_outside_board
from core.audit import trail
from core.errors import Refused
from core.models import User
from core.services import is_one_person


class NothingToCheck(Refused):
    """The entry is not finished, is checked already, or is not the last one."""


class OwnReading(Refused):
    """Nobody checks what he has read himself."""


class NotSaidWhat(Refused):
    """The entry differs, but nobody said where or how."""


class NotAllCompared(Refused):
    """Who compares has not said that he has seen as many papers as the batch has."""


class NotAgreed(Refused):
    """The batch has no agreement to take back."""


@transaction.atomic
def check_entry(
    entry_id: str,
    *,
    wrong: Collection[int],
    note: str,
    compared: int,
    by: User,
    at: datetime,
) -> EntryCheck:
    """Say that an entry agrees with the papers, or at which positions it does not.

    ``compared`` is how many papers he says to have compared; to agree it takes all.
    A note alone sends the batch back as well. Said again by the same person, the first
    saying stands.
    """
    batch = _locked(str(Entry.objects.values_list("batch").get(pk=entry_id)[0]))
    known = EntryCheck.objects.filter(entry__pk=entry_id, by=by).first()
    if known:
        return known
    heap = heap_of(batch)
    entry = heap.standing if heap.due is Due.CHECK and not heap.open else None
    if entry is None or str(entry.pk) != str(entry_id):
        raise NothingToCheck(_("Tập này không còn chờ đối chiếu."))
    refuse_own(batch, by, settled=True)
    refuse_outside_board(batch.poll, by)
    if any(not 1 <= position <= batch.papers for position in wrong):
        raise NotSaidWhat(_("Tập này có %(papers)s tờ.") % {"papers": batch.papers})
    agrees = not wrong and not note
    if agrees and compared != batch.papers:
        raise NotAllCompared(
            _("Tập này có %(papers)s tờ. Hãy so đủ từng tờ rồi ghi số tờ đã so.")
            % {"papers": batch.papers}
        )
    check = EntryCheck.objects.create(
        entry=entry, agrees=agrees, wrong=sorted(wrong), note=note, by=by, at=at
    )
    if agrees:
        batch.agreed = entry
        batch.save(update_fields=["agreed"])
    trail.record(
        "ballots.entry_agreed" if agrees else "ballots.entry_sent_back",
        subject=entry,
        scope=queries.scope_of(batch.poll),
        actor=by,
        at=at,
        papers=batch.papers,
        compared=compared,
        journal_digest=entry.journal_digest,
    )
    return check


@transaction.atomic
def take_back_agreement(batch_id: str, *, reason: str, by: User, at: datetime) -> Batch:
    """Have a batch entered again that agreed, before the count begins."""
    batch = _locked(batch_id)
    if batch.agreed is None:
        raise NotAgreed(_("Tập này chưa khớp, không có gì để gỡ."))
    refuse_outside_board(batch.poll, by)
    digest = batch.agreed.journal_digest
    batch.agreed = None
    batch.save(update_fields=["agreed"])
    trail.record(
        "ballots.agreement_taken_back",
        subject=batch,
        scope=queries.scope_of(batch.poll),
        actor=by,
        at=at,
        journal_digest=digest,
        reason=reason,
    )
    return batch


def refuse_own(batch: Batch, by: User, *, settled: bool = False) -> None:
    """Refuse whoever has read papers of this batch, by whichever account.

    ``settled`` refuses whoever settled what readings differ on as well: nobody checks
    his own entry (design: people).
    """
    if any(each.by and is_one_person(each.by, by) for each in reads.readings(batch)):
        raise OwnReading(
            _("Bạn đã nhập tập này. Hãy để người khác đối chiếu với phiếu.")
        )
    if settled and any(
        each.by and is_one_person(each.by, by) for each in reads.settlings(batch)
    ):
        raise OwnReading(
            _(
                "Bạn đã xác định các tờ khác nhau của tập này. Hãy để thành viên khác "
                "của ban đối chiếu với phiếu."
            )
        )


def _locked(batch_id: str) -> Batch:
    poll = queries.locked(str(Batch.objects.values_list("poll").get(pk=batch_id)[0]))
    refuse_unless_open(poll)
    batch = Batch.objects.select_related("agreed").get(pk=batch_id)
    batch.poll = poll
    return batch
