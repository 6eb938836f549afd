"""Packing a parcel: what lies beneath a scope, as one moment saw it."""

import secrets
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from core.models import AuditEvent, AuditSeal, Journey, JourneyEnd, Scope
from core.operations.taking import machine
from core.operations.version import portal_version
from core.travel import parcel, tables
from core.travel.parcel import Header, Manifest
from core.travel.selection import Selection, open_accounts, selection
from core.travel.tables import Key

Report = Callable[[int, int], None]
# Numbers stay below what a browser's own numbers hold exactly.
BLOCKS: Final = 9_000_000


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a parcel is made for: a journey's facts, or those of a practice."""

    journey: str
    way: str
    block: int
    secret: str
    salt: str
    recipient: str
    destination: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel ready to be kept; ``sent`` is what ``packed_digests`` returns."""

    data: bytes
    rows: int
    sent: bytes


def new_block() -> int:
    """Return a range of row numbers that hardly any other machine has."""
    return 1 + secrets.randbelow(BLOCKS - 1)


def pack(scope: Scope, ticket: Ticket, *, at: datetime, report: Report) -> Packed:
    """Pack what lies beneath a scope into a locked file; it sees one moment."""
    with transaction.atomic():
        _see_one_moment()
        tables.write_alike()
        chosen = selection(scope, out=ticket.way != parcel.BACK)
        if ticket.way == parcel.PRACTICE:
            # A practice is worked on where it is, and seals nothing for anybody.
            chosen = chosen.without(Journey, JourneyEnd)
        opened = sorted(open_accounts(chosen))
        rows, digests = _read(chosen, opened, ticket, report)
        manifest = Manifest(
            scope=scope.path,
            block=ticket.block,
            migrations=applied_migrations(),
            rows={kind._meta.db_table: len(keys) for kind, keys in chosen.keys.items()},
        )
        links = _links(chosen)
    packed = parcel.pack(manifest, rows, links, secret=ticket.secret)
    header = Header(
        journey=ticket.journey,
        way=ticket.way,
        instance=settings.INSTANCE,
        machine=machine(),
        version=portal_version(),
        title=scope.title,
        destination=ticket.destination,
        made_at=at.isoformat(),
        salt=ticket.salt,
        recipient=ticket.recipient,
    )
    return Packed(parcel.lock(header, packed), chosen.rows, packed_digests(digests))


def applied_migrations() -> list[str]:
    """Return the state of this portal's tables: rows fit no other."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def packed_digests(digests: Iterable[tuple[Key, str]]) -> bytes:
    """Return digests of rows as bytes to be kept."""
    lines = (f"{row.table} {row.key} {digest}" for row, digest in digests)
    return zlib.compress("\n".join(lines).encode())


def unpacked_digests(kept: bytes) -> dict[Key, str]:
    """Return digests of rows by table and key."""
    found = {}
    for line in zlib.decompress(kept).decode().splitlines():
        table, key, digest = line.split(" ")
        found[Key(table, key)] = digest
    return found


def _see_one_moment() -> None:
    """Whatever others commit meanwhile, every question is answered alike.

    Inside somebody else's transaction the moment has been chosen already.
    """
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _read(
    chosen: Selection, opened: list[int], ticket: Ticket, report: Report
) -> tuple[dict[str, bytes], list[tuple[Key, str]]]:
    rows: dict[str, bytes] = {}
    digests: list[tuple[Key, str]] = []
    for done, (kind, keys) in enumerate(chosen.keys.items()):
        table = tables.of(kind)
        rows[table.name] = tables.read_rows(table, keys, opened=opened)
        if ticket.way == parcel.OUT:
            found = tables.digests(table, [str(key) for key in keys], opened=opened)
            digests += [(Key(table.name, key), digest) for key, digest in found]
        report(done + 1, len(chosen.keys) + 1)
    return rows, digests


def _links(chosen: Selection) -> dict[str, Any]:
    """Return the links of this portal's chain over the lines that travel."""
    lines = chosen.keys.get(AuditEvent, frozenset())
    seals = AuditSeal.objects.filter(event__in=lines)
    return {
        str(event): [number, digest]
        for event, number, digest in seals.values_list("event", "number", "digest")
    }
