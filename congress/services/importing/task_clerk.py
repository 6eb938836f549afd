"""Goes through a list of tasks that a programme, a project, priority tasks take in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, QuerySet

from congress.models import Task, WorkGroup, WorkList
from congress.rules.tasks import TaskState
from congress.services.importing.task_columns import COLUMNS
from congress.services.task_notices import tell_of_many
from congress.services.tasks import write_work
from congress.services.tasks.lists import held_list
from core.imports.kinds import Clerk, Judged, Line, Made, Verdict, require
from core.imports.kinds import Task as Ordered
from core.imports.storing import AT_ONCE
from core.models import Scope, Unit, User
from core.queries import folded
from core.vietnamese import names

# What a line says of a task as it stands in the file.
_SAID: Final = ("title", "helpers", "due_on", "product", "detail", "needs_evidence")


@dataclass(slots=True)
class _Row:
    """What a line comes to."""

    unit: Unit | None = None
    group: WorkGroup | None = None
    said: dict[str, Any] = field(default_factory=dict)


class TaskClerk(Clerk):
    """Goes through a list of tasks; each row is a new one, none is changed."""

    def __init__(self, *, scope: Scope, today: date, for_good: bool) -> None:
        super().__init__(scope=scope, today=today, for_good=for_good)
        self._held: WorkList | None = None
        self._groups: dict[str, WorkGroup] = {}
        # Folded title and unit → the row that says it first.
        self._taken: dict[tuple[str, UUID], int] = {}

    @property
    def held(self) -> WorkList:
        """The list of work that it goes into; nobody ends it meanwhile."""
        if self._held is None:
            lists = WorkList.objects.select_related("unit__scope", "scope")
            key = UUID(self.into)
            self._held = held_list(key) if self.for_good else lists.get(pk=key)
            self._groups = {
                names.fold(group.title): group
                for group in WorkGroup.objects.filter(work_list=self._held)
            }
        return self._held

    def judge(self, lines: Sequence[Line]) -> list[Judged]:
        rows = [Judged(line, holds=_Row()) for line in lines]
        self._find_units(rows)
        there = self._there(rows)
        for judged in rows:
            self._judge(judged, there)
        return rows

    def write(self, tasks: Sequence[Ordered], *, by: User, at: datetime) -> list[Made]:
        held = self.held
        last = Task.objects.filter(work_list=held).aggregate(last=Max("place"))["last"]
        made = [
            Task(
                work_list=held,
                scope=each.judged.holds.unit.scope,
                unit=each.judged.holds.unit,
                group=each.judged.holds.group,
                place=place,
                state=TaskState.OPEN.value,
                made_by=by,
                made_at=at,
                **each.judged.holds.said,
            )
            for place, each in enumerate(tasks, (last or 0) + 1)
        ]
        Task.objects.bulk_create(made, batch_size=AT_ONCE)
        write_work(made, at=at)
        tell_of_many(held, made, by=by, at=at)
        return [Made(str(task.pk), task.version) for task in made]

    # --- what the database knows --------------------------------------------------

    def _find_units(self, rows: Sequence[Judged]) -> None:
        typed = {
            judged.line.values["unit"]
            for judged in rows
            if "unit" in judged.line.values
        }
        beneath = Unit.objects.filter(
            scope__path__descendants_of=self.held.scope.path, dissolved_on__isnull=True
        ).select_related("scope")
        by_code = {unit.code: unit for unit in beneath.filter(code__in=typed)}
        by_name = _by_name(beneath, typed - by_code.keys())
        for judged in rows:
            word = judged.line.values.get("unit")
            if word is None:
                judged.holds.unit = self.held.unit
                continue
            found = [by_code[word]] if word in by_code else by_name[names.fold(word)]
            if len(found) == 1:
                judged.holds.unit = found[0]
            else:
                judged.wrong("unit", "unit-several" if found else "unit-unknown")

    def _there(self, rows: Sequence[Judged]) -> set[tuple[str, UUID]]:
        """Return which of these tasks the list has already; one given up is none."""
        titles = {judged.line.values.get("title", "") for judged in rows} - {""}
        known = Task.objects.filter(
            work_list=self.held, folded__in={names.fold(title) for title in titles}
        ).exclude(state=TaskState.DROPPED.value)
        found = known.values_list("title", "unit_id")
        return {(names.fold(title), unit) for title, unit in found}

    # --- one row ------------------------------------------------------------------

    def _judge(self, judged: Judged, there: set[tuple[str, UUID]]) -> None:
        row: _Row = judged.holds
        values = judged.line.values
        if self.held.ended_on is not None:
            judged.wrong("", "list-ended")
        if "title" not in values:
            require(judged, COLUMNS)
        if word := values.get("group"):
            row.group = self._groups.get(names.fold(word))
            if row.group is None:
                judged.wrong("group", "group-unknown")
        if not judged.line.is_sound:
            judged.verdict = Verdict.WRONG
        if row.unit is not None and "title" in values:
            self._judge_twice(judged, (names.fold(values["title"]), row.unit.pk), there)
        row.said = {key: values[key] for key in _SAID if key in values}

    def _judge_twice(
        self, judged: Judged, key: tuple[str, UUID], there: set[tuple[str, UUID]]
    ) -> None:
        first = self._taken.setdefault(key, judged.line.number)
        if first != judged.line.number:
            judged.wrong("title", "task-twice", row=first)
        elif key in there:
            judged.wrong("title", "task-there")


def _by_name(units: QuerySet[Unit], typed: Iterable[str]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    wanted = {names.fold(word) for word in typed}
    if wanted:
        named = units.annotate(folded_name=folded("name"))
        for unit in named.filter(folded_name__in=wanted).order_by("scope__path"):
            found[names.fold(unit.name)].append(unit)
    return found
