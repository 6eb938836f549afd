"""The minutes: following the printing, and the paper itself."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ballots import prints, queries, tasks
from ballots.models import Confirmation, Poll
from ballots.views import steps
from ballots.views.confirming import ask_for_minutes
from ballots.views.poll import page, poll_here, whole_page_again
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.web import StaffRequest, paper


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.ELECTION_READ)
def minutes(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll, confirmation = _confirmed(request, congress, election, number)
    # Before the shelf is looked at: what a job that is done has printed is there.
    job = ledger.latest(tasks.print_minutes, subject=confirmation.tally)
    context = page(request, poll, tab="minutes") | {
        "due": steps.due(poll, request.user)
    }
    if request.htmx and not (job and job.is_live):
        return whole_page_again()
    context["job"] = job
    template = "ballots/minutes.html"
    if request.htmx:
        template += "#print-panel"
    return render(request, template, context)


@require_POST
@policy.requires(Right.ELECTION_READ)
def minutes_print(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll, confirmation = _confirmed(request, congress, election, number)
    if prints.printed_minutes(confirmation) is None:
        ask_for_minutes(request, poll, confirmation.tally)
    return redirect("ballots:minutes", congress, election, number)


@require_safe
@policy.requires(Right.ELECTION_READ)
def minutes_file(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    _poll, confirmation = _confirmed(request, congress, election, number)
    kept = prints.printed_minutes(confirmation)
    if kept is None:
        return redirect("ballots:minutes", congress, election, number)
    return paper(kept, kept.file_name)


@require_safe
@policy.requires(Right.ELECTION_READ)
def minutes_superseded(
    request: StaffRequest, congress: str, election: int, number: int, revision: int
) -> HttpResponse:
    """The minutes of a result that was taken up again; their name says so."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    confirmation = get_object_or_404(
        Confirmation.objects.select_related("tally").exclude(revision=poll.revision),
        poll=poll,
        revision=revision,
    )
    kept = prints.printed_minutes(confirmation)
    if kept is None:
        raise Http404
    return paper(kept, f"da-thay-the-{kept.file_name}")


def _confirmed(
    request: StaffRequest, congress: str, election: int, number: int
) -> tuple[Poll, Confirmation]:
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    confirmation = queries.confirmation_of(poll)
    if confirmation is None:
        raise Http404
    return poll, confirmation
