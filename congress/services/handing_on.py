"""Tasks handed to somebody, moved within their list, put into a list by the dozen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress.models import Task
from congress.queries import tasks as queries
from congress.rules.tasks import StepKind, TaskState
from congress.services.task_notices import tell_other_side
from congress.services.tasks import (
    NotNow,
    Said,
    TaskFacts,
    add_step,
    give_task,
    held_task,
    write_work,
)
from core.access import policy
from core.access.rights import Right
from core.audit import trail
from core.errors import ChangedMeanwhile, Unfit
from core.models import User

AT_ONCE: Final = 200  # tasks put into a list in one go


@transaction.atomic
def hand_to(
    task_id: UUID,
    owner: User | None,
    *,
    seen_version: int,
    by: User,
    at: datetime,
) -> Task:
    """Have somebody of the place that does a task do it, or nobody by name.

    Raises:
        ChangedMeanwhile: somebody else changed the task since it was looked at.
        NotNow: it is not being done.
        Unfit: this account does not read the task.
    """
    task = held_task(task_id)
    if task.version != seen_version:
        raise ChangedMeanwhile
    if task.state != TaskState.OPEN or task.work_list.ended_on is not None:
        raise NotNow(_("Chỉ giao người làm cho việc đang thực hiện."))
    if task.owner == owner:
        return task
    seen = Right.PERSONNEL_WORK_READ if task.is_of_personnel else Right.WORK_READ
    if owner is not None and not policy.who_may([owner], seen, task.scope):
        raise Unfit(
            _(
                "Tài khoản này chưa xem được việc của đơn vị ấy. Hãy giao vai trò "
                "trước."
            ),
            "owner",
        )
    task.owner = owner
    task.version += 1
    task.save(update_fields=["owner", "version"])
    add_step(task, StepKind.CHANGED, Said(day=task.due_on), by, at)
    trail.record(
        "congress.task_changed",
        subject=task,
        scope=task.scope,
        actor=by,
        at=at,
        fields=["owner"],
    )
    write_work([task], at=at)
    if owner is not None:
        tell_other_side(task, StepKind.GIVEN, by=by, at=at)
    return task


@transaction.atomic
def move_task(task_id: UUID, *, upward: bool, by: User, at: datetime) -> bool:
    """Have a task change places with its neighbour; say whether there was one."""
    # Its list is held with it, so tasks of one list are moved one after the other.
    task = held_task(task_id)
    if task.work_list.ended_on is not None:
        raise NotNow(_("Danh mục này đã kết thúc. Hãy mở lại danh mục trước."))
    other = queries.neighbour(task, upward=upward)
    if other is None:
        return False
    task.place, other.place = other.place, task.place
    for each in (task, other):
        each.save(update_fields=["place"])
    trail.record(
        "congress.task_changed",
        subject=task,
        scope=task.scope,
        actor=by,
        at=at,
        fields=["place"],
    )
    return True


@transaction.atomic
def give_many(
    list_id: UUID, many: Sequence[TaskFacts], *, by: User, at: datetime
) -> list[Task]:
    """Put many tasks into a list, all or none, in their order."""
    if not many:
        raise Unfit(_("Chưa có việc nào để đưa vào."), "lines")
    if len(many) > AT_ONCE:
        raise Unfit(
            _("Mỗi lần đưa vào tối đa %(most)s việc.") % {"most": AT_ONCE}, "lines"
        )
    return [give_task(list_id, facts, by=by, at=at) for facts in many]
