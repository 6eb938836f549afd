"""The practice of a poll: its papers, batches filled in, and what really lay there.

These pages exist in a practice portal only; elsewhere their addresses answer 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ballots import labels, queries, tasks
from ballots.models import Poll
from ballots.prints.practice_ballots import printed_practice_ballots
from ballots.queries import practice
from ballots.rules.stages import Stage, is_past
from ballots.services.printing import PACK_AT
from ballots.views.poll import page, poll_here, whole_page_again
from core import instance
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.web import StaffRequest, paper

View = Callable[..., HttpResponseBase]


def in_practice(view: View) -> View:
    """Let a page exist in a practice portal alone; its right stays what it is."""

    @wraps(view)
    def shown(request: StaffRequest, *given: Any, **named: Any) -> HttpResponseBase:
        if not instance.is_practice():
            raise Http404
        return view(request, *given, **named)

    return shown


@in_practice
@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.PAPERS_KEEP)
def poll_practice(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Show what a practice has made up for a poll, and what was counted of it."""
    poll = _typed(request, congress, election, number)
    # Before shelf and batches are looked at: what a job that is done has made is there.
    printing = ledger.latest(tasks.print_practice_ballots, subject=poll)
    filling = [
        ledger.latest(task, subject=poll)
        for task in (tasks.fill_practice, tasks.fill_practice_with_slips)
    ]
    jobs = [job for job in filling if job]
    job = max(jobs, key=lambda each: each.requested_at) if jobs else None
    is_live = any(each and each.is_live for each in (printing, job))
    if request.htmx and not is_live:
        return whole_page_again()
    stage = Stage(poll.stage)
    papers = practice.papers_of(poll)
    compared = practice.compared(poll)
    context = page(request, poll, tab="practice") | {
        "papers": papers,
        "may_print": stage in PACK_AT and papers > 0,
        "kept": printed_practice_ballots(poll) if papers else None,
        "printing": printing,
        "filling": job,
        "is_live": is_live,
        "is_open": stage is Stage.BOX_OPENED,
        "is_early": not is_past(stage, Stage.ISSUING),
        "untouched": len(practice.untouched(poll)) if stage is Stage.BOX_OPENED else 0,
        "batches": poll.batches.count(),
        "compared": compared,
        "filled": _filled(compared),
    }
    template = "ballots/practice.html"
    if request.htmx:
        template += "#practice-panel"
    return render(request, template, context)


@in_practice
@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_practice_print(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Give the drawing of the papers to a machine."""
    poll = _typed(request, congress, election, number)
    _ask(request, poll, tasks.print_practice_ballots, queue="print")
    return redirect("ballots:poll-practice", congress, election, number)


@in_practice
@require_safe
@policy.requires(Right.PAPERS_KEEP)
def poll_practice_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Hand out the papers of the practice."""
    kept = printed_practice_ballots(_typed(request, congress, election, number))
    if kept is None:
        return redirect("ballots:poll-practice", congress, election, number)
    return paper(kept, kept.file_name)


@in_practice
@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_practice_fill(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Have a machine type every batch that nobody has begun."""
    poll = _typed(request, congress, election, number)
    task = (
        tasks.fill_practice_with_slips
        if "slips" in request.POST
        else tasks.fill_practice
    )
    _ask(request, poll, task)
    return redirect("ballots:poll-practice", congress, election, number)


def _ask(request: StaffRequest, poll: Poll, task: Any, *, queue: str = "quick") -> None:
    with transaction.atomic():
        ledger.request(
            task,
            subject=poll,
            scope=queries.scope_of(poll),
            by=request.user,
            at=timezone.now(),
            queue=queue,
        )


def _typed(request: StaffRequest, congress: str, election: int, number: int) -> Poll:
    """Return a poll whose papers are typed here, and whose list is closed."""
    poll = poll_here(request, Right.PAPERS_KEEP, congress, election, number)
    if poll.upload_id or poll.stage == Stage.PREPARED:
        raise Http404
    return poll


def _filled(compared: practice.Compared | None) -> list[tuple[Any, int]]:
    if compared is None:
        return []
    return [(labels.FILLED[each], papers) for each, papers in compared.filled]
