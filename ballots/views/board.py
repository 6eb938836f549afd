"""The tally board of one poll."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ballots import services
from ballots.forms import BoardForm
from ballots.models import Poll
from ballots.queries import searching
from ballots.queries.board import (
    appointed_to,
    board_clause,
    board_digest,
    board_of,
    on_the_list,
    stand_elsewhere,
)
from ballots.queries.history import last_line
from ballots.rules.stages import Stage, is_past
from ballots.views.poll import page, poll_here
from ballots.views.slate_page import written
from ballots.views.typed_lists import named, named_alone
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.web import StaffRequest


@require_safe
@policy.requires(Right.ELECTION_READ)
def poll_board(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Who elects reads who counts."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    form = BoardForm(initial=_as_it_stands(poll))
    return render(request, "ballots/slate_board.html", _board(request, poll, form))


@require_POST
@policy.requires(Right.BOARD_KEEP)
def poll_board_set(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """The secretariat and the board itself write who counts."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    if not _keeps(request, poll):
        raise Http404
    back = redirect("ballots:poll-board", congress, election, number)
    if is_past(Stage(poll.stage), Stage.LIST_CLOSED):
        messages.warning(
            request,
            _("Thùng phiếu đã niêm phong nên không thay ban kiểm phiếu được nữa."),
        )
        return back
    form, more = BoardForm(request.POST), dict[str, Any]()
    try:
        if form.is_valid() and _set(request, poll, form):
            messages.success(request, _("Đã ghi ban kiểm phiếu của lần bầu này."))
            return back
    except ChangedMeanwhile:
        form, more = _both_versions(request, poll)
    context = _board(request, poll, form) | more
    return render(request, "ballots/slate_board.html", context)


def _board(request: StaffRequest, poll: Poll, form: BoardForm) -> dict[str, Any]:
    seats = board_of(poll)
    people = [each.person_id for each in seats]
    is_fixed = is_past(Stage(poll.stage), Stage.LIST_CLOSED)
    return page(request, poll, tab="board") | {
        "seats": seats,
        "conflicts": on_the_list(poll, people),
        "elsewhere": stand_elsewhere(poll, people),
        "clause": board_clause(poll),
        "form": form if _keeps(request, poll) and not is_fixed else None,
        "is_fixed": is_fixed,
    }


def _keeps(request: StaffRequest, poll: Poll) -> bool:
    """Whether the right is held where the list is kept, or where papers are counted."""
    body = poll.election.body
    return any(
        policy.allows(request.user, Right.BOARD_KEEP, scope)
        for scope in (body.scope, body.congress.scope)
    )


def _set(request: StaffRequest, poll: Poll, form: BoardForm) -> bool:
    at = timezone.now()
    on_roll, appointed, register = searching.people_of_board(poll, at)
    members = named(form, "members", [on_roll, appointed])
    head = named_alone(form, "head", [on_roll, appointed])
    technicians = named(form, "technicians", [appointed, on_roll, register])
    if form.errors:
        return False
    board = services.Board(members=members, head=head, technicians=technicians)
    try:
        services.set_board(
            str(poll.pk),
            board,
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=at,
        )
    except ChangedMeanwhile:
        raise
    except services.BoardWithoutHead as refusal:
        form.add_error("head", str(refusal))
        return False
    except Refused as refusal:
        form.add_error("members", str(refusal))
        return False
    return True


def _both_versions(
    request: StaffRequest, poll: Poll
) -> tuple[BoardForm, dict[str, Any]]:
    """Show the board somebody else wrote meanwhile beside what was typed."""
    stored = _as_it_stands(poll)
    typed = request.POST.copy()
    typed["seen"] = stored["seen"]
    form = BoardForm(typed)
    last = last_line(poll, "ballots.board_set")
    fields = [
        {"label": field.label, "before": field.value(), "after": stored[field.name]}
        for field in form.visible_fields()
        if str(field.value() or "").split() != stored[field.name].split()
    ]
    versions = {
        "fields": fields,
        "by": last.actor if last else None,
        "at": last.at if last else None,
    }
    return form, {"versions": versions}


def _as_it_stands(poll: Poll) -> dict[str, Any]:
    """Return the board as it is written down, else as people are appointed."""
    seats = board_of(poll)
    rows: list[Any] = list(seats) or appointed_to(poll, timezone.now())
    members = [each for each in rows if not each.is_technician]
    return {
        "members": "\n".join(written(each.person) for each in members),
        "head": next((written(each.person) for each in members if each.is_head), ""),
        "technicians": "\n".join(
            written(each.person) for each in rows if each.is_technician
        ),
        "seen": board_digest(seats),
    }
