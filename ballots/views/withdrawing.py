"""Taking a poll back that was brought in by mistake."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import queries, services
from ballots.forms import WithdrawForm
from ballots.rules.stages import Stage
from ballots.views.poll import page, poll_here
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ELECTION_WITHDRAW)
def poll_withdraw(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.ELECTION_WITHDRAW, congress, election, number)
    # Papers typed here, and what is counted, are the head's alone to take back.
    heads = poll.stage == Stage.COUNTED or poll.upload_id is None
    if heads and not queries.may_withdraw(request.user, poll):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_poll(
                str(poll.pk),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if poll.upload_id:
                said = _("Đã thu hồi lần bầu. Có thể tải tệp đúng lên.")
            else:
                said = _("Đã thu hồi lần bầu. Muốn bầu lại, hãy lập cuộc bầu mới.")
            messages.success(request, said)
            return redirect("ballots:list", congress)
    context = page(request, poll, tab="slate") | {"form": form}
    return render(request, "ballots/poll_withdraw.html", context)
