"""What a parcel that comes back changes: row by row, against what left and what stands.

For each row three things are known: what left, what stands here, what comes. A row that
changed on one side only is taken from that side; one that changed on both is a
conflict, and nothing here is ever overwritten by it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from typing import IO, NamedTuple

from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from core import registry
from core.errors import Refused
from core.models import (
    Journey,
    Parcel,
    StoredFile,
    User,
)
from core.travel import tables
from core.travel.leaving import unpacked_digests
from core.travel.parcel import Content
from core.travel.selection import Selection
from core.travel.tables import BLOCK, Key, Table


class Clash(StrEnum):
    """Why a row that comes is not simply taken."""

    CHANGED_ON_BOTH = "changed_on_both"
    REMOVED_HERE = "removed_here"  # and changed there
    CHANGED_HERE = "changed_here"  # and removed there
    OTHER_HERE = "other_here"  # new there, and something else here
    FACT_CHANGED = "fact_changed"  # what no portal changes


class Conflict(NamedTuple):
    """A row on which the two machines disagree."""

    row: Key
    clash: Clash


@dataclass
class Plan:
    """What bringing a parcel back would do, by table."""

    added: dict[Table, list[str]] = field(default_factory=dict)
    changed: dict[Table, list[str]] = field(default_factory=dict)
    removed: dict[Table, list[str]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    # Changed there beyond what lies beneath the scope: told, not taken.
    left: list[Key] = field(default_factory=list)

    @staticmethod
    def rows(part: Mapping[Table, Collection[str]]) -> int:
        """Return how many rows a part of the plan touches."""
        return sum(map(len, part.values()))


class Forged(Refused):
    """The file was not sealed by the machine that the journey went to."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """One table: digests of what left, what comes and what stands here, by key."""

    table: Table
    sent: Sequence[Mapping[str, str]]  # in each file that was made on the way out
    coming: Mapping[str, str]
    here: Mapping[str, str]
    beneath: Collection[str]  # what lies beneath the scope here

    def differing(self) -> Iterator[str]:
        """Return the rows that are not as they left and not as they stand here."""
        for key in sorted(set(self.coming).union(*self.sent)):
            if self.coming.get(key) not in {*self.left(key), self.here.get(key)}:
                yield key

    def left(self, key: str) -> set[str | None]:
        """Return how a row left: in more ways than one if it changed between files.

        Nobody knows here which of the files was loaded.
        """
        return {each.get(key) for each in self.sent}


def what_left(journey: Journey) -> list[dict[str, dict[str, str]]]:
    """Return the digests of what left, by table and key, of each file made then."""
    made = Parcel.objects.filter(journey=journey, way=Parcel.Way.OUT)
    return [
        _by_table(unpacked_digests(bytes(sent)))
        for sent in made.values_list("sent", flat=True)
    ]


def compare(
    journey: Journey,
    content: Content,
    known: Selection,
    sent: Sequence[Mapping[str, Mapping[str, str]]],
) -> Plan:
    """Return what taking a parcel in would do, without doing it.

    Raises:
        Forged: rows that no portal writes, or numbers it was not given.
    """
    beneath = {
        kind._meta.db_table: frozenset(map(str, keys))
        for kind, keys in known.beneath.items()
    }
    plan, by_name = Plan(), tables.by_name()
    names = set(content.manifest.rows).union(*sent)
    for name in sorted(names):
        table = by_name[name]
        try:
            tables.make_arriving(table, _rows_in(content, name))
        except (DataError, IntegrityError):
            raise Forged(_("Tệp có dòng mà không cổng nào ghi như vậy.")) from None
        coming = dict(tables.digests(table, arriving=True))
        left = [each.get(name, {}) for each in sent]
        here = dict(tables.digests(table, set(coming).union(*left)))
        rows = _Rows(table, left, coming, here, beneath.get(name, frozenset()))
        for key in rows.differing():
            _decide(rows, key, plan, journey.block)
    return plan


def _by_table(digests: Mapping[Key, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row, digest in digests.items():
        found[row.table][row.key] = digest
    return found


def _rows_in(content: Content, name: str) -> IO[bytes]:
    return content.rows(name) if name in content.manifest.rows else BytesIO()


def _decide(rows: _Rows, key: str, plan: Plan, block: int) -> None:
    """Put a row that was touched there into the plan."""
    row = Key(rows.table.name, key)
    left, here = rows.left(key), rows.here.get(key)
    if left == {None}:
        if here is None:
            _refuse_foreign_number(rows.table, key, block)
            plan.added.setdefault(rows.table, []).append(key)
        else:
            plan.conflicts.append(Conflict(row, Clash.OTHER_HERE))
    elif here is not None and key not in rows.beneath:
        # Went along because something points to it. That nothing does any more is no
        # removal, and accounts are written otherwise on each side.
        if rows.table.kind is not User and key in rows.coming:
            plan.left.append(row)
    elif rows.table.name in registry.facts() or rows.table.kind is StoredFile:
        plan.conflicts.append(Conflict(row, Clash.FACT_CHANGED))
    elif left == {here}:
        part = plan.changed if key in rows.coming else plan.removed
        part.setdefault(rows.table, []).append(key)
    else:
        plan.conflicts.append(Conflict(row, _clash(key, rows)))


def _clash(key: str, rows: _Rows) -> Clash:
    if key not in rows.here:
        return Clash.REMOVED_HERE
    return Clash.CHANGED_ON_BOTH if key in rows.coming else Clash.CHANGED_HERE


def _refuse_foreign_number(table: Table, key: str, block: int) -> None:
    if table.counts_rows and not block * BLOCK < int(key) <= (block + 1) * BLOCK:
        raise Forged(
            _("Tệp có dòng không do máy đã nhận đại hội lập ra (%(table)s %(key)s).")
            % {"table": table.name, "key": key}
        )
