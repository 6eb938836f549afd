"""What follows a count: announcing, putting away, taking up again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from ballots import queries, services
from ballots.forms import PutAwayForm, ReopenForm, SignedForm
from ballots.models import Poll, SignedMinutes
from ballots.queries.after import after_count, strikes
from ballots.queries.rounds import is_for_the_superior
from ballots.rules.stages import Stage
from ballots.services.reopening import NEEDS_CONSENT
from ballots.services.signed_minutes import kind_of
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
    after = after_count(poll)
    if queries.confirmation_of(poll) is None and not after.reopenings:
        raise Http404
    return render(request, "ballots/after.html", _after(request, poll))


@require_POST
@policy.requires(Right.TALLY_CONFIRM)
def poll_announce(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    services.announce_result(str(poll.pk), by=request.user, at=timezone.now())
    messages.success(request, _("Đã ghi nhận công bố kết quả."))
    return redirect("ballots:poll-after", congress, election, number)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_put_away(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.PAPERS_KEEP, congress, election, number)
    if poll.stage not in (Stage.ANNOUNCED, Stage.PUT_AWAY):
        raise Http404
    asked = after_count(poll).asked
    form = PutAwayForm(request.POST or None, is_asked=asked is not None)
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


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def poll_reopen(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_up_again(
                str(poll.pk),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _reopened(request, congress, election, number)
    needs_consent = Stage(poll.stage) in NEEDS_CONSENT
    context = _after(request, poll) | {"form": form, "needs_consent": needs_consent}
    return render(request, "ballots/reopen.html", context)


def _reopened(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    if poll.stage == Stage.BOX_OPENED:
        messages.success(
            request, _("Phiếu đã mở lại. Hãy trả lại những tập cần nhập lại.")
        )
        return redirect("ballots:poll-entry", congress, election, number)
    messages.success(request, _("Đã gửi đề nghị; chờ đoàn chủ tịch đồng ý."))
    return redirect("ballots:poll-after", congress, election, number)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.REOPENING_CONSENT)
def poll_consent(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    place = poll.election.body.congress.scope
    if not policy.allows(request.user, Right.REOPENING_CONSENT, place):
        raise Http404
    after = after_count(poll)
    if after.asked is None:
        raise Http404
    if request.method == "POST":
        services.consent_to_reopening(str(poll.pk), by=request.user, at=timezone.now())
        messages.success(request, _("Đã đồng ý. Ban kiểm phiếu xem lại phiếu."))
        return redirect("ballots:poll", congress, election, number)
    return render(request, "ballots/consent.html", _after(request, poll))


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
) -> HttpResponse:
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    signed = get_object_or_404(
        SignedMinutes.objects.select_related("file"), poll=poll, pk=scan
    )
    with open_stored(signed.file) as stored:
        data = stored.read()
    kind = kind_of(data) or "application/octet-stream"
    ending = kind.rpartition("/")[2]
    name = f"bien-ban-da-ky-{congress}-{election}-lan-{number}.{ending}"
    return HttpResponse(
        data,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _after(request: StaffRequest, poll: Poll) -> dict[str, object]:
    congress = poll.election.body.congress
    scope = queries.scope_of(poll)
    user = request.user
    context = page(request, poll, tab="after") | {"after": after_count(poll)}
    return context | {
        "next_round": steps.next_round(poll, context["confirmation"]),
        "may_prepare": policy.allows(user, Right.SLATE_KEEP, congress.scope)
        and not is_for_the_superior(poll),
        "may_announce": poll.stage == Stage.CONFIRMED
        and policy.allows(user, Right.TALLY_CONFIRM, scope),
        "may_put_away": poll.stage == Stage.ANNOUNCED
        and policy.allows(user, Right.PAPERS_KEEP, scope),
        "may_sign": policy.allows(user, Right.PAPERS_KEEP, scope),
        "may_consent": policy.allows(user, Right.REOPENING_CONSENT, congress.scope),
    }
