"""What a unit assigned in a year, on paper."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from congress import tasks
from congress.models import AssignmentReport
from congress.prints import assignments_report
from congress.queries import assignments as queries
from congress.views import papers, task_rows
from congress.views.assignments import way
from core.access import policy
from core.access.rights import Right
from core.models import Unit
from core.web import StaffRequest

KIND: Final = papers.Kind(
    assignments_report.FORM,
    tasks.print_assignments,
    "congress:assignment-papers",
    _("Báo cáo giao việc đột phá"),
    _(
        "Số việc đã giao, đã xong trên tổng số, theo mức đánh giá, theo loại vấn đề, "
        "trong năm."
    ),
)


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.WORK_READ)
def assignment_papers(request: StaffRequest, unit: str, year: int) -> HttpResponse:
    found = _unit(request, unit, year)
    report = AssignmentReport.objects.filter(unit=found, year=year).first()
    crumbs = task_rows.shown(way(), KIND.title)
    return papers.shown(
        request, KIND, report, found.code, year, unit=found, year=year, crumbs=crumbs
    )


@require_POST
@policy.requires(Right.WORK_READ)
def assignment_papers_make(request: StaffRequest, unit: str, year: int) -> HttpResponse:
    found = _unit(request, unit, year)
    report, _new = AssignmentReport.objects.get_or_create(unit=found, year=year)
    return papers.asked(request, KIND, report, found.code, year, scope=found.scope)


@require_safe
@policy.requires(Right.WORK_READ)
def assignment_papers_file(
    request: StaffRequest, unit: str, year: int, paper: UUID
) -> HttpResponse:
    found = _unit(request, unit, year)
    report = get_object_or_404(AssignmentReport, unit=found, year=year)
    return papers.opened(KIND, report, paper)


def _unit(request: StaffRequest, code: str, year: int) -> Unit:
    """Return the unit; a year in which nothing it assigned is under way is none."""
    units = Unit.objects.select_related("scope", "parent")
    found = policy.get_or_404(units, request.user, Right.WORK_READ, code=code)
    if year not in queries.years_of(found):
        raise Http404
    return found
