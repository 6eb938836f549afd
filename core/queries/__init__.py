"""Reads that several pages of the apps above share."""

from core.queries.audit import (
    audit_events,
    audit_lines,
)
from core.queries.files import (
    StoredBytes,
    open_stored,
)
from core.queries.words import (
    M,
    with_words,
)

__all__ = [
    "M",
    "StoredBytes",
    "audit_events",
    "audit_lines",
    "open_stored",
    "with_words",
]
