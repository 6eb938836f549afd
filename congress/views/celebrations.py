"""Works and tasks to welcome a congress: listed, registered, one of them, plaques."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from congress.forms.celebrations import PlaqueForm, ProjectForm, project_facts
from congress.labels.tasks import STEP_WORDS
from congress.models import ProjectKind, Task, WorkList
from congress.queries import celebrations as queries
from congress.queries import tasks as of_tasks
from congress.rules.tasks import StepKind, TaskState
from congress.services import celebrations as services
from congress.views import task_rows
from congress.views.tasks import acts_for
from congress.views.typed import Crumb, typed
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.listing import Column, Filter, Listing, as_file, chosen, listing, wants_file
from core.web import StaffRequest, explain

_PLAQUES: Final = {
    "co": gettext_lazy("đã gắn biển"),
    "chua": gettext_lazy("công trình đã xong, chưa gắn biển"),
}


# --- all of them --------------------------------------------------------------------


@require_safe
@policy.requires(Right.WORK_READ)
def celebrations(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    rows, filters, held = _narrowed(request)
    columns = _columns(today)
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="ten",
            title=_("Công trình, phần việc chào mừng đại hội"),
            file_name="cong-trinh-chao-mung.xlsx",
        )
    found: Listing[Task] = listing(
        request, rows, columns, default="don-vi", filters=filters
    )
    units = queries.by_unit(rows)
    context = {
        "listing": found,
        "page": found.page,
        "lines": [task_rows.Line(row, today) for row in found.page],
        "told": queries.told(rows),
        "by_unit": units if len(units) > 1 else [],
        "may_register": bool(queries.units_to_register(request.user)),
        # The list of plaques is read with the whole list, not with one's own part.
        "held": held
        if held and policy.allows(request.user, Right.WORK_READ, held.scope)
        else None,
    }
    return render(request, "congress/celebrations.html", context)


def _narrowed(
    request: StaffRequest,
) -> tuple[QuerySet[Task], list[Filter], WorkList | None]:
    rows, filters = task_rows.narrowed(
        request, queries.projects(request.user), on=timezone.localdate()
    )
    lists = queries.lists(request.user)
    key, known = task_rows.by_key(
        request, "dai-hoi", [(each.pk, str(each.congress)) for each in lists]
    )
    if key:
        rows = rows.filter(work_list=UUID(key))
    elif len(lists) == 1:
        key = str(lists[0].pk)
    kind = chosen(request, "loai", dict(ProjectKind.choices))
    if kind:
        rows = rows.filter(celebration__kind=kind)
    plaque = chosen(request, "bien", _PLAQUES)
    if plaque:
        rows = rows.filter(
            celebration__kind=ProjectKind.WORK,
            celebration__plaque_on__isnull=plaque == "chua",
            state=TaskState.DONE.value,
        )
    asked = request.GET.get("dai-hoi", "")
    filters += [
        Filter("dai-hoi", _("Chào mừng"), known, asked if asked == key else ""),
        Filter("loai", _("Loại"), ProjectKind.choices, kind),
        Filter("bien", _("Biển"), list(_PLAQUES.items()), plaque),
    ]
    held = next((each for each in lists if str(each.pk) == key), None)
    return rows, filters, held


def _columns(today: Any) -> list[Column[Task]]:
    return [
        Column(
            "ten",
            _("Công trình, phần việc"),
            lambda row: row.title,
            ("title", "pk"),
        ),
        Column(
            "don-vi",
            _("Đơn vị"),
            lambda row: row.unit.name,
            ("unit__sort_key", "place", "pk"),
        ),
        Column(
            "loai",
            _("Loại"),
            lambda row: str(row.celebration.get_kind_display()),
            ("celebration__kind", "pk"),
        ),
        Column(
            "gia-tri",
            _("Giá trị (đồng)"),
            lambda row: row.celebration.value,
            ("celebration__value", "pk"),
            number=True,
        ),
        Column("han", _("Hạn"), lambda row: row.due_on, ("due_on", "pk")),
        Column(
            "tinh-trang",
            _("Tình trạng"),
            lambda row: task_rows.Line(row, today).word,
        ),
        Column(
            "bien",
            _("Gắn biển"),
            lambda row: row.celebration.plaque_on,
            ("celebration__plaque_on", "pk"),
        ),
        *_columns_of_files(),
    ]


def _columns_of_files() -> list[Column[Task]]:
    return [
        Column(
            "dia-diem",
            _("Địa điểm"),
            lambda row: row.celebration.site,
            only_in_file=True,
        ),
        Column(
            "nguon",
            _("Nguồn lực"),
            lambda row: row.celebration.sources,
            only_in_file=True,
        ),
        Column("xong", _("Xong ngày"), lambda row: row.done_on, only_in_file=True),
        Column(
            "noi-dung-bien",
            _("Nội dung biển"),
            lambda row: row.celebration.plaque if row.celebration.plaque_on else "",
            only_in_file=True,
        ),
        Column(
            "chao-mung",
            _("Chào mừng"),
            lambda row: str(row.work_list.congress or ""),
            only_in_file=True,
        ),
        Column(
            "phong-trao",
            _("Phong trào thi đua"),
            lambda row: str(row.celebration.emulation or ""),
            only_in_file=True,
        ),
    ]


# --- one of them --------------------------------------------------------------------


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
        "crumbs": task_rows.shown(_way(), found.title),
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
        crumbs=_way(),
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
        crumbs=_way(found),
        here="desk",
        versions=versions,
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def celebration_plaque(request: StaffRequest, task: UUID) -> HttpResponse:
    found = _kept(request, task)
    project = found.celebration
    shown = {
        "plaque": project.plaque or _usual_words(found),
        "plaque_on": max(found.done_on or timezone.localdate(), timezone.localdate()),
        "version": found.version,
    }
    form = PlaqueForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            services.grant_plaque(
                found.pk,
                form.cleaned_data["plaque"],
                form.cleaned_data["plaque_on"],
                seen_version=form.cleaned_data["version"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã gắn biển “%(title)s”.") % {"title": found})
            return redirect("congress:celebration", found.pk)
    return typed(
        request,
        form,
        title=_("Gắn biển"),
        button=_("Gắn biển"),
        crumbs=_way(found),
        here="desk",
        said=[(_("Công trình"), found.title), (_("Đơn vị"), found.unit.name)],
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_READ)
def celebration_plaque_back(request: StaffRequest, task: UUID) -> HttpResponse:
    found = _kept(request, task)
    if request.method == "POST":
        try:
            services.take_plaque_back(
                found.pk, seen_version=found.version, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã thu lại biển."))
        return redirect("congress:celebration", found.pk)
    return typed(
        request,
        None,
        title=_("Thu lại biển"),
        button=_("Thu lại biển"),
        crumbs=_way(found),
        here="desk",
        notes=[_("Dùng khi gắn biển nhầm. Nội dung biển còn giữ để gắn lại.")],
        said=[
            (_("Công trình"), found.title),
            (_("Nội dung biển"), found.celebration.plaque),
        ],
    )


# --- what the pages share -------------------------------------------------------------


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


def _kept(request: StaffRequest, key: UUID) -> Task:
    found = queries.project_or_404(request.user, key)
    if not of_tasks.keeps(request.user, found.work_list):
        raise Http404
    return found


def _usual_words(task: Task) -> str:
    """Return what such plaques say; papers and plaques are Vietnamese."""
    return f"Công trình chào mừng {task.work_list.congress}"[:300]


def _way(task: Task | None = None) -> list[Crumb]:
    found: list[Crumb] = [(_("Công trình chào mừng"), reverse("congress:celebrations"))]
    if task is not None:
        found.append((task.title, reverse("congress:celebration", args=[task.pk])))
    return found
