"""Reads that several pages of the apps above share."""

import io
from typing import TypeVar

from django.db.models import Func, Model, QuerySet, TextField
from django.db.models.lookups import Contains

from core.access import policy
from core.access.rights import Right
from core.models import AuditEvent, StoredFile, StoredFileChunk, User
from core.vietnamese import names

M = TypeVar("M", bound=Model)


class StoredBytes(io.RawIOBase):
    """A stored file as a readable stream; one chunk in memory at a time."""

    def __init__(self, file: StoredFile) -> None:
        super().__init__()
        self._file = file
        self._next = 0
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer from the next chunk."""
        if not self._rest:
            self._rest = self._chunk()
        view = memoryview(buffer)  # type: ignore[arg-type] # any writable buffer
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _chunk(self) -> memoryview:
        rows = StoredFileChunk.objects.filter(file=self._file, number=self._next)
        data = rows.values_list("data", flat=True).first()
        self._next += 1
        return memoryview(b"" if data is None else bytes(data))


def open_stored(file: StoredFile) -> io.BufferedReader:
    """Open a stored file for reading from its start."""
    return io.BufferedReader(StoredBytes(file), 256 * 1024)


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


def with_words(found: QuerySet[M], field: str, wanted: str) -> QuerySet[M]:
    """Keep rows whose field has all these words, whatever the accents."""
    # The words are folded here: PostgreSQL would do it again for every row.
    folded = Func(field, function="core_fold", output_field=TextField())
    words = names.fold(wanted).split()
    return found.filter(*(Contains(folded, word) for word in words))
