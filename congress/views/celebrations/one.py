"""One work or task to welcome a congress: registered, read, changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.celebrations import ProjectForm, project_facts
from congress.labels.tasks import STEP_WORDS
from congress.models import ProjectKind, Task
from congress.queries import celebrations as queries
from congress.queries import tasks as of_tasks
from congress.rules.tasks import StepKind, TaskState
from congress.services import celebrations as services
from congress.views import task_rows
from congress.views.celebrations.frame import way
from congress.views.tasks import acts_for
from congress.views.typed import typed
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.web import StaffRequest, explain


@require_safe
@policy.requires(Right.WORK_READ)
def celebration(request: StaffRequest, task: UUID) -> HttpResponse:
    found = queries.project_or_404(request.user, task)
    keeps = of_tasks.keeps(request.user, found.work_list)
    does = of_tasks.does(request.user, found)
    is_open = found.work_list.ended_on is None
    project = found.celebration
    is_hung = project.plaque_on is not None
    acts = acts_for(found, keeps=keeps, does=does) if is_open else []
    context = {
        "task": found,
        "project": project,
        "line": task_rows.Line(found, timezone.localdate()),
        "steps": [
            (step, STEP_WORDS[step.kind], step.kind == StepKind.DONE)
            for step in of_tasks.steps(found)
        ],
        "photos": queries.photos(found),
        # Of a work with a plaque nothing is undone before the plaque is.
        "acts": [] if is_hung else acts,
        "change": _changes(found, keeps=keeps, does=does) if is_open else "",
        "may_hang": keeps
        and project.kind == ProjectKind.WORK
        and found.state == TaskState.DONE
        and not is_hung,
        "may_take_back": keeps and is_hung,
        "crumbs": task_rows.shown(way(), found.title),
    }
    return render(request, "congress/celebration.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_DO)
def celebration_new(request: StaffRequest) -> HttpResponse:
    units = queries.units_to_register(request.user)
    if not queries.congresses_above(units).exists():
        messages.error(
            request,
            _(
                "Cấp trên của đơn vị bạn chưa lập đại hội nào trên cổng, nên chưa có "
                "gì để đăng ký chào mừng. Hãy đề nghị cấp trên lập đại hội."
            ),
        )
        return redirect("congress:celebrations")
    form = ProjectForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register(
                form.unit(),
                form.congress(),
                form.facts(),
                files=form.cleaned_data["files"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(
                request,
                _("Đã đăng ký “%(title)s”, chờ cấp trên duyệt.") % {"title": made},
            )
            return redirect("congress:celebration", made.pk)
    return typed(
        request,
        form,
        title=_("Đăng ký công trình, phần việc"),
        button=_("Đăng ký"),
        crumbs=way(),
        here="desk",
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def celebration_change(request: StaffRequest, task: UUID) -> HttpResponse:
    found, side = _changed_by(request, task)
    told: dict[str, Any] = {
        "units": [found.unit],
        "task": found,
        "asks_why": side == "keeper",
    }
    form = ProjectForm(
        request.POST or None,
        request.FILES or None,
        initial=project_facts(found),
        **told,
    )
    versions = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change(
                found.pk,
                form.facts(),
                registers=side == "doer",
                seen_version=form.seen_version,
                why=form.cleaned_data.get("why", ""),
                files=form.cleaned_data.get("files", ()),
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            found, _side = _changed_by(request, task)
            now = project_facts(found)
            versions = {"fields": form.differences(now)}
            why = {"why": form.cleaned_data.get("why", "")}
            form = ProjectForm(initial=form.joined(now) | why, **told | {"task": found})
        except Refused as refusal:
            explain(form, refusal)
        else:
            again = side == "doer"
            messages.success(
                request, _("Đã gửi lại để duyệt.") if again else _("Đã lưu.")
            )
            return redirect("congress:celebration", found.pk)
    return typed(
        request,
        form,
        title=_("Sửa đăng ký") if side == "doer" else _("Sửa"),
        button=_("Gửi lại để duyệt") if side == "doer" else _("Lưu"),
        crumbs=way(found),
        here="desk",
        versions=versions,
    )


def _changes(task: Task, *, keeps: bool, does: bool) -> str:
    """Return which side may change it now: who registered it, or who approves."""
    if does and task.state in (TaskState.PROPOSED, TaskState.RETURNED):
        return "doer"
    return "keeper" if keeps and task.state == TaskState.OPEN else ""


def _changed_by(request: StaffRequest, key: UUID) -> tuple[Task, str]:
    found = queries.project_or_404(request.user, key)
    side = _changes(
        found,
        keeps=of_tasks.keeps(request.user, found.work_list),
        does=of_tasks.does(request.user, found),
    )
    if not side:
        raise Http404
    return found, side
