"""Breakthrough assignments: given by who may, put right, judged.

An assignment is a task with a sheet of its own: reported, done, given up and taken up
again like any task (``congress.services.tasks``).
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from congress.labels.assignments import (
    NO_LONGER_OFFERED,
    REFUSAL_WORDS,
    REFUSED_AT,
)
from congress.models import (
    AssignmentEvaluation,
    AssignmentRating,
    AssignmentReport,
    BreakthroughAssignment,
    ListedPost,
    PostList,
    ProblemKind,
    Task,
    WorkList,
)
from congress.models.report import WorkReport
from congress.queries import submissions
from congress.rules import assignments as rules
from congress.rules.tasks import ListKind, StepKind, TaskState
from congress.services import tasks
from congress.services.task_notices import tell_other_side
from core.access import policy
from core.access.rights import Right
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Person, Unit, User
from core.vietnamese import dates, names


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of an assignment and may be put right."""

    title: str
    decision_number: str
    problem: str  # the code of a ProblemKind
    why: str
    detail: str = ""
    product: str
    due_on: date
    reports_every: int | None = None
    is_public: bool = False
    needs_evidence: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What stands once it is given: by whom, to whom, in which post, for how long."""

    assigner: Unit
    unit: Unit  # where the post is
    post: ListedPost
    decided_on: date
    period: rules.Period
    person: Person | None = None
    full_name: str = ""


class NotAllowed(Unfit):
    """The tree or the list of posts does not let this unit assign it."""


class OwnWork(Refused):
    """Nobody judges what was assigned to himself, or by others to his unit."""


@transaction.atomic
def assign(
    given: Given, said: Said, *, parent: Task | None = None, by: User, at: datetime
) -> BreakthroughAssignment:
    """Give a breakthrough assignment, or a part of one that the unit has been given.

    Raises:
        NotAllowed: upward, sideways, or to a post not on the list of that day.
        Unfit: something is missing or cannot be.
    """
    given = _held_post(given)
    refuse(given)
    full_name = given.person.full_name if given.person else names.clean(given.full_name)
    if not full_name:
        raise Unfit(_("Hãy ghi người được giao."), "full_name")
    if given.decided_on > timezone.localdate(at):
        raise Unfit(_("Ngày giao không được sau hôm nay."), "decided_on")
    if said.due_on < given.decided_on:
        raise Unfit(_("Hạn không được trước ngày giao."), "due_on")
    if parent is not None and parent.unit_id != given.assigner.pk:
        raise Unfit(_("Chỉ đơn vị được giao mới giao việc ấy xuống dưới."), "assigner")
    held = register_of(given, said.due_on, by=by, at=at)
    facts = tasks.TaskFacts(
        title=said.title,
        unit=given.unit,
        owner=_account(given),
        detail=said.detail,
        product=said.product,
        due_on=said.due_on,
        needs_evidence=said.needs_evidence,
        is_restricted=not said.is_public,
    )
    task = tasks.give_task(held.pk, facts, parent=parent, by=by, at=at)
    made = BreakthroughAssignment(
        task=task,
        scope=task.scope,
        post=given.post,
        person=given.person,
        full_name=full_name,
        sort_key=names.sort_key(full_name),
        decided_on=given.decided_on,
        period=given.period.value,
    )
    _say(made, said)
    made.save(force_insert=True)
    # Once more: by when the first report is due is known only now.
    tasks.write_work([task], at=at)
    return made


@transaction.atomic
def change(
    task_id: UUID, said: Said, *, why: str, seen_version: int, by: User, at: datetime
) -> BreakthroughAssignment:
    """Put right what an assignment says; to whom, where and by which list stay.

    Raises:
        ChangedMeanwhile: somebody else changed it since it was looked at.
    """
    held = held_assignment(task_id)
    task = held.task
    if task.version != seen_version:
        raise ChangedMeanwhile
    if said.due_on < held.decided_on:
        raise Unfit(_("Hạn không được trước ngày giao."), "due_on")
    if held.is_public and not said.is_public:
        _withdraw_papers(held)
    facts = tasks.TaskFacts(
        **{each.name: getattr(task, each.name) for each in fields(tasks.TaskFacts)}
    )
    facts = replace(
        facts,
        title=said.title,
        detail=said.detail,
        product=said.product,
        due_on=said.due_on,
        needs_evidence=said.needs_evidence,
        is_restricted=not said.is_public,
    )
    changed_sheet = _say(held, said)
    held.save()
    then = tasks.change_task(
        task_id,
        facts,
        seen_version=seen_version,
        why=why,
        besides=changed_sheet,
        by=by,
        at=at,
    )
    held.task = then
    return held


@transaction.atomic
def evaluate(
    task_id: UUID,
    *,
    year: int,
    rating: str,
    note: str,
    effect: str = "",
    feedback: str = "",
    by: User,
    at: datetime,
) -> AssignmentEvaluation:
    """Judge an assignment for a year; the latest one counts, all are kept.

    Raises:
        OwnWork: whoever it was assigned to, or staff of his unit, would judge it.
        Unfit: a year it was not under way in, no remarks, a rating no longer offered.
    """
    held = held_assignment(task_id)
    task = held.task
    if not may_judge(by, held, today=timezone.localdate(at)):
        raise OwnWork(
            _("Không ai tự đánh giá việc được giao cho mình hay cho đơn vị mình.")
        )
    if not held.decided_on.year <= year <= timezone.localdate(at).year:
        raise Unfit(
            _("Chỉ đánh giá các năm từ %(first)s đến %(last)s.")
            % {"first": held.decided_on.year, "last": timezone.localdate(at).year},
            "year",
        )
    note = names.tidy(note)
    if not note:
        raise Unfit(_("Hãy ghi nhận xét."), "note")
    if task.state not in (TaskState.OPEN, TaskState.DONE):
        raise tasks.NotNow(_("Việc thôi không làm thì không đánh giá."))
    word = AssignmentRating.objects.filter(pk=rating, is_offered=True).first()
    if word is None:
        raise Unfit(str(NO_LONGER_OFFERED["rating"]), "rating")
    made = AssignmentEvaluation.objects.create(
        assignment=held,
        year=year,
        rating=word,
        note=note,
        effect=names.tidy(effect),
        feedback=names.tidy(feedback),
        by=by,
        at=at,
    )
    with translation.override("vi"):
        said = tasks.Said(text=str(made))
    tasks.add_step(task, StepKind.EVALUATED, said, by, at)
    trail.record(
        tasks.ACTS[StepKind.EVALUATED],
        subject=task,
        scope=task.scope,
        actor=by,
        at=at,
        # Its name on that day: administrators may name it anew.
        rating=word.name,
    )
    tell_other_side(task, StepKind.EVALUATED, by=by, at=at)
    return made


def refuse(given: Given) -> None:
    """Refuse what the tree or the list of posts does not allow, with the rule."""
    post, held = given.post, given.post.post_list
    why = rules.refusal(
        rules.ListedPost(
            list_path=held.unit.scope.path,
            in_force_from=held.in_force_from,
            in_force_until=held.in_force_until,
            assigned_by=rules.AssignedBy(post.assigned_by),
            at_path=post.unit.scope.path if post.unit else None,
        ),
        assigner=given.assigner.scope.path,
        assignee=given.unit.scope.path,
        on=given.decided_on,
    )
    if why is None:
        return
    until = held.in_force_until
    said = {
        "assigner": given.assigner.name,
        "assignee": given.unit.name,
        "owner": held.unit.name,
        "list": held.title,
        "post": post.title,
        "at": post.unit.name if post.unit else "",
        "day": dates.short(given.decided_on),
        "from": dates.short(held.in_force_from),
        "until": dates.short(until) if until else "…",
    }
    raise NotAllowed(str(REFUSAL_WORDS[why]) % said, REFUSED_AT[why])


def may_judge(user: User, assignment: BreakthroughAssignment, *, today: date) -> bool:
    """Whether it is not of a user's own that he would judge: his work, his unit's.

    What a unit assigns at itself its staff do judge.
    """
    task = assignment.task
    if is_own(user, assignment):
        return False
    is_from_elsewhere = task.unit_id != task.work_list.unit_id
    return not (
        is_from_elsewhere and submissions.works_for(user, task.unit, today=today)
    )


def is_own(user: User, assignment: BreakthroughAssignment) -> bool:
    """Whether an assignment was given to the person who holds an account."""
    person = assignment.person_id
    is_him = person is not None and person == user.person_id
    return is_him or assignment.task.owner_id == user.pk


def register_of(
    given: Given, due_on: date, *, by: User | None, at: datetime
) -> WorkList:
    """Return the register of a unit for a year or a term; made on first use."""
    _lock(given.assigner)
    first, last, title = _days(given, due_on)
    found = WorkList.objects.filter(
        unit=given.assigner,
        kind=ListKind.ASSIGNMENTS.value,
        starts_on=first,
        ends_on=last,
    ).first()
    if found is not None:
        return found
    facts = tasks.ListFacts(title=title, starts_on=first, ends_on=last)
    return tasks.make_list(given.assigner, ListKind.ASSIGNMENTS, facts, by=by, at=at)


def held_assignment(task_id: UUID) -> BreakthroughAssignment:
    """Return an assignment on which nobody else acts until this act is over."""
    task = tasks.held_task(task_id)
    found = BreakthroughAssignment.objects.select_related(
        "post__post_list__unit__scope", "person"
    ).get(task_id=task_id)
    found.task = task
    return found


def _withdraw_papers(held: BreakthroughAssignment) -> None:
    """Have no page lead to papers that still name what is not public any more.

    Papers hang on the report they are of: the next one asked for is another. One that
    is being printed meanwhile finds none to hang on, or hangs on the one that is gone.
    """
    of = held.task.work_list
    AssignmentReport.objects.filter(
        unit=of.unit_id, year__gte=held.decided_on.year
    ).delete()
    WorkReport.objects.filter(work_list=of).delete()


def _lock(unit: Unit) -> None:
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def _held_post(given: Given) -> Given:
    """Return what is given, by a list that nobody puts right or replaces meanwhile.

    The unit comes first, as it does for who replaces a list of its own.
    """
    _lock(given.assigner)
    rows = PostList.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("unit__scope").filter(pk=given.post.post_list_id).first()
    posts = ListedPost.objects.select_related("unit__scope")
    post = posts.filter(pk=given.post.pk).first()
    if held is None or post is None:
        raise Unfit(_("Danh mục vừa được sửa. Hãy chọn lại chức danh."), "post")
    post.post_list = held
    return replace(given, post=post)


def _say(held: BreakthroughAssignment, said: Said) -> list[str]:
    """Take over what is said; return which fields of the sheet it changed."""
    told: dict[str, Any] = {
        "decision_number": names.clean(said.decision_number),
        "problem_id": _offered(said.problem, now=held.problem_id),
        "why": names.tidy(said.why),
        "reports_every": said.reports_every,
        "is_public": said.is_public,
    }
    if not told["decision_number"]:
        raise Unfit(_("Hãy ghi số quyết định."), "decision_number")
    if not told["why"]:
        raise Unfit(_("Hãy ghi vì sao việc này là đột phá."), "why")
    if not names.clean(said.product):
        raise Unfit(_("Hãy ghi sản phẩm phải có."), "product")
    changed = [name for name, value in told.items() if getattr(held, name) != value]
    for name, value in told.items():
        setattr(held, name, value)
    return sorted(name.removesuffix("_id") for name in changed)


def _offered(problem: str, *, now: str) -> str:
    """Return a kind of problem that is still offered, or that the row already has."""
    rows = ProblemKind.objects.filter(pk=problem, is_offered=True)
    if problem != now and not rows.exists():
        raise Unfit(str(NO_LONGER_OFFERED["problem"]), "problem")
    return problem


def _account(given: Given) -> User | None:
    """Return the account of the person, where it reads work at the post's unit."""
    if given.person is None:
        return None
    found = User.objects.filter(person=given.person, is_active=True)
    readers = policy.who_may(found, Right.WORK_READ, given.unit.scope)
    return readers[0] if len(readers) == 1 else None


def _days(given: Given, due_on: date) -> tuple[date, date, str]:
    year = given.decided_on.year
    if given.period is rules.Period.YEAR:
        title = f"Giao việc đột phá, đổi mới năm {year}"
        return date(year, 1, 1), date(year, 12, 31), title
    first, last = rules.term_of(given.decided_on, due_on)
    title = f"Giao việc đột phá, đổi mới nhiệm kỳ {first}–{last}"
    return date(first, 1, 1), date(last, 12, 31), title
