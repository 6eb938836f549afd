"""A work gets its plaque, and loses one that it got by mistake."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congress.forms.celebrations import PlaqueForm
from congress.models import Task
from congress.queries import celebrations as queries
from congress.queries import tasks as of_tasks
from congress.services import celebrations as services
from congress.views.celebrations.frame import way
from congress.views.typed import typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest, explain


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
        crumbs=way(found),
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
            messages.success(request, _("Đã thu hồi biển."))
        return redirect("congress:celebration", found.pk)
    return typed(
        request,
        None,
        title=_("Thu hồi biển"),
        button=_("Thu hồi biển"),
        crumbs=way(found),
        here="desk",
        notes=[_("Dùng khi gắn biển nhầm. Nội dung biển còn giữ để gắn lại.")],
        said=[
            (_("Công trình"), found.title),
            (_("Nội dung biển"), found.celebration.plaque),
        ],
    )


def _kept(request: StaffRequest, key: UUID) -> Task:
    found = queries.project_or_404(request.user, key)
    if not of_tasks.keeps(request.user, found.work_list):
        raise Http404
    return found


def _usual_words(task: Task) -> str:
    """Return what such plaques say; papers and plaques are Vietnamese."""
    return f"Công trình chào mừng {task.work_list.congress}"[:300]
