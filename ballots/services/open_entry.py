"""What every act on an open entry asks first."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Ballot, Batch, Entry, Withdrawal
from ballots.rules import journal
from ballots.rules.ballot import Reading
from ballots.rules.doubts import Doubt
from ballots.rules.stages import Stage
from ballots.services.batches import refuse_unless_open
from core.errors import Refused
from core.models import User


class EntryClosed(Refused):
    """The entry is finished, given up, or the box is not open."""


class StaleScreen(Refused):
    """Another screen has saved since this one was drawn: nothing is overwritten."""


class JournalFull(Refused):
    """More was done to the papers of one entry than anybody's typing explains."""


def locked_batch(batch_id: str) -> Batch:
    """Lock the poll, then nobody else takes, ends or counts off batches of it."""
    poll = queries.locked(str(Batch.objects.values_list("poll").get(pk=batch_id)[0]))
    refuse_unless_open(poll)
    batch = Batch.objects.get(pk=batch_id)
    batch.poll = poll
    return batch


def locked_batch_of(entry_id: str) -> Batch:
    return locked_batch(str(Entry.objects.values_list("batch").get(pk=entry_id)[0]))


def locked_entry(entry_id: str, by: User) -> Entry:
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


def refuse_stale(last: int, seen: int) -> None:
    """Refuse a screen that does not know the last line, and a journal without end."""
    if last != seen:
        raise StaleScreen(
            _(
                "Màn hình khác vừa lưu phiếu của tập này, nên chưa ghi gì. Hãy xem lại "
                "tờ đang mở rồi bấm Enter lần nữa."
            )
        )
    if last >= journal.MOST_LINES:
        raise JournalFull(
            _(
                "Lần nhập này đã ghi %(most)s lần lưu, quá mức cho một tập, nên không "
                "ghi thêm. Các tờ đã lưu vẫn còn: hãy kết thúc tập nếu đã đủ, hoặc báo "
                "thành viên ban kiểm phiếu đóng dở dang để nhập lại."
            )
            % {"most": journal.MOST_LINES}
        )


def ballot_of(
    entry: Entry, position: int, reading: Reading, doubt: Doubt | None
) -> Ballot:
    """Return a ballot not saved yet: what is read at one position."""
    return Ballot(entry=entry, position=position, doubt=doubt, **reading._asdict())
