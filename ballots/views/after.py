"""What follows a count: announced, put away, signed; what came of it since."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ballots import labels, queries, services
from ballots.forms import PutAwayForm, SignedForm
from ballots.models import Poll, SignedMinutes
from ballots.queries.after import after_count, has_scan, strikes, superseded
from ballots.queries.papers import base_frozen
from ballots.rules.stages import Stage
from ballots.services.signed_minutes import BEGINNING, kind_of
from ballots.views import steps
from ballots.views.poll import page, poll_here
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.queries import open_stored
from core.web import StaffRequest


@require_safe
@policy.requires(Right.ELECTION_READ)
def poll_after(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """What was done with the result, and what may be done now."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    context = _after(request, poll)
    if not context["after"].events:
        raise Http404
    return render(request, "ballots/after.html", context)


@require_safe
@policy.requires(Right.ELECTION_READ)
def result_superseded(
    request: StaffRequest, congress: str, election: int, number: int, revision: int
) -> HttpResponse:
    """A result that was confirmed, until papers were taken up again; marked as such."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    ended = superseded(poll, revision)
    if ended is None:
        raise Http404
    frozen = base_frozen(poll, revision=revision)
    found = queries.result(ended.tally, poll, base=frozen.value if frozen else None)
    context = page(request, poll, tab="after") | found | {"ended": ended}
    return render(request, "ballots/result_superseded.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def poll_announce(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Ask once whether the result was read out, for that is not taken back."""
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    if request.method == "POST":
        services.announce_result(str(poll.pk), by=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi nhận công bố kết quả."))
        return redirect("ballots:poll-after", congress, election, number)
    context = _after(request, poll)
    if not context["may_announce"]:
        return redirect("ballots:poll", congress, election, number)
    return render(request, "ballots/announce.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_put_away(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.PAPERS_KEEP, congress, election, number)
    if poll.stage not in (Stage.ANNOUNCED, Stage.PUT_AWAY):
        raise Http404
    form = PutAwayForm(request.POST or None, has_scan=has_scan(poll))
    if request.method == "POST" and form.is_valid() and _put_away(request, poll, form):
        return redirect("ballots:poll-after", congress, election, number)
    context = _after(request, poll) | {"form": form}
    return render(request, "ballots/put_away.html", context)


def _put_away(request: StaffRequest, poll: Poll, form: PutAwayForm) -> bool:
    try:
        services.put_ballots_away(
            str(poll.pk), form.handed(), by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Đã ghi nhận niêm phong và bàn giao phiếu."))
    return True


@require_safe
@policy.requires(Right.STRIKES_READ)
def poll_strikes(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """How many names ballots keep, once the result is confirmed; for the chair."""
    poll = poll_here(request, Right.STRIKES_READ, congress, election, number)
    if queries.confirmation_of(poll) is None:
        raise Http404
    kept = strikes(poll)
    context = page(request, poll, tab="strikes") | {
        "kept": kept,
        "valid": sum(each.ballots for each in kept),
        "most": max((each.ballots for each in kept), default=0),
    }
    return render(request, "ballots/strikes.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def signed_minutes(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Attach a scan of the minutes as they were signed."""
    poll = poll_here(request, Right.PAPERS_KEEP, congress, election, number)
    if queries.confirmation_of(poll) is None:
        raise Http404
    form = SignedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.attach_signed_minutes(
                str(poll.pk),
                name=file.name,
                chunks=file.chunks(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("Đã lưu biên bản đã ký."))
            return redirect("ballots:poll-after", congress, election, number)
    context = _after(request, poll) | {"form": form}
    return render(request, "ballots/signed_minutes.html", context)


@require_safe
@policy.requires(Right.ELECTION_READ)
def signed_file(
    request: StaffRequest, congress: str, election: int, number: int, scan: UUID
) -> FileResponse:
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    signed = get_object_or_404(
        SignedMinutes.objects.select_related("file"), poll=poll, pk=scan
    )
    stored = open_stored(signed.file)
    kind = kind_of(stored.peek(BEGINNING)) or "application/octet-stream"
    ending = kind.rpartition("/")[2]
    name = f"bien-ban-da-ky-{congress}-{election}-lan-{number}.{ending}"
    # Sent as it is read, a piece at a time.
    return FileResponse(stored, as_attachment=True, filename=name, content_type=kind)


def _after(request: StaffRequest, poll: Poll) -> dict[str, Any]:
    keeps = policy.allows(request.user, Right.PAPERS_KEEP, queries.scope_of(poll))
    after = after_count(poll)
    context = page(request, poll, tab="after") | {"after": after}
    goes_on = not context["asked"]
    return context | {
        "history": [(labels.EVENTS[each.kind], each) for each in after.events],
        "next_round": steps.next_round(poll, request.user, context["confirmation"]),
        "may_announce": poll.stage == Stage.CONFIRMED
        and context["may_head"]
        and goes_on,
        "may_put_away": poll.stage == Stage.ANNOUNCED and keeps and goes_on,
        "may_sign": keeps,
    }
