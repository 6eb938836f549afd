"""That lists about people leave the portal, the audit trail itself among them."""

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
    place = _place(by, Right.AUDIT_READ, at)
    trail.record(
        "core.audit_exported",
        subject=by,
        scope=place,
        actor=by,
        at=at,
        form=form,
        rows=rows,
        **narrowed,
    )


@transaction.atomic
def note_list_taken(
    act: str, *, right: Right, form: str, rows: int, by: User, at: datetime
) -> None:
    """Write down who took a list that is read with this right, and how many rows."""
    place = _place(by, right, at)
    trail.record(act, subject=by, scope=place, actor=by, at=at, form=form, rows=rows)


def _place(by: User, right: Right, at: datetime) -> Scope | None:
    """Return the highest place where the one who took it holds the right."""
    roles = [role.value for role in roles_with(right)]
    held = Appointment.objects.in_force(timezone.localdate(at))
    mine = held.filter(user=by, role__in=roles).select_related("scope")
    first = mine.order_by("scope__path").first()
    return first.scope if first else None
