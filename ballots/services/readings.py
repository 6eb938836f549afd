"""How many people read each batch of a poll: chosen until the box is sealed."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Poll
from ballots.rules.comparison import MOST_READINGS
from ballots.rules.stages import Stage
from ballots.services.own_list import refuse_own_list
from ballots.services.withdrawing import refuse_withdrawn
from core.audit import trail
from core.errors import Refused
from core.models import User

_OPEN: Final = frozenset({Stage.PREPARED, Stage.LIST_CLOSED})


class ReadingsFixed(Refused):
    """The box is sealed, or no poll is read so often."""


def may_still_choose(stage: Stage) -> bool:
    """Whether it may still be said how often the papers are read."""
    return stage in _OPEN


@transaction.atomic
def choose_readings(poll_id: str, readings: int, *, by: User, at: datetime) -> Poll:
    """Say how many people read each batch, none of whom sees the others' reading."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_own_list(poll, by)
    if not may_still_choose(Stage(poll.stage)) or not 1 <= readings <= MOST_READINGS:
        raise ReadingsFixed(
            _("Thùng phiếu đã niêm phong nên không đổi cách nhập phiếu được nữa.")
        )
    if poll.readings == readings:
        return poll
    poll.readings = readings
    poll.save(update_fields=["readings"])
    trail.record(
        "ballots.readings_chosen",
        subject=poll,
        scope=queries.scope_of(poll),
        actor=by,
        at=at,
        readings=readings,
    )
    return poll
