"""Who last did something to a poll, as the audit trail has it."""

from ballots.models import Poll
from ballots.queries import scope_of
from core.models import AuditEvent


def last_line(poll: Poll, act: str) -> AuditEvent | None:
    """Return the last line of this act on a poll, with who did it."""
    lines = AuditEvent.objects.filter(
        subject_kind=Poll._meta.label_lower,
        subject_key=str(poll.pk),
        scope=scope_of(poll),
        act=act,
    )
    return lines.select_related("actor").order_by("-pk").first()
