"""Entry is closed after one more look at all that has to hold."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
)

from ballots import queries, services
from ballots.models import Poll
from ballots.queries.doubtful import EntryState, entry_state
from ballots.rules.stages import Stage
from ballots.views.papers_page import gone_on, poll_with_list
from ballots.views.poll import page
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_entry_finish(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_with_list(request, Right.PAPERS_KEEP, congress, election, number)
    if (gone := gone_on(request, poll, Stage.BOX_OPENED)) is not None:
        return gone
    refused = ""
    if request.method == "POST":
        try:
            services.finish_entry(str(poll.pk), by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Đã nhập xong phiếu. Có thể kiểm phiếu."))
            return redirect("ballots:poll", *queries.address(poll))
    state = entry_state(poll)
    context = page(request, poll, tab="entry") | {
        "state": state,
        "checks": _checks(poll, state),
        "refused": refused,
    }
    return render(request, "ballots/papers_finish.html", context)


def _checks(poll: Poll, state: EntryState) -> list[dict[str, Any]]:
    """Return what has to hold before the entry is closed, and where to see to it."""
    papers, entry, doubtful = (
        reverse(f"ballots:{name}", args=queries.address(poll))
        for name in ("poll-papers", "poll-entry", "poll-doubtful")
    )
    left = ", ".join(map(str, state.not_agreed))
    numbers = {
        "batches": left or _("không có tập nào"),
        "in_batches": state.in_batches,
        "returned": state.papers.figures.returned,
        "ballots": len(state.not_ruled),
    }
    table = (
        (not state.missing, _("Đã ghi đủ số người, số phiếu."), papers),
        (
            not state.papers.errors,
            _("Các số liệu khớp nhau, không có số nào không thể có."),
            papers,
        ),
        (
            not state.papers.waiting,
            _("Các cảnh báo về số phiếu đã được kiểm tra."),
            papers,
        ),
        (
            not state.not_agreed and state.batches > 0,
            _("Mọi tập đã được đối chiếu khớp với phiếu; còn: %(batches)s.")
            if left or not state.batches
            else _("Mọi tập đã được đối chiếu khớp với phiếu."),
            entry,
        ),
        (
            state.sums_agree,
            _("Các tập cộng lại %(in_batches)s tờ, phiếu thu về %(returned)s."),
            entry,
        ),
        (
            not state.not_ruled,
            _("Ban còn phải quyết định %(ballots)s phiếu.")
            if state.not_ruled
            else _("Mọi phiếu cần xem xét đã có quyết định của ban."),
            doubtful,
        ),
    )
    return [
        {"holds": holds, "sentence": sentence % numbers, "url": url}
        for holds, sentence, url in table
    ]
