"""Papers on how things stand: asked for, followed while a worker prints, opened."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from congress import queries, tasks
from congress.models import Congress, ProgressReport
from congress.prints import kept, plan_paper, progress_report
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.models import Scope, Unit
from core.web import StaffRequest
from core.web import paper as handed_out


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper: its form, who prints it, and its pages."""

    form: kept.Form
    task: Any
    page: str  # the others are called after it
    title: Promise
    about: Promise


PLAN = Kind(
    plan_paper.FORM,
    tasks.print_plan,
    "congress:plan-papers",
    _("Bản in kế hoạch"),
    _("Kế hoạch như đang có hôm nay: các việc, hạn, ai làm, tình trạng."),
)
PROGRESS = Kind(
    progress_report.FORM,
    tasks.print_progress,
    "congress:progress-papers",
    _("Báo cáo tiến độ"),
    _("Số liệu lúc lập, của mọi tổ chức bên dưới, trong nhiệm kỳ này."),
)


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.PLAN_READ)
def plan_papers(request: StaffRequest, congress: str) -> HttpResponse:
    found = _congress(request, congress)
    return shown(request, PLAN, found, found.slug, congress=found)


@require_POST
@policy.requires(Right.PLAN_READ)
def plan_papers_make(request: StaffRequest, congress: str) -> HttpResponse:
    found = _congress(request, congress)
    return asked(request, PLAN, found, found.slug, scope=found.scope)


@require_safe
@policy.requires(Right.PLAN_READ)
def plan_papers_file(request: StaffRequest, congress: str, paper: UUID) -> HttpResponse:
    return opened(PLAN, _congress(request, congress), paper)


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.PLAN_READ)
def progress_papers(request: StaffRequest, unit: str, year: int) -> HttpResponse:
    found = _unit(request, unit, year)
    report = ProgressReport.objects.filter(unit=found, first_year=year).first()
    return shown(request, PROGRESS, report, found.code, year, unit=found, year=year)


@require_POST
@policy.requires(Right.PLAN_READ)
def progress_papers_make(request: StaffRequest, unit: str, year: int) -> HttpResponse:
    found = _unit(request, unit, year)
    report, _new = ProgressReport.objects.get_or_create(unit=found, first_year=year)
    return asked(request, PROGRESS, report, found.code, year, scope=found.scope)


@require_safe
@policy.requires(Right.PLAN_READ)
def progress_papers_file(
    request: StaffRequest, unit: str, year: int, paper: UUID
) -> HttpResponse:
    found = _unit(request, unit, year)
    report = get_object_or_404(ProgressReport, unit=found, first_year=year)
    return opened(PROGRESS, report, paper)


def _congress(request: StaffRequest, slug: str) -> Congress:
    return queries.congress_kept_or_404(request.user, Right.PLAN_READ, slug)


def _unit(request: StaffRequest, code: str, year: int) -> Unit:
    """Return the unit; a term that nobody has is none."""
    if year not in queries.progress.years_of_terms():
        raise Http404
    found = Unit.objects.select_related("scope")
    return policy.get_or_404(found, request.user, Right.PLAN_READ, code=code)


def shown(
    request: StaffRequest,
    kind: Kind,
    subject: Model | None,
    *place: object,
    **context: Any,
) -> HttpResponse:
    """Show the papers of a subject; there is none before the first is asked for."""
    # Before the shelf is looked at: what a job that is done has printed is there.
    job = ledger.latest(kind.task, subject=subject) if subject else None
    if request.htmx and not (job and job.is_live):
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = f"congress/{kind.page.removeprefix('congress:').replace('-', '_')}.html"
    if request.htmx:
        template += "#papers"
    papers = [
        (each, reverse(f"{kind.page}-file", args=[*place, each.pk]))
        for each in (kept.newest(kind.form, subject) if subject else ())[: kept.SHOWN]
    ]
    return render(
        request,
        template,
        context
        | {
            "kind": kind,
            "job": job,
            "papers": papers,
            "make_url": reverse(f"{kind.page}-make", args=[*place]),
        },
    )


def asked(
    request: StaffRequest, kind: Kind, subject: Model, *place: object, scope: Scope
) -> HttpResponse:
    ledger.request(
        kind.task,
        subject=subject,
        scope=scope,
        by=request.user,
        at=timezone.now(),
        queue="print",
    )
    return redirect(kind.page, *place)


def opened(kind: Kind, subject: Model, paper: UUID) -> HttpResponse:
    found = kept.one_or_404(kind.form, subject, paper)
    return handed_out(found, found.file_name)
