"""The head announces a confirmed result to the hall (R-BD-8)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Announcement
from ballots.rules.stages import Stage, may_move
from ballots.services.recording import record
from ballots.services.reopening import refuse_while_asked
from core.errors import Refused
from core.models import User


class NotConfirmed(Refused):
    """There is no confirmed result to announce."""


@transaction.atomic
def announce_result(poll_id: str, *, by: User, at: datetime) -> Announcement:
    """Say that the result was read out; a second call returns the first."""
    poll = queries.locked(poll_id)
    known = Announcement.objects.filter(poll=poll, revision=poll.revision).first()
    if known:
        return known
    if not may_move(Stage(poll.stage), Stage.ANNOUNCED):
        raise NotConfirmed(_("Chỉ công bố kết quả đã chốt."))
    refuse_while_asked(poll)
    announcement = Announcement.objects.create(
        poll=poll, revision=poll.revision, by=by, at=at
    )
    poll.stage = Stage.ANNOUNCED
    poll.save(update_fields=["stage"])
    record("ballots.result_announced", poll, by=by, at=at)
    return announcement
