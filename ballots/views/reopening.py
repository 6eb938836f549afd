"""Papers taken up again: asked for by the head, answered by the presidium."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ballots import services
from ballots.forms import AnswerForm, ReopenForm
from ballots.models import Poll
from ballots.rules.stages import Stage
from ballots.services.reopening import NEEDS_CONSENT
from ballots.views.poll import page, poll_here
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


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
            return _asked(request, congress, election, number)
    context = page(request, poll, tab="after") | {
        "form": form,
        "needs_consent": Stage(poll.stage) in NEEDS_CONSENT,
    }
    return render(request, "ballots/reopen.html", context)


@require_POST
@policy.requires(Right.TALLY_CONFIRM)
def poll_unask(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Withdraw the request; it may be made again."""
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    services.withdraw_request(str(poll.pk), by=request.user, at=timezone.now())
    messages.success(request, _("Đã rút đề nghị mở lại. Kết quả vẫn như trước."))
    return redirect("ballots:poll", congress, election, number)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.REOPENING_CONSENT)
def poll_consent(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    place = poll.election.body.congress.scope
    if not policy.allows(request.user, Right.REOPENING_CONSENT, place):
        raise Http404
    context = page(request, poll, tab="after")
    if context["asked"] is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _answer(request, poll, form):
        return redirect("ballots:poll", congress, election, number)
    return render(request, "ballots/consent.html", context | {"form": form})


def _answer(request: StaffRequest, poll: Poll, form: AnswerForm) -> bool:
    by, at = request.user, timezone.now()
    try:
        if form.consents:
            services.consent_to_reopening(str(poll.pk), by=by, at=at)
            said = _("Đã đồng ý. Ban kiểm phiếu xem lại phiếu.")
        else:
            reason = form.cleaned_data["reason"]
            services.refuse_reopening(str(poll.pk), reason=reason, by=by, at=at)
            said = _("Đã ghi không đồng ý. Kết quả vẫn như trước.")
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, said)
    return True


def _asked(
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
