"""Bringing a parcel back: compared, taken in whole, looked at once more."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from core import registry
from core.audit import chain, trail
from core.errors import Refused
from core.models import (
    Journey,
    JourneyEnd,
    Person,
    Scope,
    StoredFile,
    StoredFileChunk,
    User,
)
from core.travel import tables
from core.travel.arriving import DoesNotFit, refuse_other_tables
from core.travel.comparing import Clash, Forged, Plan, compare, what_left
from core.travel.parcel import BACK, Content, Header
from core.travel.selection import Kind, Selection, selection
from core.travel.tables import Key, Table

# What may be new there without lying beneath the scope: people called from the floor
# and accounts made in the hall. Accounts come closed.
MAY_BE_NEW: Final = frozenset({Person, User})
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought back, and what was looked at afterwards."""

    plan: Plan
    proved: tuple[registry.Proved, ...]
    end: JourneyEnd


class NotOurs(Refused):
    """No journey that is still out goes with the file."""


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
    if header.instance != settings.INSTANCE:
        raise NotOurs(
            _("Tệp của cổng “%(theirs)s” không được lẫn vào cổng “%(ours)s”.")
            % {"theirs": header.instance, "ours": settings.INSTANCE}
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
    known, sent = selection(journey.scope, out=False), what_left(journey)
    plan = compare(journey, content, known, sent)
    stopping = [each for each in plan.conflicts if each.clash is Clash.FACT_CHANGED]
    if stopping or (plan.conflicts and not keep_here):
        raise Conflicts(plan)
    _apply(plan, journey, _reached(known, sent))
    registry.renew(journey.scope, at)
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


def _reached(
    known: Selection, sent: Sequence[Mapping[str, Collection[str]]]
) -> Mapping[Kind, set[str]]:
    """Return what lay beneath the scope here, or left, or was pointed to by either."""
    reached: dict[Kind, set[str]] = defaultdict(set)
    for kind, keys in known.keys.items():
        reached[kind] |= set(map(str, keys))
    by_name = tables.by_name()
    for each in sent:
        for name, left in each.items():
            reached[by_name[name].kind] |= set(left)
    return reached


def _apply(plan: Plan, journey: Journey, reached: Mapping[Kind, set[str]]) -> None:
    paths = dict(_beneath(journey.scope).values_list("pk", "path"))
    touched = {*plan.added, *plan.changed, *plan.removed}
    try:
        with tables.without_triggers(touched):
            for table, keys in plan.removed.items():
                tables.delete(table, keys)
            for table, keys in plan.changed.items():
                tables.update_from_arriving(table, keys)
            for table, keys in plan.added.items():
                tables.insert_arriving(table, keys)
            chosen = selection(journey.scope, out=False)
            _leave_unneeded(plan, chosen)
    except IntegrityError as fault:
        raise DoesNotHold(
            _("Điều mang về mâu thuẫn với điều đang có trong cổng: %(fault)s")
            % {"fault": " ".join(str(fault).split())}
        ) from None
    _refuse_beyond(plan, chosen, reached)
    _refuse_other_places(journey.scope, paths)
    _refuse_longer_files(plan, reached[StoredFile])


def _leave_unneeded(plan: Plan, chosen: Selection) -> None:
    """Take out again who is new and stood only in rows that are not taken."""
    for table in [each for each in plan.added if each.kind in MAY_BE_NEW]:
        needed = set(map(str, chosen.keys.get(table.kind, ())))
        spare = [key for key in plan.added[table] if key not in needed]
        tables.delete(table, spare)
        plan.added[table] = [key for key in plan.added[table] if key in needed]
        plan.left += [Key(table.name, key) for key in spare]


def _refuse_beyond(
    plan: Plan, chosen: Selection, reached: Mapping[Kind, set[str]]
) -> None:
    """Whatever is new lies beneath the scope, or is what a row there points to.

    What was changed lies there still, and nothing there points to rows of this portal
    that it did not reach before.
    """
    for part in (plan.added, plan.changed):
        for table, keys in part.items():
            allowed = chosen.keys if table.kind in MAY_BE_NEW else chosen.beneath
            inside = {str(key) for key in allowed.get(table.kind, ())}
            _refuse_rows(table, set(keys) - inside)
    for kind, found in chosen.keys.items():
        table = tables.of(kind)
        new = set(map(str, found)) - reached.get(kind, set())
        _refuse_rows(table, new.difference(plan.added.get(table, ())))


def _refuse_rows(table: Table, beyond: Collection[str]) -> None:
    if beyond:
        raise Forged(
            _("Tệp có dòng nằm ngoài đại hội này (%(table)s, %(count)s dòng).")
            % {"table": table.name, "count": len(beyond)}
        )


def _beneath(scope: Scope) -> Any:
    return Scope.objects.filter(path__descendants_of=scope.path)


def _refuse_other_places(scope: Scope, paths: Mapping[int, str]) -> None:
    """Rights follow paths and homes: those that left stay, and new ones are alike."""
    for key, path, home in _beneath(scope).values_list("pk", "path", "home"):
        if home != scope.home or paths.get(key, path) != path:
            _refuse_rows(tables.of(Scope), [str(key)])


def _refuse_longer_files(plan: Plan, files: Collection[str]) -> None:
    """A file that lay here keeps its bytes: pieces come with new files alone."""
    pieces = plan.added.get(tables.of(StoredFileChunk), [])
    old = StoredFileChunk.objects.filter(pk__in=pieces, file_id__in=list(files))
    found = old.values_list("pk", flat=True)
    _refuse_rows(tables.of(StoredFileChunk), [str(key) for key in found])


def _links(content: Content) -> dict[str, Any]:
    """Return the links as a portal writes them: what is kept is read for ever."""
    links: Any = content.links()
    if not isinstance(links, dict) or not all(map(_is_link, links.items())):
        raise Forged(_("Tệp có dòng mà không cổng nào ghi như vậy."))
    return dict(links)


def _is_link(link: tuple[str, Any]) -> bool:
    match link:
        case str(event), [int(number), str(digest)]:
            return event.isdecimal() and number > 0 and bool(_DIGEST.fullmatch(digest))
    return False


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
        links=_links(content),
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
