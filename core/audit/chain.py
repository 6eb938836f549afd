"""The chain over the audit trail: a link covers its line and the link before.

Acts write their lines unchained, so that no act waits for another. Every second, and
before minutes are made, a sealer takes the committed lines that wait and adds them to
the end. Whoever changes a line, takes one out or puts them in another order breaks the
chain; whoever builds the whole chain anew is caught by the heads printed in minutes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from core.models import AuditEvent, AuditSeal, UnsealedEvent

START: Final = "0" * 64  # what stands before the first link
BATCH: Final = 2_000
PRINTED_DIGITS: Final = 32  # of a digest's 64; half is far more than can be forged
# Of all locks in this database the one that sealers share.
LOCK: Final = 0x6E68_6174_6B79  # "nhatky"

# Every column of a line, by the name it has in the database.
COLUMNS: Final = (
    "act",
    "actor_id",
    "at",
    "detail",
    "id",
    "restricted",
    "scope_id",
    "subject_key",
    "subject_kind",
    "subject_title",
)
_READ_AS: Final = {
    "at": """to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    "detail": "event.detail::text",
}
# What a query selects so that ``digest_of`` can read a line from it.
LINE: Final = ", ".join(_READ_AS.get(each, f"event.{each}") for each in COLUMNS)

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode
_DETAIL: Final = COLUMNS.index("detail")
_ID: Final = COLUMNS.index("id")

_WAITING: Final = f"""
SELECT seal.number, {LINE}
  FROM core_unsealedevent waiting
  JOIN core_auditevent event ON event.id = waiting.event_id
  LEFT JOIN core_auditseal seal ON seal.event_id = event.id
 ORDER BY event.id LIMIT {BATCH}
"""  # noqa: S608 - names of columns, all ours
_STORE: Final = """
INSERT INTO core_auditseal (number, event_id, digest, sealed_at)
SELECT number, event, digest, %s
  FROM unnest(%s::bigint[], %s::bigint[], %s::varchar[]) AS row (number, event, digest)
"""


class Head(NamedTuple):
    """The last link: whoever knows it can tell whether the chain was built anew."""

    number: int
    digest: str
    sealed_at: datetime

    @property
    def printed(self) -> str:
        """The beginning of the digest, as papers print it."""
        return in_groups(self.digest[:PRINTED_DIGITS])


class Link(NamedTuple):
    """A link about to be added."""

    number: int
    event: int
    digest: str


def head() -> Head | None:
    """Return the last link, or nothing before the first."""
    links = AuditSeal.objects.order_by("-number")
    last = links.values_list("number", "digest", "sealed_at").first()
    return Head(*last) if last else None


def link_of(event: AuditEvent) -> Head | None:
    """Return the link of one line, or nothing while it waits for its own."""
    links = AuditSeal.objects.filter(event=event)
    found = links.values_list("number", "digest", "sealed_at").first()
    return Head(*found) if found else None


def in_groups(digest: str) -> str:
    """Write a digest so that people can compare it: ``ab12 cd34 …``."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def digest_of(previous: str, line: tuple[Any, ...]) -> str:
    """Return a link's digest; ``line`` is what a query selects as ``LINE``.

    SHA-256 of the digest before, followed by the line as JSON: keys in order, no
    spaces, letters as they are, times in UTC with microseconds.
    """
    return link_digest(previous, fields_of(line))


def fields_of(line: tuple[Any, ...]) -> dict[str, Any]:
    """Return a line by the names of its columns, as what its link covers."""
    fields = dict(zip(COLUMNS, line, strict=True))
    fields["detail"] = json.loads(line[_DETAIL])
    return fields


def link_digest(previous: str, fields: Mapping[str, Any]) -> str:
    """Return a link's digest from a line by the names of its columns."""
    return hashlib.sha256(f"{previous}{_encode(fields)}".encode()).hexdigest()


@transaction.atomic
def seal_waiting(*, at: datetime) -> Head | None:
    """Chain every waiting line that this transaction sees; return the head.

    Waits for other sealers, and makes them wait until this transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    while _seal_batch(at):
        pass
    return head()


def seal_committed(*, at: datetime) -> int:
    """Chain what has been committed, a batch at a time; return how many lines.

    Where somebody else is at it there is nothing to do here.
    """
    sealed = 0
    while UnsealedEvent.objects.exists():
        with transaction.atomic():
            done = _seal_batch(at) if _is_free() else 0
        sealed += done
        if done < BATCH:
            break
    return sealed


def _is_free() -> bool:
    """Take the sealers' lock until the transaction ends, unless somebody has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _seal_batch(at: datetime) -> int:
    """Add the first waiting lines to the chain; the lock must be held."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        rows = cursor.fetchall()
        if not rows:
            return 0
        # A line that has its link already has no business waiting.
        links = list(_links(row[1:] for row in rows if row[0] is None))
        columns = [list(column) for column in zip(*links, strict=True)]
        if links:
            cursor.execute(_STORE, [at.astimezone(UTC), *columns])
        taken = [row[1 + _ID] for row in rows]
        cursor.execute(
            "DELETE FROM core_unsealedevent WHERE event_id = ANY(%s)", [taken]
        )
    return len(rows)


def _links(lines: Iterable[tuple[Any, ...]]) -> Iterator[Link]:
    last = head()
    number, digest = (last.number, last.digest) if last else (0, START)
    for line in lines:
        number, digest = number + 1, digest_of(digest, line)
        yield Link(number, line[_ID], digest)
