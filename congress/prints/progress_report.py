"""How far the congresses beneath a unit are, on paper, for whoever meets about them."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from congress import labels
from congress.models import Congress, ProgressReport
from congress.prints import heads, kept
from congress.queries import progress
from congress.rules.planning import GATES, Standing
from congress.rules.progress import State
from core.models import Level, StoredPrint, Unit, User
from core.vietnamese import dates, numbers

FORM: Final = kept.Form(
    "congress.progress_report",
    "congress/print/progress_report.html",
    "Báo cáo tiến độ đại hội",
    "congress.progress_printed",
)
SOON: Final = 30  # days ahead whose openings are listed
LISTED: Final = 200  # congresses in one list; the rest is counted
# In the order of the table's columns.
STATES: Final = tuple(State)
_STILL_TO_OPEN: Final = (State.PLANNED.value, State.LATE.value)
_OVER: Final = (State.CLOSED.value, State.REPORTED.value)


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level: how many units, and how many in each state."""

    level: str
    units: str
    of_state: tuple[str, ...]
    held: str  # n/N and in per cent


@dataclass(frozen=True, slots=True)
class Row:
    """One congress in a list."""

    unit: str
    above: str
    days: str
    late: int
    told: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole paper. Numbers and days are written as it shows them."""

    above: str
    unit: str
    place: str
    day: str
    term: str
    heads: tuple[str, ...]
    levels: tuple[LevelLine, ...]
    total: LevelLine
    gates: tuple[tuple[str, str], ...]  # of congresses still to open, n/N
    ended: tuple[tuple[str, str], ...]  # early, in time, late
    earliest: str
    late: tuple[Row, ...]
    late_left: str  # how many more there are
    soon: tuple[Row, ...]
    soon_left: str


def print_report(
    report_id: str | UUID, *, by: User | None, at: datetime
) -> StoredPrint:
    """Put a report as things stand on the shelf."""
    assert by is not None  # noqa: S101 - a report tells what its reader may read
    found = ProgressReport.objects.select_related("unit__parent", "unit__scope")
    asked = found.get(pk=report_id)
    unit, today = asked.unit, timezone.localdate(at)
    paper = report(unit, asked.first_year, reader=by, today=today)
    return kept.keep(
        FORM,
        paper,
        subject=asked,
        scope=unit.scope,
        file_name=f"tien-do-{asked.first_year}-{unit.code}-{today:%Y%m%d}.pdf",
        by=by,
        at=at,
    )


def report(unit: Unit, year: int, *, reader: User, today: date) -> Report:
    """Fill the paper of all beneath a unit. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _report(unit, year, reader, today)


def _report(unit: Unit, year: int, reader: User, today: date) -> Report:
    within = progress.within_reach(reader, year=year, beneath=unit)
    found = progress.with_plan(
        progress.with_state(progress.congresses_in(within), today=today), today=today
    )
    rows: list[Any] = list(found.order_by("opens_on", "unit__sort_key", "pk"))
    late = [row for row in rows if row.state == State.LATE]
    soon = [row for row in rows if _opens_soon(row, today)]
    lines, total = _levels(rows, within)
    ended, earliest = _ended(rows)
    return Report(
        above=unit.parent.name if unit.parent else "",
        unit=unit.name,
        place="",
        day=dates.long(today),
        term=_term(rows, year),
        heads=tuple(str(labels.STATES[state.value]) for state in STATES),
        levels=lines,
        total=total,
        gates=_gates(rows, today),
        ended=ended,
        earliest=earliest,
        late=tuple(_late_row(row, today) for row in late[:LISTED]),
        late_left=_left(late),
        soon=tuple(_soon_row(row) for row in soon[:LISTED]),
        soon_left=_left(soon),
    )


def _levels(
    rows: list[Any], within: progress.Within
) -> tuple[tuple[LevelLine, ...], LevelLine]:
    counted: Counter[tuple[str, str]] = Counter(
        (row.unit.kind.level_id, row.state) for row in rows
    )
    units = progress.units_without(within).order_by()
    for level in units.values_list("kind__level", flat=True):
        counted[level, State.NONE.value] += 1
    known = [
        level
        for level in Level.objects.order_by("rank")
        if any(counted[level.pk, state.value] for state in STATES)
    ]
    lines = tuple(
        _line(str(level), {each: counted[level.pk, each.value] for each in STATES})
        for level in known
    )
    whole = {
        each: sum(counted[level.pk, each.value] for level in known) for each in STATES
    }
    return lines, _line("Cộng", whole)


def _line(level: str, of_state: dict[State, int]) -> LevelLine:
    units = sum(of_state.values())
    held = sum(of_state[State(code)] for code in _OVER)
    share = f" ({numbers.share(held, units, decimals=1)} %)" if units else ""
    return LevelLine(
        level=level,
        units=numbers.grouped(units),
        of_state=tuple(numbers.grouped(of_state[each]) for each in STATES),
        held=f"{numbers.grouped(held)}/{numbers.grouped(units)}{share}",
    )


def _gates(rows: list[Any], today: date) -> tuple[tuple[str, str], ...]:
    still = [row for row in rows if row.state in _STILL_TO_OPEN]
    beneath: Collection[UUID] = progress.beneath_of(still, today=today)
    passed: Counter[str] = Counter()
    planned: Counter[str] = Counter()
    for row in still:
        standings = progress.gates_of(row, beneath, today=today)
        for code, standing in zip(GATES, standings, strict=True):
            planned[code] += standing is not None
            passed[code] += standing in (Standing.DONE, Standing.DONE_LATE)
    return tuple(
        (
            str(labels.GATES[code]),
            f"{numbers.grouped(passed[code])}/{numbers.grouped(planned[code])}"
            if planned[code]
            else "chưa nơi nào có trong kế hoạch",
        )
        for code in GATES
    )


def _ended(rows: list[Any]) -> tuple[tuple[tuple[str, str], ...], str]:
    """Count those that are over against the last day of their level."""
    grounds = progress.deadlines()
    over = [row for row in rows if row.state in _OVER]
    days = [progress.days_late(row, grounds) for row in over]
    known = [each for each in days if each is not None]
    counts = (
        ("sớm hạn", sum(each < 0 for each in known)),
        ("đúng hạn", sum(each == 0 for each in known)),
        ("chậm hạn", sum(each > 0 for each in known)),
        ("ở cấp mà chỉ thị không ghi hạn", len(days) - len(known)),
    )
    earliest = max((-each for each in known if each < 0), default=0)
    return (
        tuple((word, numbers.grouped(number)) for word, number in counts),
        str(labels.days_words(earliest)) if earliest else "",
    )


def _late_row(row: Any, today: date) -> Row:
    told = ""
    if row.next_on and row.next_on < today:
        told = f"{_(row.next_title)} (hạn {dates.short(row.next_on)})"
    return _row(row, told)


def _soon_row(row: Any) -> Row:
    return _row(row, "; ".join(heads.contents(row)))


def _row(row: Any, told: str) -> Row:
    return Row(
        unit=row.unit.name,
        above=row.unit.parent.name if row.unit.parent else "",
        days=heads.days(row),
        late=row.number_late,
        told=told,
    )


def _opens_soon(row: Congress, today: date) -> bool:
    return today <= row.opens_on <= today + timedelta(days=SOON)


def _left(rows: list[Any]) -> str:
    return numbers.grouped(len(rows) - LISTED) if len(rows) > LISTED else ""


def _term(rows: Iterable[Any], year: int) -> str:
    return str(next((row.term for row in rows), None) or year)
