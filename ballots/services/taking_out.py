"""Whatever holds every ballot leaves the portal with a line that says who took it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Confirmation, Poll
from ballots.rules.stages import Stage
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from core.errors import Refused
from core.models import User


class NotConfirmed(Refused):
    """Before the head confirms nothing of the papers leaves the board."""


class SealedAway(Refused):
    """Ballots are put away: what holds them comes out by a decision (R-AF-8)."""


def is_put_away(poll: Poll) -> bool:
    """Whether the ballots are sealed and handed over, and all that holds them."""
    return Stage(poll.stage) is Stage.PUT_AWAY


def confirmed_or_refuse(poll: Poll, *, by: User | None) -> Confirmation:
    """Return what was confirmed, for somebody who does not stand on the list."""
    confirmation = queries.confirmation_of(poll)
    if confirmation is None:
        raise NotConfirmed(_("Chưa chốt kết quả nên chưa lấy ra được."))
    if by:
        refuse_own_list(poll, by)
    return confirmation


@transaction.atomic
def note_taken(
    act: str, poll: Poll, *, by: User, at: datetime, decision: str = "", **detail: Any
) -> Confirmation:
    """Write down that somebody took this out of the portal.

    Once ballots are put away, also by which ``decision`` the seal was opened.
    """
    confirmation = confirmed_or_refuse(poll, by=by)
    if is_put_away(poll):
        if not decision:
            raise SealedAway(
                _("Phiếu đã niêm phong, bàn giao. Hãy ghi quyết định mở niêm phong.")
            )
        detail["decision"] = decision
    record(act, poll, by=by, at=at, **detail)
    return confirmation
