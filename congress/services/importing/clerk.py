"""Goes through a list of those convened: whom each row means, and what it changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet

from congress import queries
from congress.models import BodyKind, RollEntry, VotingBody
from congress.rules.roll import CONDITIONS_OF, ORIGINS_OF, Condition, Origin, Standing
from congress.rules.tally_base import Body
from congress.services.readiness import refresh
from congress.services.roll import POINT, lock_body
from core import register
from core.imports.cells import PartialDate
from core.imports.kinds import Clerk, Judged, Line, Made, Task, Verdict
from core.imports.people import described
from core.imports.storing import AT_ONCE, kept, overwrite
from core.models import Person, Scope, Unit, User
from core.models.person import Membership
from core.queries import folded
from core.vietnamese import dates, names

# What a list may change of somebody who is on the roll already.
_FACTS: Final[tuple[str, ...]] = (
    "sent_by",
    "origin",
    "standing",
    "votes",
    "is_convener",
    "condition",
)


@dataclass(slots=True)
class _Row:
    """What a line says, and whom it means."""

    folded: str
    numbers: dict[str, str]
    born: PartialDate | None
    sender: Unit | None = None
    person: Person | None = None
    entry: RollEntry | None = None
    # Field of the roll → what is to be written.
    said: dict[str, Any] = field(default_factory=dict)


class RollClerk(Clerk):
    """Goes through a list of those convened to a congress."""

    def __init__(self, *, scope: Scope, today: date, for_good: bool) -> None:
        super().__init__(scope=scope, today=today, for_good=for_good)
        self._body: VotingBody | None = None
        self._kind = Body.DELEGATES_CONGRESS
        self._taken: dict[Any, int] = {}

    @property
    def body(self) -> VotingBody:
        """The congress as a body that votes."""
        if self._body is None:
            bodies = VotingBody.objects.select_related("congress__unit__scope", "scope")
            found = bodies.get(congress__scope=self.scope, kind=BodyKind.CONGRESS)
            self._body = lock_body(found.pk) if self.for_good else found
            self._kind = queries.body_of(self._body)
        return self._body

    def judge(self, lines: Sequence[Line]) -> list[Judged]:
        rows = [Judged(line, holds=_row(line)) for line in lines]
        self._find_senders(rows)
        self._find_people(rows)
        self._fill_in(rows)
        for judged in rows:
            self._judge(judged)
        return rows

    def write(self, tasks: Sequence[Task], *, by: User, at: datetime) -> list[Made]:
        new = [task.judged for task in tasks if task.as_new]
        changed = [task.judged for task in tasks if not task.as_new]
        made = _enter(self.body, new, by, at) | _change(changed, by, at)
        refresh([self.body.congress_id], POINT, at=at)
        return [made[task.judged.line.number] for task in tasks]

    # --- what the database knows --------------------------------------------------

    def _find_senders(self, rows: Sequence[Judged]) -> None:
        typed = {
            judged.line.values["sent_by"]
            for judged in rows
            if "sent_by" in judged.line.values
        }
        beneath = Unit.objects.filter(
            scope__path__descendants_of=self.body.congress.unit.scope.path
        ).select_related("scope")
        by_code = {unit.code: unit for unit in beneath.filter(code__in=typed)}
        by_name = _by_name(beneath, typed)
        for judged in rows:
            word = judged.line.values.get("sent_by")
            if word is None:
                continue
            found = [by_code[word]] if word in by_code else by_name[names.fold(word)]
            if len(found) == 1:
                judged.holds.sender = found[0]
            else:
                code = "sender-several" if found else "sender-unknown"
                judged.wrong("sent_by", code)

    def _find_people(self, rows: Sequence[Judged]) -> None:
        by_number = self._bearing(rows)
        by_name = self._called(rows)
        for judged in rows:
            row: _Row = judged.holds
            bearers = {
                person.pk: person
                for key in row.numbers.items()
                if (person := by_number.get(key))
            }
            if len(bearers) > 1:
                judged.wrong("citizen_id", "two-people")
            elif bearers:
                row.person = next(iter(bearers.values()))
                _compare_names(judged, row, row.person)
            elif row.folded:
                self._by_name(judged, row, by_name[row.folded])

    def _people(self) -> QuerySet[Person]:
        people = Person.objects.filter(
            merged_into__isnull=True,
            unit__scope__path__descendants_of=self.body.congress.unit.scope.path,
        )
        if self.for_good:
            people = people.select_for_update(of=("self",), no_key=True)
        return people.select_related("unit__scope").order_by("sort_key", "pk")

    def _bearing(self, rows: Sequence[Judged]) -> dict[tuple[str, str], Person]:
        found = {}
        for name in register.IDENTITY:
            numbers = {j.holds.numbers[name] for j in rows if name in j.holds.numbers}
            bearing = self._people().filter(**{f"{name}__in": numbers})
            for person in bearing.exclude(**{name: ""}):
                found[name, getattr(person, name)] = person
        return found

    def _called(self, rows: Sequence[Judged]) -> dict[str, list[Person]]:
        called: dict[str, list[Person]] = defaultdict(list)
        wanted = {judged.holds.folded for judged in rows} - {""}
        for person in self._people().filter(folded_name__in=wanted):
            called[names.fold(person.full_name)].append(person)
        return called

    def _by_name(self, judged: Judged, row: _Row, called: Sequence[Person]) -> None:
        """Find whom a name means, by what else the line says of him."""
        found = [
            person
            for person in called
            if _may_be_born(row.born, person) and not _differ(row, person)
        ]
        if row.sender is not None:
            path = f"{row.sender.scope.path}."
            beneath = [p for p in found if f"{p.unit.scope.path}.".startswith(path)]
            found = beneath if row.born is None else beneath or found
        if not found:
            judged.wrong("full_name", "not-in-register")
        elif len(found) > 1:
            who = "; ".join(described(person) for person in found[:5])
            judged.wrong("full_name", "several-people", who=who)
        elif row.born is None and row.sender is None:
            judged.wrong("full_name", "name-alone")
        else:
            row.person = found[0]

    def _fill_in(self, rows: Sequence[Judged]) -> None:
        """Find who is on the roll already, and who sends those who are not."""
        found = [judged.holds for judged in rows if judged.holds.person is not None]
        people = [row.person for row in found]
        entries = queries.on_roll_of(self.body, [person.pk for person in people])
        senders = queries.senders_of(self.body, people)
        for row in found:
            row.entry = entries.get(row.person.pk)
            if row.sender is None:
                row.sender = senders.get(row.person.pk) if row.entry is None else None

    # --- one row ------------------------------------------------------------------

    def _judge(self, judged: Judged) -> None:
        row: _Row = judged.holds
        if not judged.line.is_sound:
            judged.verdict = Verdict.WRONG
        if not row.folded and not judged.faults:
            judged.wrong("full_name", "missing")
        if row.person is not None:
            self._judge_person(judged, row.person)
        self._judge_facts(judged, row)
        if judged.verdict is Verdict.WRONG or row.entry is None:
            return
        self._judge_change(judged, row, row.entry)

    def _judge_person(self, judged: Judged, person: Person) -> None:
        first = self._taken.setdefault(person.pk, judged.line.number)
        if first != judged.line.number:
            judged.wrong("full_name", "person-twice", row=first)
        if person.left_on is not None:
            on = dates.short(person.left_on)
            judged.wrong("full_name", "person-left", on=on)
        elif person.membership != Membership.OFFICIAL:
            judged.wrong("full_name", "not-official")

    def _judge_facts(self, judged: Judged, row: _Row) -> None:
        """Say what is to be written, and what of it this congress does not know."""
        given = {
            key: judged.line.values[key]
            for key in _FACTS[1:]
            if key in judged.line.values
        }
        if row.entry is None:
            if self._kind is Body.MEMBERS_CONGRESS:
                given.setdefault("origin", Origin.MEMBER.value)
            elif given.get("standing") == Standing.ALTERNATE:
                given.setdefault("origin", Origin.ELECTED.value)
            if "origin" not in given:
                told = {key for key, _code, _values in judged.faults}
                if "origin" not in told:
                    judged.wrong("origin", "origin-missing")
                return
        if row.sender is not None:
            given["sent_by"] = row.sender
        row.said = given
        for key, code in _foreign(self._kind, row):
            judged.wrong(key, code)

    def _judge_change(self, judged: Judged, row: _Row, entry: RollEntry) -> None:
        before: dict[str, Any] = {name: getattr(entry, name) for name in _FACTS}
        judged.changes = {
            name: [_written(before[name]), _written(value)]
            for name, value in row.said.items()
            if value != before[name]
        }
        judged.target, judged.target_version = str(entry.pk), entry.version
        moving = {"origin", "standing", "sent_by"} & judged.changes.keys()
        if moving and entry.standing == Standing.REJECTED:
            judged.wrong("standing", "rejected")
        elif moving and (entry.in_place_of_id or hasattr(entry, "replaced_by")):
            judged.wrong("standing", "seat-taken")
        else:
            judged.verdict = Verdict.CHANGED if judged.changes else Verdict.UNCHANGED


def _row(line: Line) -> _Row:
    values = line.values
    numbers = {
        name: register.bare_number(values[name])
        for name in register.IDENTITY
        if values.get(name)
    }
    return _Row(
        folded=names.fold(values.get("full_name", "")),
        numbers=numbers,
        born=values.get("born_on"),
    )


def _by_name(units: QuerySet[Unit], typed: Iterable[str]) -> dict[str, list[Unit]]:
    """Return the units that have one of these names, those of the last level first."""
    found: dict[str, list[Unit]] = defaultdict(list)
    wanted = {names.fold(word) for word in typed}
    if not wanted:
        return found
    named = units.annotate(folded_name=folded("name")).filter(
        folded_name__in=wanted, dissolved_on__isnull=True
    )
    for unit in named.order_by("scope__path"):
        found[names.fold(unit.name)].append(unit)
    return found


def _compare_names(judged: Judged, row: _Row, person: Person) -> None:
    if row.folded and row.folded != names.fold(person.full_name):
        judged.wrong("full_name", "other-name")


def _may_be_born(born: PartialDate | None, person: Person) -> bool:
    """Whether the birth dates do not contradict each other, as far as known."""
    if born is None or person.born_on is None:
        return True
    stored = str(PartialDate(person.born_on, person.birth_precision or "day"))
    typed = str(born)
    return stored.endswith(typed) or typed.endswith(stored)


def _differ(row: _Row, person: Person) -> bool:
    """Whether a number says that they are two people."""
    return any(
        getattr(person, name) and getattr(person, name) != number
        for name, number in row.numbers.items()
    )


def _foreign(kind: Body, row: _Row) -> Iterator[tuple[str, str]]:
    """Yield what this congress does not know, or what contradicts itself."""
    entry = row.entry
    origin = row.said.get("origin", entry.origin if entry else "")
    standing = row.said.get("standing", entry.standing if entry else "official")
    condition = row.said.get("condition", Condition.ACTIVE.value)
    if origin not in ORIGINS_OF[kind]:
        yield "origin", "origin-not-here"
    if standing == Standing.ALTERNATE:
        if kind is not Body.DELEGATES_CONGRESS:
            yield "standing", "standing-not-here"
        elif origin != Origin.ELECTED:
            yield "standing", "alternate-not-elected"
    if condition not in CONDITIONS_OF[kind]:
        yield "condition", "condition-not-here"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "x" if value else ""
    return "" if value is None else str(value)


def _enter(
    body: VotingBody, rows: Sequence[Judged], by: User, at: datetime
) -> dict[int, Made]:
    entries = [
        RollEntry(
            body=body,
            person=judged.holds.person,
            changed_by=by,
            changed_at=at,
            **judged.holds.said,
        )
        for judged in rows
    ]
    RollEntry.objects.bulk_create(entries, batch_size=AT_ONCE)
    return {
        judged.line.number: Made(str(entry.pk), entry.version)
        for judged, entry in zip(rows, entries, strict=True)
    }


def _change(rows: Sequence[Judged], by: User, at: datetime) -> dict[int, Made]:
    before = {}
    for judged in rows:
        entry: RollEntry = judged.holds.entry
        before[judged.line.number] = kept(entry, judged.changes)
        for name in judged.changes:
            setattr(entry, name, judged.holds.said[name])
    overwrite([judged.holds.entry for judged in rows], _FACTS, by=by, at=at)
    return {
        judged.line.number: Made(
            judged.target, judged.holds.entry.version, before[judged.line.number]
        )
        for judged in rows
    }
