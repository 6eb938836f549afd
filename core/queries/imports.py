"""Reads of lists brought in from files."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from core import registry
from core.access import policy
from core.imports import cells, faults
from core.imports.kinds import ImportColumn, ImportKind, Place
from core.models import ImportRow, ImportRun, Unit, User
from core.registry import Work

Verdict, Decision, State = ImportRow.Verdict, ImportRow.Decision, ImportRun.State
NOTED: Final = "noted"  # among the counts of a run, beside the verdicts
UNDECIDED: Final = "undecided"  # what a list is narrowed by, beside the verdicts
# Rows that will be written and have something worth a look.
IS_NOTED: Final = Q(verdict__in=[Verdict.NEW, Verdict.CHANGED]) & ~Q(faults=[])


def noted_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that will be written and have something worth a look."""
    return run.lines.filter(IS_NOTED)


def undecided_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the doubtful rows that nobody has decided about."""
    return run.lines.filter(verdict=Verdict.DUPLICATE, decision="")


def kinds_for(user: User) -> list[ImportKind]:
    """Return the kinds of lists that a user may bring in somewhere."""
    return [
        kind for kind in registry.imports().values() if policy.holds(user, kind.right)
    ]


def kind_or_404(user: User, address: str) -> ImportKind:
    """Return a kind of list by its address; one a user may bring in nowhere is none."""
    for kind in kinds_for(user):
        if kind.address == address:
            return kind
    raise Http404


def place_or_404(user: User, kind: ImportKind, named: str) -> Place | None:
    """Return where a list goes that is not brought into a unit; for others nothing."""
    if kind.place is None:
        return None
    place = kind.place(user, named)
    if place is None:
        raise Http404
    return place


def import_runs(user: User) -> QuerySet[ImportRun]:
    """Return the lists that lie where the user may bring such lists in."""
    found = ImportRun.objects.none()
    for kind in kinds_for(user):
        of_kind = ImportRun.objects.filter(kind=kind.code)
        found = found | policy.within_reach(of_kind, user, kind.right)
    return found.select_related("scope", "file", "started_by", "applied_by")


def import_or_404(user: User, run: UUID) -> ImportRun:
    """Return a list that the user may work on."""
    try:
        return import_runs(user).get(pk=run)
    except ImportRun.DoesNotExist:
        raise Http404 from None


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows of a checked list are what."""

    rows: int
    new: int
    updated: int
    unchanged: int
    duplicate: int
    wrong: int
    noted: int
    decided: dict[str, int]
    fingerprint: str

    @property
    def undecided(self) -> int:
        """Doubtful rows nobody has decided about."""
        return self.duplicate - sum(self.decided.values())

    @property
    def made(self) -> int:
        """Rows that are, or will be, new in the register."""
        return self.new + self.decided.get(Decision.NEW, 0)

    @property
    def changed(self) -> int:
        """Rows that are, or will be, written into rows there are."""
        return self.updated + self.decided.get(Decision.SAME, 0)

    @property
    def skipped(self) -> int:
        """Doubtful rows somebody left out."""
        return self.decided.get(Decision.SKIP, 0)

    @property
    def left_out(self) -> int:
        """Rows that leave no trace in the register."""
        return self.rows - self.made - self.changed

    @property
    def to_write(self) -> int:
        """Rows that will be written."""
        return self.made + self.changed


def summary(run: ImportRun) -> Summary:
    """Count the rows of a list by what was found and decided."""
    doubtful = run.lines.filter(verdict=Verdict.DUPLICATE).exclude(decision="")
    decided = dict(doubtful.order_by().values_list("decision").annotate(Count("pk")))
    counts = {verdict: int(run.counts.get(verdict, 0)) for verdict in Verdict}
    told = [run.mapping, run.reading.get("header_row"), counts, decided]
    written = json.dumps([*told, run.reading.get("sheet")], sort_keys=True)
    return Summary(
        rows=run.rows,
        new=counts[Verdict.NEW],
        updated=counts[Verdict.CHANGED],
        unchanged=counts[Verdict.UNCHANGED],
        duplicate=counts[Verdict.DUPLICATE],
        wrong=counts[Verdict.WRONG],
        noted=int(run.counts.get(NOTED, 0)),
        decided=decided,
        fingerprint=hashlib.sha256(written.encode()).hexdigest(),
    )


# --- rows as a person sees them ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row, with what is to be said of it beside."""

    label: str
    text: str
    was: str | None = None  # what the register holds, where the row changes it
    messages: tuple[str, ...] = ()
    tone: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of a list, as it stands in the preview."""

    row: ImportRow
    tone: str
    cells: list[Cell]
    messages: tuple[str, ...] = ()
    choices: list[tuple[str, str]] = field(default_factory=list)
    target: str = ""
    target_url: str = ""


TONES: Final = {
    Verdict.NEW: "ok",
    Verdict.CHANGED: "gold",
    Verdict.UNCHANGED: "none",
    Verdict.DUPLICATE: "warn",
    Verdict.WRONG: "bad",
}


def shown_columns(
    run: ImportRun, kind: ImportKind, rows: Iterable[ImportRow] = ()
) -> list[ImportColumn]:
    """Return the fields that the list fills, in the order of the kind.

    Columns that are blank in the whole file are left out, but for those that must be
    filled and those that change something in these rows.
    """
    filled = set(run.reading.get("filled", range(len(run.headings))))
    needed = {key for row in rows for key in row.changes} | {
        column.key for column in kind.offered if column.required
    }
    return [
        column
        for column in kind.offered
        if column.key in needed or not filled.isdisjoint(_places(run, kind, column))
    ]


def blank_columns(
    run: ImportRun, kind: ImportKind, shown: Iterable[ImportColumn]
) -> list[ImportColumn]:
    """Return the fields whose columns are in the file and not among those shown."""
    keys = {column.key for column in shown}
    return [
        column
        for column in kind.offered
        if column.key in run.mapping and column.key not in keys
    ]


def _places(run: ImportRun, kind: ImportKind, column: ImportColumn) -> list[int]:
    """Return where in the file a field stands: in one column, or parted in two."""
    ending = kind.ending(column.key)
    keys = [column.key, *([ending.key] if ending else [])]
    return [run.mapping[key] for key in keys if key in run.mapping]


def preview(
    run: ImportRun,
    kind: ImportKind,
    rows: Iterable[ImportRow],
    columns: Sequence[ImportColumn],
) -> list[PreviewRow]:
    """Say what is to become of rows, cell by cell; asks once for all of them."""
    lines = list(rows)
    targets = {row.target for row in lines if row.target}
    known = {str(key): row for key, row in kind.rows(targets).items()}
    return [_seen(run, kind, columns, row, known.get(row.target)) for row in lines]


def reasons(kind: ImportKind, row: ImportRow) -> str:
    """Say in one text what is wrong with a row, for a file to put it right."""
    said = []
    for key, code, values in row.faults:
        column = kind.column(key)
        words = kind.sentence(code, values)
        said.append(f"{column.label}: {words}" if column else words)
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A row that keeps an import from being taken back."""

    title: str
    url: str
    why: str


def written_into(run: ImportRun, kind: ImportKind) -> str:
    """Return the address of the unit, or of its people, that the list was for."""
    if kind.place is not None:
        return kind.address_at(run.scope, run.into)
    code = Unit.objects.filter(scope=run.scope).values_list("code", flat=True).first()
    return kind.address_within(code) if code else ""


def in_the_way(run: ImportRun, kind: ImportKind) -> list[InTheWay]:
    """Return the rows that kept the import from being taken back, with links."""
    told = run.fault.get("rows", [])
    rows = kind.rows(key for key, *_rest in told)
    by_key = {str(key): row for key, row in rows.items()}
    return [
        InTheWay(
            title=title or key,
            url=kind.address_of(by_key[key]) if key in by_key else "",
            why=kind.sentence(code, _with_names(values)),
        )
        for key, title, code, values in told
    ]


def work_of(user: User) -> list[Work]:
    """Return the lists a person brought in that wait for him."""
    waiting = (State.UPLOADED, State.CHECKED)
    found = import_runs(user).filter(started_by=user, state__in=waiting)
    return [
        Work(
            title=run.file.name,
            place=run.scope.title,
            state=State(run.state).label,
            tone="warn",
            url=reverse("core:import", args=[run.pk]),
            mine=True,
        )
        for run in found.order_by("started_at", "pk")
    ]


def _with_names(values: dict[str, Any]) -> dict[str, Any]:
    if "what" not in values:
        return values
    return values | {"what": apps.get_model(values["what"])._meta.verbose_name}


def _seen(
    run: ImportRun,
    kind: ImportKind,
    columns: Sequence[ImportColumn],
    row: ImportRow,
    target: Any,
) -> PreviewRow:
    said: dict[str, list[tuple[str, str]]] = {}
    for key, code, values in row.faults:
        said.setdefault(key, []).append((code, kind.sentence(code, values)))
    keys = {column.key for column in columns}
    elsewhere = [
        words for key, all_of in said.items() if key not in keys for _c, words in all_of
    ]
    verdict = Verdict(row.verdict)
    return PreviewRow(
        row=row,
        tone=TONES[verdict],
        cells=[
            _cell(run, kind, column, row, said.get(column.key, []))
            for column in columns
        ],
        messages=tuple(elsewhere),
        choices=_choices(kind, row) if verdict is Verdict.DUPLICATE else [],
        target=str(target) if target is not None else "",
        target_url=kind.address_of(target) if target is not None else "",
    )


def _cell(
    run: ImportRun,
    kind: ImportKind,
    column: ImportColumn,
    row: ImportRow,
    said: list[tuple[str, str]],
) -> Cell:
    parts = (
        row.cells[place]
        for place in _places(run, kind, column)
        if place < len(row.cells)
    )
    text = reduce(cells.joined, parts, "")
    was: str | None = None
    if column.key in row.changes:
        was, text = (column.shown(value) for value in row.changes[column.key])
    is_bad = row.verdict == Verdict.WRONG and any(
        code not in faults.NOTES | kind.notes for code, _words in said
    )
    return Cell(
        label=str(column.label),
        text=text,
        was=was,
        messages=tuple(words for _code, words in said),
        tone="bad" if is_bad else "warn" if said else "",
    )


def _choices(kind: ImportKind, row: ImportRow) -> list[tuple[str, str]]:
    allowed = kind.decisions(row)
    return [(d.value, str(d.label)) for d in Decision if d.value in allowed]
