"""Whatever holds every ballot leaves the portal with a line that says who took it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Confirmation, Poll
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from core.errors import Refused
from core.models import User


class NotConfirmed(Refused):
    """Before the head confirms nothing of the papers leaves the board."""


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
    act: str, poll: Poll, *, by: User, at: datetime, **detail: Any
) -> Confirmation:
    """Write down that somebody took this out of the portal."""
    confirmation = confirmed_or_refuse(poll, by=by)
    record(act, poll, by=by, at=at, **detail)
    return confirmation
