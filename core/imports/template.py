"""The empty list that people fill in; its headings are known when it comes back."""

from collections.abc import Iterator
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from core.imports.kinds import ImportColumn, ImportKind
from core.writers import xlsx
from core.writers.xlsx import Sheet

REQUIRED: Final = " *"


def template_of(kind: ImportKind) -> bytes:
    """Return a workbook: a sheet to fill in, and one that says what goes where.

    Lists are Vietnamese, as papers are, whatever language the screens are read in.
    """
    with translation.override("vi"):
        columns = kind.offered
        return xlsx.workbook_of(
            Sheet(
                str(kind.title),
                [_heading(column) for column in columns],
                as_text=frozenset(
                    number for number, column in enumerate(columns) if column.is_text
                ),
            ),
            Sheet(
                _("Hướng dẫn"),
                [_("Cột"), _("Bắt buộc"), _("Ý nghĩa, cách ghi"), _("Ví dụ")],
                _explained(kind),
            ),
        )


def _heading(column: ImportColumn) -> str:
    return f"{column.label}{REQUIRED if column.required else ''}"


def _explained(kind: ImportKind) -> Iterator[list[str]]:
    for column in kind.offered:
        yield [
            str(column.label),
            _("có") if column.required else "",
            str(column.hint),
            "; ".join(filter(None, column.examples)),
        ]
    for column in kind.columns:
        for word, about in column.listed() if column.listed else ():
            yield [f"{column.label}: {_('ghi được')}", "", about, word]
