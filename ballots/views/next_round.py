"""The round that follows a confirmed result."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import queries, services
from ballots.models import Poll
from ballots.queries import lists, rounds
from ballots.queries.rounds import NextRound
from ballots.rules.terms import Round
from ballots.views.poll import page
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
def poll_next(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = lists.kept_poll_or_404(
        request.user, congress=congress, election=election, number=number
    )
    confirmed = queries.confirmation_of(poll)
    if confirmed is None:
        messages.warning(
            request, _("Kết quả lần bầu này chưa chốt nên chưa lập lần bầu tiếp.")
        )
        return redirect("ballots:poll", congress, election, number)
    following = rounds.next_rounds(poll, confirmed.tally)
    refusal = ""
    if request.method == "POST":
        try:
            made = _prepare(request, poll, following)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Đã lập lần bầu tiếp."))
            return redirect("ballots:poll-slate", *queries.address(made))
    context = page(request, poll, tab="result") | {
        "following": following,
        "refusal": refusal,
        "chosen": request.POST.getlist("nguoi"),
        "is_asked": request.method == "POST",
        "is_for_the_superior": rounds.is_for_the_superior(poll),
        "later": rounds.later_round(poll),
    }
    return render(request, "ballots/slate_next.html", context)


def _prepare(request: StaffRequest, poll: Poll, following: list[NextRound]) -> Poll:
    wanted = request.POST.get("vong", "")
    round_ = Round(wanted) if wanted in list(Round) else Round.FIRST
    ticked = request.POST.getlist("nguoi")
    chosen = [
        each.pk
        for option in following
        for each in option.candidates
        if str(each.pk) in ticked
    ]
    made = services.prepare_next_round(
        str(poll.pk), round_, chosen=chosen, by=request.user, at=timezone.now()
    )
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=made.pk)
