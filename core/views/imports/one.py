"""One list: how far it is, its rows, and what is wrong with them."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
_NOTED: Final = (reads.NOTED, gettext_lazy("nên xem lại"))
_UNDECIDED: Final = (reads.UNDECIDED, gettext_lazy("chưa quyết định"))


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
    job, state = job_of(run), run.state
    if job and not job.is_live:
        # The work may have ended between reading the run and reading its job.
        # A list that was read stays uploaded: its headings tell.
        run.refresh_from_db(fields=["state", "headings"])
        if run.state != state or not waits_for_worker(run):
            return _again(request)
    template = "core/import_waiting.html"
    if request.htmx:
        template += "#progress"
    context = {"job": job, "work": WORK[run.state][1]}
    return render(request, template, frame(run) | context)


def _again(request: StaffRequest) -> HttpResponse:
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect(request.get_full_path())


def _counters(run: ImportRun, undecided: int) -> list[tuple[str, Any, int]]:
    words = [*Verdict.choices, *([_NOTED] if reads.NOTED in run.counts else [])]
    counted = [(code, word, run.counts.get(code, 0)) for code, word in words]
    return [*counted, *([(*_UNDECIDED, undecided)] if undecided else [])]


def _rows(request: StaffRequest, run: ImportRun) -> dict[str, Any]:
    kind = kind_of(run)
    told = reads.summary(run)
    is_written = run.state == State.APPLIED
    counters = _counters(run, 0 if is_written else told.undecided)
    verdict = listing.chosen(
        request, "loc", {code: word for code, word, _n in counters}
    )
    lines = run.lines.order_by("number")
    if verdict == reads.NOTED:
        lines = reads.noted_rows(run).order_by("number")
    elif verdict == reads.UNDECIDED:
        lines = reads.undecided_rows(run).order_by("number")
    elif verdict:
        lines = lines.filter(verdict=verdict)
    page = Pages(lines, PAGE).get_page(request.GET.get("trang"))
    columns = reads.shown_columns(run, kind, page)
    rows = reads.preview(run, kind, page, columns)
    return {
        "told": told,
        "page": page,
        "rows": rows,
        "to_decide": run.state == State.CHECKED and any(row.choices for row in rows),
        "columns": columns,
        "blank": reads.blank_columns(run, kind, columns),
        "written_into": reads.written_into(run, kind) if is_written else "",
        "verdict": verdict,
        "counters": counters,
        "decisions": Decision.choices,
        "in_the_way": reads.in_the_way(run, kind),
        "undo_until": acts.undo_until(run),
        "may_undo": acts.may_undo(run, at=timezone.now()),
    }
