"""Papers are taken up again: by the head, and once he has seen totals with consent.

What was confirmed stays as it was, superseded; the papers begin a new revision. No
other way leads back, and none at all once the papers are put away.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Poll, Reopening
from ballots.queries.rounds import later_round
from ballots.rules.stages import Stage, may_move
from ballots.services.withdrawing import refuse_withdrawn
from congress.services import revoke_elected
from core.audit import trail
from core.errors import Refused
from core.models import User
from core.services import is_one_person

CONFIRMED: Final = frozenset({Stage.CONFIRMED, Stage.ANNOUNCED})
# Whoever knows a total must not decide alone what papers show.
NEEDS_CONSENT: Final = CONFIRMED | {Stage.COUNTED}


class CannotReopen(Refused):
    """The papers of this poll are not taken up again now."""


class OwnConsent(Refused):
    """Whoever asks for it does not consent to it himself."""


class NothingAsked(Refused):
    """Nobody has asked to take this result up again."""


@transaction.atomic
def take_up_again(poll_id: str, *, reason: str, by: User, at: datetime) -> Reopening:
    """Open the papers again; counted ones wait for the presidium's consent.

    Asked twice for one revision, the first asking stands.
    """
    poll = queries.locked(poll_id)
    known = Reopening.objects.filter(poll=poll, revision=poll.revision).first()
    if known:
        return known
    _refuse_impossible(poll)
    asked = Reopening.objects.create(
        poll=poll, revision=poll.revision, reason=reason, by=by, at=at
    )
    trail.record(
        "ballots.reopening_asked",
        subject=poll,
        scope=queries.scope_of(poll),
        actor=by,
        at=at,
        reason=reason,
    )
    if Stage(poll.stage) not in NEEDS_CONSENT:
        _reopen(poll, by=by, at=at)
    return asked


@transaction.atomic
def consent_to_reopening(poll_id: str, *, by: User, at: datetime) -> Reopening:
    """Consent for the presidium; the papers are open again from now on."""
    poll = queries.locked(poll_id)
    asked = Reopening.objects.filter(
        poll=poll, revision=poll.revision, consented_by__isnull=True
    ).first()
    if asked is None:
        raise NothingAsked(_("Chưa có đề nghị mở lại kết quả nào chờ đồng ý."))
    if is_one_person(asked.by, by):
        raise OwnConsent(_("Người đề nghị mở lại không tự đồng ý. Cần người khác."))
    _refuse_impossible(poll)
    asked.consented_by, asked.consented_at = by, at
    asked.save(update_fields=["consented_by", "consented_at"])
    trail.record(
        "ballots.reopening_consented",
        subject=poll,
        scope=queries.scope_of(poll),
        actor=by,
        at=at,
    )
    _reopen(poll, by=by, at=at)
    return asked


def _refuse_impossible(poll: Poll) -> None:
    refuse_withdrawn(poll)
    if poll.upload_id:
        raise CannotReopen(
            _(
                "Lần bầu này đưa vào từ tệp, không nhập phiếu ở đây. Chưa chốt thì thu "
                "hồi lần bầu rồi tải tệp đúng lên."
            )
        )
    if Stage(poll.stage) is Stage.BOX_OPENED or not may_move(
        Stage(poll.stage), Stage.BOX_OPENED
    ):
        raise CannotReopen(_("Ở giai đoạn này không mở lại phiếu được."))
    if next_one := later_round(poll):
        raise CannotReopen(
            _("Đã có %(poll)s tiếp theo kết quả này. Hãy thu hồi lần bầu đó trước.")
            % {"poll": next_one}
        )


def _reopen(poll: Poll, *, by: User, at: datetime) -> None:
    was_confirmed = Stage(poll.stage) in CONFIRMED
    ended = poll.revision
    poll.stage = Stage.BOX_OPENED
    poll.revision += 1
    poll.save(update_fields=["stage", "revision"])
    if was_confirmed:
        revoke_elected(poll=poll.pk, revision=ended, at=at, by=by)
    trail.record(
        "ballots.papers_taken_up_again",
        subject=poll,
        scope=queries.scope_of(poll),
        actor=by,
        at=at,
        revision=poll.revision,
    )
