"""Reading the audit trail."""

from django.db.models import QuerySet

from core.access import policy
from core.access.rights import Right
from core.models import AuditEvent, User


def audit_events(user: User) -> QuerySet[AuditEvent]:
    """Return the lines a user may read.

    Lines that lie nowhere – accounts of people in no unit, sign-ins of administrators –
    are for those who inspect a whole tree.
    """
    everything = AuditEvent.objects.all()
    within = policy.within_reach(everything, user, Right.AUDIT_READ)
    if policy.holds_at_root(user, Right.AUDIT_READ):
        return within | everything.filter(scope__isnull=True)
    return within


def audit_lines(events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """Order lines newest first, with those who acted."""
    return events.select_related("actor", "scope").order_by("-pk")
