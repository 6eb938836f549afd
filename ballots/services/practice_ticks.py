"""Steps of the checklist are ticked, each by whoever has tried it. In a practice only.

Ticks are no acts of a congress: they leave no line in the trail and go with the
practice.
"""

from datetime import datetime

from django.db import transaction

from ballots.models import PracticeTick
from ballots.services.practising import refuse_outside_practice
from congress.models import Congress
from core.models import User


@transaction.atomic
def tick_step(
    congress: Congress, step: str, *, done: bool, by: User, at: datetime
) -> None:
    """Say that somebody has tried a step, or has not after all; said twice is once."""
    refuse_outside_practice()
    if done:
        PracticeTick.objects.get_or_create(
            congress=congress, step=step, by=by, defaults={"at": at}
        )
    else:
        PracticeTick.objects.filter(congress=congress, step=step, by=by).delete()
