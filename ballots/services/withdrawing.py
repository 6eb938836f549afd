"""A poll brought in by mistake is taken back, before its result is confirmed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Poll, Withdrawal
from ballots.rules.stages import Stage, is_past
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import POINTS, record
from congress.models import DeckKind
from congress.services import retire_decks
from congress.services.readiness import refresh
from core.errors import Refused
from core.models import User


class PollWithdrawn(Refused):
    """The poll has been taken back."""


class BoxSealedAlready(Refused):
    """Only the tally board takes back what its box was sealed for."""


class ResultConfirmed(Refused):
    """A confirmed result is a fact and stays."""


def refuse_withdrawn(poll: Poll) -> None:
    """Refuse every act on a poll that has been taken back."""
    if Withdrawal.objects.filter(poll=poll).exists():
        raise PollWithdrawn(_("Lần bầu này đã bị thu hồi."))


@transaction.atomic
def withdraw_poll(poll_id: str, *, reason: str, by: User, at: datetime) -> Withdrawal:
    """Take a poll back; it leaves every list but stays in the database and the trail.

    Withdrawing twice returns the first withdrawal. Nobody takes back a vote on himself.
    """
    poll = queries.locked(poll_id)
    refuse_own_list(poll, by)
    return _withdraw(poll, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_before_the_box(
    poll_id: str, *, reason: str, by: User, at: datetime
) -> Withdrawal:
    """Take a poll back whose list was entered by mistake, before the box is sealed.

    Raises:
        BoxSealedAlready: it is too late for those who keep the list.
    """
    poll = queries.locked(poll_id)
    if is_past(Stage(poll.stage), Stage.LIST_CLOSED):
        raise BoxSealedAlready(
            _("Đã niêm phong thùng phiếu; chỉ ban kiểm phiếu thu hồi được lần bầu này.")
        )
    return _withdraw(poll, reason=reason, by=by, at=at)


def _withdraw(poll: Poll, *, reason: str, by: User, at: datetime) -> Withdrawal:
    if existing := Withdrawal.objects.filter(poll=poll).first():
        return existing
    if is_past(Stage(poll.stage), Stage.COUNTED):
        raise ResultConfirmed(_("Kết quả đã chốt nên không thu hồi được lần bầu này."))
    if poll.upload_id is None and poll.stage == Stage.COUNTED:
        # Whoever knows a total must not undo the vote alone.
        raise ResultConfirmed(
            _(
                "Đã có kết quả kiểm phiếu nên trưởng ban không tự thu hồi được. Hãy đề "
                "nghị mở lại; đoàn chủ tịch đồng ý thì mới thu hồi."
            )
        )
    withdrawal = Withdrawal.objects.create(poll=poll, by=by, at=at, reason=reason)
    retire_decks(poll.election.body.congress, poll.pk, *DeckKind, by=by, at=at)
    record("ballots.poll_withdrawn", poll, by=by, at=at, reason=reason)
    refresh([poll.election.congress_id], *POINTS, at=at)
    return withdrawal
