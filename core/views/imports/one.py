"""One list: how far it is, its rows, and what is wrong with them."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from core import listing
from core.access import policy
from core.access.rights import Right
from core.models import ImportRun
from core.paging import Pages
from core.queries import imports as reads
from core.queries.imports import Decision, State, Verdict
from core.services import imports as acts
from core.services.imports import kind_of
from core.views.imports.frame import WORK, frame, job_of, waits_for_worker
from core.web import StaffRequest
from core.writers import xlsx

PAGE: Final = 50


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.LIST_KEEP)
def import_detail(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    if waits_for_worker(found):
        return _waiting(request, found)
    if request.htmx:
        # The work is done: the page has another face now.
        return HttpResponseClientRefresh()
    if found.state == State.UPLOADED:
        return redirect("core:import-mapping", found.pk)
    if found.state in (State.CHECKED, State.APPLIED):
        context = frame(found) | _rows(request, found)
        return render(request, "core/import_rows.html", context)
    return render(request, "core/import_over.html", frame(found))


@require_safe
@policy.requires(Right.LIST_KEEP)
def import_errors(request: StaffRequest, run: UUID) -> HttpResponse:
    found = reads.import_or_404(request.user, run)
    kind = kind_of(found)
    wrong = found.lines.filter(verdict=Verdict.WRONG).order_by("number")
    width = len(found.headings)
    lines = (
        [
            *row.cells[:width],
            *[""] * (width - len(row.cells)),
            row.number,
            reads.reasons(kind, row),
        ]
        for row in wrong.iterator(chunk_size=1_000)
    )
    headings = [*found.headings, _("Dòng trong tệp"), _("Lý do")]
    book = xlsx.workbook(_("Dòng có lỗi"), headings, lines)
    return xlsx.download("dong-co-loi.xlsx", book)


def _waiting(request: StaffRequest, run: ImportRun) -> HttpResponse:
    template = "core/import_waiting.html"
    if request.htmx:
        template += "#progress"
    context = {"job": job_of(run), "work": WORK[run.state][1]}
    return render(request, template, frame(run) | context)


def _rows(request: StaffRequest, run: ImportRun) -> dict[str, Any]:
    kind = kind_of(run)
    verdict = listing.chosen(request, "loc", dict(Verdict.choices))
    lines = run.lines.order_by("number")
    if verdict:
        lines = lines.filter(verdict=verdict)
    page = Pages(lines, PAGE).get_page(request.GET.get("trang"))
    rows = reads.preview(run, kind, page)
    return {
        "told": reads.summary(run),
        "page": page,
        "rows": rows,
        "to_decide": run.state == State.CHECKED and any(row.choices for row in rows),
        "columns": reads.shown_columns(run, kind),
        "verdict": verdict,
        "counters": [
            (code, label, run.counts.get(code, 0)) for code, label in Verdict.choices
        ],
        "decisions": Decision.choices,
        "in_the_way": reads.in_the_way(run, kind),
        "undo_until": acts.undo_until(run),
        "may_undo": acts.may_undo(run, at=timezone.now()),
    }
