"""Works that got a plaque to welcome a congress, on paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone, translation

from congress.models import Task, WorkList
from congress.prints import kept
from congress.rules.tasks import TaskState
from core.models import StoredPrint, User
from core.vietnamese import dates, numbers

FORM: Final = kept.Form(
    "congress.plaques",
    "congress/print/plaques.html",
    "Danh sách công trình gắn biển",
    "congress.plaques_printed",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One work."""

    title: str
    site: str
    unit: str
    value: str
    done: str
    plaque: str
    hung: str


@dataclass(frozen=True, slots=True)
class Plaques:
    """The whole paper. Numbers and days are written as it shows them."""

    above: str
    unit: str
    congress: str
    day: str
    rows: tuple[Row, ...]
    value: str


def print_plaques(list_id: str | UUID, *, by: User | None, at: datetime) -> StoredPrint:
    """Put the list of plaques of a congress on the shelf, as it is today."""
    held = WorkList.objects.select_related("unit__parent", "scope", "congress").get(
        pk=list_id
    )
    return kept.keep(
        FORM,
        plaques(held, at=at),
        subject=held,
        scope=held.scope,
        file_name=f"gan-bien-{held.unit.code}-{timezone.localdate(at):%Y%m%d}.pdf",
        by=by,
        at=at,
    )


def plaques(held: WorkList, *, at: datetime) -> Plaques:
    """Fill the paper of one list. Papers are Vietnamese only."""
    with translation.override("vi"):
        found = Task.objects.filter(
            work_list=held,
            state=TaskState.DONE.value,
            celebration__plaque_on__isnull=False,
        ).select_related("unit", "celebration")
        tasks = list(found.order_by("celebration__plaque_on", "unit__sort_key", "pk"))
        parent = held.unit.parent
        return Plaques(
            above=parent.name if parent else "",
            unit=held.unit.name,
            congress=str(held.congress),
            day=dates.long(timezone.localdate(at)),
            rows=tuple(_row(task) for task in tasks),
            value=numbers.grouped(sum(task.celebration.value or 0 for task in tasks)),
        )


def _row(task: Task) -> Row:
    project = task.celebration
    return Row(
        title=task.title,
        site=project.site,
        unit=task.unit.name,
        value="–" if project.value is None else numbers.grouped(project.value),
        done=dates.short(task.done_on) if task.done_on else "–",
        plaque=project.plaque,
        hung=dates.short(project.plaque_on) if project.plaque_on else "–",
    )
