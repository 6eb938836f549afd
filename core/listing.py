"""A list on screen: columns, one order, one page; the same rows as a file to keep.

Addresses speak Vietnamese: ``tim`` what is searched, ``sap-xep`` the column (``-`` for
the other way round), ``trang`` the page, ``xuat=xlsx`` the whole list as a file,
``in=1`` the whole list to print.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from django.contrib import messages
from django.core.paginator import Page
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.paging import Pages
from core.vietnamese import numbers
from core.writers import xlsx
from core.writers.xlsx import Value

M = TypeVar("M", bound=Model)
PAGE: Final = 50
EXPORTED: Final = 60_000  # rows of one file; a whole country of units fits
TOO_MANY: Final = gettext_lazy(
    "Danh sách có hơn %(most)s dòng, nhiều quá một tệp. Hãy lọc để thu hẹp rồi xuất "
    "từng phần."
)
PRINTED: Final = 2_000


# Generic classes with slots cannot be made with their type named.
@dataclass(frozen=True)
class Column(Generic[M]):
    """One column: its heading, what a row shows in it, and how rows are ordered by it.

    ``order`` names fields, ending in the key; empty where it cannot order the list.
    """

    key: str
    label: str | Promise
    value: Callable[[M], Value]
    order: tuple[str, ...] = ()
    number: bool = False
    # Shown by the page's own template only where it wants to; always in the file.
    only_in_file: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as the head of a table shows it."""

    key: str
    label: str
    number: bool
    url: str = ""
    direction: str = ""  # ascending, descending or nothing


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing a list can be narrowed by: a choice among words."""

    key: str
    label: str | Promise
    choices: Sequence[tuple[str, str | Promise]]
    chosen: str = ""
    blank: str | Promise = ""  # what it says when nothing is chosen, if not "all"

    @property
    def said(self) -> str:
        """Say what was chosen, as a paper does."""
        return f"{self.label}: {dict(self.choices).get(self.chosen, self.chosen)}"


@dataclass(frozen=True)
class Listing(Generic[M]):
    """What a page of a list needs; made by ``listing``."""

    page: Page[M]
    headings: list[Heading]
    columns: Sequence[Column[M]]
    searched: str
    ordered: str = ""  # what the address says of the order, or nothing
    filters: Sequence[Filter] = field(default_factory=list)
    is_print: bool = False
    narrowed: bool = False

    @property
    def words(self) -> list[str]:
        """Say what the list is narrowed by, one text each."""
        searched = [f"{_('Tìm')}: “{self.searched}”"] if self.searched else []
        return searched + [each.said for each in self.filters if each.chosen]


def listing(
    request: HttpRequest,
    rows: QuerySet[M],
    columns: Sequence[Column[M]],
    *,
    default: str,
    filters: Sequence[Filter] = (),
    size: int = PAGE,
    pages: type[Pages] = Pages,
    count: int | None = None,
) -> Listing[M]:
    """Order the rows as the address says and cut out its page.

    ``default`` is the key of the column that orders when none is asked for, with ``-``
    for the other way round. A print has one page of at most ``PRINTED`` rows. ``pages``
    says how far they are counted, ``count`` how many there are where that is known.
    """
    order = _asked(request, columns) or default
    is_print = request.GET.get("in") == "1"
    shown = PRINTED if is_print else size
    paged = pages(_ordered(rows, columns, order), shown, count=count)
    return Listing(
        page=paged.get_page(request.GET.get("trang")),
        headings=[
            _heading(request, column, order)
            for column in columns
            if not column.only_in_file
        ],
        columns=columns,
        searched=request.GET.get("tim", "").strip(),
        ordered=_asked(request, columns),
        filters=filters,
        is_print=is_print,
        narrowed=bool(request.GET.get("tim", "").strip())
        or any(each.chosen for each in filters),
    )


def wants_file(request: HttpRequest) -> bool:
    """Whether the whole list is asked for as a file."""
    return request.GET.get("xuat") == "xlsx"


def as_file(
    request: HttpRequest,
    rows: QuerySet[M],
    columns: Sequence[Column[M]],
    *,
    default: str,
    title: str,
    file_name: str,
    note: Callable[[int], None] | None = None,
    most: int | None = None,
    too_many: str | Promise = TOO_MANY,
) -> HttpResponse:
    """Answer with the list as it is narrowed and ordered, or why it is too long.

    Nothing is ever cut off in silence: beyond ``most`` rows, else ``EXPORTED``, one is
    led back to the list with the sentence ``too_many``. ``note`` writes the audit line
    where the rows are personal; it is told how many rows leave, in one transaction with
    reading them.
    """
    most = EXPORTED if most is None else most
    with transaction.atomic():
        count = rows.order_by()[: most + 1].count()
        if count > most:
            return _refused(request, str(too_many) % {"most": numbers.grouped(most)})
        if note is not None:
            note(count)
        order = _asked(request, columns) or default
        found = _ordered(rows, columns, order)[:most]
        lines = (
            [number, *(column.value(row) for column in columns)]
            for number, row in enumerate(found.iterator(chunk_size=2000), start=1)
        )
        headings = [_("STT"), *(str(column.label) for column in columns)]
        return xlsx.download(file_name, xlsx.workbook(title, headings, lines))


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    asked = request.GET.copy()
    asked.pop("xuat", None)
    return redirect(f"{request.path}?{asked.urlencode()}")


def chosen(request: HttpRequest, key: str, choices: Mapping[str, Any]) -> str:
    """Return what the address says of a filter, or nothing when it is no choice."""
    asked = request.GET.get(key, "")
    return asked if asked in choices else ""


def _asked(request: HttpRequest, columns: Sequence[Column[M]]) -> str:
    asked = request.GET.get("sap-xep", "")
    known = {column.key for column in columns if column.order}
    return asked if asked.removeprefix("-") in known else ""


def _ordered(
    rows: QuerySet[M], columns: Sequence[Column[M]], order: str
) -> QuerySet[M]:
    fields = next(c.order for c in columns if c.key == order.removeprefix("-"))
    if order.startswith("-"):
        fields = tuple(
            name.removeprefix("-") if name.startswith("-") else f"-{name}"
            for name in fields
        )
    return rows.order_by(*fields)


def _heading(request: HttpRequest, column: Column[M], order: str) -> Heading:
    label = str(column.label)
    if not column.order:
        return Heading(column.key, label, column.number)
    ascending, descending = order == column.key, order == f"-{column.key}"
    query = request.GET.copy()
    query.pop("trang", None)
    query["sap-xep"] = f"-{column.key}" if ascending else column.key
    direction = "ascending" if ascending else "descending" if descending else ""
    return Heading(column.key, label, column.number, f"?{query.urlencode()}", direction)
