"""How far a list of work was on a day, on paper: x/N, by group, what is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import translation

from congress.labels.tasks import STANDING_WORDS
from congress.models import Task, WorkList
from congress.models.report import WorkReport
from congress.prints import kept
from congress.queries import tasks as queries
from congress.queries.tasks import Progress
from congress.rules.tasks import TaskState, counts, standing
from core.models import StoredPrint, User
from core.vietnamese import dates, numbers

FORM: Final = kept.Form(
    "congress.work_report",
    "congress/print/work_report.html",
    "Báo cáo kết quả thực hiện",
    "congress.work_printed",
)
LISTED: Final = 1_000  # tasks on one paper; the rest is counted


@dataclass(frozen=True, slots=True)
class Row:
    """One task."""

    title: str
    who: str
    due: str
    state: str
    result: str


@dataclass(frozen=True, slots=True)
class Part:
    """One group: its title, n/N, its tasks."""

    title: str
    done: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole paper. Numbers and days are written as it shows them."""

    above: str
    unit: str
    place: str
    day: str
    title: str
    basis: str
    number: str
    done: str
    late: str
    parts: tuple[Part, ...]
    left: str  # how many tasks more there are


def print_report(
    report_id: str | UUID, *, by: User | None, at: datetime
) -> StoredPrint:
    """Put the report of a list on a day on the shelf."""
    found = WorkReport.objects.select_related(
        "work_list__unit__parent", "work_list__scope"
    )
    asked = found.get(pk=report_id)
    held, day = asked.work_list, asked.day
    return kept.keep(
        FORM,
        report(held, on=day),
        subject=asked,
        scope=held.scope,
        file_name=f"ket-qua-{held.unit.code}-{day:%Y%m%d}.pdf",
        by=by,
        at=at,
    )


def report(held: WorkList, *, on: date) -> Report:
    """Fill the paper of one list on a day. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _report(held, on)


def _report(held: WorkList, on: date) -> Report:
    told = queries.progress([held], on=on)[held.pk]
    of_group = queries.progress_of_groups(held, on=on)
    tasks = Task.objects.filter(work_list=held).select_related("unit", "owner")
    rows = [
        task
        for task in tasks.order_by("place", "pk")[:LISTED]
        if counts(TaskState(task.state))
    ]
    said = queries.quality_of(rows)
    parts = [
        _part(
            group.title, [t for t in rows if t.group_id == group.pk], told_of, said, on
        )
        for group in queries.groups(held)
        if (told_of := of_group.get(group.pk)) is not None
    ]
    if None in of_group:
        word = "Việc không theo nhóm" if parts else "Các việc"
        loose = [task for task in rows if task.group_id is None]
        parts.append(_part(word, loose, of_group[None], said, on))
    parent, left = held.unit.parent, told.total - len(rows)
    return Report(
        above=parent.name if parent else "",
        unit=held.unit.name,
        place="",
        day=dates.long(on),
        title=held.title,
        basis=held.basis.rstrip(". "),
        number=held.number,
        done=_of(told),
        late=numbers.grouped(told.late),
        parts=tuple(parts),
        left=numbers.grouped(left) if left > 0 else "",
    )


def _part(
    title: str,
    tasks: Sequence[Task],
    told: Progress,
    said: Mapping[UUID, str],
    on: date,
) -> Part:
    rows = tuple(_row(task, said.get(task.pk, ""), on) for task in tasks)
    return Part(title=title, done=_of(told), rows=rows)


def _row(task: Task, quality: str, on: date) -> Row:
    how = standing(
        TaskState(task.state), due_on=task.due_on, done_on=task.done_on, on=on
    )
    owner = f" – {task.owner.full_name}" if task.owner else ""
    is_done = task.done_on is not None and task.done_on <= on
    judged = f"chất lượng: {quality}" if quality and is_done else ""
    result = "; ".join(filter(None, (task.product, task.evidence, judged)))
    state = str(STANDING_WORDS[how])
    if is_done and task.done_on is not None:
        state += f" ngày {dates.short(task.done_on)}"
    # What is read only where it is done and given is on no paper of the list.
    return Row(
        title=str(task) if task.is_restricted else task.title,
        who="–" if task.is_restricted else task.unit.name + owner,
        due=dates.short(task.due_on) if task.due_on else "–",
        state=state,
        result="" if task.is_restricted else result,
    )


def _of(told: Progress) -> str:
    return f"{numbers.grouped(told.done)}/{numbers.grouped(told.total)}"
