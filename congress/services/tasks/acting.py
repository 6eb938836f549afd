"""Tasks are given, put right, reported, done, given up and taken up again."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import Task, TaskStep, WorkGroup, WorkList
from congress.models.bodies import BodyMeeting
from congress.rules.tasks import StepKind, TaskState, after
from congress.services.task_notices import tell_other_side
from congress.services.tasks.lists import NotNow, held_list, refuse_ended
from congress.services.tasks.steps import Said, add_step
from congress.services.tasks.waiting import write_work
from core.access import policy
from core.access.rights import Right
from core.audit import trail
from core.errors import ChangedMeanwhile, Unfit
from core.models import Unit, User
from core.services.attachments import Handed
from core.vietnamese import names

ACTS: Final = {
    StepKind.GIVEN: "congress.task_given",
    StepKind.PROPOSED: "congress.task_proposed",
    StepKind.APPROVED: "congress.task_approved",
    StepKind.RETURNED: "congress.task_returned",
    StepKind.CHANGED: "congress.task_changed",
    StepKind.REPORTED: "congress.task_reported",
    StepKind.DONE: "congress.task_done",
    StepKind.REOPENED: "congress.task_reopened",
    StepKind.DROPPED: "congress.task_dropped",
    StepKind.EVALUATED: "congress.task_evaluated",
}
# What sheets of their own forbid to become of their tasks.
_refusals: Final[list[Callable[[Task, TaskState], None]]] = []
_MUST_SAY: Final = frozenset(
    {
        StepKind.REPORTED,
        StepKind.RETURNED,
        StepKind.REOPENED,
        StepKind.DROPPED,
        StepKind.EVALUATED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What somebody says of a task; ``unit`` is who does it."""

    title: str
    unit: Unit
    owner: User | None = None
    group: WorkGroup | None = None
    detail: str = ""
    product: str = ""
    helpers: str = ""
    due_on: date | None = None
    needs_evidence: bool = False
    # Read where it is done and where it was given, not by all above these; nothing
    # leaves it as it is.
    is_restricted: bool | None = None


@transaction.atomic
def give_task(
    list_id: UUID,
    facts: TaskFacts,
    *,
    registers: bool = False,
    parent: Task | None = None,
    meeting: BodyMeeting | None = None,
    files: Sequence[Handed] = (),
    by: User | None,
    at: datetime,
) -> Task:
    """Put a task into a list; or, where a unit ``registers`` it, propose it there."""
    held = held_list(list_id)
    refuse_ended(held)
    last = Task.objects.filter(work_list=held).aggregate(last=Max("place"))["last"]
    task = Task(
        work_list=held,
        place=(last or 0) + 1,
        parent=parent,
        meeting=meeting,
        state=(TaskState.PROPOSED if registers else TaskState.OPEN).value,
        is_of_personnel=held.is_of_personnel,
        made_by=by,
        made_at=at,
    )
    _say_task(task, held, facts)
    task.save(force_insert=True)
    kind = StepKind.PROPOSED if registers else StepKind.GIVEN
    add_step(task, kind, Said(day=task.due_on, files=files), by, at)
    _record(ACTS[kind], task, by, at)
    write_work([task], at=at)
    tell_other_side(task, kind, by=by, at=at)
    return task


@transaction.atomic
def change_task(
    task_id: UUID,
    facts: TaskFacts,
    *,
    seen_version: int,
    why: str = "",
    kind: StepKind = StepKind.CHANGED,
    besides: Collection[str] = (),
    files: Sequence[Handed] = (),
    by: User,
    at: datetime,
) -> Task:
    """Put right what a task says; another day or doer is told in its steps.

    ``kind`` is a proposal where who registered it says it anew; ``besides`` names what
    changes on a sheet of its own.
    """
    task = held_task(task_id)
    if task.version != seen_version:
        raise ChangedMeanwhile
    then = _moved(task, kind)
    before = {each.name: getattr(task, each.name) for each in fields(TaskFacts)}
    _say_task(task, task.work_list, facts)
    changed = {name for name, value in before.items() if getattr(task, name) != value}
    changed |= set(besides)
    if not changed and not files and then.value == task.state:
        return task
    task.state = then.value
    task.version += 1
    task.save()
    add_step(task, kind, Said(text=why, day=task.due_on, files=files), by, at)
    _record(ACTS[kind], task, by, at, fields=sorted(changed))
    write_work([task], at=at)
    tell_other_side(task, kind, by=by, at=at)
    return task


@transaction.atomic
def act_on(
    task_id: UUID, act: StepKind, said: Said, *, by: User, at: datetime
) -> TaskStep:
    """Do one thing with a task: approve, return, report, finish, take up, give up.

    Raises:
        NotNow: it is not where that can be done.
        Unfit: nothing was said where something must be, or evidence is missing.
    """
    task = held_task(task_id)
    then = _moved(task, act)
    if act in _MUST_SAY and not names.tidy(said.text):
        raise Unfit(_("Hãy ghi nội dung."), "text")
    today = timezone.localdate(at)
    if act is StepKind.DONE:
        _finish(task, said, today)
    elif then is TaskState.OPEN and act is StepKind.REOPENED:
        task.done_on, task.percent = None, None
        task.due_on = said.day or task.due_on
    if act is StepKind.REPORTED:
        task.reported_on = today
        task.percent = said.percent if said.percent is not None else task.percent
    task.state = then.value
    task.version += 1
    task.save()
    step = add_step(task, act, said, by, at)
    _record(ACTS[act], task, by, at)
    write_work([task], at=at)
    tell_other_side(task, act, by=by, at=at)
    return step


def refuse_where(refusal: Callable[[Task, TaskState], None]) -> None:
    """Have each act asked first whether the task may come to that state."""
    if refusal not in _refusals:
        _refusals.append(refusal)


def held_task(task_id: UUID) -> Task:
    """Return a task on which nobody else acts until this act is over.

    Nor on its list, which comes first for whoever holds both: nothing is reported in
    one that somebody ends meanwhile.
    """
    held_list(Task.objects.values_list("work_list", flat=True).get(pk=task_id))
    rows = Task.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(
        "work_list__scope",
        "work_list__unit__scope",
        "work_list__body__scope",
        "scope",
        "unit__scope",
        "owner",
        "made_by",
    ).get(pk=task_id)


# --- what the acts share ------------------------------------------------------------


def _say_task(task: Task, held: WorkList, facts: TaskFacts) -> None:
    """Take over what is said of a task that lies at or beneath its list's place."""
    title = names.clean(facts.title)
    if not title:
        raise Unfit(_("Hãy ghi việc phải làm."), "title")
    scope = held.scope if held.body_id else facts.unit.scope
    if not f"{scope.path}.".startswith(f"{held.scope.path}."):
        raise Unfit(
            _("Chỉ giao việc cho chính đơn vị này hoặc đơn vị bên dưới."), "unit"
        )
    # Asked once the list is held: somebody may have done without the group just now.
    groups = WorkGroup.objects.filter(work_list=held)
    if facts.group and not groups.filter(pk=facts.group.pk).exists():
        raise Unfit(_("Nhóm việc này không thuộc danh mục."), "group")
    seen = Right.PERSONNEL_WORK_READ if held.is_of_personnel else Right.WORK_READ
    if facts.owner is not None and not policy.who_may([facts.owner], seen, scope):
        raise Unfit(
            _(
                "Tài khoản này chưa xem được việc của đơn vị ấy. Hãy giao vai trò "
                "trước."
            ),
            "owner",
        )
    task.scope, task.unit = scope, held.unit if held.body_id else facts.unit
    task.title, task.owner, task.group = title, facts.owner, facts.group
    task.detail = names.tidy(facts.detail)
    task.product = names.clean(facts.product)
    task.helpers = names.clean(facts.helpers)
    task.due_on, task.needs_evidence = facts.due_on, facts.needs_evidence
    if facts.is_restricted is not None:
        task.is_restricted = facts.is_restricted


def _finish(task: Task, said: Said, today: date) -> None:
    day = said.day or today
    if day > today:
        raise Unfit(_("Ngày xong không được sau hôm nay."), "day")
    evidence = names.clean(said.evidence)
    if task.needs_evidence and not evidence:
        raise Unfit(_("Việc này phải ghi minh chứng."), "evidence")
    task.done_on, task.evidence, task.percent = day, evidence, 100


def _moved(task: Task, act: StepKind) -> TaskState:
    refuse_ended(task.work_list)
    then = after(TaskState(task.state), act)
    if then is None:
        raise NotNow(
            _("Việc này đang ở tình trạng “%(state)s” nên không làm bước này được.")
            % {"state": task.get_state_display()}
        )
    for refuse in _refusals:
        refuse(task, then)
    return then


def _record(
    act: str, task: Task, by: User | None, at: datetime, **detail: Collection[str]
) -> None:
    trail.record(act, subject=task, scope=task.scope, actor=by, at=at, **detail)
