"""Acts on the audit trail itself: it can only be taken out to be read elsewhere."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.access.rights import Right, roles_with
from core.audit import trail
from core.models import Appointment, Scope, User


@transaction.atomic
def note_trail_taken(
    *, form: str, rows: int, narrowed: Mapping[str, str], by: User, at: datetime
) -> None:
    """Write down who took how many lines of the trail, as a file or on paper.

    ``narrowed`` says by what the lines were filtered, never which name was searched.
    """
    trail.record(
        "core.audit_exported",
        subject=by,
        scope=_place(by, at),
        actor=by,
        at=at,
        form=form,
        rows=rows,
        **narrowed,
    )


def _place(by: User, at: datetime) -> Scope | None:
    """Return the highest place where the trail may be read by the one who took it."""
    roles = [role.value for role in roles_with(Right.AUDIT_READ)]
    held = Appointment.objects.in_force(timezone.localdate(at))
    mine = held.filter(user=by, role__in=roles).select_related("scope")
    first = mine.order_by("scope__path").first()
    return first.scope if first else None
