"""Lists of work and the tasks in them: given, reported, done, taken up again.

Who may was asked before: the keeper of a list acts for its unit (or body), whoever does
a task for the place where it lies (``congress.queries.tasks``).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.models import (
    Congress,
    Phase,
    Task,
    TaskFile,
    TaskStep,
    WorkGroup,
    WorkingBody,
    WorkList,
)
from congress.models.bodies import BodyMeeting
from congress.rules.tasks import ListKind, StepKind, TaskState, after
from congress.services.task_notices import tell_other_side
from core.access import policy
from core.access.rights import Right
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Scope, Unit, User, WorkItem
from core.services import work
from core.services.attachments import PAPERS, PHOTOS, Handed, keep_attachment, kind_of
from core.vietnamese import names

WORK: Final = "congress.task"
FILES_MOST: Final = 12  # files of one step
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
_MUST_SAY: Final = frozenset(
    {StepKind.REPORTED, StepKind.RETURNED, StepKind.REOPENED, StepKind.DROPPED}
)
# Written with the rows of tasks: what sheets of their own ask for besides.
_beside: Final[list[Callable[[Collection[Task], datetime], None]]] = []
_WAITS: Final = {
    TaskState.PROPOSED: gettext_lazy("chờ duyệt đăng ký"),
    TaskState.RETURNED: gettext_lazy("trả lại để sửa"),
    TaskState.OPEN: gettext_lazy("đang làm"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """What somebody says of a list."""

    title: str
    number: str = ""
    decided_on: date | None = None
    basis: str = ""
    situation: str = ""
    aims: str = ""
    starts_on: date
    ends_on: date


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What comes with a step: words, how far it is, when it was done, files."""

    text: str = ""
    percent: int | None = None
    day: date | None = None
    evidence: str = ""
    files: Sequence[Handed] = ()


class NotNow(Refused):
    """The task is not where that could be done with it."""


# --- lists --------------------------------------------------------------------------


@transaction.atomic
def make_list(
    unit: Unit,
    kind: ListKind,
    said: ListFacts,
    *,
    body: WorkingBody | None = None,
    congress: Congress | None = None,
    by: User | None,
    at: datetime,
) -> WorkList:
    """Make a list of work of a unit, or the plan of one of its bodies."""
    made = WorkList(
        scope=body.scope if body else unit.scope,
        unit=unit,
        body=body,
        congress=congress,
        kind=kind.value,
        is_of_personnel=body is not None and body.is_of_personnel,
    )
    _say_list(made, said)
    made.save(force_insert=True)
    trail.record(
        "congress.list_made", subject=made, scope=made.scope, actor=by, at=at, kind=kind
    )
    return made


@transaction.atomic
def change_list(
    list_id: UUID, said: ListFacts, *, seen_version: int, by: User, at: datetime
) -> WorkList:
    """Put right what is said of a list."""
    held = _held_list(list_id)
    if held.version != seen_version:
        raise ChangedMeanwhile
    changed = _say_list(held, said)
    if changed:
        held.version += 1
        held.save()
        trail.record(
            "congress.list_changed",
            subject=held,
            scope=held.scope,
            actor=by,
            at=at,
            fields=changed,
        )
    return held


@transaction.atomic
def end_list(list_id: UUID, *, on: date | None, by: User, at: datetime) -> WorkList:
    """Say that a list is closed since a day, or open again where there is none."""
    held = _held_list(list_id)
    if held.ended_on == on:
        return held
    held.ended_on = on
    held.version += 1
    held.save(update_fields=["ended_on", "version"])
    act = "congress.list_ended" if on else "congress.list_taken_up"
    trail.record(act, subject=held, scope=held.scope, actor=by, at=at)
    # Of what has ended nothing can be reported, so nothing waits.
    write_work(list(_waiting().filter(work_list=held)), at=at)
    return held


@transaction.atomic
def set_groups(
    list_id: UUID, titles: Sequence[str], *, by: User, at: datetime
) -> list[WorkGroup]:
    """Have the groups of a list be these, in this order; one with tasks stays."""
    held = _held_list(list_id)
    wanted = list(dict.fromkeys(filter(None, map(names.clean, titles))))
    known = {group.title: group for group in WorkGroup.objects.filter(work_list=held)}
    for title in known.keys() - set(wanted):
        if known[title].tasks.exists():
            raise Unfit(
                _("Nhóm “%(title)s” đang có việc nên không bỏ được.") % {"title": title}
            )
        known[title].delete()
    made = []
    for place, title in enumerate(wanted, 1):
        group = known.get(title) or WorkGroup(work_list=held, title=title)
        group.place = place
        group.save()
        made.append(group)
    trail.record(
        "congress.list_grouped", subject=held, scope=held.scope, actor=by, at=at
    )
    return made


# --- tasks --------------------------------------------------------------------------


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
    held = _held_list(list_id)
    _refuse_ended(held)
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


def held_task(task_id: UUID) -> Task:
    """Return a task on which nobody else acts until this act is over."""
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


def write_work(tasks: Collection[Task], *, at: datetime) -> None:
    """Write anew what is to be done about tasks; last in the act that changed them."""
    items, over = [], []
    for task in tasks:
        if task.state in _WAITS and task.work_list.ended_on is None:
            items.append(_item(task))
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
    rows = _waiting().filter(
        scope__path__descendants_of=scope.path, work_list__ended_on__isnull=True
    )
    batch: list[Task] = []
    for task in rows.order_by("pk").iterator(chunk_size=work.AT_ONCE):
        batch.append(task)
        if len(batch) == work.AT_ONCE:
            write_work(batch, at=at)
            batch.clear()
    write_work(batch, at=at)


# --- what the acts share ------------------------------------------------------------


def _waiting() -> QuerySet[Task]:
    """Return the tasks about which something is to be done, with what rows need."""
    rows = Task.objects.filter(state__in=[state.value for state in _WAITS])
    return rows.select_related(
        "scope", "work_list__scope", "work_list__body", "owner", "made_by"
    )


def _item(task: Task) -> work.Item:
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
        seen_with=Right.PERSONNEL_WORK_READ if task.is_of_personnel else None,
        owner=None if waits_for_keeper else task.owner,
        # Whoever registered something did not ask for it.
        asked_by=(
            None
            if waits_for_keeper or held.kind == ListKind.CELEBRATION
            else task.made_by
        ),
        url_name="congress:task",
        url_args=[task.pk],
    )


def _say_list(held: WorkList, said: ListFacts) -> list[str]:
    """Take over what is said of a list; return which fields it changed."""
    if said.ends_on < said.starts_on:
        raise Unfit(_("Ngày kết thúc không được trước ngày bắt đầu."), "ends_on")
    changed = []
    for each in fields(ListFacts):
        value: Any = getattr(said, each.name)
        if isinstance(value, str):
            value = names.tidy(value)
        if getattr(held, each.name) != value:
            changed.append(each.name)
            setattr(held, each.name, value)
    if not held.title:
        raise Unfit(_("Hãy ghi tên."), "title")
    return sorted(changed)


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
    if facts.group is not None and facts.group.work_list_id != held.pk:
        raise Unfit(_("Nhóm việc này không thuộc danh mục."), "group")
    seen = Right.PERSONNEL_WORK_READ if held.is_of_personnel else Right.WORK_READ
    if facts.owner is not None and not policy.who_may([facts.owner], seen, scope):
        raise Unfit(
            _("Tài khoản này không xem được việc ở đó. Hãy giao vai trò trước."),
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
    _refuse_ended(task.work_list)
    then = after(TaskState(task.state), act)
    if then is None:
        raise NotNow(
            _("Việc này đang ở tình trạng “%(state)s” nên không làm thế được.")
            % {"state": task.get_state_display()}
        )
    return then


def _refuse_ended(held: WorkList) -> None:
    if held.ended_on is not None:
        raise NotNow(_("Danh mục này đã kết thúc. Hãy mở lại danh mục trước."))


def add_step(
    task: Task, kind: StepKind, said: Said, by: User | None, at: datetime
) -> TaskStep:
    """Write down what happened to a task, with what came along."""
    last = TaskStep.objects.filter(task=task).aggregate(last=Max("number"))["last"]
    step = TaskStep.objects.create(
        task=task,
        number=(last or 0) + 1,
        kind=kind.value,
        text=names.tidy(said.text),
        percent=said.percent,
        day=task.done_on or said.day,
        by=by,
        at=at,
    )
    if len(said.files) > FILES_MOST:
        raise Unfit(
            _("Mỗi lần chỉ gửi tối đa %(most)s tệp.") % {"most": FILES_MOST}, "files"
        )
    for each in said.files:
        assert by is not None  # noqa: S101 - nobody hands over files but people
        kept = keep_attachment(
            each,
            kinds=PAPERS | PHOTOS,
            field="files",
            scope=task.scope,
            by=by,
            at=at,
        )
        TaskFile.objects.create(
            step=step, file=kept, is_photo=kind_of(kept.name) in PHOTOS
        )
    return step


def _held_list(list_id: UUID) -> WorkList:
    rows = WorkList.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("scope", "unit__scope", "body__scope").get(pk=list_id)


def _record(
    act: str, task: Task, by: User | None, at: datetime, **detail: Collection[str]
) -> None:
    trail.record(act, subject=task, scope=task.scope, actor=by, at=at, **detail)
