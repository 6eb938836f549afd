"""Who is told that something became of a task: who does it, or who gave it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.models import Task, WorkList
from congress.queries import above
from congress.rules.tasks import SIDE_OF, ListKind, Side, StepKind
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User
from core.services import notices

SENTENCES: Final[Mapping[str, Promise]] = {
    "congress.task_given": _("%(unit)s được giao việc: “%(title)s”."),
    "congress.tasks_brought_in": _("%(unit)s giao %(count)s việc trong “%(list)s”."),
    "congress.task_approved": _("Đăng ký “%(title)s” của %(unit)s đã được duyệt."),
    "congress.task_returned": _("Đăng ký “%(title)s” của %(unit)s bị trả lại để sửa."),
    "congress.task_changed": _("Việc “%(title)s” của %(unit)s vừa được sửa."),
    "congress.task_reopened": _("Việc “%(title)s” của %(unit)s được giao làm tiếp."),
    "congress.task_dropped": _("Việc “%(title)s” của %(unit)s thôi không làm nữa."),
    "congress.task_evaluated": _("Việc “%(title)s” của %(unit)s đã được đánh giá."),
    "congress.task_proposed": _("%(unit)s đăng ký: “%(title)s”."),
    "congress.task_reported": _("%(unit)s báo cáo việc “%(title)s”."),
    "congress.task_done": _("%(unit)s báo đã xong việc “%(title)s”."),
}


def tell_other_side(task: Task, act: StepKind, *, by: User | None, at: datetime) -> int:
    """Tell those who did not act; return how many. The task has its places read."""
    told = _keepers(task) if SIDE_OF[act] is Side.DOER else _doers(task)
    actor = by.pk if by else None
    return notices.tell(
        [each for each in told if each.pk != actor],
        kind=f"congress.task_{act.value}",
        # Of a task about personnel no more than that (``Task.__str__``).
        values={"unit": task.unit.name, "title": str(task)},
        scope=task.scope,
        url_name="congress:task",
        url_args=[task.pk],
        seen_with=Right.PERSONNEL_WORK_READ if task.is_of_personnel else None,
        by=by,
        at=at,
    )


def tell_of_many(
    held: WorkList, tasks: Iterable[Task], *, by: User, at: datetime
) -> int:
    """Tell those who do tasks of a list how many they were just given."""
    counted: Counter[Unit] = Counter(task.unit for task in tasks)
    staff = above.staff_of(list(counted))
    told = [
        notices.Told(
            users=[each for each in staff.get(unit.scope.path, []) if each.pk != by.pk],
            values={"unit": held.unit.name, "count": str(count), "list": held.title},
            scope=unit.scope,
            # The list is its keepers'; who does tasks reads his own.
            url_args=[],
        )
        for unit, count in counted.items()
    ]
    return notices.tell_each(
        told,
        kind="congress.tasks_brought_in",
        url_name="congress:tasks",
        by=by,
        at=at,
    )


def _doers(task: Task) -> Iterable[User]:
    if task.owner is not None and _reads(task.owner, task):
        return [task.owner]
    if task.work_list.body_id is not None:
        return []
    return above.staff_of([task.unit]).get(task.unit.scope.path, [])


def _reads(user: User, task: Task) -> bool:
    right = Right.PERSONNEL_WORK_READ if task.is_of_personnel else Right.WORK_READ
    return user.is_active and bool(policy.who_may([user], right, task.scope))


def _keepers(task: Task) -> Iterable[User]:
    registered = task.work_list.kind == ListKind.CELEBRATION
    maker = task.made_by
    # Whoever has left since is told nothing: then those who work there now are.
    if maker is not None and not registered and _reads(maker, task):
        return [maker]
    unit = task.work_list.unit
    return above.staff_of([unit]).get(unit.scope.path, [])
