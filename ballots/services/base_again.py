"""D is worked out anew where it was wrong: only after the presidium consented.

The roll is put right first; then whoever keeps the papers freezes D for the new
revision, with a reason. What was frozen before stays, as old minutes tell it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots.models import FrozenBase, Poll, Reopening
from ballots.queries.papers import base_frozen, figures_of
from ballots.rules.identities import figure_findings
from ballots.rules.reopening import Answer
from ballots.rules.stages import Stage
from ballots.services.papers import (
    FiguresImpossible,
    freeze,
    locked_at,
    refuse_unknown_base,
)
from ballots.services.recording import record
from congress.queries import BodyBase, base_of
from congress.rules.findings import errors
from core.errors import Refused
from core.models import User


class BaseStands(Refused):
    """D stays as it was frozen: it may not be worked out anew, or is no other."""


@transaction.atomic
def freeze_base_again(
    poll_id: str, *, reason: str, seen: int, by: User, at: datetime
) -> FrozenBase:
    """Freeze D anew, from the roll as it stands; ``seen`` is what the page showed."""
    poll = locked_at(poll_id, Stage.BOX_OPENED, by=by)
    _refuse_without_consent(poll)
    _refuse_second(poll)
    base = refuse_unknown_base(base_of(poll.election.body))
    if base.base.value != seen:
        raise BaseStands(
            _(
                "Danh sách triệu tập vừa thay đổi: D tính lại là %(base)s. Hãy xem lại "
                "rồi ghi."
            )
            % {"base": base.base.value}
        )
    _refuse_same(base, base_frozen(poll))
    if found := errors(figure_findings(figures_of(poll, base=base, frozen=None))):
        raise FiguresImpossible(found)
    frozen = freeze(poll, base, by=by, at=at, reason=reason)
    poll.tally_base = frozen.value
    poll.save(update_fields=["tally_base"])
    record(
        "ballots.base_frozen_again",
        poll,
        by=by,
        at=at,
        revision=poll.revision,
        tally_base=frozen.value,
        reason=reason,
    )
    return frozen


def may_freeze_again(poll: Poll) -> bool:
    """Whether the presidium's consent lets D be worked out anew now."""
    if Stage(poll.stage) is not Stage.BOX_OPENED or poll.upload_id:
        return False
    frozen = FrozenBase.objects.filter(poll=poll, revision=poll.revision)
    return _consented(poll) and not frozen.exists()


def _consented(poll: Poll) -> bool:
    return Reopening.objects.filter(
        poll=poll, revision=poll.revision - 1, answer=Answer.CONSENTED
    ).exists()


def _refuse_without_consent(poll: Poll) -> None:
    if not _consented(poll):
        raise BaseStands(
            _(
                "D đã giữ nguyên từ khi mở thùng phiếu. Nếu D sai: kiểm phiếu xong, "
                "trưởng ban đề nghị mở lại; đoàn chủ tịch đồng ý thì tính lại D được."
            )
        )


def _refuse_second(poll: Poll) -> None:
    if FrozenBase.objects.filter(poll=poll, revision=poll.revision).exists():
        raise BaseStands(
            _(
                "Lần mở lại này đã tính lại D rồi. Còn sai thì đề nghị mở lại một lần "
                "nữa sau khi kiểm phiếu."
            )
        )


def _refuse_same(base: BodyBase, before: FrozenBase | None) -> None:
    if before is None:
        return
    lines = {line.situation.value: line.number for line in base.base.lines}
    then = {each["situation"]: each["number"] for each in before.lines}
    if (base.base.value, base.base.convened, lines) == (
        before.value,
        before.convened,
        then,
    ):
        raise BaseStands(
            _(
                "Danh sách triệu tập cho ra D không khác D đã chốt (%(base)s). Hãy sửa "
                "danh sách triệu tập, điểm danh trước."
            )
            % {"base": before.value}
        )
