"""Lists of Party organisations: founded beneath a unit, or put right.

A unit's parent may stand later in the same file, so the whole list is seen before any
row is judged.
"""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import organisation
from core.access.rights import Right
from core.imports import cells
from core.imports.kinds import (
    Clerk,
    ImportColumn,
    ImportKind,
    Judged,
    Line,
    Made,
    Task,
    Verdict,
    require,
)
from core.imports.storing import AT_ONCE, kept, overwrite
from core.models import Scope, Unit, UnitKind, User
from core.models.scope import ScopeKind
from core.services.scopes import share_the_tree
from core.services.units.looking import first_events
from core.vietnamese import dates, names

ASKED: Final = 5_000  # codes in one question to the database
# What a list may put right of a unit; the rest are acts of their own.
CORRECTED: Final = ("name", "founded_on", "congress_number")

SENTENCES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        **organisation.FAULTS,
        "code-twice": _("Mã này đã có ở dòng %(row)s của tệp."),
        "code-elsewhere": _(
            "Mã này đã dùng cho một tổ chức ngoài phạm vi đang nhập. Hãy dùng mã khác."
        ),
        "kind-unknown": _("Không có loại tổ chức này. Hãy ghi một trong: %(kinds)s."),
        "kind-differs": _(
            "Trong sổ là %(now)s. Muốn đổi loại, hãy mở tổ chức và chọn Chuyển loại."
        ),
        "name-differs": _(
            "Trong sổ là %(now)s. Tệp chỉ sửa được dấu và chữ hoa; muốn đổi tên, hãy "
            "mở tổ chức và chọn Đổi tên."
        ),
        "parent-differs": _(
            "Trong sổ, tổ chức này trực thuộc %(now)s. Muốn chuyển, hãy mở tổ chức và "
            "chọn Chuyển."
        ),
        "parent-unknown": _(
            "Không có mã này trong tệp, cũng không có trong phạm vi đang nhập."
        ),
        "parent-dissolved": _("Nơi trực thuộc đã giải thể hoặc sáp nhập."),
        "parent-wrong": _("Nơi trực thuộc ở dòng %(row)s có lỗi. Hãy sửa dòng đó."),
        "parent-circle": _("Các nơi trực thuộc nối thành vòng tròn."),
        "unit-dissolved": _("Tổ chức này đã giải thể hoặc sáp nhập, không sửa được."),
        "founded-in-future": _("Ngày thành lập ở tương lai."),
        "founded-after": _(
            "Ngày thành lập sau ngày %(day)s, khi tổ chức này đã có thay đổi."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a unit lies or will lie, and how high it stands."""

    key: uuid.UUID
    path: str
    rank: int
    is_dissolved: bool = False


@dataclass(frozen=True, slots=True)
class _New:
    """What is needed to found a unit."""

    place: _Place
    parent: uuid.UUID
    kind: UnitKind


class UnitClerk(Clerk):
    """Goes through a list of units."""

    looks_ahead = True

    def __init__(self, *, scope: Scope, today: date, for_good: bool) -> None:
        super().__init__(scope=scope, today=today, for_good=for_good)
        self._lines: list[Line] = []
        self._first: dict[str, int] = {}  # code → the row that names it first
        self._units: dict[str, Unit] = {}
        self._events: dict[UUID, date] = {}
        self._places: dict[str, _Place] = {}
        self._home = ""
        self._judged: dict[int, Judged] = {}

    def learn(self, lines: Sequence[Line]) -> None:
        for line in lines:
            line.cells = []  # whoever judges brings them again
            self._lines.append(line)
            if code := line.values.get("code"):
                self._first.setdefault(code, line.number)

    def judge(self, lines: Sequence[Line]) -> list[Judged]:
        if not self._home:
            self._settle()
        found = [self._judged.pop(line.number) for line in lines]
        for judged, line in zip(found, lines, strict=True):
            judged.line.cells = line.cells
        return found

    def write(self, tasks: Sequence[Task], *, by: User, at: datetime) -> list[Made]:
        founded = _found([task.judged for task in tasks if task.as_new], by, at)
        changed = _correct([task.judged for task in tasks if not task.as_new], by, at)
        return [
            (founded if task.as_new else changed)[task.judged.line.number]
            for task in tasks
        ]

    # --- what the database knows --------------------------------------------------

    def _settle(self) -> None:
        if self.for_good:
            share_the_tree()
        self.scope.refresh_from_db()
        self._kinds = _Kinds()
        home = Unit.objects.select_related("scope", "kind__level", "parent").get(
            scope=self.scope
        )
        self._home = home.code
        self._units = {unit.code: unit for unit in self._known()}
        self._units.setdefault(home.code, home)
        self._places = {
            unit.code: _Place(
                unit.pk,
                unit.scope.path,
                unit.kind.level.rank,
                unit.dissolved_on is not None,
            )
            for unit in self._units.values()
            if self._is_ours(unit)
        }
        self._judged = {line.number: self._of_line(line) for line in self._lines}
        self._lines = []
        self._judge_places()

    def _known(self) -> Iterator[Unit]:
        """Yield the units that the list names, by whatever column."""
        codes = {
            line.values[key]
            for line in self._lines
            for key in ("code", "parent")
            if key in line.values
        }
        left = iter(sorted(codes))
        while some := list(islice(left, ASKED)):
            found = list(self._asked(some))
            self._events |= first_events(found)
            yield from found

    def _asked(self, codes: list[str]) -> QuerySet[Unit]:
        units = Unit.objects.filter(code__in=codes).order_by("pk")
        if self.for_good:
            units = units.select_for_update(of=("self",), no_key=True)
        return units.select_related("scope", "kind__level", "parent")

    def _is_ours(self, unit: Unit) -> bool:
        return f"{unit.scope.path}.".startswith(f"{self.scope.path}.")

    # --- one row by itself --------------------------------------------------------

    def _of_line(self, line: Line) -> Judged:
        judged = Judged(line)
        if not line.is_sound:
            judged.verdict = Verdict.WRONG
        code = line.values.get("code", "")
        if self._first.get(code, line.number) != line.number:
            judged.wrong("code", "code-twice", row=self._first[code])
            return judged
        self._judge_words(judged)
        if unit := self._units.get(code):
            self._judge_known(judged, unit)
        else:
            require(judged, COLUMNS)
        return judged

    def _judge_words(self, judged: Judged) -> None:
        values = judged.line.values
        # What is blank is for others to miss.
        found = organisation.faults_of_words(
            code=values.get("code", "x"),
            name=values.get("name", "x"),
            founded_on=values.get("founded_on"),
            congress_number=values.get("congress_number"),
        )
        for key, code in found:
            judged.wrong(key, code)
        if (founded := values.get("founded_on")) and founded > self.today:
            judged.wrong("founded_on", "founded-in-future")
        if "kind" in values and self._kinds.named(values["kind"]) is None:
            judged.wrong("kind", "kind-unknown", kinds=self._kinds.written)

    def _judge_known(self, judged: Judged, unit: Unit) -> None:
        if not self._is_ours(unit):
            judged.wrong("code", "code-elsewhere")
            return
        if unit.dissolved_on is not None:
            judged.wrong("code", "unit-dissolved")
            return
        values = judged.line.values
        above = unit.parent
        if "parent" in values and (above is None or above.code != values["parent"]):
            judged.wrong("parent", "parent-differs", now=above.name if above else "–")
        kind = self._kinds.named(values.get("kind", ""))
        if kind is not None and kind != unit.kind:
            judged.wrong("kind", "kind-differs", now=unit.kind.name)
        if names.fold(values.get("name", unit.name)) != names.fold(unit.name):
            judged.wrong("name", "name-differs", now=unit.name)
        founded, happened = values.get("founded_on"), self._events.get(unit.pk)
        if founded and happened and founded > happened:
            judged.wrong("founded_on", "founded-after", day=dates.short(happened))
        if judged.verdict is Verdict.NEW:
            _compare(judged, unit)

    # --- rows among each other ----------------------------------------------------

    def _judge_places(self) -> None:
        """Judge from the top down, so that a parent is judged before its units."""
        ready: list[Judged] = []
        waiting: dict[str, list[Judged]] = defaultdict(list)
        for judged in filter(self._is_new, self._judged.values()):
            parent = judged.line.values.get("parent", "")
            is_new = parent in self._first and parent not in self._units
            (waiting[parent] if is_new else ready).append(judged)
        while ready:
            judged = ready.pop()
            self._judge_place(judged)
            ready += waiting.pop(judged.line.values.get("code", "–"), [])
        for judged in (each for left in waiting.values() for each in left):
            judged.wrong("parent", "parent-circle")

    def _is_new(self, judged: Judged) -> bool:
        code = judged.line.values.get("code", "")
        row = judged.line.number
        return code not in self._units and self._first.get(code, row) == row

    def _judge_place(self, judged: Judged) -> None:
        values = judged.line.values
        code, parent = values.get("code", ""), values.get("parent", self._home)
        above = self._places.get(parent)
        if above is None and parent in self._first and parent not in self._units:
            judged.wrong("parent", "parent-wrong", row=self._first[parent])
        elif above is None:
            judged.wrong("parent", "parent-unknown")
        elif above.is_dissolved:
            judged.wrong("parent", "parent-dissolved")
        kind = self._kinds.named(values.get("kind", ""))
        if kind is None or above is None:
            return
        self._judge_kind(judged, kind, above)
        if judged.verdict is Verdict.NEW:
            path = f"{above.path}.s{secrets.token_hex(6)}"
            place = _Place(uuid.uuid4(), path, kind.level.rank)
            self._places[code] = place
            judged.holds = _New(place, above.key, kind)

    def _judge_kind(self, judged: Judged, kind: UnitKind, above: _Place) -> None:
        founded = judged.line.values.get("founded_on", self.today)
        for key, code in (
            *organisation.faults_of_place(kind.level.rank, above.rank),
            *organisation.faults_of_kind(kind.abolished_on, on=founded),
        ):
            judged.wrong(key, code)


def kinds_listed() -> Iterator[tuple[str, str]]:
    """Yield what kinds may be called in a list, and on which level each stands."""
    kinds = UnitKind.objects.select_related("level")
    for kind in kinds.order_by("level__rank", "name"):
        gone = kind.abolished_on
        until = (
            _("chỉ cho tổ chức lập trước ngày %(day)s") % {"day": dates.short(gone)}
            if gone
            else ""
        )
        yield kind.name, "; ".join(filter(None, (kind.level.name, until)))


class _Kinds:
    """The kinds of units there are, by code and by name as people write them."""

    def __init__(self) -> None:
        kinds = UnitKind.objects.select_related("level")
        ordered = list(kinds.order_by("level__rank", "code"))
        self._asked: dict[str, UnitKind | None] = {}
        self._by_words = {cells.key(kind.code): kind for kind in ordered}
        by_code = {kind.code: kind for kind in ordered}
        self._by_words |= {
            cells.key(name): by_code[code]
            for name, code in organisation.FORMER_KINDS.items()
            if code in by_code
        }
        # A name that is another's code is meant as the name.
        self._by_words |= {cells.key(kind.name): kind for kind in ordered}
        self.written = "; ".join(
            kind.name for kind in ordered if kind.abolished_on is None
        )

    def named(self, words: str) -> UnitKind | None:
        """Return the kind that somebody wrote."""
        if words not in self._asked:
            self._asked[words] = self._by_words.get(cells.key(words))
        return self._asked[words]


def follow_names(units: Sequence[Unit]) -> None:
    """Call the scopes what their units are called: roles are given by that name."""
    by_scope = {unit.scope_id: unit.name for unit in units}
    scopes = Scope.objects.in_bulk(by_scope)
    renamed = [scope for scope in scopes.values() if scope.title != by_scope[scope.pk]]
    for scope in renamed:
        scope.title = by_scope[scope.pk]
    Scope.objects.bulk_update(renamed, ["title"], batch_size=500)


def _compare(judged: Judged, unit: Unit) -> None:
    for field in CORRECTED:
        now, wanted = getattr(unit, field), judged.line.values.get(field)
        if wanted is not None and wanted != now:
            judged.changes[field] = [_written(now), _written(wanted)]
    judged.verdict = Verdict.CHANGED if judged.changes else Verdict.UNCHANGED
    judged.target, judged.target_version = str(unit.pk), unit.version
    judged.holds = unit


def _written(value: Any) -> str:
    if isinstance(value, date):
        return dates.short(value)
    return "" if value is None else str(value)


def _found(rows: Sequence[Judged], by: User, at: datetime) -> dict[int, Made]:
    made = [_unit(judged.holds, judged.line.values, by, at) for judged in rows]
    Scope.objects.bulk_create([unit.scope for unit in made], batch_size=AT_ONCE)
    Unit.objects.bulk_create(made, batch_size=AT_ONCE)
    return {
        judged.line.number: Made(str(unit.pk), unit.version)
        for judged, unit in zip(rows, made, strict=True)
    }


def _unit(new: _New, values: Mapping[str, Any], by: User, at: datetime) -> Unit:
    scope = Scope(
        path=new.place.path,
        home=new.place.path,
        kind=ScopeKind.UNIT,
        title=values["name"],
    )
    return Unit(
        pk=new.place.key,
        scope=scope,
        parent_id=new.parent,
        code=values["code"],
        name=values["name"],
        kind=new.kind,
        founded_on=values.get("founded_on"),
        congress_number=values.get("congress_number"),
        changed_by=by,
        changed_at=at,
    )


def _correct(rows: Sequence[Judged], by: User, at: datetime) -> dict[int, Made]:
    before = {}
    for judged in rows:
        unit, fields = judged.holds, list(judged.changes)
        before[judged.line.number] = kept(unit, fields)
        for field in fields:
            setattr(unit, field, judged.line.values[field])
    units = [judged.holds for judged in rows]
    overwrite(units, CORRECTED, by=by, at=at)
    follow_names(units)
    return {
        judged.line.number: Made(
            judged.target, judged.holds.version, before[judged.line.number]
        )
        for judged in rows
    }


COLUMNS: Final = (
    ImportColumn(
        "code",
        _("Mã tổ chức"),
        cells.text(40),
        required=True,
        names=("Mã", "Mã đơn vị", "Mã tổ chức đảng", "Mã số", "Code", "Unit code"),
        hint=_("Mỗi tổ chức một mã, không trùng. Dòng có mã đã có trong sổ là sửa."),
        examples=("KV-01", "KV-01-A"),
        is_text=True,
    ),
    ImportColumn(
        "name",
        _("Tên tổ chức"),
        cells.text(200),
        required=True,
        names=(
            *("Tên", "Tên đơn vị", "Tên tổ chức đảng", "Tổ chức đảng", "Đơn vị"),
            *("Tên chi bộ", "Tên đảng bộ", "Name", "Unit name"),
        ),
        hint=_("Tên đầy đủ."),
        examples=("Đảng bộ Công ty Chè Khe Vàng", "Chi bộ Phân xưởng 1"),
    ),
    ImportColumn(
        "kind",
        _("Loại tổ chức"),
        cells.text(120),
        required=True,
        names=("Loại", "Loại hình", "Loại hình tổ chức", "Kind", "Unit kind"),
        hint=_("Một trong các loại kể ở cuối trang hướng dẫn của tệp mẫu."),
        examples=("Đảng bộ cơ sở", "Chi bộ"),
        listed=kinds_listed,
    ),
    ImportColumn(
        "parent",
        _("Mã nơi trực thuộc"),
        cells.text(40),
        names=(
            *("Trực thuộc", "Mã cấp trên", "Mã cấp trên trực tiếp", "Mã cha"),
            *("Cấp trên trực tiếp", "Mã đơn vị cấp trên", "Parent", "Parent code"),
        ),
        hint=_(
            "Mã có trong tệp này (trước hay sau đều được) hoặc đã có trong sổ. Để "
            "trống: trực thuộc nơi đang nhập."
        ),
        examples=("", "KV-01"),
        is_text=True,
    ),
    ImportColumn(
        "founded_on",
        _("Ngày thành lập"),
        cells.day,
        names=("Thành lập ngày", "Ngày lập", "Thành lập", "Founded on"),
        hint=_("Dạng 05/08/1975."),
        examples=("03/02/1995", ""),
    ),
    ImportColumn(
        "congress_number",
        _("Đại hội gần nhất là lần thứ"),
        cells.number(1, 399),
        names=("Đại hội lần thứ", "Lần thứ", "Khóa", "Congress number"),
        hint=_("Số thường hoặc số La Mã."),
        examples=("12", "V"),
    ),
)

UNITS: Final = ImportKind(
    code="units",
    address="to-chuc-dang",
    label=_("tổ chức đảng"),
    title=_("Nhập tổ chức đảng"),
    about=_(
        "Tổ chức chưa có trong sổ được lập bên dưới nơi đang nhập. Tổ chức đã có thì "
        "sửa được dấu của tên, ngày thành lập và lần đại hội."
    ),
    right=Right.UNIT_KEEP,
    model=Unit,
    columns=COLUMNS,
    clerk=UnitClerk,
    sentences=SENTENCES,
    owned=("scope",),
    follow=follow_names,
    address_of=lambda unit: reverse("core:unit", args=[unit.code]),
    address_within=lambda code: reverse("core:unit", args=[code]),
    within=_("Xem hệ thống tổ chức"),
)
