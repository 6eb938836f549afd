"""Papers are counted off into batches: together they are the papers returned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Batch, Poll
from ballots.queries.heaps import BatchState, Heap, heaps
from ballots.rules.stages import Stage
from ballots.services.board import refuse_outside_board
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from core.errors import ChangedMeanwhile, Refused
from core.models import User

LEAST: Final = 25
USUAL: Final = 50
# A heap is as thick as it is found to be, within reason.
MOST: Final = 60


class CannotDivide(Refused):
    """The papers of this poll are not counted off into batches now."""


class DoesNotAddUp(Refused):
    """The batches together are not the papers returned."""


class BatchInUse(Refused):
    """Somebody has entered papers of this batch."""


@transaction.atomic
def divide_papers(poll_id: str, *, size: int, by: User, at: datetime) -> list[Batch]:
    """Count off heaps of one size, the last one smaller. Done once, it stays done."""
    poll = _ready(poll_id, by)
    if known := list(Batch.objects.filter(poll=poll).order_by("number")):
        return known
    if not LEAST <= size <= USUAL:
        raise CannotDivide(
            _("Mỗi tập có từ %(least)s đến %(most)s tờ.")
            % {"least": LEAST, "most": USUAL}
        )
    returned = poll.returned or 0
    full, rest = divmod(returned, size)
    sizes = [size] * full + ([rest] if rest else [])
    made = Batch.objects.bulk_create(
        Batch(poll=poll, number=number, papers=papers)
        for number, papers in enumerate(sizes, start=1)
    )
    _record_heaps("ballots.papers_divided", poll, by=by, at=at)
    return made


@transaction.atomic
def change_batches(
    poll_id: str,
    papers: Mapping[int, int],
    *,
    seen: Mapping[int, int],
    by: User,
    at: datetime,
) -> None:
    """Count off anew: ``papers`` by number, none removes a batch, a new one adds.

    ``seen`` is how the batches stood when the person looked.
    """
    poll = _ready(poll_id, by)
    rows = {row.batch.number: row for row in heaps(poll)}
    if {number: row.batch.papers for number, row in rows.items()} != dict(seen):
        raise ChangedMeanwhile
    _refuse_wrong_sum(poll, papers)
    for number, wanted in sorted(papers.items()):
        _set_papers(poll, rows.get(number), number, wanted)
    Batch.objects.filter(poll=poll, found__isnull=False).update(
        found=None, found_note=""
    )
    if dict(papers) != dict(seen):
        _record_heaps("ballots.batches_changed", poll, by=by, at=at)


def refuse_unless_open(poll: Poll) -> None:
    """Refuse every act on batches but while the box is open."""
    refuse_withdrawn(poll)
    if poll.stage != Stage.BOX_OPENED:
        raise CannotDivide(
            _("Chỉ làm được việc này sau khi mở thùng phiếu và trước khi nhập xong.")
        )


def _ready(poll_id: str, by: User) -> Poll:
    poll = queries.locked(poll_id)
    refuse_outside_board(poll, by)
    refuse_unless_open(poll)
    if not poll.returned:
        raise CannotDivide(
            _("Chưa ghi số phiếu thu về. Hãy đếm và ghi số phiếu trước khi chia tập.")
        )
    return poll


def _set_papers(poll: Poll, row: Heap | None, number: int, wanted: int) -> None:
    if row is None:
        if wanted:
            Batch.objects.create(poll=poll, number=number, papers=wanted)
        return
    if wanted == row.batch.papers:
        return
    if row.state in (BatchState.AGREED, BatchState.TO_CHECK):
        raise BatchInUse(
            _("Tập %(number)s đã nhập xong nên không đổi được số tờ.")
            % {"number": number}
        )
    if wanted == 0 and row.has_entries:
        raise BatchInUse(
            _("Tập %(number)s đã có người nhập nên không bỏ được.") % {"number": number}
        )
    if wanted == 0:
        row.batch.delete()
        return
    row.batch.papers = wanted
    row.batch.save(update_fields=["papers"])


def _refuse_wrong_sum(poll: Poll, papers: Mapping[int, int]) -> None:
    if any(not 0 <= each <= MOST for each in papers.values()):
        raise DoesNotAddUp(_("Mỗi tập có nhiều nhất %(most)s tờ.") % {"most": MOST})
    total = sum(papers.values())
    if total != poll.returned:
        raise DoesNotAddUp(
            _(
                "Các tập cộng lại là %(sum)s tờ, khác số phiếu thu về %(returned)s. "
                "Hãy đếm lại các tập."
            )
            % {"sum": total, "returned": poll.returned}
        )


def _record_heaps(act: str, poll: Poll, *, by: User, at: datetime) -> None:
    batches = Batch.objects.filter(poll=poll).count()
    record(act, poll, by=by, at=at, batches=batches, papers=poll.returned)
