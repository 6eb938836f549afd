"""What every act on a list looks at first: its run, its kind, its file."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import BinaryIO, Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import registry
from core.access import policy
from core.errors import Refused
from core.imports import reading
from core.imports.kinds import Clerk, ImportKind, Judged, Line
from core.imports.mapping import is_numbering
from core.imports.reading import Reading
from core.models import ImportChange, ImportRow, ImportRun, User
from core.queries.files import open_stored

T = TypeVar("T")
N = TypeVar("N", ImportRow, ImportChange)
Row = tuple[int, list[str]]
Report = Callable[[int, int], None]
State = ImportRun.State

BATCH: Final = 1_000  # rows judged and written at a time


class NotNow(Refused):
    """The list is at another step by now."""

    def __init__(self) -> None:
        super().__init__(
            _("Danh sách này đã sang bước khác, nên chưa ghi gì. Hãy xem lại trang.")
        )


class MappingIncomplete(Refused):
    """A column without which nothing can be brought in has no match."""


class StillToDecide(Refused):
    """Rows that may be somebody we have wait for a decision, or some are wrong."""


class NothingToWrite(Refused):
    """No row of the list would change anything."""


def locked(run_id: UUID | str) -> ImportRun:
    """Lock a run until the act is done."""
    runs = ImportRun.objects.select_related("scope", "file")
    return runs.select_for_update(of=("self",)).get(pk=run_id)


def at_step(run_id: UUID | str, *states: ImportRun.State) -> ImportRun:
    """Lock a run that is at one of these steps."""
    run = locked(run_id)
    if run.state not in states:
        raise NotNow
    return run


def kind_of(run: ImportRun) -> ImportKind:
    """Return the kind of list a run brings in."""
    return registry.imports()[run.kind]


def clerk_of(run: ImportRun, *, at: datetime, for_good: bool) -> Clerk:
    """Return who goes through the list."""
    today = timezone.localdate(at)
    clerk = kind_of(run).clerk(scope=run.scope, today=today, for_good=for_good)
    clerk.into = run.into
    return clerk


@contextmanager
def opened(run: ImportRun) -> Iterator[BinaryIO]:
    """Lay the stored file out on the disk, where it can be read back and forth."""
    with tempfile.TemporaryFile() as file:
        with open_stored(run.file) as stored:
            shutil.copyfileobj(stored, file, 1024 * 1024)
        yield file


def data_rows(file: BinaryIO, run: ImportRun) -> Iterator[Row]:
    """Yield the rows beneath the headings."""
    header = int(run.reading["header_row"])
    beneath = False
    for number, cells in reading.rows(file, Reading.of(run.reading)):
        if number <= header:
            continue
        if not beneath:
            beneath = True
            if is_numbering(cells):
                continue
        yield number, cells


def judged(
    run: ImportRun,
    clerk: Clerk,
    rows: Callable[[], Iterator[Row]],
    *,
    report: Report,
) -> Iterator[list[Judged]]:
    """Have a clerk go through rows with their cells, some at a time."""
    if clerk.looks_ahead:
        _learn(run, clerk, rows(), report=report)
    lines = (Line(*row) if clerk.looks_ahead else _line(run, row) for row in rows())
    yield from _in_turn(run, clerk, lines, report=report)


def judged_again(
    run: ImportRun, clerk: Clerk, *, report: Report
) -> Iterator[list[Judged]]:
    """Have a clerk go through the rows that were kept; their cells do not come back."""
    cells = ((row.number, row.cells) for row in by_number(run.lines.only(*_CELLS)))
    lines = (_line(run, row) for row in cells)
    if clerk.looks_ahead:
        _learn(run, clerk, cells, report=report)
        numbers = run.lines.order_by("number").values_list("number", flat=True)
        lines = (Line(number, []) for number in numbers)
    yield from _in_turn(run, clerk, lines, report=report)


_CELLS: Final = ("run", "number", "cells")


def _learn(
    run: ImportRun, clerk: Clerk, rows: Iterator[Row], *, report: Report
) -> None:
    done = 0
    for batch in in_batches(rows):
        clerk.learn([_line(run, row) for row in batch])
        done += len(batch)
        report(done, 2 * run.rows)


def _in_turn(
    run: ImportRun, clerk: Clerk, lines: Iterator[Line], *, report: Report
) -> Iterator[list[Judged]]:
    before = run.rows if clerk.looks_ahead else 0
    done = before
    for batch in in_batches(lines):
        yield clerk.judge(batch)
        done += len(batch)
        report(done, before + run.rows)


def _line(run: ImportRun, row: Row) -> Line:
    return kind_of(run).line(*row, run.mapping)


def still_may(by: User, run: ImportRun) -> bool:
    """Whether who asked for it may still do it: time passes until a worker is free."""
    now = User.objects.get(pk=by.pk)
    return now.is_active and policy.allows(now, kind_of(run).right, run.scope)


def lines_of(run: ImportRun) -> Iterator[ImportRow]:
    """Yield the kept rows in order, without their cells."""
    return by_number(run.lines.defer("cells", "faults"))


def by_number(rows: "QuerySet[N]") -> Iterator[N]:
    """Yield a run's rows in order, some at a time.

    Not by one long cursor: who goes through them may stop half-way.
    """
    last = -1
    while batch := list(rows.order_by("number").filter(number__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].number


def in_batches(rows: Iterator[T]) -> Iterator[list[T]]:
    """Cut a stream of rows into pieces."""
    while batch := list(islice(rows, BATCH)):
        yield batch
