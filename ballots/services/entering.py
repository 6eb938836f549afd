"""A batch is read by one operator: paper by paper, each saved before the next opens.

Saving writes the batch's journal, which has an order and no clock; the audit trail
hears of an entry once, when it is finished or given up (design: secrecy).
"""

from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import labels
from ballots.models import Ballot, Entry, JournalLine
from ballots.queries import entry as reads
from ballots.queries.entry import KnownLine
from ballots.rules import journal
from ballots.rules.command import Mistyped, Mode, Typed, understand
from ballots.rules.journal import Act
from ballots.services.open_entry import ballot_of, locked_entry, refuse_stale
from core.errors import Refused
from core.models import User

MARKS = ("struck", "kept", "agree", "disagree", "defect", "decision", "doubt", "copies")


class ShownOtherwise(Refused):
    """The screen showed other marks than the portal reads from what was typed."""


class AsksFirst(Refused):
    """A number was typed twice, and nobody said that it was meant so."""


class NoSuchPaper(Refused):
    """The batch has no paper at this position."""


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
    """What was saved, and its own line of the journal.

    Sent again it is still that line: a screen that missed what another one saved
    since must not come to know of it this way.
    """

    position: int
    content: str
    sequence: int
    upcoming: int | None


@transaction.atomic
def save_ballot(entry_id: str, typing: Typing, *, by: User) -> Saved:
    """Save what one paper shows. Sent again with its key, it is saved once."""
    entry = locked_entry(entry_id, by)
    last, known = reads.journal_so_far(entry, key=typing.key)
    if known is None:
        refuse_stale(last, typing.sequence)
        last += 1
    typed = _read(entry, typing)
    written = journal.content(typed.reading, typed.doubt)
    _refuse_otherwise(typing, known, written)
    saved = set(reads.positions(entry))
    if known is None:
        act = Act.RETAKEN if typing.position in saved else Act.SAVED
        _write(entry, typing, typed, JournalLine(sequence=last, act=act.value, by=by))
    upcoming = reads.next_position(saved | {typing.position}, entry.batch.papers)
    own = last if known is None else known.sequence
    return Saved(typing.position, written, own, upcoming)


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


def _refuse_otherwise(typing: Typing, known: KnownLine | None, written: str) -> None:
    is_same = known is None or known[1:] == (typing.position, written)
    if not is_same or typing.shown not in (None, written):
        raise ShownOtherwise(
            _("Màn hình hiện khác với điều cổng đọc được, nên chưa ghi. Hãy tải lại.")
        )


def _write(entry: Entry, typing: Typing, typed: Typed, line: JournalLine) -> None:
    Ballot.objects.bulk_create(
        [ballot_of(entry, typing.position, typed.reading, typed.doubt)],
        update_conflicts=True,
        unique_fields=["entry", "position"],
        update_fields=MARKS,
    )
    line.entry, line.position, line.key = entry, typing.position, typing.key
    line.content = journal.content(typed.reading, typed.doubt)
    line.save(force_insert=True)
