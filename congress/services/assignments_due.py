"""By when assignments are to be reported on: rows of work beside those of tasks."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy

from congress.models import BreakthroughAssignment, Task
from congress.rules import assignments as rules
from congress.rules.tasks import ListKind, TaskState
from congress.services.tasks import owners_at_work, seen_with
from core.access.rights import Right
from core.models import User
from core.services import work

WORK: Final = "congress.assignment_report"


def write_reports(given: Collection[Task], at: datetime) -> None:
    """Write by when assignments among these tasks are to be reported on."""
    keys = [
        task.pk for task in given if task.work_list.kind == ListKind.ASSIGNMENTS.value
    ]
    if not keys:
        return
    rows = BreakthroughAssignment.objects.filter(task__in=keys).select_related(
        "task__scope", "task__work_list", "task__owner", "task__made_by"
    )
    items, over = [], []
    owners = owners_at_work([row.task for row in rows])
    for row in rows:
        due = next_report(row)
        if due is None or row.task.work_list.ended_on is not None:
            over.append(row.pk)
        else:
            items.append(_item(row, due, owners.get(row.task_id)))
    work.put_many(items, at=at)
    work.close_many(WORK, over)


def next_report(assignment: BreakthroughAssignment) -> date | None:
    """Return by when the next interim report is due, before the work itself is."""
    task, every = assignment.task, assignment.reports_every
    if every is None or task.state != TaskState.OPEN or task.due_on is None:
        return None
    due = rules.after_months(task.reported_on or assignment.decided_on, every)
    return due if due < task.due_on else None


def _item(row: BreakthroughAssignment, due: date, owner: User | None) -> work.Item:
    task = row.task
    return work.Item(
        scope=task.scope,
        kind=WORK,
        subject=task,
        title=str(task),
        state=gettext_lazy("báo cáo giữa kỳ"),
        due_on=due,
        right=Right.WORK_DO,
        seen_with=seen_with(task),
        owner=owner,
        asked_by=task.made_by,
        url_name="congress:assignment",
        url_args=[task.pk],
    )
