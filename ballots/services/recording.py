"""The line that every act on a poll leaves in the trail, where the poll lies."""

from datetime import datetime
from typing import Any, Final

from ballots import queries
from ballots.models import Poll
from core.audit import trail
from core.models import AuditEvent, User

# What polls say of how ready their congress is (congress.services.readiness).
POINTS: Final = ("lists_closed", "boards_set")


def record(
    act: str, poll: Poll, *, by: User | None, at: datetime, **detail: Any
) -> AuditEvent:
    """Write what was done with a poll; what nobody said is no part of the line."""
    said = {key: value for key, value in detail.items() if value not in (None, "")}
    return trail.record(
        act, subject=poll, scope=queries.scope_of(poll), actor=by, at=at, **said
    )
