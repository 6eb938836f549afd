"""Lists as XLSX. Text stays text: nothing a person typed becomes a formula."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL: Final = 32_767  # characters that fit into one cell
# What XML cannot carry; a cell with one would make a file that no program opens.
_UNWRITABLE: Final = {code: None for code in range(32) if code not in {9, 10, 13}}

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; what is typed into ``as_text`` columns stays text."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]] = ()
    as_text: frozenset[int] = frozenset()


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> bytes:
    """Return a workbook of one sheet: bold headings that stay, then the rows."""
    return workbook_of(Sheet(title, headings, rows))


def workbook_of(*sheets: Sheet) -> bytes:
    """Return a workbook of several sheets."""
    book = Workbook(write_only=True)
    for each in sheets:
        _write(book.create_sheet(_sheet_name(each.title)), each)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def download(file_name: str, data: bytes) -> HttpResponse:
    """Answer with the workbook as a file to save."""
    return HttpResponse(
        data,
        content_type=MIME,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _write(sheet: Any, given: Sheet) -> None:
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(given.headings):
        column = sheet.column_dimensions[_letters(number)]
        column.width = min(60, max(12, len(heading) + 4))
        if number in given.as_text:
            column.number_format = "@"
    sheet.append([_heading(sheet, heading) for heading in given.headings])
    for row in given.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _heading(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    if isinstance(value, datetime):
        # A workbook knows no time zones: what the wall clock showed.
        value = timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value="")
        cell.value = value.translate(_UNWRITABLE)[:CELL]
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell


def _sheet_name(title: str) -> str:
    return "".join(" " if c in r"[]:*?/\'" else c for c in title)[:31] or "Sheet1"


def _letters(number: int) -> str:
    """Return the name of a column counted from 0: A, …, Z, AA, …"""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
