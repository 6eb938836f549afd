"""A list of work on paper: how far it was on a day, group by group."""

from datetime import date
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from congress import tasks
from congress.models import WorkList
from congress.models.report import WorkReport
from congress.prints import work_report
from congress.queries import tasks as queries
from congress.views import papers, task_rows
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest

KIND: Final = papers.Kind(
    work_report.FORM,
    tasks.print_work,
    "congress:work-list-papers",
    _("Báo cáo kết quả"),
    _("Số việc đã xong trên tổng số đến ngày đã chọn, theo từng nhóm, việc quá hạn."),
)


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.WORK_READ)
def work_list_papers(request: StaffRequest, work_list: UUID, day: str) -> HttpResponse:
    held, on = _asked(request, work_list, day)
    report = WorkReport.objects.filter(work_list=held, day=on).first()
    crumbs = task_rows.shown(task_rows.list_crumbs(request.user, held), KIND.title)
    return papers.shown(
        request, KIND, report, held.pk, day, held=held, on=on, crumbs=crumbs
    )


@require_POST
@policy.requires(Right.WORK_READ)
def work_list_papers_make(
    request: StaffRequest, work_list: UUID, day: str
) -> HttpResponse:
    held, on = _asked(request, work_list, day)
    report, _new = WorkReport.objects.get_or_create(work_list=held, day=on)
    return papers.asked(request, KIND, report, held.pk, day, scope=held.scope)


@require_safe
@policy.requires(Right.WORK_READ)
def work_list_papers_file(
    request: StaffRequest, work_list: UUID, day: str, paper: UUID
) -> HttpResponse:
    held, on = _asked(request, work_list, day)
    report = get_object_or_404(WorkReport, work_list=held, day=on)
    return papers.opened(KIND, report, paper)


def _asked(request: StaffRequest, key: UUID, day: str) -> tuple[WorkList, date]:
    """Return the list, and the day of it that the address names."""
    held = queries.list_or_404(request.user, key)
    first, last = queries.days_of(held, today=timezone.localdate())
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if not first <= on <= last:
        raise Http404
    return held, on
