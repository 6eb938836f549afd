"""One task: given, changed, handed on, reported, done, given up, taken up again."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from congress.forms.tasks import HandForm, StepForm, TaskForm, task_facts
from congress.labels.tasks import STEP_WORDS
from congress.models import BreakthroughAssignment, Task
from congress.queries import tasks as queries
from congress.queries.submissions import works_for
from congress.rules.tasks import SIDE_OF, ListKind, Side, StepKind, TaskState, after
from congress.services import handing_on
from congress.services import tasks as services
from congress.services.assignments import is_own
from congress.views import task_rows
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.models import User
from core.queries import open_stored
from core.services.attachments import MEDIA_TYPES, kind_of
from core.web import StaffRequest, explain, row_key

# How acts are called in addresses, and on buttons.
# Of what came in from a file no step says so (``services.importing.tasks``).
_FIRST: Final = frozenset({StepKind.GIVEN.value, StepKind.PROPOSED.value})
_ADDRESSES: Final = {
    "bao-cao": StepKind.REPORTED,
    "xong": StepKind.DONE,
    "duyet": StepKind.APPROVED,
    "tra-lai": StepKind.RETURNED,
    "lam-tiep": StepKind.REOPENED,
    "thoi": StepKind.DROPPED,
    "danh-gia": StepKind.EVALUATED,
}
# Kinds of lists whose tasks have pages of their own.
_SHEETS: Final = {
    ListKind.ASSIGNMENTS.value: "congress:assignment",
    ListKind.CELEBRATION.value: "congress:celebration",
}
_BUTTONS: Final = {
    StepKind.REPORTED: gettext_lazy("Báo cáo"),
    StepKind.DONE: gettext_lazy("Báo đã xong"),
    StepKind.APPROVED: gettext_lazy("Duyệt đăng ký"),
    StepKind.RETURNED: gettext_lazy("Trả lại"),
    StepKind.REOPENED: gettext_lazy("Giao làm tiếp"),
    StepKind.DROPPED: gettext_lazy("Thôi không làm"),
    StepKind.EVALUATED: gettext_lazy("Đánh giá chất lượng"),
}


@require_safe
@policy.requires(Right.WORK_READ)
def task(request: StaffRequest, task: UUID) -> HttpResponse:
    found = queries.task_or_404(request.user, task)
    if (sheet := _sheet(found)) is not None:
        return redirect(sheet)
    keeps = queries.keeps(request.user, found.work_list)
    does = queries.does(request.user, found)
    is_open = found.work_list.ended_on is None
    today = timezone.localdate()
    parts = queries.parts(request.user, found)
    steps = queries.steps(found)
    doing = found.state == TaskState.OPEN and is_open
    context = {
        "task": found,
        "line": task_rows.Line(found, today),
        "steps": [
            (step, STEP_WORDS[step.kind], step.kind == StepKind.DONE) for step in steps
        ],
        "came_in": all(step.kind not in _FIRST for step in steps),
        "acts": acts_for(found, keeps=keeps, does=does) if is_open else [],
        "quality": queries.quality_of([found]).get(found.pk),
        "may_change": keeps and is_open and _possible(found, StepKind.CHANGED),
        "may_hand": does and doing,
        "may_part": does and doing and queries.lists_kept(request.user).exists(),
        "parts": [task_rows.Line(each, today) for each in parts],
        "parts_done": sum(each.state == TaskState.DONE for each in parts),
        "parent": _parent(request, found),
        "crumbs": task_rows.shown(_crumbs(request, found), found.title),
    }
    return render(request, "congress/task.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def task_new(request: StaffRequest, work_list: UUID) -> HttpResponse:
    held = queries.list_to_fill_or_404(request.user, work_list)
    parent = _asked_parent(request)
    form = TaskForm(
        request.POST or None,
        user=request.user,
        held=held,
        initial=_of_parent(parent) | {"group": request.GET.get("nhom")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.give_task(
                held.pk,
                form.facts(),
                parent=parent,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã giao “%(title)s”.") % {"title": made.title})
            if "them-nua" in request.POST:
                return redirect(request.get_full_path())
            return redirect("congress:work-list", held.pk)
    return typed(
        request,
        form,
        title=_("Giao việc"),
        button=_("Giao việc"),
        crumbs=task_rows.list_crumbs(request.user, held),
        here="desk",
        notes=[_("Là một phần của: %(task)s.") % {"task": parent}] if parent else [],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def task_change(request: StaffRequest, task: UUID) -> HttpResponse:
    found = _kept(request, task)
    if not queries.is_filled_here(found.work_list):
        raise Http404
    told: dict[str, Any] = {"user": request.user, "held": found.work_list}
    form = TaskForm(request.POST or None, task=found, initial=task_facts(found), **told)
    versions = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_task(
                found.pk,
                form.facts(),
                seen_version=form.seen_version,
                why=form.cleaned_data["why"],
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            found = _kept(request, task)
            now, why = task_facts(found), form.cleaned_data["why"]
            versions = {"fields": form.differences(now)}
            joined = form.joined(now) | {"why": why}
            form = TaskForm(task=found, initial=joined, **told)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("congress:task", found.pk)
    return typed(
        request,
        form,
        title=_("Sửa việc"),
        button=_("Lưu"),
        crumbs=_way(request, found),
        here="desk",
        versions=versions,
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def task_hand(request: StaffRequest, task: UUID) -> HttpResponse:
    found = _done_by(request, task)
    shown = {"owner": found.owner_id, "version": found.version}
    form = HandForm(request.POST or None, task=found, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            handing_on.hand_to(
                found.pk,
                form.cleaned_data["owner"],
                seen_version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã giao người làm."))
            return redirect("congress:task", found.pk)
    return typed(
        request,
        form,
        title=_("Giao người làm"),
        button=_("Giao"),
        crumbs=_way(request, found),
        here="desk",
        said=[(_("Tên việc"), found.title), (_("Đơn vị chủ trì"), found.unit.name)],
    )


@require_safe
@policy.requires(Right.WORK_READ)
def task_part(request: StaffRequest, task: UUID) -> HttpResponse:
    found = _done_by(request, task)
    context = {
        "task": found,
        "lists": queries.lists_kept(request.user)[: queries.CHOICES],
        "crumbs": task_rows.shown(_way(request, found), _("Giao xuống dưới")),
    }
    return render(request, "congress/task_part.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def task_act(request: StaffRequest, task: UUID, act: str) -> HttpResponse:
    if act not in _ADDRESSES:
        raise Http404
    kind = _ADDRESSES[act]
    found = _acted_on(request, task, kind)
    form = StepForm(
        request.POST or None,
        request.FILES or None,
        act=kind,
        task=found,
        initial={"day": timezone.localdate() if kind is StepKind.DONE else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _refuse_own(request.user, found, kind)
            services.act_on(
                found.pk, kind, form.said(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _told(kind))
            return redirect("congress:task", found.pk)
    return typed(
        request,
        form,
        title=_BUTTONS[kind],
        button=_BUTTONS[kind],
        crumbs=_way(request, found),
        here="desk",
        said=[(_("Tên việc"), found.title), (_("Sản phẩm"), found.product or "–")],
    )


@require_POST
@policy.requires(Right.WORK_READ)
def task_up(request: StaffRequest, task: UUID) -> HttpResponse:
    return _moved(request, task, upward=True)


@require_POST
@policy.requires(Right.WORK_READ)
def task_down(request: StaffRequest, task: UUID) -> HttpResponse:
    return _moved(request, task, upward=False)


@require_safe
@policy.requires(Right.WORK_READ)
def task_file(request: StaffRequest, file: UUID) -> FileResponse:
    """Send a paper or a photo of a task to who reads the task."""
    found = queries.task_file_or_404(request.user, file)
    kind = kind_of(found.file.name)
    if kind is None:
        raise Http404
    return FileResponse(
        open_stored(found.file),
        as_attachment=True,
        filename=found.file.name,
        content_type=MEDIA_TYPES[kind],
    )


# --- what the pages share -------------------------------------------------------------


def _moved(request: StaffRequest, key: UUID, *, upward: bool) -> HttpResponse:
    found = _kept(request, key)
    handing_on.move_task(found.pk, upward=upward, by=request.user, at=timezone.now())
    page = reverse("congress:work-list", args=[found.work_list_id])
    return redirect(f"{page}#viec-{found.pk}")


def _kept(request: StaffRequest, key: UUID) -> Task:
    found = queries.task_or_404(request.user, key)
    if not queries.keeps(request.user, found.work_list):
        raise Http404
    return found


def _done_by(request: StaffRequest, key: UUID) -> Task:
    found = queries.task_or_404(request.user, key)
    if not queries.does(request.user, found):
        raise Http404
    return found


def _acted_on(request: StaffRequest, key: UUID, kind: StepKind) -> Task:
    """Return the task where the person stands on the side whose act it is."""
    if _is_doers(kind):
        return _done_by(request, key)
    found = _kept(request, key)
    if kind is StepKind.EVALUATED and not _is_judged_here(found):
        raise Http404
    given = BreakthroughAssignment.objects.filter(task=found).first()
    if given is not None and is_own(request.user, given):
        # Whoever was assigned something does not let himself off it.
        raise Http404
    return found


def _refuse_own(user: User, task: Task, kind: StepKind) -> None:
    """Refuse that somebody approves what his unit registered, or judges what he did.

    Raises:
        NotNow: he works for that unit as well, or the task is his.
    """
    if kind is StepKind.EVALUATED and task.owner_id == user.pk:
        raise services.NotNow(
            _("Không ai tự đánh giá việc của mình. Hãy nhờ người khác đánh giá.")
        )
    today = timezone.localdate()
    if kind is StepKind.APPROVED and works_for(user, task.unit, today=today):
        raise services.NotNow(
            _("Người của đơn vị đăng ký không tự duyệt. Hãy nhờ người khác duyệt.")
        )


def _is_doers(kind: StepKind) -> bool:
    return SIDE_OF[kind] is Side.DOER


def acts_for(task: Task, *, keeps: bool, does: bool) -> list[dict[str, Any]]:
    """Return what the person may do with a task now: address and word of each."""
    return [
        {"address": address, "word": _BUTTONS[kind]}
        for address, kind in _ADDRESSES.items()
        if (does if _is_doers(kind) else keeps) and _possible(task, kind)
    ]


def _is_judged_here(task: Task) -> bool:
    """Whether it is done, and has no page of its own on which it is judged."""
    return task.state == TaskState.DONE and task.work_list.kind not in _SHEETS


def _possible(task: Task, kind: StepKind) -> bool:
    if kind is StepKind.EVALUATED and not _is_judged_here(task):
        return False
    return after(TaskState(task.state), kind) is not None


def _told(kind: StepKind) -> str:
    sentences = {
        StepKind.REPORTED: _("Đã gửi báo cáo."),
        StepKind.DONE: _("Đã ghi việc này là xong."),
        StepKind.APPROVED: _("Đã duyệt."),
        StepKind.RETURNED: _("Đã trả lại."),
        StepKind.REOPENED: _("Đã giao làm tiếp."),
        StepKind.DROPPED: _("Đã ghi việc này thôi không làm."),
        StepKind.EVALUATED: _("Đã ghi đánh giá."),
    }
    return sentences[kind]


def _sheet(task: Task) -> str | None:
    """Return the page of a task that has a sheet of its own."""
    page = _SHEETS.get(task.work_list.kind)
    if page is None:
        return None
    try:
        return reverse(page, args=[task.pk])
    except NoReverseMatch:
        return None


def _parent(request: StaffRequest, task: Task) -> Task | None:
    """Return what the task is a part of, where the person reads it."""
    if task.parent_id is None:
        return None
    return queries.tasks(request.user).filter(pk=task.parent_id).first()


def _asked_parent(request: StaffRequest) -> Task | None:
    """Return what a new task is to be a part of; only who does that hands it on."""
    key = row_key(request.GET.get("tu", ""))
    return _done_by(request, key) if key else None


def _of_parent(parent: Task | None) -> dict[str, Any]:
    """Return what a part takes over from the whole."""
    if parent is None:
        return {}
    if parent.is_of_personnel or parent.is_restricted:
        return {"due_on": parent.due_on}
    return {"title": parent.title, "due_on": parent.due_on, "product": parent.product}


def _crumbs(request: StaffRequest, task: Task) -> list[Crumb]:
    return task_rows.list_crumbs(request.user, task.work_list)


def _way(request: StaffRequest, task: Task) -> list[Crumb]:
    here = (task.title, reverse("congress:task", args=[task.pk]))
    return [*_crumbs(request, task), here]
