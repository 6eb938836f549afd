"""Which elections there are."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ballots import tasks
from ballots.labels import MOMENTS
from ballots.models import Upload
from ballots.queries import reach
from ballots.queries.annulments import marked
from ballots.queries.mid_term import serves
from ballots.queries.timeline import timeline
from congress.queries import bodies, congress_or_404, congresses_with
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.models import Job
from core.paging import Pages
from core.web import StaffRequest

ROWS = 50


@require_safe
@policy.requires(Right.ELECTION_READ)
def overview(request: StaffRequest) -> HttpResponse:
    wanted = request.GET.get("tim", "").strip()
    found = reach.matching(marked(reach.polls(request.user)), wanted)
    page = Pages(found, ROWS).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "wanted": wanted,
        "may_import": congresses_with(request.user, Right.ELECTION_IMPORT)[:5],
    }
    return render(request, "ballots/overview.html", context)


@require_safe
@policy.requires(Right.CONGRESS_READ)
def election_list(request: StaffRequest, congress: str) -> HttpResponse:
    found = congress_or_404(request.user, congress)
    polls = marked(reach.polls(request.user).filter(election__body__congress=found))
    return render(
        request,
        "ballots/election_list.html",
        {
            "congress": found,
            "polls": polls,
            "uploads": _with_jobs(reach.uploads_pending(request.user, found)),
            "may_import": bodies(found, request.user, Right.ELECTION_IMPORT).exists(),
            "may_enter": policy.allows(request.user, Right.SLATE_KEEP, found.scope),
            "may_start_mid_term": serves(found)
            and policy.allows(request.user, Right.MIDTERM_START, found.scope),
            "may_read": policy.holds(request.user, Right.ELECTION_READ),
        },
    )


@require_safe
@policy.requires(Right.ELECTION_READ)
def election_times(request: StaffRequest, congress: str) -> HttpResponse:
    """When each election of a congress came how far, and when it will be over."""
    found = congress_or_404(request.user, congress)
    shown = timeline(request.user, found, now=timezone.now())
    context = {"congress": found, "timeline": shown, "moments": MOMENTS.values()}
    return render(request, "ballots/election_times.html", context)


def _with_jobs(pending: Iterable[Upload]) -> list[tuple[Upload, Job | None]]:
    """Set beside each file how far its reading is."""
    uploads = list(pending)
    jobs = ledger.latest_of(tasks.import_upload, uploads)
    return [(each, jobs.get(str(each.pk))) for each in uploads]
