"""Bringing a parcel back: what was done there is compared with what stands here.

For each row three things are known: what left, what stands here, what comes. A row that
changed on one side only is taken from that side; one that changed on both is a
conflict, and nothing here is ever overwritten by it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import IO, Final, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from core import registry
from core.audit import chain, trail
from core.errors import Refused
from core.models import Journey, JourneyEnd, Parcel, Person, RuleSetEdition, User
from core.travel import tables
from core.travel.arriving import DoesNotFit, refuse_other_tables
from core.travel.leaving import unpacked_digests
from core.travel.parcel import BACK, Content, Header
from core.travel.selection import selection
from core.travel.tables import BLOCK, Key, Table

# What may be new there without lying beneath the scope: people called from the floor
# and accounts made in the hall. Accounts come closed.
MAY_BE_NEW: Final = frozenset({Person, User, RuleSetEdition})


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


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought back, and what was looked at afterwards."""

    plan: Plan
    proved: tuple[registry.Proved, ...]
    end: JourneyEnd


class NotOurs(Refused):
    """No journey that is still out goes with the file."""


class Forged(Refused):
    """The file was not sealed by the machine that the journey went to."""


class Conflicts(Refused):
    """Both machines changed the same rows; nothing was done."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            _("Hai nơi cùng sửa %(count)s dòng. Chưa đưa gì vào cổng.")
            % {"count": len(plan.conflicts)}
        )
        self.plan = plan


class DoesNotHold(Refused):
    """What would be brought back contradicts itself or what is here."""


def journey_of(header: Header) -> Journey:
    """Return the journey that a file comes back from.

    Raises:
        DoesNotFit: it is a file on its way out.
        NotOurs: no such journey left from here, or it has ended.
    """
    if header.way != BACK:
        raise DoesNotFit(
            _(
                "Đây là tệp mang đi, chưa phải tệp mang về. Ở máy hội trường, hãy mở "
                "trang “Mang đi, mang về” của đại hội rồi lập tệp mang về."
            )
        )
    found = Journey.objects.filter(pk=header.journey, arrival=None)
    journey = found.select_related("scope", "end").first()
    if journey is None:
        raise NotOurs(_("Đại hội trong tệp này không mang đi từ cổng này."))
    if hasattr(journey, "end"):
        raise NotOurs(
            _("Chuyến này đã kết thúc (%(how)s), không đưa vào lần nữa.")
            % {"how": journey.end.get_how_display()}
        )
    return journey


@transaction.atomic
def bring_back(
    header: Header,
    content: Content,
    *,
    sha256: str,
    keep_here: bool,
    at: datetime,
    rehearse: bool = False,
) -> Brought:
    """Take what was done on the other machine; all of it or nothing.

    ``keep_here`` takes the rest where both sides changed a row, and leaves the row.
    ``rehearse`` does everything, and then undoes it.

    Raises:
        NotOurs, Forged, DoesNotFit: this file is not for this portal.
        Conflicts: rows changed on both sides, and nobody said what to do.
        DoesNotHold: what came contradicts itself.
    """
    journey = _held(header)
    if not content.manifest.is_sealed_with(journey.secret):
        raise Forged(
            _("Tệp không do máy đã nhận đại hội lập ra, nên không đưa vào cổng.")
        )
    refuse_other_tables(content, header)
    if content.manifest.scope != journey.scope.path:
        raise Forged(_("Tệp nói về một đại hội khác."))
    _work_undisturbed()
    plan = _compare(journey, content)
    stopping = [each for each in plan.conflicts if each.clash is Clash.FACT_CHANGED]
    if stopping or (plan.conflicts and not keep_here):
        raise Conflicts(plan)
    _apply(plan, journey)
    end = _end(journey, plan, content, sha256=sha256, at=at)
    chain.seal_waiting(at=at)
    proved = tuple(each for proof in registry.proofs() for each in proof(journey.scope))
    if rehearse:
        transaction.set_rollback(True)
    elif not all(each.holds for each in proved):
        raise DoesNotHold(
            _("Kết quả mang về không khớp khi kiểm lại. Chưa đưa gì vào cổng.")
        )
    return Brought(plan, proved, end)


def _held(header: Header) -> Journey:
    journey = journey_of(header)
    Journey.objects.select_for_update(of=("self",)).get(pk=journey.pk)
    return journey_of(header)


def _work_undisturbed() -> None:
    """Wait for no one for long, and let proofs take the time they need."""
    tables.write_alike()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '15min'")


@dataclass(frozen=True, slots=True)
class _Rows:
    """One table: digests of what left, what comes and what stands here, by key."""

    table: Table
    sent: Mapping[str, str]
    coming: Mapping[str, str]
    here: Mapping[str, str]
    beneath: Collection[str]  # what lies beneath the scope here

    def differing(self) -> Iterator[str]:
        """Return the rows that are not as they left and not as they stand here."""
        for key in sorted(self.sent.keys() | self.coming.keys()):
            there = self.coming.get(key)
            if there not in (self.sent.get(key), self.here.get(key)):
                yield key


def _compare(journey: Journey, content: Content) -> Plan:
    parcel = Parcel.objects.filter(journey=journey, way=Parcel.Way.OUT).latest("at")
    sent = _by_table(unpacked_digests(bytes(parcel.sent)))
    beneath = {
        kind._meta.db_table: frozenset(map(str, keys))
        for kind, keys in selection(journey.scope, out=False).beneath.items()
    }
    plan, known = Plan(), tables.by_name()
    for name in sorted(sent.keys() | content.manifest.rows.keys()):
        table = known[name]
        tables.make_arriving(table, _rows_in(content, name))
        coming = dict(tables.digests(table, arriving=True))
        left = sent.get(name, {})
        here = dict(tables.digests(table, {*left, *coming}))
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
    sent, here = rows.sent.get(key), rows.here.get(key)
    if sent is None:
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
    elif rows.table.name in registry.facts():
        plan.conflicts.append(Conflict(row, Clash.FACT_CHANGED))
    elif here == sent:
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


def _apply(plan: Plan, journey: Journey) -> None:
    touched = {*plan.added, *plan.changed, *plan.removed}
    try:
        with tables.without_triggers(touched):
            for table, keys in plan.removed.items():
                tables.delete(table, keys)
            for table, keys in plan.changed.items():
                tables.update_from_arriving(table, keys)
            for table, keys in plan.added.items():
                tables.insert_arriving(table, keys)
    except IntegrityError as fault:
        raise DoesNotHold(
            _("Điều mang về mâu thuẫn với điều đang có trong cổng: %(fault)s")
            % {"fault": " ".join(str(fault).split())}
        ) from None
    _refuse_beyond(plan, journey)


def _refuse_beyond(plan: Plan, journey: Journey) -> None:
    """Whatever is new lies beneath the scope, or is what a row there points to."""
    chosen = selection(journey.scope, out=False)
    for table, keys in plan.added.items():
        allowed = chosen.keys if table.kind in MAY_BE_NEW else chosen.beneath
        inside = {str(key) for key in allowed.get(table.kind, ())}
        if beyond := set(keys) - inside:
            raise Forged(
                _("Tệp có dòng nằm ngoài đại hội này (%(table)s, %(count)s dòng).")
                % {"table": table.name, "count": len(beyond)}
            )


def _end(
    journey: Journey, plan: Plan, content: Content, *, sha256: str, at: datetime
) -> JourneyEnd:
    end = JourneyEnd.objects.create(
        journey=journey,
        how=JourneyEnd.How.BROUGHT_BACK,
        at=at,
        sha256=sha256,
        added=Plan.rows(plan.added),
        changed=Plan.rows(plan.changed),
        removed=Plan.rows(plan.removed),
        kept=len(plan.conflicts),
        links=content.links(),
    )
    trail.record(
        "core.journey_brought_back",
        subject=journey,
        scope=journey.scope,
        actor=None,
        at=at,
        sha256=sha256,
        added=end.added,
        changed=end.changed,
        removed=end.removed,
        kept=end.kept,
    )
    return end
