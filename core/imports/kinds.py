"""What an app says of a list it takes: its columns, how rows are judged and written.

The engine reads the file, finds the columns, keeps the rows, asks the person and takes
back; a kind knows what a row means. An app offers its kinds in ``provides.py``::

    registry.offer_import(ImportKind("delegates", …))
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import translation
from django.utils.functional import Promise

from core.access.rights import Right
from core.imports import faults
from core.imports.cells import ERRORS, UNSAVED, Parse
from core.imports.faults import Odd
from core.imports.mapping import Columns, Names
from core.models import ImportRow, Scope, User

Verdict = ImportRow.Verdict
Decision = ImportRow.Decision

# Field key (or nothing, for the row), code, values of its sentence.
RowFault = tuple[str, str, dict[str, Any]]
# Field key → what the target holds and what the row says, as texts or codes.
Changes = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One field of a list, and the names people give its column."""

    key: str
    label: Promise
    parse: Parse
    # Without it no new row can be made; its column must be in the file.
    required: bool = False
    names: tuple[str, ...] = ()
    hint: str | Promise = ""
    examples: tuple[str, ...] = ()
    # What may stand in it where that is data: words, and what is said of each.
    listed: Callable[[], Iterable[tuple[str, str]]] | None = None
    # Codes are kept, words are shown.
    words: Mapping[str, str | Promise] = field(default_factory=dict)
    # Excel must not take its digits for a number.
    is_text: bool = False
    # The field whose last words it holds; lists that part them are read, none is
    # asked for.
    ends: str = ""

    def __str__(self) -> str:
        return str(self.label)

    def shown(self, value: str) -> str:
        """Say a kept value in the language of who reads."""
        return str(self.words.get(value, value))


@dataclass(slots=True)
class Line:
    """One row of the file and what its cells say. Blank cells say nothing."""

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether every cell could be read."""
        return all(code in faults.NOTES for _key, code, _values in self.faults)


@dataclass(slots=True)
class Judged:
    """What is to become of a row."""

    line: Line
    verdict: Verdict = Verdict.NEW
    target: str = ""
    target_version: int | None = None
    changes: Changes = field(default_factory=dict)
    # What the clerk keeps for writing it.
    holds: Any = None

    @property
    def faults(self) -> list[RowFault]:
        """What is wrong with it or worth a look."""
        return self.line.faults

    def wrong(self, key: str, code: str, **values: Any) -> None:
        """Say what is wrong; the row is left out."""
        self.line.faults.append((key, code, values))
        self.verdict = Verdict.WRONG


@dataclass(frozen=True, slots=True)
class Made:
    """One row of the register that an import made or changed."""

    key: str
    version: int
    # Field → what it held; nothing where the row is new.
    before: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row to write: as a new one, or into its target."""

    judged: Judged
    as_new: bool


class Clerk(ABC):
    """Whoever goes through one list of one kind, for one run.

    ``judge`` may be asked many times for a few hundred lines each, in the order of the
    file, and asks the database as often for few lines as for many. ``for_good`` means
    that what it finds will be written in this very transaction, so it locks it.
    """

    def __init__(self, *, scope: Scope, today: date, for_good: bool) -> None:
        self.scope = scope
        self.today = today
        self.for_good = for_good

    # Whether a row cannot be judged before all others were seen.
    looks_ahead = False
    # Which of what lies at the scope the list goes into (``ImportRun.into``).
    into = ""

    def learn(self, lines: Sequence[Line]) -> None:  # noqa: B027 - most need it not
        """See lines before any is judged; asked only of clerks that look ahead."""

    @abstractmethod
    def judge(self, lines: Sequence[Line]) -> list[Judged]:
        """Say what is to become of each line."""

    @abstractmethod
    def write(self, tasks: Sequence[Task], *, by: User, at: datetime) -> list[Made]:
        """Write lines that were just judged; one answer for each, in order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes that is not brought into a unit: what an app has there."""

    scope: Scope
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A list that can be brought in."""

    code: str
    address: str  # in addresses of pages: Vietnamese, without marks
    label: Promise
    title: Promise  # what is done: "Nhập tổ chức đảng"
    about: Promise  # a sentence or two on the page for the file
    right: Right
    model: type[Model]
    columns: tuple[ImportColumn, ...]
    clerk: type[Clerk]
    sentences: Mapping[str, Promise]
    # Rows made together with one of the model, which go with it: names of its fields.
    owned: tuple[str, ...] = ()
    # What a row's name and address are read from besides itself.
    related: tuple[str, ...] = ()
    # What must follow when rows were changed or put back.
    follow: Callable[[Sequence[Any]], None] = lambda rows: None
    # What must follow when a whole list was taken back from a place: the keys of the
    # rows that are gone with it.
    undone: Callable[[Scope, Sequence[Any], datetime], None] = lambda scope, keys, at: (
        None
    )
    # Where a row can be looked at.
    address_of: Callable[[Any], str] = lambda row: ""
    # Where the rows of a unit can be looked at, and what that is called.
    address_within: Callable[[str], str] = lambda code: ""
    within: str | Promise = ""
    # Codes that are worth a look and no reason to leave a row out.
    notes: frozenset[str] = frozenset()
    # Codes of doubtful rows that cannot become new ones.
    never_new: frozenset[str] = frozenset()
    # For a list that is not brought into a unit: the place that an address names, where
    # the user may bring one in; and where the rows of a run can be looked at, by its
    # scope and what the address named; ``title_at`` is what that is called, where it is
    # not the scope itself.
    place: Callable[[User, str], Place | None] | None = None
    address_at: Callable[[Scope, str], str] = lambda scope, into: ""
    title_at: Callable[[Scope, str], str] = lambda scope, into: ""

    @property
    def names(self) -> Names:
        """What each field's column is called; lists are Vietnamese, as papers are."""
        with translation.override("vi"):
            return {
                column.key: (str(column.label), *column.names)
                for column in self.columns
            }

    @property
    def offered(self) -> tuple[ImportColumn, ...]:
        """The columns of the list that people are given to fill in."""
        return tuple(column for column in self.columns if not column.ends)

    def ending(self, key: str) -> ImportColumn | None:
        """Return the column that may hold the last words of a field."""
        return next((each for each in self.columns if each.ends == key), None)

    def rows(self, keys: Iterable[Any]) -> dict[Any, Any]:
        """Return the rows of these keys with what names them, in one question."""
        rows = self.model._default_manager.all()
        if self.related:
            rows = rows.select_related(*self.related)
        return rows.in_bulk(list(keys))

    @property
    def table(self) -> str:
        """What changes of rows are kept under."""
        return self.model._meta.label_lower

    def column(self, key: str) -> ImportColumn | None:
        """Return the column of a field."""
        return next((each for each in self.columns if each.key == key), None)

    def missing(self, mapping: Columns) -> list[ImportColumn]:
        """Return the columns without which nothing can be brought in."""
        return [
            column
            for column in self.columns
            if column.required and column.key not in mapping
        ]

    def line(self, number: int, cells: list[str], mapping: Columns) -> Line:
        """Read a row's cells as the mapping says."""
        line = Line(number, cells)
        for column in self.columns:
            place = mapping.get(column.key)
            if place is not None and place < len(cells) and cells[place]:
                _read(line, column, cells[place])
        return line

    def decisions(self, row: ImportRow) -> list[str]:
        """Return what can be said of a doubtful row."""
        codes = {code for _key, code, _values in row.faults}
        return [
            decision.value
            for decision in Decision
            if not (decision is Decision.NEW and codes & self.never_new)
            and not (decision is Decision.SAME and not row.target)
        ]

    def sentence(self, code: str, values: Mapping[str, Any]) -> str:
        """Say what is wrong in the language of who reads."""
        return faults.sentence(code, values, {**faults.ALL, **self.sentences})


def _read(line: Line, column: ImportColumn, cell: str) -> None:
    if cell in ERRORS or cell == UNSAVED:
        code = "formula-unsaved" if cell == UNSAVED else "excel-error"
        line.faults.append((column.key, code, {}))
        return
    try:
        line.values[column.key] = column.parse(cell)
    except Odd as odd:
        line.faults.append((column.key, odd.code, dict(odd.values)))


def require(judged: Judged, columns: Iterable[ImportColumn]) -> None:
    """Say which required cells of a new row are blank."""
    told = {key for key, _code, _values in judged.faults}
    for column in columns:
        if (
            column.required
            and column.key not in judged.line.values
            and column.key not in told
        ):
            judged.wrong(column.key, "missing")
