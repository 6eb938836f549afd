"""What became of a unit, as one line after another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.access.rights import Right
from core.models import Unit, UnitChange, UnitKind, UnitSuccession, UnitVersion, User
from core.models.unit import UnitAct
from core.queries.units.choosing import units_within
from core.vietnamese import dates

SHOWN: Final = 100  # corrections of one unit; nobody reads further

_FIELDS: Final = ("code", "name", "kind_id", "founded_on", "congress_number")
_FOUNDED: Final = _("thành lập")
_CORRECTED: Final = _("sửa cho đúng")
_INTO: Final = {
    UnitAct.MERGED: _("sáp nhập vào"),
    UnitAct.JOINED: _("hợp nhất thành"),
    UnitAct.SPLIT: _("chia thành"),
    UnitAct.PARTED: _("tách ra"),
}
_FROM: Final = {
    UnitAct.MERGED: _("nhận sáp nhập"),
    UnitAct.JOINED: _("hợp nhất từ"),
    UnitAct.SPLIT: _("chia ra từ"),
    UnitAct.PARTED: _("tách ra từ"),
}


@dataclass(frozen=True, slots=True)
class WordChange:
    """One thing before and after; empty where nothing was written."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Named:
    """Another unit that a line speaks of; its code where the reader may open it."""

    name: str
    code: str
    keeps_files: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """What happened, from which day, by which paper, and who entered it when."""

    on: date
    what: str | Promise
    at: datetime | None = None
    by: User | None = None
    paper: str = ""
    changes: tuple[WordChange, ...] = ()
    units: tuple[Named, ...] = ()
    is_correction: bool = False


def unit_history(unit: Unit, user: User) -> list[HistoryLine]:
    """Return a unit's history, the newest first."""
    changes = list(
        UnitChange.objects.filter(unit=unit)
        .select_related("by")
        .prefetch_related("successions__successor")
    )
    taken = list(
        UnitSuccession.objects.filter(successor=unit).select_related(
            "change__unit", "change__by"
        )
    )
    opens = _those_open(changes, taken, user)
    kinds = {kind.pk: str(kind) for kind in UnitKind.objects.all()}
    lines = [
        *(_decided(change, opens, kinds) for change in changes),
        *(_taken_over(each, opens) for each in taken),
        *_corrected(unit, {change.at for change in changes}, kinds),
    ]
    if unit.founded_on is not None:
        lines.append(HistoryLine(on=unit.founded_on, what=_FOUNDED))
    return sorted(lines, key=_by_time, reverse=True)


def differences(unit: Unit, *, typed: dict[str, Any]) -> list[WordChange]:
    """Return where what somebody typed differs from the unit as it is stored."""
    stored = {name: getattr(unit, name) for name in typed}
    return [
        WordChange(_label(name), _word(mine, {}), _word(stored[name], {}))
        for name, mine in typed.items()
        if mine != stored[name]
    ]


def _by_time(line: HistoryLine) -> tuple[date, float]:
    return line.on, line.at.timestamp() if line.at else 0


def _those_open(
    changes: Iterable[UnitChange], taken: Iterable[UnitSuccession], user: User
) -> set[Any]:
    """Return which of the units spoken of the reader may open."""
    spoken_of = {each.change.unit_id for each in taken} | {
        succession.successor_id
        for change in changes
        for succession in change.successions.all()
    }
    if not spoken_of:
        return set()
    within = units_within(user, Right.UNIT_READ).filter(pk__in=spoken_of)
    return set(within.values_list("pk", flat=True))


def _named(unit: Unit, opens: set[Any], *, keeps_files: bool = False) -> Named:
    return Named(unit.name, unit.code if unit.pk in opens else "", keeps_files)


def _decided(change: UnitChange, opens: set[Any], kinds: dict[str, str]) -> HistoryLine:
    act = UnitAct(change.act)
    units = tuple(
        _named(each.successor, opens, keeps_files=each.keeps_files and act == "split")
        for each in change.successions.all()
    )
    return HistoryLine(
        on=change.on,
        what=_INTO[act] if units else act.label,
        at=change.at,
        by=change.by,
        paper=change.decision,
        changes=tuple(_in_words(change, kinds)),
        units=units,
    )


def _in_words(change: UnitChange, kinds: dict[str, str]) -> Iterator[WordChange]:
    before, after = change.before, change.after
    for key in ("name", "parent_name"):
        if key in before:
            yield WordChange("", before[key], after.get(key, ""))
    if "kind" in before:
        names = (kinds.get(each["kind"], each["kind"]) for each in (before, after))
        yield WordChange("", *names)


def _taken_over(succession: UnitSuccession, opens: set[Any]) -> HistoryLine:
    change = succession.change
    return HistoryLine(
        on=change.on,
        what=_FROM[UnitAct(change.act)],
        at=change.at,
        by=change.by,
        paper=change.decision,
        units=(_named(change.unit, opens),),
    )


def _corrected(
    unit: Unit, decided_at: set[datetime], kinds: dict[str, str]
) -> Iterator[HistoryLine]:
    """Yield what was changed without a decision: slips of the pen, lists brought in."""
    versions = UnitVersion.objects.filter(pgh_obj_id=unit.pk)
    newest = versions.select_related("changed_by").order_by("-pgh_id")[:SHOWN]
    states = [*reversed(list(newest)), unit]
    for before, after in pairwise(states):
        if after.changed_at is None or after.changed_at in decided_at:
            continue
        changes = tuple(_differences(before, after, kinds))
        if changes:
            yield HistoryLine(
                on=timezone.localdate(after.changed_at),
                what=_CORRECTED,
                at=after.changed_at,
                by=after.changed_by,
                changes=changes,
                is_correction=True,
            )


def _differences(
    before: Any, after: Any, kinds: dict[str, str]
) -> Iterator[WordChange]:
    for name in _FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield WordChange(_label(name), _word(old, kinds), _word(new, kinds))


def _label(name: str) -> str | Promise:
    field: Any = Unit._meta.get_field(name.removesuffix("_id"))
    label: str | Promise = field.verbose_name
    return label


def _word(value: Any, kinds: dict[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return dates.short(value)
    return kinds.get(value, str(value)) if isinstance(value, str) else str(value)
