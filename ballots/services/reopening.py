"""Papers are taken up again: by the head, and once he has seen totals with consent.

What was confirmed stays as it was, superseded; the papers begin a new revision. No
other way leads back, and none at all once the papers are put away. While the presidium
is asked nobody goes on with the result: it consents, refuses, or the head withdraws.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Poll, Reopening
from ballots.queries.annulments import is_decided_above
from ballots.queries.reopening import request_waiting
from ballots.queries.rounds import later_round
from ballots.rules.reopening import Answer
from ballots.rules.stages import Stage, is_past, may_move
from ballots.services.figures import write_figures
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from ballots.services.walls import retire_frames, show_result_again
from ballots.services.withdrawing import refuse_withdrawn
from congress.models import DeckKind
from congress.services import revoke_elected
from core.errors import Refused
from core.models import User
from core.services import is_one_person

CONFIRMED: Final = frozenset({Stage.CONFIRMED, Stage.ANNOUNCED})
# Whoever knows a total must not decide alone what papers show.
NEEDS_CONSENT: Final = CONFIRMED | {Stage.COUNTED}


class CannotReopen(Refused):
    """The papers of this poll are not taken up again now."""


class OwnConsent(Refused):
    """Whoever asks for it does not decide on it himself."""


class NothingAsked(Refused):
    """Nobody has asked to take this result up again."""


class ReopeningWaits(Refused):
    """The presidium has not said whether the papers are taken up again."""


class NoReason(Refused):
    """The presidium refuses, and does not say why."""


@transaction.atomic
def take_up_again(poll_id: str, *, reason: str, by: User, at: datetime) -> Reopening:
    """Open the papers again; counted ones wait for the presidium's consent.

    Asked again while it waits, or once it was consented to, the first asking stands.
    """
    poll = queries.locked(poll_id)
    known = Reopening.objects.filter(
        poll=poll, revision=poll.revision, answer__in=("", Answer.CONSENTED)
    ).first()
    if known:
        return known
    _refuse_impossible(poll)
    refuse_own_list(poll, by)
    asked = Reopening.objects.create(
        poll=poll, revision=poll.revision, reason=reason, by=by, at=at
    )
    # Nobody goes on with the result meanwhile, nor does the hall see it.
    retire_frames(poll, DeckKind.RESULT, by=by, at=at)
    record("ballots.reopening_asked", poll, by=by, at=at, reason=reason)
    if Stage(poll.stage) not in NEEDS_CONSENT:
        _reopen(poll, by=by, at=at)
    return asked


@transaction.atomic
def consent_to_reopening(poll_id: str, *, by: User, at: datetime) -> Reopening:
    """Consent for the presidium; the papers are open again from now on."""
    poll = queries.locked(poll_id)
    asked = _asked(poll)
    _refuse_own(asked, by)
    _refuse_impossible(poll)
    _answer(asked, Answer.CONSENTED, by=by, at=at)
    record("ballots.reopening_consented", poll, by=by, at=at)
    _reopen(poll, by=by, at=at)
    return asked


@transaction.atomic
def refuse_reopening(poll_id: str, *, reason: str, by: User, at: datetime) -> Reopening:
    """Refuse for the presidium, and say why; the result stands and goes on."""
    poll = queries.locked(poll_id)
    asked = _asked(poll)
    _refuse_own(asked, by)
    if not reason:
        raise NoReason(_("Hãy ghi lý do đoàn chủ tịch không đồng ý."))
    _answer(asked, Answer.REFUSED, by=by, at=at, reason=reason)
    show_result_again(poll, by=by, at=at)
    record("ballots.reopening_refused", poll, by=by, at=at, reason=reason)
    return asked


@transaction.atomic
def withdraw_request(poll_id: str, *, by: User, at: datetime) -> Reopening:
    """Withdraw what the board asked of the presidium; the result goes on."""
    poll = queries.locked(poll_id)
    asked = _asked(poll)
    refuse_own_list(poll, by)
    _answer(asked, Answer.WITHDRAWN, by=by, at=at)
    show_result_again(poll, by=by, at=at)
    record("ballots.reopening_withdrawn", poll, by=by, at=at)
    return asked


def refuse_while_asked(poll: Poll) -> None:
    """Refuse to go on with a result that the presidium may send back to its papers."""
    if request_waiting(poll):
        raise ReopeningWaits(
            _(
                "Có đề nghị mở lại kết quả đang chờ đoàn chủ tịch quyết định. Hãy chờ, "
                "hoặc trưởng ban rút đề nghị rồi làm tiếp."
            )
        )


def may_be_taken_up_again(poll: Poll) -> bool:
    """Whether a poll has a way back to its papers: by its stage, and left as it is."""
    stage = Stage(poll.stage)
    if stage in CONFIRMED and is_decided_above(poll):
        return False
    entered = is_past(stage, Stage.BOX_OPENED)
    return poll.upload_id is None and entered and may_move(stage, Stage.BOX_OPENED)


def _asked(poll: Poll) -> Reopening:
    asked = request_waiting(poll)
    if asked is None:
        raise NothingAsked(_("Không có đề nghị mở lại kết quả nào đang chờ."))
    return asked


def _refuse_own(asked: Reopening, by: User) -> None:
    if is_one_person(asked.by, by):
        raise OwnConsent(_("Người đề nghị mở lại không tự quyết định. Cần người khác."))


def _answer(
    asked: Reopening, answer: Answer, *, by: User, at: datetime, reason: str = ""
) -> None:
    asked.answer, asked.answer_reason = answer.value, reason
    asked.answered_by, asked.answered_at = by, at
    asked.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at"])


def _refuse_impossible(poll: Poll) -> None:
    refuse_withdrawn(poll)
    if poll.upload_id:
        raise CannotReopen(
            _(
                "Lần bầu này đưa vào từ tệp, không nhập phiếu ở đây. Chưa chốt thì thu "
                "hồi lần bầu rồi tải tệp đúng lên."
            )
        )
    if is_decided_above(poll):
        raise CannotReopen(
            _("Cấp trên đã có quyết định về kết quả này nên không mở lại phiếu được.")
        )
    if not may_be_taken_up_again(poll):
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
        write_figures(poll.election.body, at=at)
    record("ballots.papers_taken_up_again", poll, by=by, at=at, revision=poll.revision)
