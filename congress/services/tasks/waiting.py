"""What is to be done about tasks: by who keeps the list, or by who does the task."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from congress.models import Phase, Task, WorkList
from congress.rules.tasks import ListKind, TaskState
from core.access import policy
from core.access.rights import Right
from core.models import Scope, User, WorkItem
from core.services import work

WORK: Final = "congress.task"
# Written with the rows of tasks: what sheets of their own ask for besides.
_beside: Final[list[Callable[[Collection[Task], datetime], None]]] = []
_WAITS: Final = {
    TaskState.PROPOSED: gettext_lazy("chờ duyệt đăng ký"),
    TaskState.RETURNED: gettext_lazy("trả lại để sửa"),
    TaskState.OPEN: gettext_lazy("đang làm"),
}


def write_work(tasks: Collection[Task], *, at: datetime) -> None:
    """Write anew what is to be done about tasks; last in the act that changed them."""
    items, over = [], []
    owners = owners_at_work(tasks)
    for task in tasks:
        if task.state in _WAITS and task.work_list.ended_on is None:
            items.append(_item(task, owners.get(task.pk)))
        else:
            over.append(task.pk)
    work.put_many(items, at=at)
    work.close_many(WORK, over)
    for write in _beside:
        write(tasks, at)


def write_beside(write: Callable[[Collection[Task], datetime], None]) -> None:
    """Have rows written beside those of tasks, whenever these are written."""
    if write not in _beside:
        _beside.append(write)


def write_work_beneath(scope: Scope, at: datetime) -> None:
    """Write it for all that lies beneath a scope, every night."""
    rows = waiting().filter(
        scope__path__descendants_of=scope.path, work_list__ended_on__isnull=True
    )
    work.in_batches(rows, partial(write_work, at=at))


def write_work_owned(user: User, at: datetime) -> None:
    """Write it for all that somebody is to do whose roles, or account, just changed.

    Where he may not act any more it waits for those who work there.
    """
    owned = waiting().filter(owner=user)
    # Held like in every act on them, so that nothing done meanwhile is written over.
    lists = WorkList.objects.filter(pk__in=owned.values("work_list"))
    held = lists.select_for_update(no_key=True).order_by("pk")
    if keys := list(held.values_list("pk", flat=True)):
        write_work(list(owned.filter(work_list__in=keys)), at=at)


def owners_at_work(tasks: Collection[Task]) -> dict[UUID, User]:
    """Return who does each task by name, where he still reads work at its place."""
    owned = [(task, task.owner) for task in tasks if task.owner is not None]
    policy.read_at_once([owner for _task, owner in owned])
    return {
        task.pk: owner
        for task, owner in owned
        if owner.is_active and policy.allows(owner, _reading(task), task.scope)
    }


def waiting() -> QuerySet[Task]:
    """Return the tasks about which something is to be done, with what rows need."""
    rows = Task.objects.filter(state__in=[state.value for state in _WAITS])
    return rows.select_related(
        "scope", "work_list__scope", "work_list__body", "owner", "made_by"
    )


def _reading(task: Task) -> Right:
    return Right.PERSONNEL_WORK_READ if task.is_of_personnel else Right.WORK_READ


def _item(task: Task, owner: User | None) -> work.Item:
    """Return what is to be done: by who keeps the list, or by who does the task."""
    held = task.work_list
    state = TaskState(task.state)
    waits_for_keeper = state is TaskState.PROPOSED
    keeping = Right.BODY_KEEP if held.body_id else Right.WORK_KEEP
    return work.Item(
        scope=held.scope if waits_for_keeper else task.scope,
        kind=WORK,
        subject=task,
        # What is done about personnel is one word wherever it may go by e-mail.
        title=Phase.PERSONNEL.label if task.is_of_personnel else str(task),
        state=_WAITS[state],
        tone=(
            WorkItem.Tone.NONE if state is TaskState.OPEN else WorkItem.Tone.WARN
        ).value,
        due_on=task.due_on,
        right=keeping if waits_for_keeper else Right.WORK_DO,
        seen_with=seen_with(task),
        owner=None if waits_for_keeper else owner,
        # Whoever registered something did not ask for it.
        asked_by=(
            None
            if waits_for_keeper or held.kind == ListKind.CELEBRATION
            else task.made_by
        ),
        url_name="congress:task",
        url_args=[task.pk],
    )


def seen_with(task: Task) -> Right | None:
    """Return with which right a row about a task is seen, if not that of its page.

    What is not public is nobody's but of those who do it, and of who gave it.
    """
    if task.is_of_personnel:
        return Right.PERSONNEL_WORK_READ
    return Right.WORK_DO if task.is_restricted else None
