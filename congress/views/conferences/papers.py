"""What is put before the points of a conference, and its own paper."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.decorators.vary import vary_on_headers

from congress import tasks
from congress.forms.conferences import PapersForm
from congress.models import Conference
from congress.prints import conference_report
from congress.queries import conferences as queries
from congress.services import conferences as services
from congress.views import papers
from congress.views.conferences.frame import crumb, crumbs
from congress.views.sending import sent_as_it_is
from congress.views.typed import typed
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest, explain

PAPERS: Final = papers.Kind(
    conference_report.FORM,
    tasks.print_conference,
    "congress:conference-papers",
    gettext_lazy("Báo cáo số người dự"),
    gettext_lazy("Số người dự ở từng điểm cầu như đang có lúc lập, và kết luận."),
)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.WORK_KEEP)
def conference_file_add(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    form = PapersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_files(
                held.pk,
                form.cleaned_data["files"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Các điểm cầu đọc được tài liệu."))
            return redirect("congress:conference", held.pk)
    return typed(
        request,
        form,
        title=_("Thêm tài liệu hội nghị"),
        button=_("Thêm"),
        crumbs=[*crumbs(), crumb(held)],
        here="desk",
        notes=[_("Mọi điểm cầu của hội nghị đọc được.")],
    )


@require_safe
@policy.requires(Right.WORK_READ)
def conference_file(
    request: StaffRequest, conference: UUID, file: UUID
) -> FileResponse:
    held = queries.conference_or_404(request.user, conference)
    kept = queries.file_or_404(held, file)
    return sent_as_it_is(kept.file, kept.title)


@require_POST
@policy.requires(Right.WORK_KEEP)
def conference_file_remove(
    request: StaffRequest, conference: UUID, file: UUID
) -> HttpResponse:
    held = queries.kept_or_404(request.user, conference)
    try:
        services.remove_file(held.pk, file, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã bỏ tài liệu."))
    return redirect("congress:conference", held.pk)


# --- on paper -------------------------------------------------------------------------


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.WORK_READ)
def conference_papers(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = _read_whole(request, conference)
    return papers.shown(request, PAPERS, held, held.pk, conference=held)


@require_POST
@policy.requires(Right.WORK_READ)
def conference_papers_make(request: StaffRequest, conference: UUID) -> HttpResponse:
    held = _read_whole(request, conference)
    return papers.asked(request, PAPERS, held, held.pk, scope=held.unit.scope)


@require_safe
@policy.requires(Right.WORK_READ)
def conference_papers_file(
    request: StaffRequest, conference: UUID, paper: UUID
) -> HttpResponse:
    return papers.opened(PAPERS, _read_whole(request, conference), paper)


def _read_whole(request: StaffRequest, key: UUID) -> Conference:
    held = queries.conference_or_404(request.user, key)
    if not queries.reads_all(request.user, held):
        raise Http404
    return held
