"""Polls whose papers wait for the board itself, not for those who type or compare."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from ballots.models import Batch, Poll
from ballots.rules.stages import Stage
from core.access import policy
from core.access.rights import Right
from core.models import User


class AtTheBoard(NamedTuple):
    """What the board has done of what comes before and after the typing."""

    is_returned: bool
    is_divided: bool


def at_the_board(user: User, polls: Iterable[Poll]) -> dict[UUID, AtTheBoard]:
    """Return which of these open boxes wait for one of the board like this user."""
    opened = [poll.pk for poll in polls if poll.stage == Stage.BOX_OPENED]
    if not opened or not policy.holds(user, Right.PAPERS_KEEP):
        return {}
    batches = Batch.objects.filter(poll=OuterRef("pk"))
    found = (
        policy.within_reach(Poll.objects.filter(pk__in=opened), user, Right.PAPERS_KEEP)
        .exclude(Exists(batches.filter(agreed__isnull=True)))
        .annotate(is_divided=Exists(batches))
    )
    return {
        pk: AtTheBoard(returned is not None, divided)
        for pk, returned, divided in found.values_list("pk", "returned", "is_divided")
    }
