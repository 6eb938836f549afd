"""The box and the papers: sealed, issued, opened, and every figure in between.

Who acts says by a digest which figures he has seen: if they moved on meanwhile, nothing
is done.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import labels, queries
from ballots.models import Acknowledgement, BoxSeal, FrozenBase, Poll
from ballots.queries.board import (
    appointed_to,
    board_clause,
    board_of,
    on_the_list,
)
from ballots.queries.papers import PapersNow, papers_now, part_of
from ballots.rules.identities import (
    FIGURES_AT,
    FROM_PRINT,
    WHEN_ISSUED,
    SumFault,
    figure_findings,
    missing,
)
from ballots.rules.stages import Stage, is_past
from ballots.services.board import refuse_outside_board, refuse_unsound_board
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from congress.models import BodyKind, VotingBody
from congress.queries import BodyBase
from congress.rules.findings import Finding, errors
from core.errors import ChangedMeanwhile, Refused
from core.models import User


class NotNow(Refused):
    """The poll is not at the stage of this act."""


class BaseNotKnown(Refused):
    """Nobody has said who is convened, or who of them came."""


class AccountStands(Refused):
    """An account of the board belongs to somebody on the list (R-BD-5)."""


class NoQuorum(Refused):
    """Fewer have come than the congress needs (R-SC-4)."""


class FiguresMissing(Refused):
    """Figures that the next step rests on have not been written down."""


class FiguresImpossible(Refused):
    """There cannot be as many people or papers as that."""

    def __init__(self, findings: tuple[Finding[SumFault], ...]) -> None:
        super().__init__(" ".join(labels.sum_fault(each) for each in findings))
        self.findings = findings


class WarningsWait(Refused):
    """Nobody has said that he has seen what is odd about the figures."""


class BoxChecked(NamedTuple):
    """What the board says of the box when it seals it."""

    seal: str
    witnesses: str


@transaction.atomic
def note_figures(
    poll_id: str,
    figures: Mapping[str, int | None],
    *,
    seen: str,
    by: User,
    at: datetime,
) -> PapersNow:
    """Write down figures of this stage; each change leaves a line with both numbers."""
    poll = locked_at(poll_id, *FIGURES_AT, by=by)
    now = papers_now(poll)
    _refuse_stale(now, seen)
    allowed = FIGURES_AT[Stage(poll.stage)]
    changes = {
        name: number
        for name, number in figures.items()
        if name in allowed and number != getattr(poll, name)
    }
    if not changes:
        return now
    found = figure_findings(replace(now.figures, **changes))
    if impossible := errors(found):
        raise FiguresImpossible(impossible)
    told = [
        {"field": name, "from": getattr(poll, name), "to": number}
        for name, number in changes.items()
    ]
    for name, number in changes.items():
        setattr(poll, name, number)
    poll.save(update_fields=list(changes))
    record("ballots.papers_noted", poll, by=by, at=at, changes=told)
    return papers_now(poll)


@transaction.atomic
def seal_box(poll_id: str, box: BoxChecked, *, by: User, at: datetime) -> BoxSeal:
    """Seal the box in view of all, by a board that stands on no list (R-BD-5, 6)."""
    poll = locked_at(poll_id, Stage.LIST_CLOSED, by=by)
    refuse_unsound_board(poll)
    _refuse_accounts_that_stand(poll, at)
    seal = BoxSeal.objects.create(
        poll=poll,
        board=[
            {"name": str(seat.person), "role": part_of(seat).value}
            for seat in board_of(poll)
        ],
        seal=box.seal,
        witnesses=box.witnesses,
        by=by,
        at=at,
    )
    _move(poll, Stage.BOX_SEALED)
    record("ballots.box_sealed", poll, by=by, at=at)
    return seal


@transaction.atomic
def start_issuing(poll_id: str, *, by: User, at: datetime) -> None:
    """Begin to hand out papers, once enough have come and the roll says who."""
    poll = locked_at(poll_id, Stage.BOX_SEALED, by=by)
    now = papers_now(poll)
    refuse_unknown_base(now.base)
    _refuse_too_few(now.base, chair_of(poll.election.body))
    _refuse_missing(now, FROM_PRINT)
    _move(poll, Stage.ISSUING)
    record("ballots.issuing_started", poll, by=by, at=at)


@transaction.atomic
def acknowledge_warnings(
    poll_id: str, *, seen: str, by: User, at: datetime
) -> Acknowledgement:
    """Say that the board has seen the warnings about just these figures."""
    poll = locked_at(poll_id, *FIGURES_AT, by=by)
    now = papers_now(poll)
    _refuse_stale(now, seen)
    known = Acknowledgement.objects.filter(poll=poll, figures=now.digest).first()
    if known:
        return known
    told = [
        {"code": each.code.value, "seen": each.seen, "bound": each.bound}
        for each in now.warnings
    ]
    if not told:
        raise NotNow(_("Không có cảnh báo nào về số phiếu cần xác nhận."))
    acknowledged = Acknowledgement.objects.create(
        poll=poll, figures=now.digest, warnings=told, by=by, at=at
    )
    record("ballots.figures_acknowledged", poll, by=by, at=at)
    return acknowledged


@transaction.atomic
def open_box(poll_id: str, *, seen: str, by: User, at: datetime) -> FrozenBase:
    """Open the box: from now on D stands as it is."""
    poll = locked_at(poll_id, Stage.ISSUING, by=by)
    now = papers_now(poll)
    _refuse_stale(now, seen)
    base = refuse_unknown_base(now.base)
    _refuse_missing(now, WHEN_ISSUED)
    if now.errors:
        raise FiguresImpossible(now.errors)
    refuse_waiting_warnings(now)
    frozen = freeze(poll, base, by=by, at=at)
    poll.tally_base = frozen.value
    poll.stage = Stage.BOX_OPENED
    poll.save(update_fields=["tally_base", "stage"])
    record("ballots.box_opened", poll, by=by, at=at, tally_base=frozen.value)
    return frozen


def _refuse_accounts_that_stand(poll: Poll, at: datetime) -> None:
    """Whoever may enter or see papers by his account is of the board as well."""
    people = [each.person.pk for each in appointed_to(poll, at)]
    if both := on_the_list(poll, people):
        raise AccountStands(
            _(
                "Tài khoản có vai trò ở ban kiểm phiếu nhưng người đó có tên trong "
                "danh sách bầu cử (%(cited)s): %(names)s. Hãy báo quản trị viên thu "
                "lại vai trò trước khi niêm phong thùng phiếu."
            )
            % {
                "cited": board_clause(poll),
                "names": ", ".join(each.full_name for each in both),
            }
        )


def refuse_waiting_warnings(now: PapersNow) -> None:
    """Refuse to go on while nobody has said that he has seen the warnings."""
    if now.waiting:
        raise WarningsWait(
            _("Còn cảnh báo về số phiếu. Hãy kiểm tra lại rồi đánh dấu đã kiểm tra.")
        )


def freeze(
    poll: Poll, base: BodyBase, *, by: User, at: datetime, reason: str = ""
) -> FrozenBase:
    """Keep D with its working for the present revision of the poll."""
    lines = [
        {
            "situation": line.situation.value,
            "number": line.number,
            "deducted": line.deducted,
            "rule": line.rule.value,
            "names": [str(row.person) for row in base.people[line.situation]],
        }
        for line in base.base.lines
    ]
    return FrozenBase.objects.create(
        poll=poll,
        revision=poll.revision,
        reason=reason,
        body=base.base.body.value,
        convened=base.base.convened,
        lines=lines,
        value=base.base.value,
        present=base.present,
        by=by,
        at=at,
    )


def locked_at(poll_id: str, *stages: Stage, by: User) -> Poll:
    """Return the poll, locked, if it is at one of these stages and stands."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    if poll.upload_id or Stage(poll.stage) not in stages:
        raise NotNow(
            _("Lần bầu đã sang giai đoạn khác: %(stage)s. Chưa ghi gì.")
            % {"stage": poll.get_stage_display()}
        )
    if is_past(Stage(poll.stage), Stage.LIST_CLOSED):
        refuse_outside_board(poll, by)
    refuse_own_list(poll, by)
    return poll


def _refuse_stale(now: PapersNow, seen: str) -> None:
    if now.digest != seen:
        raise ChangedMeanwhile


def refuse_unknown_base(base: BodyBase | None) -> BodyBase:
    """Refuse a base nobody can work out yet: nobody convened, or not called."""
    if base is None or base.base.value < 1:
        raise BaseNotKnown(
            _(
                "Chưa có ai trong danh sách triệu tập của nơi bầu này, nên chưa có mẫu "
                "số tính kết quả (D). Hãy lập danh sách triệu tập và điểm danh trước."
            )
        )
    if base.unknown:
        raise BaseNotKnown(
            _(
                "Còn %(people)s người chưa điểm danh. Hãy điểm danh đủ trước khi làm "
                "bước này."
            )
            % {"people": base.unknown}
        )
    return base


def _refuse_too_few(base: BodyBase | None, chair: str) -> None:
    """Refuse a vote while too few have come, of the people or of who sent them."""
    if base is None or base.is_quorate:
        return
    quorum = base.quorum
    if quorum and base.present >= quorum.needed:
        raise NoQuorum(
            _(
                "Chưa đủ số tổ chức đảng có đại biểu dự để bầu: %(there)s, cần ít nhất "
                "%(needed)s. Hãy xem cột nơi cử trong danh sách triệu tập, điểm danh "
                "lại hoặc báo %(chair)s."
            )
            % {
                "there": quorum.represented,
                "needed": quorum.organisations_needed,
                "chair": chair,
            }
        )
    raise NoQuorum(
        _(
            "Chưa đủ số người dự để bầu: có mặt %(present)s. Hãy điểm danh lại "
            "hoặc báo %(chair)s."
        )
        % {"present": base.present, "chair": chair}
    )


def chair_of(body: VotingBody) -> str:
    """Say who is told that too few have come: a meeting has no presidium."""
    if body.kind == BodyKind.CONGRESS:
        return _("đoàn chủ tịch")
    return _("người chủ trì hội nghị")


def _refuse_missing(now: PapersNow, wanted: tuple[str, ...]) -> None:
    if names := missing(now.figures, wanted):
        told = [str(labels.FIGURES[name]) for name in names]
        raise FiguresMissing(
            _("Chưa ghi: %(figures)s. Hãy ghi đủ số liệu trước.")
            % {"figures": ", ".join(told)}
        )


def _move(poll: Poll, to: Stage) -> None:
    poll.stage = to
    poll.save(update_fields=["stage"])
