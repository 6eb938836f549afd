"""Works and tasks to welcome a congress: registered beneath, approved above, plaques.

A project is a task that the unit proposes itself (``services.tasks``); approving it,
returning it and reporting on it are the acts of every task.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.models import (
    CelebrationProject,
    Congress,
    Emulation,
    ProjectKind,
    Task,
    WorkList,
)
from congress.queries import above
from congress.rules.tasks import ListKind, StepKind, TaskState
from congress.services.tasks import (
    ListFacts,
    NotNow,
    TaskFacts,
    change_task,
    give_task,
    held_task,
    make_list,
)
from core.audit import trail
from core.errors import ChangedMeanwhile, Unfit
from core.models import Unit, User
from core.services import notices
from core.services.attachments import Handed
from core.vietnamese import names

SENTENCES: Final = {
    "congress.plaque_granted": gettext_lazy(
        "Công trình “%(title)s” của %(unit)s được gắn biển chào mừng đại hội."
    ),
    "congress.plaque_taken_back": gettext_lazy(
        "Quyết định gắn biển công trình “%(title)s” của %(unit)s đã bị thu hồi."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    """What somebody says of a project; ``value`` is in đồng."""

    title: str
    kind: str
    site: str = ""
    value: int | None = None
    sources: str = ""
    due_on: date | None = None
    detail: str = ""
    emulation: Emulation | None = None


_SHEET: Final = ("kind", "site", "value", "sources", "emulation")


@transaction.atomic
def register(
    unit: Unit,
    congress: Congress,
    facts: ProjectFacts,
    *,
    files: Sequence[Handed] = (),
    by: User,
    at: datetime,
) -> Task:
    """Propose a project of a unit for the congress of a unit above it.

    Raises:
        Unfit: the congress is of no unit above, or something is missing.
    """
    if not above.units_above(unit).filter(pk=congress.unit_id).exists():
        raise Unfit(
            _("Chỉ đăng ký công trình, phần việc chào mừng đại hội của cấp trên."),
            "congress",
        )
    _refuse_unfit(unit, facts)
    held = _list_for(congress, by=by, at=at)
    # The sheet comes right after: what is written with the task does not need it.
    task = give_task(
        held.pk, _task_facts(unit, facts), registers=True, files=files, by=by, at=at
    )
    CelebrationProject.objects.create(task=task, **_sheet(facts))
    return task


@transaction.atomic
def change(
    task_id: UUID,
    facts: ProjectFacts,
    *,
    registers: bool,
    seen_version: int,
    why: str = "",
    files: Sequence[Handed] = (),
    by: User,
    at: datetime,
) -> Task:
    """Say a project anew: by who ``registers`` it until approved, or by who approves.

    Raises:
        ChangedMeanwhile: somebody else changed it since it was looked at.
        NotNow: it is not where that can be done.
    """
    task = held_task(task_id)
    project = _held_project(task)
    _refuse_unfit(task.unit, facts)
    if project.plaque_on and facts.kind != ProjectKind.WORK:
        raise Unfit(
            _("Công trình đã gắn biển nên không đổi thành phần việc được."), "kind"
        )
    sheet = _sheet(facts)
    changed = [name for name, value in sheet.items() if getattr(project, name) != value]
    made = change_task(
        task_id,
        _task_facts(task.unit, facts, of=task),
        seen_version=seen_version,
        why=why,
        kind=StepKind.PROPOSED if registers else StepKind.CHANGED,
        besides=changed,
        files=files,
        by=by,
        at=at,
    )
    for name in changed:
        setattr(project, name, sheet[name])
    project.save()
    return made


@transaction.atomic
def grant_plaque(
    task_id: UUID, text: str, on: date, *, seen_version: int, by: User, at: datetime
) -> CelebrationProject:
    """Say what the plaque of a finished work says, and since when it hangs there.

    Raises:
        ChangedMeanwhile: somebody else changed the work since it was looked at.
        NotNow: it is no work, or not done.
        Unfit: no words, or a day before it was done or after today.
    """
    task, project = _seen(task_id, seen_version)
    if project.kind != ProjectKind.WORK or task.done_on is None:
        raise NotNow(_("Chỉ gắn biển cho công trình đã xong."))
    words = names.clean(text)
    if not words:
        raise Unfit(_("Hãy ghi nội dung biển."), "plaque")
    if on < task.done_on:
        raise Unfit(_("Ngày gắn biển không được trước ngày xong."), "plaque_on")
    if on > timezone.localdate(at):
        raise Unfit(_("Ngày gắn biển không được sau hôm nay."), "plaque_on")
    project.plaque, project.plaque_on = words, on
    return _hung("congress.plaque_granted", task, project, by=by, at=at)


@transaction.atomic
def take_plaque_back(
    task_id: UUID, *, seen_version: int, by: User, at: datetime
) -> CelebrationProject:
    """Undo a plaque that was granted by mistake; its words stay to be granted again."""
    task, project = _seen(task_id, seen_version)
    if project.plaque_on is None:
        raise NotNow(_("Công trình này chưa gắn biển."))
    project.plaque_on = None
    return _hung("congress.plaque_taken_back", task, project, by=by, at=at)


def keep_plaque(task: Task, then: TaskState) -> None:
    """Refuse that a work with a plaque is anything but done; asked in each act."""
    if then is TaskState.DONE or task.work_list.kind != ListKind.CELEBRATION:
        return
    hung = CelebrationProject.objects.filter(task=task, plaque_on__isnull=False)
    if hung.exists():
        raise NotNow(_("Công trình này đã gắn biển. Hãy thu hồi biển trước."))


def _hung(
    act: str, task: Task, project: CelebrationProject, *, by: User, at: datetime
) -> CelebrationProject:
    project.save(update_fields=["plaque", "plaque_on"])
    task.version += 1
    task.save(update_fields=["version"])
    trail.record(act, subject=task, scope=task.scope, actor=by, at=at)
    staff = above.staff_of([task.unit]).get(task.unit.scope.path, [])
    notices.tell(
        [each for each in staff if each.pk != by.pk],
        kind=act,
        values={"unit": task.unit.name, "title": task.title},
        scope=task.scope,
        url_name="congress:celebration",
        url_args=[task.pk],
        by=by,
        at=at,
    )
    return project


def _list_for(congress: Congress, *, by: User, at: datetime) -> WorkList:
    """Return the list of what welcomes a congress; made when first asked for."""
    held = Congress.objects.select_for_update(of=("self",), no_key=True)
    found = held.select_related("unit__scope").get(pk=congress.pk)
    kept = WorkList.objects.filter(congress=found, kind=ListKind.CELEBRATION).first()
    if kept is not None:
        return kept
    today = timezone.localdate(at)
    return make_list(
        found.unit,
        ListKind.CELEBRATION,
        ListFacts(
            title=f"Công trình, phần việc chào mừng {found}"[:300],
            starts_on=min(today, found.opens_on),
            ends_on=max(today, found.closes_on),
        ),
        congress=found,
        by=by,
        at=at,
    )


def _seen(task_id: UUID, version: int) -> tuple[Task, CelebrationProject]:
    task = held_task(task_id)
    if task.version != version:
        raise ChangedMeanwhile
    return task, _held_project(task)


def _held_project(task: Task) -> CelebrationProject:
    return CelebrationProject.objects.select_for_update().get(pk=task.pk)


def _refuse_unfit(unit: Unit, facts: ProjectFacts) -> None:
    if facts.kind not in ProjectKind.values:
        raise Unfit(_("Hãy chọn công trình hay phần việc."), "kind")
    if facts.due_on is None:
        raise Unfit(_("Hãy ghi hạn hoàn thành."), "due_on")
    called = facts.emulation
    if called is not None and not called.called.filter(unit=unit).exists():
        raise Unfit(
            _("Đơn vị không thuộc diện tham gia phong trào thi đua này."), "emulation"
        )


def _task_facts(
    unit: Unit, facts: ProjectFacts, *, of: Task | None = None
) -> TaskFacts:
    """Return what the task says; what the sheet does not ask for stays as it is."""
    said = {
        each.name: getattr(of, each.name)
        for each in fields(TaskFacts)
        if of is not None and each.name != "is_restricted"
    }
    told = {"title": facts.title, "detail": facts.detail, "due_on": facts.due_on}
    return TaskFacts(**said | told | {"unit": unit})


def _sheet(facts: ProjectFacts) -> dict[str, object]:
    said = {name: getattr(facts, name) for name in _SHEET}
    return {
        name: names.clean(value) if isinstance(value, str) else value
        for name, value in said.items()
    }
