"""Due days follow what they are counted from."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from congress.models import Congress, Milestone
from congress.queries.plans import Grounds
from congress.services.arrangements import arrangements_follow_days
from congress.services.holding import held_congress
from congress.services.plan_work import write_work
from congress.services.readiness import refresh
from core.audit import trail
from core.models import User


def follow_days(congress: Congress, *, at: datetime) -> int:
    """Work out due days anew in the act that changed what they are counted from.

    Left alone is what is done and what somebody set by hand. Returns how many moved.
    """
    grounds = Grounds()
    moved = []
    rows = Milestone.objects.filter(
        congress=congress, done_on__isnull=True, is_due_by_hand=False
    )
    for row in rows.select_for_update(no_key=True).order_by("pk"):
        due = grounds.due_on(row.timing, congress)
        if due != row.due_on:
            row.due_on = due
            row.version += 1
            moved.append(row)
    Milestone.objects.bulk_update(moved, ["due_on", "version"])
    arrangements_follow_days(congress, grounds)
    # Some points are due when it opens, whatever its plan says. Points before work, as
    # every act on a plan writes them: none waits for another that waits for it.
    refresh([congress.pk], at=at)
    if moved:
        write_work([congress.pk], at=at)
    return len(moved)


@transaction.atomic
def recompute(congress_id: UUID, *, by: User, at: datetime) -> int:
    """Work out the due days anew, after days off or a directive were put right."""
    congress = held_congress(congress_id)
    moved = follow_days(congress, at=at)
    if moved:
        trail.record(
            "congress.plan_recomputed",
            subject=congress,
            scope=congress.scope,
            actor=by,
            at=at,
            milestones=moved,
        )
    return moved
