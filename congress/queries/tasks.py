"""Lists of work and tasks within reach, how many are done, and who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from congress.models import Task, TaskFile, TaskStep, WorkGroup, WorkList
from congress.models.congress import Congress
from congress.rules.tasks import ListKind, StepKind, TaskState
from core.access import policy
from core.access.rights import Right
from core.models import Appointment, Scope, Unit, User
from core.queries import with_folded_words

M = TypeVar("M", WorkList, Task)
_COUNTED: Final = (TaskState.OPEN.value, TaskState.DONE.value)
CHOICES: Final = 100  # units or people that one list can be narrowed by


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
    return _with_words(_readable(Task.objects.all(), user).filter(_not_kept_from(user)))


def tasks_beneath(user: User, unit: Unit) -> QuerySet[Task]:
    """Return the tasks at and beneath a unit where the user reads work.

    It is not asked of each row again whether it lies within reach: two conditions on
    one path make the planner expect next to nothing.
    """
    if not policy.allows(user, Right.WORK_READ, unit.scope):
        return tasks(user).filter(scope__path__descendants_of=unit.scope.path)
    inside = Task.objects.filter(scope__path__descendants_of=unit.scope.path)
    rows = inside.filter(is_of_personnel=False)
    if policy.holds(user, Right.PERSONNEL_WORK_READ):
        rows |= policy.within_reach(
            inside.filter(is_of_personnel=True), user, Right.PERSONNEL_WORK_READ
        )
    return _with_words(rows.filter(_not_kept_from(user)))


def list_or_404(user: User, key: UUID) -> WorkList:
    """Return one list that the user reads."""
    rows = work_lists(user).select_related("scope", "unit__scope", "body__scope")
    return _one(rows, key)


def list_to_fill_or_404(user: User, key: UUID) -> WorkList:
    """Return one list into which the user puts tasks on the pages of tasks."""
    found = list_or_404(user, key)
    if not is_filled_here(found) or not keeps(user, found):
        raise Http404
    return found


def days_of(held: WorkList, *, today: date) -> tuple[date, date]:
    """Return the first and the last day on which it is asked how far a list is."""
    return min(held.starts_on, today), max(held.ends_on, today)


def is_filled_here(held: WorkList) -> bool:
    """Whether tasks are given on the pages of tasks, and not with sheets of their own.

    Registers of assignments and celebration projects have rules that these ask first.
    """
    return held.kind not in (ListKind.ASSIGNMENTS, ListKind.CELEBRATION)


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


def quality_of(rows: Iterable[Task]) -> dict[UUID, str]:
    """Return what was said last of how well tasks are done.

    A task taken up again since is judged anew (article 002: done "with quality").
    """
    said: dict[UUID, str] = {}
    steps = TaskStep.objects.filter(
        task__in=[row.pk for row in rows if row.state == TaskState.DONE],
        kind__in=[StepKind.EVALUATED, StepKind.REOPENED],
    )
    for step in steps.order_by("number"):
        judged = step.kind == StepKind.EVALUATED
        said[step.task_id] = step.text if judged else ""
    return {key: text for key, text in said.items() if text}


def having_words(rows: QuerySet[M], wanted: str) -> QuerySet[M]:
    """Keep what has all these words, whatever the accents."""
    return with_folded_words(rows, wanted)


def progress(lists: Iterable[WorkList], *, on: date) -> dict[UUID, Progress]:
    """Return how far lists were on a day, in one query: done by then, of all agreed."""
    keys = [each.pk for each in lists]
    counted = _counts(Task.objects.filter(work_list__in=keys), "work_list", on)
    return {key: counted.get(key, Progress()) for key in keys}


def progress_of_groups(held: WorkList, *, on: date) -> dict[UUID | None, Progress]:
    """Return the same for the groups of one list; under nothing, what is in none."""
    return _counts(Task.objects.filter(work_list=held), "group", on)


def with_progress(rows: QuerySet[WorkList], *, on: date) -> QuerySet[WorkList]:
    """Have each list tell ``done``, ``total`` and ``late`` as they were on a day."""
    tasks_of = Task.objects.filter(work_list=OuterRef("pk"), state__in=_COUNTED)
    known = tasks_of.order_by().values("work_list")

    def number(how: Count) -> Any:
        return Coalesce(Subquery(known.annotate(n=how).values("n")), 0)

    return rows.annotate(
        total=number(Count("pk")),
        done=number(Count("pk", filter=_done(on))),
        late=number(Count("pk", filter=_late(on))),
    )


def standing_so(rows: QuerySet[Task], how: str, *, on: date) -> QuerySet[Task]:
    """Keep tasks that stood so on a day (``labels.tasks.NARROWING_WORDS``)."""
    counted = Q(state__in=_COUNTED)
    conditions = {
        "chua-xong": counted & ~_done(on),
        "qua-han": counted & _late(on),
        "da-xong": counted & _done(on),
        "cho-duyet": Q(state__in=[TaskState.PROPOSED.value, TaskState.RETURNED.value]),
        "thoi": Q(state=TaskState.DROPPED.value),
    }
    return rows.filter(conditions[how])


def in_turn(held: WorkList, user: User) -> QuerySet[Task]:
    """Return the tasks of a list that the user reads, group by group."""
    return tasks(user).filter(work_list=held)


def groups(held: WorkList) -> list[WorkGroup]:
    """Return the groups of a list in their order."""
    return list(WorkGroup.objects.filter(work_list=held).order_by("place", "pk"))


def units_in(held: WorkList, user: User) -> list[Unit]:
    """Return to which units tasks are given that the user reads, a hundred at most."""
    keys = _seen_in(held, user).values("unit").distinct()
    found = Unit.objects.filter(pk__in=keys[: CHOICES + 1])
    return list(found.order_by("sort_key", "pk"))


def owners_in(held: WorkList, user: User) -> list[User]:
    """Return to whom tasks are given that the user reads, a hundred at most."""
    given = _seen_in(held, user).filter(owner__isnull=False)
    found = User.objects.filter(pk__in=given.values("owner").distinct()[:CHOICES])
    return list(found.order_by("sort_key", "pk"))


def parts(user: User, task: Task) -> list[Task]:
    """Return what a task was handed on as, as far as the user reads it."""
    return list(tasks(user).filter(parent=task).order_by("due_on", "place", "pk"))


def task_file_or_404(user: User, key: UUID) -> TaskFile:
    """Return one file of a task that the user reads."""
    found = TaskFile.objects.select_related("file", "step__task__scope")
    row = found.filter(pk=key).first()
    if row is None:
        raise Http404
    task_or_404(user, row.step.task_id)
    return row


def lists_kept(user: User) -> QuerySet[WorkList]:
    """Return the lists that are open and into which the user puts tasks himself."""
    kept = policy.within_reach(
        WorkList.objects.filter(body__isnull=True), user, Right.WORK_KEEP
    )
    own = (ListKind.PROGRAMME, ListKind.PROJECT, ListKind.PRIORITY)
    found = work_lists(user).filter(
        pk__in=kept.values("pk"), ended_on__isnull=True, kind__in=own
    )
    return found.order_by("-starts_on", "title", "pk")


def congresses_of(unit: Unit) -> QuerySet[Congress]:
    """Return the congresses that a list of a unit may be about, the latest first."""
    return Congress.objects.filter(unit=unit).order_by("-opens_on", "pk")


def accounts_at(scope: Scope) -> QuerySet[User]:
    """Return the accounts that work for what one unit owns: who may be given a task."""
    given = Appointment.objects.in_force(timezone.localdate())
    here = given.filter(scope__home=scope.home)
    found = User.objects.filter(is_active=True, pk__in=here.values("user"))
    return found.order_by("sort_key", "pk")


def neighbour(task: Task, *, upward: bool) -> Task | None:
    """Return the task that stands right before or after one in its group."""
    rows = Task.objects.filter(work_list=task.work_list_id, group=task.group_id)
    if upward:
        return rows.filter(place__lt=task.place).order_by("-place", "pk").first()
    return rows.filter(place__gt=task.place).order_by("place", "pk").first()


def _counts(rows: QuerySet[Task], by: str, on: date) -> dict[Any, Progress]:
    counted = (
        rows.filter(state__in=_COUNTED)
        .order_by()
        .values_list(by)
        .annotate(
            done=Count("pk", filter=_done(on)),
            total=Count("pk"),
            late=Count("pk", filter=_late(on)),
        )
    )
    return {key: Progress(*numbers) for key, *numbers in counted}


def _done(on: date) -> Q:
    return Q(done_on__isnull=False, done_on__lte=on)


def _late(on: date) -> Q:
    return Q(due_on__lt=on) & (Q(done_on__isnull=True) | Q(done_on__gt=on))


def _readable(rows: QuerySet[M], user: User) -> QuerySet[M]:
    """Keep what lies where the user reads work; of personnel with its own right."""
    open_ones = policy.within_reach(
        rows.filter(is_of_personnel=False), user, Right.WORK_READ
    )
    if not policy.holds(user, Right.PERSONNEL_WORK_READ):
        return open_ones
    return open_ones | policy.within_reach(
        rows.filter(is_of_personnel=True), user, Right.PERSONNEL_WORK_READ
    )


def _with_words(rows: QuerySet[Task]) -> QuerySet[Task]:
    return rows.select_related("work_list", "group", "unit", "owner")


def _seen_in(held: WorkList, user: User) -> QuerySet[Task]:
    return in_turn(held, user).select_related(None).order_by()


def keys_restricted_to(user: User) -> QuerySet[Task, Any]:
    """Return keys of what is read only where it is done and given: the user is there.

    Each way to it is asked by itself: together, they read what is kept in a country.
    """
    kept = Task.objects.filter(is_restricted=True)
    done, given, own = (kept.filter(each).values("pk") for each in _own(user))
    return done.union(given, own)


def _not_kept_from(user: User) -> Q:
    """Leave out what is read only where it is done and where it was given."""
    done, given, own = _own(user)
    return Q(is_restricted=False) | done | given | own


def _own(user: User) -> tuple[Q, Q, Q]:
    """Return what is done where the user works, given there, and his own."""
    places = policy.places(user, Right.WORK_READ)
    # Of a body one is a member at the body, not at its unit.
    at = {path for path, home in places if path == home}
    return Q(scope__path__in=at), Q(work_list__scope__path__in=at), Q(owner=user)


def _reads(user: User, row: WorkList | Task) -> bool:
    right = Right.PERSONNEL_WORK_READ if row.is_of_personnel else Right.WORK_READ
    return policy.allows(user, right, row.scope)


def _one(rows: QuerySet[M], key: UUID) -> M:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
