"""Each constraint of lists of work and their tasks, broken once."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from congress.models import Task, TaskStep, WorkGroup, WorkList
from congress.models.report import WorkReport
from congress.rules.tasks import StepKind
from congress.services import tasks as services
from congress.services.tasks import Said, TaskFacts
from core.models import Unit
from core.services.attachments import Handed
from tests import make


def a_list(unit: Unit | None = None, **changes: Any) -> WorkList:
    where = unit or make.unit()
    fields: dict[str, Any] = {
        "scope": where.scope,
        "unit": where,
        "kind": "programme",
        "title": "Chương trình",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
    }
    return WorkList.objects.create(**fields | changes)


def two_registers() -> None:
    unit = make.unit()
    for _again in range(2):
        a_list(unit, kind="assignments")


def two_celebrations() -> None:
    congress = make.congress()
    for year in (2024, 2025):
        a_list(
            congress.unit,
            kind="celebration",
            congress=congress,
            starts_on=date(year, 1, 1),
        )


def group(*, times: int = 1, title: str = "Nhóm") -> None:
    held = a_list()
    for place in range(times):
        WorkGroup.objects.create(work_list=held, place=place, title=title)


def task(**changes: Any) -> Task:
    held = a_list()
    fields: dict[str, Any] = {
        "work_list": held,
        "scope": held.scope,
        "unit": held.unit,
        "place": 1,
        "title": "Việc",
        "state": "open",
        "made_at": make.NOON,
    }
    return Task.objects.create(**fields | changes)


def part_of_itself() -> None:
    made = task()
    made.parent = made
    made.save()


def step(*, times: int = 1, **changes: Any) -> None:
    made = task()
    fields: dict[str, Any] = {"number": 1, "kind": "given", "at": make.NOON}
    for _again in range(times):
        TaskStep.objects.create(task=made, **fields | changes)


def facts() -> None:
    """One step with a paper, as the application makes them."""
    held, user = a_list(), make.user()
    given = services.give_task(
        held.pk, TaskFacts(title="Việc", unit=held.unit), by=user, at=make.NOON
    )
    paper = Handed("bao-cao.pdf", [b"%PDF-1.7\n"])
    said = Said(text="Đang làm.", files=[paper])
    services.act_on(given.pk, StepKind.REPORTED, said, by=user, at=make.NOON)


def reported_twice() -> None:
    held = a_list()
    for _again in range(2):
        WorkReport.objects.create(work_list=held, day=date(2025, 6, 30))


TASKED: Final[dict[str, Callable[[], object]]] = {
    "congress_work_list_known_kind_in_order": lambda: a_list(
        ends_on=date(2024, 12, 31)
    ),
    "congress_work_list_plan_of_a_body": lambda: a_list(kind="body_plan"),
    "congress_work_list_register_once": two_registers,
    "congress_work_list_celebration_once": two_celebrations,
    "congress_work_group_once": lambda: group(times=2),
    "congress_work_group_titled": lambda: group(title=""),
    "congress_task_known_state": lambda: task(state="x"),
    "congress_task_done_on_a_day": lambda: task(state="done"),
    "congress_task_done_with_its_evidence": lambda: task(
        state="done", done_on=make.LONG_AGO, needs_evidence=True
    ),
    "congress_task_percent_of_hundred": lambda: task(percent=101),
    "congress_task_not_beneath_itself": part_of_itself,
    "congress_task_step_in_turn": lambda: step(times=2),
    "congress_task_step_known_kind": lambda: step(kind="x", text="x"),
    "congress_task_step_says_what": lambda: step(kind="reported"),
    "congress_task_step_percent_of_hundred": lambda: step(percent=101),
    "congress_work_report_once": reported_twice,
}
