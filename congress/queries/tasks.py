"""Lists of work and tasks within reach, how many are done, and who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from congress.models import Task, TaskStep, WorkList
from congress.rules.tasks import TaskState
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.queries import with_folded_words

M = TypeVar("M", WorkList, Task)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list is on a day: ``done`` of ``total``, and how many are overdue."""

    done: int = 0
    total: int = 0
    late: int = 0


def work_lists(user: User) -> QuerySet[WorkList]:
    """Return the lists that a user reads."""
    rows = _readable(WorkList.objects.all(), user)
    return rows.select_related("unit", "body", "congress")


def tasks(user: User) -> QuerySet[Task]:
    """Return the tasks that a user reads: at his places, and all beneath."""
    rows = _readable(Task.objects.all(), user).filter(_not_kept_from(user))
    return rows.select_related("work_list", "group", "unit", "owner")


def list_or_404(user: User, key: UUID) -> WorkList:
    """Return one list that the user reads."""
    rows = work_lists(user).select_related("scope", "unit__scope", "body__scope")
    return _one(rows, key)


def task_or_404(user: User, key: UUID) -> Task:
    """Return one task that the user reads."""
    rows = tasks(user).select_related(
        "scope",
        "unit__scope",
        "work_list__scope",
        "work_list__unit",
        "work_list__body",
        "parent",
        "meeting",
    )
    return _one(rows, key)


def keeps(user: User, held: WorkList) -> bool:
    """Whether the user gives and judges the tasks of a list."""
    right = Right.BODY_KEEP if held.body_id else Right.WORK_KEEP
    return policy.allows(user, right, held.scope) and _reads(user, held)


def does(user: User, task: Task) -> bool:
    """Whether the user reports on a task: its owner, or who works where it lies."""
    if not _reads(user, task):
        return False
    return task.owner_id == user.pk or policy.allows(user, Right.WORK_DO, task.scope)


def steps(task: Task) -> list[TaskStep]:
    """Return what happened to a task, the last first, with its files."""
    rows = TaskStep.objects.filter(task=task).select_related("by")
    return list(rows.prefetch_related("files__file").order_by("-number"))


def having_words(rows: QuerySet[M], wanted: str) -> QuerySet[M]:
    """Keep what has all these words, whatever the accents."""
    return with_folded_words(rows, wanted)


def progress(lists: Iterable[WorkList], *, on: date) -> dict[UUID, Progress]:
    """Return how far lists were on a day, in one query: done by then, of all agreed."""
    keys = [each.pk for each in lists]
    counted = (
        Task.objects.filter(work_list__in=keys)
        .filter(state__in=[TaskState.OPEN.value, TaskState.DONE.value])
        .order_by()
        .values_list("work_list")
        .annotate(
            done=Count("pk", filter=Q(done_on__lte=on)),
            total=Count("pk"),
            late=Count(
                "pk",
                filter=Q(due_on__lt=on) & (Q(done_on__isnull=True) | Q(done_on__gt=on)),
            ),
        )
    )
    found = {key: Progress(*numbers) for key, *numbers in counted}
    return {key: found.get(key, Progress()) for key in keys}


def _readable(rows: QuerySet[M], user: User) -> QuerySet[M]:
    """Keep what lies where the user reads work; of personnel with its own right."""
    model = rows.model
    open_ones = policy.within_reach(model._default_manager.all(), user, Right.WORK_READ)
    found = Q(is_of_personnel=False, pk__in=open_ones.values("pk"))
    if policy.holds(user, Right.PERSONNEL_WORK_READ):
        kept = policy.within_reach(
            model._default_manager.all(), user, Right.PERSONNEL_WORK_READ
        )
        found |= Q(is_of_personnel=True, pk__in=kept.values("pk"))
    return rows.filter(found)


def _not_kept_from(user: User) -> Q:
    """Leave out what is read only where it is done and where it was given."""
    places = policy.places(user, Right.WORK_READ)
    # Of a body one is a member at the body, not at its unit.
    at = {path for path, home in places if path == home}
    return (
        Q(is_restricted=False)
        | Q(scope__path__in=at)
        | Q(work_list__scope__path__in=at)
        | Q(owner=user)
    )


def _reads(user: User, row: WorkList | Task) -> bool:
    right = Right.PERSONNEL_WORK_READ if row.is_of_personnel else Right.WORK_READ
    return policy.allows(user, right, row.scope)


def _one(rows: QuerySet[M], key: UUID) -> M:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
