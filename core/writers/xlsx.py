"""Lists as XLSX. Text stays text: nothing a person typed becomes a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from xlsxwriter import Workbook

from core import instance

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL: Final = 32_767  # characters that fit into one cell
# What XML cannot carry; a cell with one would make a file that no program opens.
_UNWRITABLE: Final = {code: None for code in range(32) if code not in {9, 10, 13}}
# One row in memory at a time; a moment without a zone; nothing guessed from a text.
_OPTIONS: Final = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; what is typed into ``as_text`` columns stays text.

    ``widths`` (characters) and ``formats`` (of numbers) are those of whole columns.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]] = ()
    as_text: frozenset[int] = frozenset()
    widths: Mapping[int, int] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> bytes:
    """Return a workbook of one sheet: bold headings that stay, then the rows."""
    return workbook_of(Sheet(title, headings, rows))


def workbook_of(*sheets: Sheet) -> bytes:
    """Return a workbook of several sheets."""
    kept = io.BytesIO()
    with Workbook(kept, _OPTIONS) as book:
        for each in sheets:
            _Writer(book, each).write(each.rows)
    return kept.getvalue()


def download(file_name: str, data: bytes) -> HttpResponse:
    """Answer with the workbook as a file to save."""
    return HttpResponse(
        data,
        content_type=MIME,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


class _Writer:
    """Writes one sheet from the top down."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self._sheet = book.add_worksheet(_sheet_name(sheet.title))
        self._moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        self._head(book, sheet)

    def _head(self, book: Any, sheet: Sheet) -> None:
        formats = dict.fromkeys(sheet.as_text, "@") | dict(sheet.formats)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._sheet.freeze_panes(1, 0)
        if mark := instance.mark():
            # Excel reads & as a code; none of the marks has one.
            self._sheet.set_header(f"&C&B{mark.words}")
        for column, heading in enumerate(sheet.headings):
            width = sheet.widths.get(column, min(60, max(12, len(heading) + 4)))
            shown = formats.get(column)
            form = book.add_format({"num_format": shown}) if shown else None
            self._sheet.set_column(column, column, width, form)
            self._sheet.write_string(0, column, _clean(heading), bold)

    def write(self, rows: Iterable[Sequence[Value]]) -> None:
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._cell(number, column, value)

    def _cell(self, row: int, column: int, value: Value) -> None:
        if isinstance(value, str):
            self._sheet.write_string(row, column, _clean(value))
        elif isinstance(value, datetime):
            # A workbook knows no time zones: what the wall clock showed.
            shown = timezone.localtime(value).replace(tzinfo=None)
            self._sheet.write_datetime(row, column, shown, self._moment)
        elif value is not None:
            self._sheet.write(row, column, value)


def _clean(text: str) -> str:
    return text.translate(_UNWRITABLE)[:CELL]


def _sheet_name(title: str) -> str:
    return "".join(" " if c in r"[]:*?/\'" else c for c in title)[:31] or "Sheet1"
