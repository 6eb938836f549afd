"""Entry is finished: every heap agreed, every figure sound, every ballot ruled on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Poll
from ballots.queries.doubtful import EntryState, entry_state
from ballots.queries.heaps import heaps, papers_alike
from ballots.rules.stages import Stage
from ballots.services.board import refuse_outside_board
from ballots.services.papers import FiguresImpossible, NotNow, refuse_waiting_warnings
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from core.errors import Refused
from core.models import User


class EntryUnfinished(Refused):
    """Something is left to do before the papers can be counted."""


@transaction.atomic
def finish_entry(poll_id: str, *, by: User, at: datetime) -> Poll:
    """Close the entry of papers; finished twice, the first time stands."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_outside_board(poll, by)
    if Stage(poll.stage) is Stage.ENTERED and not poll.upload_id:
        return poll
    if Stage(poll.stage) is not Stage.BOX_OPENED:
        raise NotNow(_("Chỉ kết thúc nhập phiếu khi thùng phiếu đã mở."))
    _refuse_unfinished(entry_state(poll))
    _refuse_unsettled(poll)
    poll.stage = Stage.ENTERED
    poll.save(update_fields=["stage"])
    record("ballots.poll_entered", poll, by=by, at=at)
    return poll


def _refuse_unfinished(state: EntryState) -> None:
    if state.papers.errors:
        raise FiguresImpossible(state.papers.errors)
    if state.missing:
        raise EntryUnfinished(_("Chưa ghi đủ số phiếu. Hãy ghi đủ rồi mới kết thúc."))
    refuse_waiting_warnings(state.papers)
    if state.not_agreed:
        raise EntryUnfinished(
            _("Còn tập chưa được đối chiếu khớp: %(batches)s.")
            % {"batches": ", ".join(map(str, state.not_agreed))}
        )
    if not state.sums_agree:
        raise EntryUnfinished(
            _(
                "Các tập cộng lại %(papers)s tờ, khác số phiếu thu về %(returned)s. "
                "Hãy đếm lại các tập hoặc số thu về."
            )
            % {
                "papers": state.in_batches,
                "returned": state.papers.figures.returned,
            }
        )
    if state.not_ruled:
        raise EntryUnfinished(
            _("Còn phiếu ban kiểm phiếu chưa quyết định: %(ballots)s phiếu.")
            % {"ballots": len(state.not_ruled)}
        )


def _refuse_unsettled(poll: Poll) -> None:
    """Refuse batches of which SQL says that they agree, and the readings do not."""
    rows = [each for each in heaps(poll) if each.wanted > 1]
    alike = papers_alike(poll, rows)
    wrong = [
        each.batch.number
        for each in rows
        if each.agreed != each.settled
        and (each.settled or alike[each.batch.number] < each.batch.papers)
    ]
    if wrong:
        raise EntryUnfinished(
            _(
                "Tập %(batches)s được ghi là khớp dù các lần nhập khác nhau chưa ai "
                "xác định. Hãy báo trưởng ban: có người sửa dữ liệu ngoài cổng."
            )
            % {"batches": ", ".join(map(str, wrong))}
        )
