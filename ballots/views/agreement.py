"""The statement that independent readings agree: following its printing, and itself."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ballots import queries, tasks
from ballots.models import Poll
from ballots.prints.agreement import may_state, printed_agreement
from ballots.views.poll import page, poll_here, whole_page_again
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.web import StaffRequest, paper


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.ELECTION_READ)
def poll_agreement(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Show how far the printing is; the paper once it is there."""
    poll = _stated(request, Right.ELECTION_READ, congress, election, number)
    # Before the shelf is looked at: what a job that is done has printed is there.
    job = ledger.latest(tasks.print_agreement, subject=poll)
    if request.htmx and not (job and job.is_live):
        return whole_page_again()
    context = page(request, poll, tab="entry") | {
        "kept": printed_agreement(poll),
        "job": job,
        "may_print": policy.allows(
            request.user, Right.PAPERS_KEEP, queries.scope_of(poll)
        ),
    }
    template = "ballots/agreement.html"
    if request.htmx:
        template += "#print-panel"
    return render(request, template, context)


@require_POST
@policy.requires(Right.PAPERS_KEEP)
def poll_agreement_print(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Give the printing to a machine."""
    poll = _stated(request, Right.PAPERS_KEEP, congress, election, number)
    if printed_agreement(poll) is None:
        ledger.request(
            tasks.print_agreement,
            subject=poll,
            scope=queries.scope_of(poll),
            by=request.user,
            at=timezone.now(),
            queue="print",
        )
    return redirect("ballots:poll-agreement", congress, election, number)


@require_safe
@policy.requires(Right.ELECTION_READ)
def poll_agreement_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = _stated(request, Right.ELECTION_READ, congress, election, number)
    kept = printed_agreement(poll)
    if kept is None:
        return redirect("ballots:poll-agreement", congress, election, number)
    return paper(kept, kept.file_name)


def _stated(
    request: StaffRequest, right: Right, congress: str, election: int, number: int
) -> Poll:
    poll = poll_here(request, right, congress, election, number)
    if not may_state(poll):
        raise Http404
    return poll
