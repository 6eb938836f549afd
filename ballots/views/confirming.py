"""The head of the tally board confirms what was counted."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import queries, services, tasks
from ballots.forms import ConfirmForm
from ballots.forms.confirming import asked_of
from ballots.models import Poll, Tally
from ballots.views.poll import look_of, page, poll_here
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.jobs import ledger
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def poll_confirm(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    if not queries.may_see_tally(request.user, poll):
        raise Http404
    tally = queries.current_tally(poll)
    if tally is None:
        raise Http404
    if queries.confirmation_of(poll):
        return redirect("ballots:poll-result", congress, election, number)
    form = ConfirmForm(
        request.POST or None,
        initial={"digest": tally.digest},
        asked=asked_of(poll, tally),
    )
    if request.method == "POST" and form.is_valid() and _confirm(request, poll, form):
        return redirect("ballots:poll-result", congress, election, number)
    context = page(request, poll, tab="result") | queries.result(tally, poll)
    context |= {"form": form} | look_of(poll)
    return render(request, "ballots/poll_confirm.html", context)


def _confirm(request: StaffRequest, poll: Poll, form: ConfirmForm) -> bool:
    """Confirm and have the minutes printed; a refusal stands above the form."""
    at = timezone.now()
    try:
        with transaction.atomic():
            confirmation = services.confirm_tally(
                str(poll.pk),
                digest=form.cleaned_data["digest"],
                by=request.user,
                at=at,
            )
            ask_for_minutes(request, poll, confirmation.tally)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Đã chốt kết quả. Máy đang lập biên bản (PDF)."))
    return True


def ask_for_minutes(request: StaffRequest, poll: Poll, tally: Tally) -> None:
    """Ask the ledger for the minutes of a confirmed tally."""
    ledger.request(
        tasks.print_minutes,
        subject=tally,
        scope=queries.scope_of(poll),
        by=request.user,
        at=timezone.now(),
        queue="print",
    )
