"""The board rules on a doubtful ballot. A ruling thought over is another row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import BoardRuling, Poll
from ballots.queries.doubtful import (
    DoubtfulBallot,
    PaperOfPoll,
    doubtful_ballot,
    paper_of,
)
from ballots.queries.papers import who_may_rule
from ballots.rules.ballot import Reading
from ballots.rules.stages import Stage
from ballots.services.board import refuse_outside_board
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from core.errors import ChangedMeanwhile, Refused
from core.models import User


class NotRuledOnNow(Refused):
    """The board rules while the box is open, and on doubtful ballots only."""


class TooFewDeciders(Refused):
    """Not enough of the board have decided, or somebody who is not on it."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the board decided, why, and who of it; ``seen`` is the ruling before."""

    reading: Reading
    reason: str
    deciders: Sequence[str]
    seen: int


@transaction.atomic
def rule_on_ballot(
    poll_id: str,
    *,
    batch: int,
    position: int,
    ruled: Ruled,
    by: User,
    at: datetime,
) -> BoardRuling:
    """Write the board's decision down. The same decision sent twice is one ruling."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_outside_board(poll, by)
    paper = paper_of(poll)
    ballot = _open_to_ruling(poll, paper, batch, position)
    if _is_said_already(ballot, ruled, by):
        assert ballot.ruling is not None  # noqa: S101 - for the checker
        return ballot.ruling
    if ruled.seen != ballot.seen:
        raise ChangedMeanwhile
    refuse_few(ruled.deciders, who_may_rule(poll))
    struck, kept, agree, disagree, defect, decision, _copies = ruled.reading
    ruling = BoardRuling.objects.create(
        ballot_id=ballot.pk,
        number=ballot.seen + 1,
        struck=struck,
        kept=kept,
        agree=agree,
        disagree=disagree,
        defect=defect,
        decision=decision,
        reason=ruled.reason,
        deciders=list(ruled.deciders),
        by=by,
        at=at,
    )
    # What the ballot shows, and its worth, stay out of the trail: only where it lies.
    record(
        "ballots.ballot_ruled",
        poll,
        by=by,
        at=at,
        batch=batch,
        position=position,
        reason=ruled.reason,
        deciders=list(ruled.deciders),
    )
    return ruling


def _open_to_ruling(
    poll: Poll, paper: PaperOfPoll, batch: int, position: int
) -> DoubtfulBallot:
    if Stage(poll.stage) is not Stage.BOX_OPENED:
        raise NotRuledOnNow(
            _(
                "Chỉ ghi quyết định về phiếu khi thùng phiếu đã mở và chưa nhập xong. "
                "Muốn xem xét lại, trưởng ban mở lại phiếu."
            )
        )
    ballot = doubtful_ballot(poll, paper, batch=batch, position=position)
    if ballot is None:
        raise NotRuledOnNow(
            _(
                "Phiếu này không còn trong các phiếu cần xem xét. Có thể tập phiếu vừa "
                "được nhập lại."
            )
        )
    return ballot


def _is_said_already(ballot: DoubtfulBallot, ruled: Ruled, by: User) -> bool:
    last = ballot.ruling
    return (
        last is not None
        and last.by_id == by.pk
        and ballot.ruled == ruled.reading
        and (last.reason, last.deciders) == (ruled.reason, list(ruled.deciders))
    )


def refuse_few(deciders: Sequence[str], board: Sequence[str]) -> None:
    """Refuse what fewer than half of the board, or others, have decided (R-BD-7)."""
    if not Counter(deciders) <= Counter(board):
        raise TooFewDeciders(_("Chỉ thành viên ban kiểm phiếu quyết định về phiếu."))
    # The board decides (R-BD-7): more than half of those who sealed the box.
    fewest = len(board) // 2 + 1
    if len(deciders) < fewest:
        raise TooFewDeciders(
            _(
                "Ban kiểm phiếu quyết định theo đa số: hãy đánh dấu ít nhất %(fewest)s "
                "trong %(board)s người đã quyết định."
            )
            % {"fewest": fewest, "board": len(board)}
        )
