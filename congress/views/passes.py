"""Passes of guests on paper."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_POST,
    require_safe,
)
from django.views.decorators.vary import vary_on_headers

from congress import tasks
from congress.prints import kept as shelf
from congress.prints import passes
from congress.queries import guests as queries
from congress.views.guests import note_taken
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.web import StaffRequest
from core.web import paper as handed_out


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.ROLL_KEEP)
def guest_passes(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.guests_kept_or_404(request.user, congress)
    # Before the shelf is looked at: what a job that is done has printed is there.
    job = ledger.latest(tasks.print_passes, subject=found)
    if request.htmx and not (job and job.is_live):
        return HttpResponse(headers={"HX-Refresh": "true"})
    page = "congress/guest_passes.html" + ("#papers" if request.htmx else "")
    # The latest alone: passes that were taken back stand on the files before it.
    papers = [
        (each, reverse("congress:guest-passes-file", args=[found.slug, each.pk]))
        for each in shelf.newest(passes.FORM, found)[:1]
    ]
    context = {
        "congress": found,
        "job": job,
        "papers": papers,
        "accredited": queries.guest_figures(found).accredited,
    }
    return render(request, page, context)


@require_POST
@policy.requires(Right.ROLL_KEEP)
def guest_passes_make(request: StaffRequest, congress: str) -> HttpResponse:
    found = queries.guests_kept_or_404(request.user, congress)
    ledger.request(
        tasks.print_passes,
        subject=found,
        scope=found.scope,
        by=request.user,
        at=timezone.now(),
        queue="print",
    )
    return redirect("congress:guest-passes", found.slug)


@require_safe
@policy.requires(Right.ROLL_KEEP)
def guest_passes_file(
    request: StaffRequest, congress: str, paper: UUID
) -> HttpResponse:
    found = queries.guests_kept_or_404(request.user, congress)
    kept = shelf.one_or_404(passes.FORM, found, paper)
    number = queries.guest_figures(found).accredited
    note_taken(request, found, "pdf", number)
    return handed_out(kept, kept.file_name)
