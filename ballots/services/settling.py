"""Blind readings of a batch differ: somebody who read none decides over the paper.

He says of each paper in question what it shows, in the words of entry, or that the heap
has no such paper. Nothing is made equal by choosing one of the readings: what he typed
becomes an entry of its own, and the readings stay as they were.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ballots import labels
from ballots.models import Ballot, Batch, Entry, JournalLine, Poll
from ballots.queries import Seen
from ballots.queries import entry as reads
from ballots.queries.board import seat_of
from ballots.queries.heaps import SETTLED, Due, ToSettle, heap_of, to_settle
from ballots.rules import journal
from ballots.rules.command import Mistyped, Typed, understand
from ballots.rules.journal import Act
from ballots.rules.sheet import Sheet
from ballots.services.board import refuse_outside_board
from ballots.services.checking import refuse_own
from ballots.services.ending import close_entry
from ballots.services.open_entry import ballot_of, locked_batch
from core.errors import ChangedMeanwhile, Refused
from core.models import User

LOOK_AGAIN: Final = _lazy(
    "Không lần nhập nào đọc như vậy. Hãy nhìn lại tờ phiếu giấy rồi gõ lại."
)
# Typed where the heap has no paper that one of the readings has.
NO_PAPER = "x"


class NothingToSettle(Refused):
    """The readings agree, are not all there, or are settled already."""


class NotAllSettled(Refused):
    """Some papers in question are not answered, or not readably; by their slot."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(_("Còn tờ chưa xác định được."))
        self.faults = dict(faults)


class HeadDoesNotSettle(Refused):
    """Whoever confirms the result enters nothing, and settling is an entry."""


class OtherNumberOfPapers(Refused):
    """What is left is not as many papers as the batch has."""


@transaction.atomic
def settle_batch(
    batch_id: str,
    answers: Mapping[int, str],
    *,
    seen: str,
    again: Collection[int] = (),
    by: User,
    at: datetime,
) -> Entry:
    """Settle a batch: one answer for each slot in question, as typed at entry.

    ``seen`` is the digest of the readings that were looked at. An answer that none of
    the readings gave is asked for once more: of one look alone, an error of his would
    stand where both readers were right (tally 1.6). ``again`` are the slots of which he
    has looked at the paper twice.

    Raises:
        HeadDoesNotSettle: he is to confirm the result.
        NothingToSettle: there is no question.
        ChangedMeanwhile: somebody has settled it, or read it anew.
        NotAllSettled: an answer is missing or cannot be read; nothing is saved.
        OtherNumberOfPapers: the heap would have more or fewer papers than counted.
    """
    batch = locked_batch(batch_id)
    heap = heap_of(batch)
    if heap.due is not Due.SETTLE:
        raise NothingToSettle(_("Tập này không còn tờ nào phải xác định."))
    refuse_own(batch, by)
    refuse_outside_board(batch.poll, by)
    refuse_head(batch.poll, by)
    asked = to_settle(heap)
    if seen != asked.digest:
        raise ChangedMeanwhile
    papers = _papers(asked, answers, again, reads.sheet_of(batch.poll))
    if len(papers) != batch.papers:
        raise OtherNumberOfPapers(
            _(
                "Theo các câu trả lời, tập có %(left)s tờ, nhưng tập được đếm là "
                "%(papers)s tờ. Hãy xem lại tờ nào không có trong tập (gõ x), hoặc đếm "
                "lại tập."
            )
            % {"left": len(papers), "papers": batch.papers}
        )
    return _write(batch, papers, number=len(heap.entries) + 1, by=by, at=at)


def refuse_head(poll: Poll, by: User) -> None:
    """Leave settling to the members: the head confirms, and so enters nothing."""
    seat = seat_of(by, poll)
    if seat is not None and seat.is_head:
        raise HeadDoesNotSettle(
            _(
                "Trưởng ban chốt kết quả nên không xác định phiếu thay người nhập. Hãy "
                "để một thành viên của ban chưa nhập tập này làm."
            )
        )


def _papers(
    asked: ToSettle,
    answers: Mapping[int, str],
    again: Collection[int],
    sheet: Sheet,
) -> list[Seen | Typed]:
    """Return what each paper of the heap shows, in order."""
    questions = {each.slot: each for each in asked.questions}
    faults: dict[int, str] = {}
    papers: list[Seen | Typed] = []
    for slot, stands in enumerate(asked.stands, start=1):
        if stands is not None:
            papers.append(stands)
            continue
        answer = answers.get(slot, "").strip()
        if answer.lower() == NO_PAPER:
            continue
        try:
            typed = understand(answer, sheet)
        except Mistyped as mistyped:
            faults[slot] = labels.slip(mistyped)
            continue
        if slot not in again and asked.is_unheard(questions[slot], typed):
            faults[slot] = str(LOOK_AGAIN)
        papers.append(typed)
    if faults:
        raise NotAllSettled(faults)
    return papers


def _write(
    batch: Batch,
    papers: list[Seen | Typed],
    *,
    number: int,
    by: User,
    at: datetime,
) -> Entry:
    """Store the entry that settles a batch, its journal, and close it."""
    entry = Entry.objects.create(batch=batch, number=number, reading=SETTLED, by=by)
    Ballot.objects.bulk_create(
        ballot_of(entry, position, paper.reading, paper.doubt)
        for position, paper in enumerate(papers, start=1)
    )
    JournalLine.objects.bulk_create(
        JournalLine(
            entry=entry,
            sequence=position,
            position=position,
            act=Act.SAVED.value,
            content=journal.content(paper.reading, paper.doubt),
            key=uuid.uuid4(),
            by=by,
        )
        for position, paper in enumerate(papers, start=1)
    )
    return close_entry(entry, batch, act="ballots.batch_settled", at=at)
