"""Lists of people: entered into the register at a unit, or put right.

Whoever has the same citizen's or Party card number is the same person. Whoever has the
same name and birth date may be, and that a person decides, row by row.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from django.db.models import CharField, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core import peoples, register
from core.access.rights import Right
from core.imports import cells
from core.imports.cells import PartialDate
from core.imports.kinds import (
    Clerk,
    ImportKind,
    Judged,
    Line,
    Made,
    RowFault,
    Task,
    Verdict,
    require,
)
from core.imports.people_columns import COLUMNS
from core.imports.storing import AT_ONCE, kept, overwrite
from core.models import Person, Scope, Unit, User
from core.models.person import Membership
from core.services.scopes import share_the_tree
from core.vietnamese import dates, names

SAME_NUMBER: Final = "same-number-other-name"
MEMBERSHIP_UNKNOWN: Final = "membership-unknown"
NOT_LISTED: Final = "not-listed"
# Of one name and birth date: more than so many nobody could choose from.
LOOKED_AT: Final = 100
# Worth a look, and no reason to leave the row out.
NOTES: Final = frozenset({*register.DOUBTS, MEMBERSHIP_UNKNOWN, NOT_LISTED})
# How long each of a person's words may be; citizens' numbers have a fault of their own.
LIMITS: Final[Mapping[str, int]] = MappingProxyType(
    {
        field.name: field.max_length
        for field in Person._meta.concrete_fields
        if field.name in register.PARTICULARS
        and isinstance(field, CharField)
        and field.name != "citizen_id"
        and not field.choices
        and field.max_length
    }
)
SENTENCES: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        **register.FAULTS,
        **register.DOUBTS,
        MEMBERSHIP_UNKNOWN: _(
            "Chưa biết diện đảng viên: sẽ ghi «chưa rõ diện», không tính là đảng viên "
            "chính thức."
        ),
        NOT_LISTED: _("Không có trong danh mục; ghi như trong tệp."),
        "left": _(
            "Người mang số này (%(name)s) đã rời sổ ngày %(on)s. Nếu người ấy trở lại, "
            "hãy mở người đó và chọn Đưa trở lại sổ."
        ),
        "same-name-left": _(
            "Có thể là người đã rời sổ ngày %(on)s: %(who)s. Nếu đúng, hãy bỏ qua dòng "
            "này, mở người đó và chọn Đưa trở lại sổ."
        ),
        "unit-unknown": _("Không có tổ chức nào mang mã này trong phạm vi đang nhập."),
        "unit-dissolved": _("Tổ chức này đã giải thể hoặc sáp nhập."),
        "unit-differs": _(
            "Trong sổ, người này đang sinh hoạt tại %(now)s. Muốn chuyển, hãy mở người "
            "đó và chọn Chuyển sinh hoạt đảng."
        ),
        "unit-stays": _("Nếu là một người: vẫn sinh hoạt tại %(now)s như trong sổ."),
        "number-twice": _("Số này đã có ở dòng %(row)s của tệp."),
        "number-elsewhere": _(
            "Số này của một người ngoài phạm vi đang nhập. Hãy kiểm tra lại số; nếu "
            "đúng, hãy báo cấp trên."
        ),
        "two-people": _("Hai số ở dòng này là của hai người khác nhau trong sổ."),
        SAME_NUMBER: _("Số này trong sổ mang tên %(name)s. Có phải là một người?"),
        "same-name": _("Có thể đã có trong sổ: %(who)s."),
        "same-name-in-file": _("Giống dòng %(row)s của tệp: cùng tên, cùng ngày sinh."),
    }
)


@dataclass(slots=True)
class _Row:
    """What a line says of a person, by field of ``Person``, and where."""

    fields: dict[str, Any]
    unit: Unit
    folded: str
    person: Person | None = None
    # What a new one is towards the Party, where the list does not say it.
    assumed: str = ""

    @property
    def born(self) -> PartialDate | None:
        """The birth date as far as it is known."""
        return _born(self.fields.get("born_on"), self.fields.get("birth_precision"))

    @property
    def as_new(self) -> dict[str, Any]:
        """What is written of somebody new."""
        assumed = {"membership": self.assumed} if self.assumed else {}
        return assumed | self.fields


@dataclass(slots=True)
class _Known:
    """Whom the register has that lines of one batch may mean."""

    by_number: dict[tuple[str, str], Person] = field(default_factory=dict)
    # By name and by what of the birth date is compared, so that a list of one name
    # over and over does not compare everybody with everybody.
    _called: dict[tuple[str, str], dict[Any, Person]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, person: Person) -> None:
        """Remember who has a name, under each birth date that would be his."""
        name, born = names.fold(person.full_name), _born_of(person)
        keys = [_in_unit(person.unit)]
        if born is not None:
            whole, *parts = _as_far_as(born)
            keys += [f"is {whole}", *(f"within {part}" for part in (whole, *parts))]
        else:
            keys.append(f"unknown, {_in_unit(person.unit)}")
        for key in keys:
            self._called[name, key][person.pk] = person

    def alike(self, row: _Row) -> Iterator[Person]:
        """Yield who has the row's name, and a birth date that does not contradict it.

        Where one of the two dates is unknown, only in the row's unit.
        """
        keys = [_in_unit(row.unit)]
        if row.born is not None:
            whole, *parts = _as_far_as(row.born)
            keys = [f"within {whole}", *(f"is {part}" for part in parts)]
            keys.append(f"unknown, {_in_unit(row.unit)}")
        for key in keys:
            yield from self._called.get((row.folded, key), {}).values()


def _in_unit(unit: Unit) -> str:
    return f"in {unit.pk}"


def _as_far_as(born: PartialDate) -> list[str]:
    """Write a birth date, then as if less were known of it: 05/08/1975, 08/1975 …"""
    parts = str(born).split("/")
    return ["/".join(parts[place:]) for place in range(len(parts))]


class PersonClerk(Clerk):
    """Goes through a list of people."""

    def __init__(self, *, scope: Scope, today: date, for_good: bool) -> None:
        super().__init__(scope=scope, today=today, for_good=for_good)
        self._home: Unit | None = None
        self._units: dict[str, Unit | None] = {}
        # What earlier rows of the file said.
        self._numbers: dict[tuple[str, str], int] = {}
        self._names: dict[tuple[str, str], int] = {}
        self._taken: dict[Any, int] = {}

    def judge(self, lines: Sequence[Line]) -> list[Judged]:
        if self._home is None:
            self._begin()
        self._find_units(lines)
        rows = [Judged(line, holds=self._row(line)) for line in lines]
        known = self._known([judged.holds for judged in rows])
        for judged in rows:
            self._judge(judged, known)
        return rows

    def write(self, tasks: Sequence[Task], *, by: User, at: datetime) -> list[Made]:
        entered = _enter([task.judged for task in tasks if task.as_new], by, at)
        changed = _change([task.judged for task in tasks if not task.as_new], by, at)
        return [
            (entered if task.as_new else changed)[task.judged.line.number]
            for task in tasks
        ]

    # --- what the database knows --------------------------------------------------

    def _begin(self) -> None:
        if self.for_good:
            # Nobody merges or dissolves a unit while people are entered there.
            share_the_tree()
        self.scope.refresh_from_db()
        self._home = self._all_units().get(scope=self.scope)
        self._units[self._home.code] = self._home

    def _all_units(self) -> QuerySet[Unit]:
        units = Unit.objects.filter(scope__path__descendants_of=self.scope.path)
        return units.select_related("scope")

    def _find_units(self, lines: Sequence[Line]) -> None:
        asked = {line.values.get("unit", "") for line in lines} - {*self._units, ""}
        self._units |= dict.fromkeys(asked)
        for unit in self._all_units().filter(code__in=asked):
            self._units[unit.code] = unit

    def _known(self, rows: Sequence[_Row]) -> _Known:
        known = _Known()
        for name in register.IDENTITY:
            numbers = {row.fields[name] for row in rows if row.fields.get(name)}
            for person in self._bearing(name, numbers):
                known.by_number[name, getattr(person, name)] = person
        for person in self._called(rows):
            known.add(person)
        return known

    def _people(self) -> QuerySet[Person]:
        people = Person.objects.filter(merged_into__isnull=True).order_by("pk")
        if self.for_good:
            people = people.select_for_update(of=("self",), no_key=True)
        return people.select_related("unit__scope")

    def _bearing(self, name: str, numbers: set[str]) -> QuerySet[Person]:
        # That it is not empty lets the index be used, which has no empty ones.
        return self._people().filter(**{f"{name}__in": numbers}).exclude(**{name: ""})

    def _called(self, rows: Sequence[_Row]) -> Iterator[Person]:
        """Yield who has one of the names: with a birth date, or in the row's unit."""
        people = self._people().filter(
            unit__scope__path__descendants_of=self.scope.path,
            folded_name__in={row.folded for row in rows if row.folded},
        )
        yield from people.filter(born_on__isnull=False)
        yield from people.filter(
            born_on__isnull=True, unit__in={row.unit.pk for row in rows}
        )

    # --- one row ------------------------------------------------------------------

    def _row(self, line: Line) -> _Row:
        given = {name: value for name, value in line.values.items() if name != "unit"}
        if last := given.pop("given_name", ""):
            whole = given.get("full_name", "")
            if cells.ends_with(whole, last):
                line.faults.append(("full_name", "end-twice", {"end": last}))
            given["full_name"] = cells.joined(whole, last)
        if born := given.pop("born_on", None):
            given |= {"born_on": born.day, "birth_precision": born.precision}
        fields = register.cleaned(given)
        line.faults.extend(_too_long(fields))
        if zeros := _with_zeros(fields.get("citizen_id", "")):
            fields["citizen_id"] = zeros
            line.faults.append(("citizen_id", "zeros-added", {"value": zeros}))
        unit = self._units.get(line.values.get("unit", "")) or self._home
        assert unit is not None  # noqa: S101 - set before the first row
        return _Row(fields, unit, names.fold(fields.get("full_name", "")))

    def _judge(self, judged: Judged, known: _Known) -> None:
        row: _Row = judged.holds
        if not judged.line.is_sound:
            judged.verdict = Verdict.WRONG
        self._judge_unit(judged, row)
        bearers = self._bearers(judged, row, known)
        if len(bearers) > 1:
            judged.wrong("citizen_id", "two-people")
        elif bearers:
            self._judge_bearer(judged, row, bearers[0])
        else:
            self._judge_new(judged, row, known)
        if row.person is not None:
            self._taken.setdefault(row.person.pk, judged.line.number)
        if judged.verdict not in (Verdict.WRONG, Verdict.UNCHANGED):
            judged.faults.extend((key, code, {}) for key, code in _notes_on(row))

    def _judge_unit(self, judged: Judged, row: _Row) -> None:
        typed = judged.line.values.get("unit", "")
        if typed and self._units[typed] is None:
            judged.wrong("unit", "unit-unknown")
        elif row.unit.dissolved_on is not None:
            judged.wrong("unit", "unit-dissolved")

    def _bearers(self, judged: Judged, row: _Row, known: _Known) -> list[Person]:
        """Return who bears the row's numbers, none of which an earlier row has."""
        found: dict[Any, Person] = {}
        for name in register.IDENTITY:
            number = row.fields.get(name)
            if not number:
                continue
            first = self._numbers.setdefault((name, number), judged.line.number)
            if first != judged.line.number:
                judged.wrong(name, "number-twice", row=first)
            if person := known.by_number.get((name, number)):
                found[person.pk] = person
        return list(found.values())

    def _judge_bearer(self, judged: Judged, row: _Row, person: Person) -> None:
        number = next(
            name
            for name in register.IDENTITY
            if row.fields.get(name) and row.fields[name] == getattr(person, name)
        )
        if not f"{person.unit.scope.path}.".startswith(f"{self.scope.path}."):
            judged.wrong(number, "number-elsewhere")
            return
        if (first := self._taken.get(person.pk)) is not None:
            judged.wrong(number, "number-twice", row=first)
            return
        if person.left_on is not None:
            on = dates.short(person.left_on)
            judged.wrong(number, "left", name=person.full_name, on=on)
            judged.target, judged.target_version = str(person.pk), person.version
            return
        if "unit" in judged.line.values and row.unit != person.unit:
            judged.wrong("unit", "unit-differs", now=person.unit.name)
        self._judge_change(judged, row, person)
        if judged.verdict is Verdict.WRONG:
            return
        judged.verdict = Verdict.CHANGED if judged.changes else Verdict.UNCHANGED
        if row.folded and row.folded != names.fold(person.full_name):
            judged.faults.append((number, SAME_NUMBER, {"name": person.full_name}))
            judged.verdict = Verdict.DUPLICATE

    def _judge_new(self, judged: Judged, row: _Row, known: _Known) -> None:
        require(judged, COLUMNS)
        if "membership" not in row.fields:
            # Never silently that he may vote.
            row.assumed = self._membership_of(row.fields)
        self._judge_particulars(judged, row.as_new)
        person = self._alike(row, known)
        first = self._names.setdefault(_name_key(row), judged.line.number)
        told: Any
        if person is not None and person.left_on is not None:
            who = {"who": described(person), "on": dates.short(person.left_on)}
            told = ("full_name", "same-name-left", who)
        elif person is not None:
            self._judge_change(judged, row, person)
            if row.unit != person.unit and "unit" in judged.line.values:
                judged.faults.append(("unit", "unit-stays", {"now": person.unit.name}))
            told = ("full_name", "same-name", {"who": described(person)})
        elif row.folded and first != judged.line.number:
            told = ("full_name", "same-name-in-file", {"row": first})
        else:
            return
        judged.faults.append(told)
        if judged.verdict is not Verdict.WRONG:
            judged.verdict = Verdict.DUPLICATE

    def _membership_of(self, values: Mapping[str, Any]) -> str:
        return register.membership_of(
            admitted=values.get("party_since"),
            official=values.get("official_since"),
            today=self.today,
        )

    def _judge_particulars(
        self, judged: Judged, fields: Mapping[str, Any], but: Sequence[Any] = ()
    ) -> None:
        told = {(key, code) for key, code, _values in judged.faults}
        for fault in register.faults_of(fields, today=self.today):
            if fault not in but and fault not in told:
                judged.wrong(*fault)

    def _judge_change(self, judged: Judged, row: _Row, person: Person) -> None:
        """Compare with a person; what was wrong of him already is not the row's."""
        before = {name: getattr(person, name) for name in register.PARTICULARS}
        known = register.faults_of(before, today=self.today)
        if person.membership == Membership.UNKNOWN and "membership" not in row.fields:
            # What the dates now say; if nothing still, it stays as it is.
            row.fields["membership"] = self._membership_of(before | row.fields)
        self._judge_particulars(judged, before | row.fields, but=known)
        judged.changes = _changes(person, row)
        judged.target, judged.target_version = str(person.pk), person.version
        row.person = person

    def _alike(self, row: _Row, known: _Known) -> Person | None:
        """Return who may be meant by a row without a known number."""
        found = [
            person
            for person in islice(known.alike(row), LOOKED_AT)
            if person.pk not in self._taken and not _differ_in_number(row, person)
        ]
        return min(found, key=lambda person: person.left_on is not None, default=None)


def described(person: Person) -> str:
    """Say who a person is, for somebody who must tell him from another."""
    born = _born(person.born_on, person.birth_precision)
    parts = (person.full_name, str(born) if born else "", person.unit.name)
    return " · ".join(filter(None, parts))


def _differ_in_number(row: _Row, person: Person) -> bool:
    """Whether a number says that they are two people."""
    return any(
        row.fields.get(name)
        and getattr(person, name)
        and row.fields[name] != getattr(person, name)
        for name in register.IDENTITY
    )


def _born_of(person: Person) -> PartialDate | None:
    return _born(person.born_on, person.birth_precision)


def _name_key(row: _Row) -> tuple[str, str]:
    return row.folded, str(row.born or row.unit.pk)


def _born(day: date | None, precision: str | None) -> PartialDate | None:
    return PartialDate(day, precision or "day") if day else None


def _too_long(fields: Mapping[str, Any]) -> Iterator[RowFault]:
    """Yield the words that the register has no room for."""
    for name, value in fields.items():
        limit = LIMITS.get(name)
        if limit and len(value) > limit:
            yield name, "too-long", {"limit": limit}


def _with_zeros(number: str) -> str:
    """Return a citizen's number with the zeros that Excel took off, if it did.

    Every one has twelve figures and begins with 0; an old one has nine, and may.
    """
    if re.fullmatch(r"[1-9]\d{7}", number):
        return number.zfill(9)
    return number.zfill(12) if re.fullmatch(r"[1-9]\d{9,10}", number) else ""


def _notes_on(row: _Row) -> list[register.Fault]:
    """Return what is worth a look in a row and was not so in the register."""
    if row.person is None:
        return _seldom(row.as_new)
    before = {name: getattr(row.person, name) for name in register.PARTICULARS}
    known = _seldom(before)
    return [note for note in _seldom(before | row.as_new) if note not in known]


def _seldom(values: Mapping[str, Any]) -> list[register.Fault]:
    is_unknown = values.get("membership") == Membership.UNKNOWN
    return [
        *register.doubts_of(values),
        *_unlisted(values),
        *([("membership", MEMBERSHIP_UNKNOWN)] if is_unknown else []),
    ]


def _unlisted(fields: Mapping[str, Any]) -> list[register.Fault]:
    """Return the peoples and religions that the lists do not know."""
    return [
        (name, NOT_LISTED)
        for name in peoples.LISTS
        if not peoples.is_listed(name, fields.get(name, ""))
    ]


def _changes(person: Person, row: _Row) -> dict[str, list[str]]:
    changes = {}
    for name, value in row.fields.items():
        now = getattr(person, name)
        if name not in ("born_on", "birth_precision") and value != now:
            changes[name] = [_written(now), _written(value)]
    born, known = row.born, _born(person.born_on, person.birth_precision)
    if born is not None and born != known:
        changes["born_on"] = [str(known or ""), str(born)]
    return changes


def _written(value: Any) -> str:
    if isinstance(value, date):
        return dates.short(value)
    return str(value or "")


def _enter(rows: Sequence[Judged], by: User, at: datetime) -> dict[int, Made]:
    people = [
        Person(
            unit=judged.holds.unit,
            sort_key=names.sort_key(judged.holds.fields["full_name"]),
            changed_by=by,
            changed_at=at,
            **judged.holds.as_new,
        )
        for judged in rows
    ]
    Person.objects.bulk_create(people, batch_size=AT_ONCE)
    return {
        judged.line.number: Made(str(person.pk), person.version)
        for judged, person in zip(rows, people, strict=True)
    }


def _change(rows: Sequence[Judged], by: User, at: datetime) -> dict[int, Made]:
    before = {}
    for judged in rows:
        person, fields = judged.holds.person, dict(judged.holds.fields)
        if "full_name" in fields:
            fields["sort_key"] = names.sort_key(fields["full_name"])
        changed = {
            name: value
            for name, value in fields.items()
            if value != getattr(person, name)
        }
        before[judged.line.number] = kept(person, changed)
        for name, value in changed.items():
            setattr(person, name, value)
    people = [judged.holds.person for judged in rows]
    overwrite(people, (*register.PARTICULARS, "sort_key"), by=by, at=at)
    return {
        judged.line.number: Made(
            judged.target, judged.holds.person.version, before[judged.line.number]
        )
        for judged in rows
    }


PEOPLE: Final = ImportKind(
    code="people",
    address="nguoi",
    label=_("người trong sổ"),
    title=_("Nhập người vào sổ"),
    about=_(
        "Người chưa có trong sổ được ghi vào nơi đang nhập hoặc vào chi bộ có mã ghi "
        "trong tệp. Người có cùng số định danh hoặc số thẻ thì được cập nhật."
    ),
    right=Right.PERSON_KEEP,
    model=Person,
    columns=COLUMNS,
    clerk=PersonClerk,
    sentences=SENTENCES,
    notes=NOTES,
    never_new=frozenset({SAME_NUMBER}),
    address_of=lambda person: reverse("core:person", args=[person.pk]),
    address_within=lambda code: (
        f"{reverse('core:people')}?{urlencode({'to-chuc': code})}"
    ),
    within=_("Xem sổ người"),
)
