"""The tally board of one poll."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import queries, services
from ballots.forms import BoardForm
from ballots.models import Poll
from ballots.queries import lists, searching
from ballots.queries.board import (
    appointed_to,
    board_clause,
    board_of,
    on_the_list,
    stand_elsewhere,
)
from ballots.rules.stages import Stage, is_past
from ballots.views.poll import page
from ballots.views.slate_page import written
from ballots.views.typed_lists import named
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ELECTION_READ)
def poll_board(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Who elects reads who counts; the secretariat and the board itself write it."""
    poll = queries.poll_or_404(
        request.user,
        Right.ELECTION_READ,
        congress=congress,
        election=election,
        number=number,
    )
    if request.method == "POST" and is_past(Stage(poll.stage), Stage.LIST_CLOSED):
        messages.warning(
            request,
            _("Thùng phiếu đã niêm phong nên không thay ban kiểm phiếu được nữa."),
        )
        return redirect("ballots:poll-board", congress, election, number)
    may_keep = _keeps(request, poll)
    if request.method == "POST" and not may_keep:
        raise Http404
    form = BoardForm(request.POST or None, initial=_as_it_stands(poll))
    if request.method == "POST" and form.is_valid() and _set(request, poll, form):
        messages.success(request, _("Đã ghi ban kiểm phiếu của lần bầu này."))
        return redirect("ballots:poll-board", congress, election, number)
    seats = board_of(poll)
    is_fixed = is_past(Stage(poll.stage), Stage.LIST_CLOSED)
    context = page(request, poll, tab="board") | {
        "seats": seats,
        "conflicts": on_the_list(poll, [each.person_id for each in seats]),
        "elsewhere": stand_elsewhere(poll, [each.person_id for each in seats]),
        "clause": board_clause(poll),
        "form": form if may_keep and not is_fixed else None,
        "is_fixed": is_fixed,
    }
    return render(request, "ballots/slate_board.html", context)


def _keeps(request: StaffRequest, poll: Poll) -> bool:
    scope = queries.scope_of(poll)
    return lists.keeps_slate(request.user, poll) or policy.allows(
        request.user, Right.PAPERS_KEEP, scope
    )


def _set(request: StaffRequest, poll: Poll, form: BoardForm) -> bool:
    at = timezone.now()
    on_roll, appointed, register = searching.people_of_board(poll, at)
    members = named(form, "members", [on_roll, appointed])
    head = named(form, "head", [on_roll, appointed])
    technicians = named(form, "technicians", [appointed, on_roll, register])
    if form.errors:
        return False
    board = services.Board(
        members=members, head=head[0] if head else None, technicians=technicians
    )
    try:
        services.set_board(str(poll.pk), board, by=request.user, at=at)
    except services.BoardWithoutHead as refusal:
        form.add_error("head", str(refusal))
        return False
    except Refused as refusal:
        form.add_error("members", str(refusal))
        return False
    return True


def _as_it_stands(poll: Poll) -> dict[str, Any]:
    """Return the board as it is written down, else as people are appointed."""
    rows: list[Any] = list(board_of(poll)) or appointed_to(poll, timezone.now())
    members = [each for each in rows if not each.is_technician]
    return {
        "members": "\n".join(written(each.person) for each in members),
        "head": next((written(each.person) for each in members if each.is_head), ""),
        "technicians": "\n".join(
            written(each.person) for each in rows if each.is_technician
        ),
    }
