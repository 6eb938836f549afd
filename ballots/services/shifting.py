"""Papers move by one place when one was passed over, or typed twice.

Nobody types the others again; the journal tells what moved, and moves them likewise.
"""

import uuid

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from ballots.models import Ballot, Entry, JournalLine
from ballots.queries import entry as reads
from ballots.rules.journal import Act
from ballots.rules.shifting import Shift, shift_of
from ballots.services.entering import AsksFirst, Saved, ShownOtherwise, Typing
from ballots.services.open_entry import locked_entry, refuse_stale
from core.errors import Refused
from core.models import User

# Beyond every position: rows pass by here, as no two ever share a place.
FAR = 1_000_000


class NothingToMove(Refused):
    """From this position on nothing is saved."""


class NoRoom(Refused):
    """The last paper would be pushed out of the heap."""


@transaction.atomic
def shift_papers(entry_id: str, typing: Typing, *, by: User) -> Saved:
    """Make room for a paper, or take one out. Sent again with its key, it is done once.

    Raises:
        NothingToMove, NoRoom: it cannot be done, with what to do instead.
        AsksFirst: a saved paper would go, and nobody said that it was meant so.
    """
    entry = locked_entry(entry_id, by)
    shift = shift_of(typing.command, at=typing.position)
    if shift is None:
        raise ShownOtherwise(_("Hãy tải lại trang."))
    last, known = reads.journal_so_far(entry, key=typing.key)
    if known is None:
        refuse_stale(last, typing.sequence)
        _refuse_impossible(entry, shift, is_sure=typing.is_sure)
        _move(entry, shift)
        last += 1
        JournalLine.objects.create(
            entry=entry,
            sequence=last,
            position=shift.position,
            act=shift.act.value,
            key=typing.key,
            by=by,
        )
    elif known[1:] != (shift.position, ""):
        raise ShownOtherwise(_("Hãy tải lại trang."))
    upcoming = reads.next_position(reads.positions(entry), entry.batch.papers)
    if shift.act is Act.INSERTED:
        upcoming = shift.position
    own = last if known is None else known.sequence
    return Saved(shift.position, "", own, upcoming)


@transaction.atomic
def remove_surplus(entry_id: str, *, by: User) -> list[int]:
    """Take out ballots at positions that the batch no longer has."""
    entry = locked_entry(entry_id, by)
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


def _refuse_impossible(entry: Entry, shift: Shift, *, is_sure: bool) -> None:
    saved = reads.positions(entry)
    if shift.position < 1 or not any(each >= shift.position for each in saved):
        raise NothingToMove(
            _("Từ tờ %(position)s trở đi chưa lưu tờ nào nên không có gì để dời.")
            % {"position": shift.position}
        )
    if shift.act is Act.INSERTED and saved[-1] >= entry.batch.papers:
        raise NoRoom(
            _(
                "Tập có %(papers)s tờ và tờ cuối đã lưu, không còn chỗ chèn. Nếu có tờ "
                "nhập hai lần, hãy bỏ tờ ấy trước (/- và số tờ); nếu tập giấy dày hơn, "
                "hãy báo “Tập có số tờ khác”."
            )
            % {"papers": entry.batch.papers}
        )
    if shift.act is Act.TAKEN_OUT and shift.position in saved and not is_sure:
        raise AsksFirst(
            _(
                "Bỏ tờ %(position)s đã lưu, các tờ sau dồn lên một. Nếu đúng là vậy, "
                "bấm Enter lần nữa."
            )
            % {"position": shift.position}
        )


def _move(entry: Entry, shift: Shift) -> None:
    ballots = Ballot.objects.filter(entry=entry)
    if shift.act is Act.INSERTED:
        _step(ballots.filter(position__gte=shift.position), 1)
    else:
        ballots.filter(position=shift.position).delete()
        _step(ballots.filter(position__gt=shift.position), -1)


def _step(moving: QuerySet[Ballot], by: int) -> None:
    moved = Ballot.objects.filter(pk__in=list(moving.values_list("pk", flat=True)))
    moved.update(position=F("position") + FAR)
    moved.update(position=F("position") - FAR + by)
