"""Where papers are typed: taking the next batch, and how everybody gets on."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ballots import services
from ballots.models import Poll
from ballots.queries.heaps import Heap, heaps
from ballots.queries.stations import forecast, operators, stations
from ballots.views.poll import page, poll_here
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest

# The browser keeps a random token; the portal keeps its digest and gives it a number.
COOKIE: Final = "ban-nhap"
COOKIE_AGE: Final = timedelta(days=400)
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def machine_of(request: HttpRequest) -> str:
    """Return the mark of this browser; nothing before it has taken a batch."""
    token = request.COOKIES.get(COOKIE, "")
    return _mark(token) if _TOKEN.fullmatch(token) else ""


def machine_for(request: HttpRequest, answer: HttpResponse) -> str:
    """Return the mark of this browser; a new one goes with the answer."""
    if known := machine_of(request):
        return known
    token = secrets.token_urlsafe(32)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return _mark(token)


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@require_POST
@policy.requires(Right.BALLOT_ENTER)
def batch_take_next(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Give whoever is free the batch that comes next."""
    poll = poll_here(request, Right.BALLOT_ENTER, congress, election, number)
    answer = HttpResponse(status=302)
    entry = services.take_next_batch(
        str(poll.pk),
        by=request.user,
        at=timezone.now(),
        machine=machine_for(request, answer),
    )
    number_of_batch = entry.batch.number
    where = redirect("ballots:batch-entry", congress, election, number, number_of_batch)
    answer["Location"] = where["Location"]
    return answer


@require_safe
@policy.requires(Right.TALLY_CONFIRM)
def poll_operators(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """How fast and how surely each person reads: for the head alone."""
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    rows = heaps(poll)
    context = page(request, poll, tab="entry") | {
        "operators": operators(poll, rows, now=timezone.now()),
        **progress(request, poll, rows),
    }
    return render(request, "ballots/operators.html", context)


def progress(request: HttpRequest, poll: Poll, rows: list[Heap]) -> dict[str, Any]:
    """Return how far all papers and each station have come, and when all is typed."""
    now = timezone.now()
    ahead = forecast(rows, now=now)
    papers = sum(row.batch.papers for row in rows)
    return {
        "done": sum(row.done for row in rows),
        "papers": papers,
        "to_type": poll.readings * papers,
        "stations": stations(rows),
        "machine": machine_of(request),
        "ahead": ahead,
        "ready_at": now + timedelta(minutes=ahead.minutes) if ahead else None,
        "is_typed": any(row.open for row in rows),
    }
