"""Names typed or pasted, one a line, or read from the first sheet of a file."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from core.imports import reading
from core.imports.faults import Unreadable
from core.vietnamese import names

MOST_LINES: Final = 500
_NUMBERED: Final = re.compile(r"^\s*\d{1,4}\s*[.)\t]\s*")
_BORN: Final = re.compile(
    r"[,;\t(]?\s*(?:\d{1,2}[/.-]\d{1,2}[/.-])?((?:19|20)\d\d)\)?\s*$"
)
_HEADINGS: Final = ("ho va ten", "ho ten", "ho, ten")

Lines = list[tuple[int, str, int | None]]


def lines_of(text: str) -> Lines:
    """Return the names of a text: number of the line, name, birth year if given."""
    found: Lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        bare = _NUMBERED.sub("", line)
        born = _BORN.search(bare)
        name = names.clean(bare[: born.start()] if born else bare).strip(" ,;")
        if name:
            found.append((number, name, int(born[1]) if born else None))
    return found


class NamesField(forms.CharField):
    """People, one a line; a birth year after the name tells two of one name apart."""

    def __init__(self, *, rows: int = 8, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
        super().__init__(widget=widget, **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(lines_of(value or "")) > MOST_LINES:
            raise forms.ValidationError(
                _("Mỗi lần nhiều nhất %(most)s người. Hãy chia thành nhiều lần."),
                params={"most": MOST_LINES},
            )


class NamesFileField(forms.FileField):
    """A file with one name a row: XLSX or CSV."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        return None if file is None else _names_in(file)


def _names_in(file: Any) -> str:
    try:
        seen = reading.look(file)
        rows = [row for _number, row in reading.rows(file, seen.reading)]
    except Unreadable as fault:
        raise forms.ValidationError(str(fault), code="unreadable") from None
    column = _column(rows)
    start = 1 if column is not None else 0
    return "\n".join(filter(None, (_cell(row, column) for row in rows[start:])))


def _column(rows: list[list[str]]) -> int | None:
    """Return where the heading of the names stands, if the first row is headings."""
    for place, cell in enumerate(rows[0] if rows else []):
        if names.fold(cell).startswith(_HEADINGS):
            return place
    return None


def _cell(row: list[str], column: int | None) -> str:
    if column is not None:
        return row[column] if column < len(row) else ""
    return next((cell for cell in row if cell and not cell[0].isdigit()), "")
