"""Projects to welcome congresses within reach: how many are done, what they cost."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from congress.models import Congress, Emulation, Task, TaskFile, WorkList
from congress.queries import above
from congress.queries import tasks as of_tasks
from congress.rules.tasks import ListKind, TaskState
from core.access import policy
from core.access.rights import Right
from core.models import Unit, User

BOARD: Final = 200  # units of which a board tells
_AGREED: Final = Q(state__in=(TaskState.OPEN.value, TaskState.DONE.value))
_DONE: Final = Q(state=TaskState.DONE.value)


@dataclass(frozen=True, slots=True)
class Told:
    """``done`` of ``total`` agreed, how many wait, plaques, and worth in đồng."""

    done: int = 0
    total: int = 0
    waiting: int = 0
    plaques: int = 0
    value: int = 0
    unit: str = ""


def projects(user: User) -> QuerySet[Task]:
    """Return the projects that a user reads, each with its sheet."""
    rows = of_tasks.tasks(user).filter(celebration__isnull=False)
    return rows.select_related("celebration__emulation", "work_list__congress__unit")


def project_or_404(user: User, key: UUID) -> Task:
    """Return one project that the user reads."""
    found = of_tasks.task_or_404(user, key)
    if found.work_list.kind != ListKind.CELEBRATION:
        raise Http404
    return found


def told(rows: QuerySet[Task]) -> Told:
    """Return how far projects are and what those agreed on are worth."""
    return Told(**rows.order_by().aggregate(**_NUMBERS))


def known(rows: QuerySet[Task]) -> int:
    """Return how many projects these are, whatever became of them."""
    return rows.order_by().count()


def by_unit(rows: QuerySet[Task]) -> tuple[list[Told], int]:
    """Return the same unit by unit, by name, and how many units more there are."""
    counted = rows.order_by("unit__sort_key", "unit").values("unit__name", "unit")
    found: Any = list(counted.annotate(**_NUMBERS)[: BOARD + 1])
    more = 0
    if len(found) > BOARD:
        more = rows.order_by().values("unit").distinct().count() - BOARD
        del found[BOARD:]
    told = [
        Told(unit=row["unit__name"], **{name: row[name] for name in _NUMBERS})
        for row in found
    ]
    return told, more


def photos(task: Task) -> list[TaskFile]:
    """Return the photos of a project, the last first."""
    found = TaskFile.objects.filter(step__task=task, is_photo=True)
    return list(found.select_related("file", "step").order_by("-step__number", "pk"))


def lists(user: User) -> list[WorkList]:
    """Return the lists of projects in which the user reads any, the latest first."""
    known = projects(user).order_by().values("work_list").distinct()
    rows = WorkList.objects.filter(pk__in=known).select_related(
        "congress__unit", "scope"
    )
    return list(rows.order_by("-congress__opens_on", "pk")[: of_tasks.CHOICES])


def units_to_register(user: User) -> list[Unit]:
    """Return the units for which the user may register something.

    Whoever is in a body works for the body, not for the unit whose body it is.
    """
    own = above.own_units(user, Right.WORK_DO)
    return [each for each in own if policy.allows(user, Right.WORK_DO, each.scope)]


def congresses_above(units: list[Unit]) -> QuerySet[Congress]:
    """Return the congresses of units above any of these, the latest first."""
    paths = above.paths_above(
        unit.scope.path.rpartition(".")[0] for unit in units if "." in unit.scope.path
    )
    found = Congress.objects.filter(unit__scope__path__in=paths)
    return found.select_related("unit").order_by("-opens_on", "pk")


def emulations_for(units: list[Unit]) -> QuerySet[Emulation]:
    """Return the movements that go on and called any of these units."""
    found = Emulation.objects.filter(called__unit__in=units, ended_on__isnull=True)
    return found.distinct().order_by("-starts_on", "pk")


def list_or_404(user: User, key: UUID) -> WorkList:
    """Return the list of a congress where the user reads it whole."""
    found = of_tasks.list_or_404(user, key)
    if found.kind != ListKind.CELEBRATION:
        raise Http404
    return found


_NUMBERS: Final = {
    "done": Count("pk", filter=_DONE),
    "total": Count("pk", filter=_AGREED),
    "waiting": Count("pk", filter=Q(state=TaskState.PROPOSED.value)),
    "plaques": Count("pk", filter=Q(celebration__plaque_on__isnull=False)),
    "value": Sum("celebration__value", filter=_AGREED, default=0),
}
