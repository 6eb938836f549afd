"""The third look: drawn by the head, read by those of the board who had other heaps."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ballots import labels, queries, services
from ballots.forms import DrawForm, LookRulingForm, StopLookForm
from ballots.models import Poll
from ballots.queries.entry import sheet_of
from ballots.queries.looking import (
    DrawnPaper,
    by_batch,
    left_for,
    look_state,
    may_know_size,
    papers_wanted,
    sizing_of,
)
from ballots.queries.papers import who_may_rule
from ballots.rules import journal
from ballots.rules.command import defects_by_digit, doubts_by_digit
from ballots.rules.sheet import Sheet
from ballots.rules.stages import Stage, is_past
from ballots.services.entering import Slipped
from ballots.services.third_look import said
from ballots.views.poll import page, poll_here
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_safe
@policy.requires(Right.ENTRY_CHECK)
def poll_look(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.ENTRY_CHECK, congress, election, number)
    if poll.upload_id or not is_past(Stage(poll.stage), Stage.ENTERED):
        return redirect("ballots:poll", congress, election, number)
    state = look_state(poll)
    is_open = poll.stage == Stage.COUNTED
    mine = left_for(request.user, poll, state) if is_open else []
    context = page(request, poll, tab="look") | {
        "look": state,
        "is_open": is_open,
        "mine": list(by_batch(mine)),
        "next": mine[0] if mine else None,
        "sizing": sizing_of(poll),
    }
    # How many were drawn tells how close the result is.
    context["knows_size"] = context["may_see"] or may_know_size(
        request.user, poll, state
    )
    if context["may_head"]:
        context["differences"] = _differences(poll, state.differing)
        context["waiting"] = list(by_batch(p for p in state.papers if p.waits))
    return render(request, "ballots/look.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def poll_look_order(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    back = redirect("ballots:poll-look", congress, election, number)
    if poll.upload_id or poll.stage != Stage.COUNTED or look_state(poll).look:
        return back
    if not queries.may_see_tally(request.user, poll):
        raise Http404
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _order(request, poll, form):
        return back
    tally = queries.current_tally(poll)
    papers = poll.returned or 0
    wanted, margin_asks = papers_wanted(poll, tally, papers) if tally else (0, False)
    context = page(request, poll, tab="look") | {
        "form": form,
        "papers": papers,
        "wanted": wanted,
        "margin_asks": margin_asks,
        "sizing": sizing_of(poll),
    }
    return render(request, "ballots/look_order.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def poll_look_stop(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    back = redirect("ballots:poll-look", congress, election, number)
    state = look_state(poll)
    if poll.upload_id or poll.stage != Stage.COUNTED or state.lets_confirm:
        return back
    form = StopLookForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _stop(request, poll, form):
        return back
    context = page(request, poll, tab="look") | {"form": form, "look": state}
    return render(request, "ballots/look_stop.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.ENTRY_CHECK)
def poll_look_paper(
    request: StaffRequest,
    congress: str,
    election: int,
    number: int,
    batch: int,
    position: int,
) -> HttpResponse:
    """Type what one drawn paper shows, see how it is understood, then save it."""
    poll = poll_here(request, Right.ENTRY_CHECK, congress, election, number)
    here = queries.address(poll)
    if poll.upload_id or poll.stage != Stage.COUNTED:
        return redirect("ballots:poll-look", *here)
    sheet = sheet_of(poll)
    typed: dict[str, Any] = {"key": uuid.uuid4()}
    if request.method == "POST":
        typed = _typed(request, poll, sheet)
        if typed["shown"] and typed["shown"] == request.POST.get("shown"):
            try:
                _read(request, poll, (batch, position), typed)
            except Refused as refusal:
                typed |= {"error": str(refusal), "shown": ""}
            else:
                return _onwards(request, poll, (batch, position))
    elif (batch, position) not in _left(request, poll):
        messages.info(request, _("Tờ này không chờ bạn đọc lại."))
        return redirect("ballots:poll-look", *here)
    context = page(request, poll, tab="look") | {
        "batch": batch,
        "position": position,
        "is_one_name": sheet.has_one_name,
        "defects": [(n, labels.DEFECTS[d]) for n, d in defects_by_digit()],
        "doubts": [(n, labels.DOUBTS[d]) for n, d in doubts_by_digit(sheet.layout)],
        **typed,
    }
    status = 422 if "error" in typed else 200
    return render(request, "ballots/look_paper.html", context, status=status)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def poll_look_rule(
    request: StaffRequest,
    congress: str,
    election: int,
    number: int,
    batch: int,
    position: int,
) -> HttpResponse:
    """What the board ruled over a drawn paper that was read otherwise."""
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    back = redirect("ballots:poll-look", congress, election, number)
    if poll.upload_id or poll.stage != Stage.COUNTED:
        return back
    if not queries.may_see_tally(request.user, poll):
        raise Http404
    paper = look_state(poll).paper(batch, position)
    if paper is None or not paper.differs:
        return back
    form = LookRulingForm(request.POST or None, board=who_may_rule(poll))
    if (
        request.method == "POST"
        and form.is_valid()
        and _rule(request, poll, form, paper)
    ):
        return back
    (difference,) = _differences(poll, (paper,))
    context = page(request, poll, tab="look") | {"form": form, "paper": difference}
    return render(request, "ballots/look_rule.html", context)


def _rule(
    request: StaffRequest, poll: Poll, form: LookRulingForm, paper: DrawnPaper
) -> bool:
    ruled = services.LookRuled(
        paper.batch, paper.position, form.cleaned_data["reason"], form.deciding()
    )
    try:
        services.rule_on_look(str(poll.pk), ruled, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(
        request,
        _("Đã ghi quyết định về tờ %(position)s, tập %(batch)s.")
        % {"position": paper.position, "batch": paper.batch},
    )
    return True


def _order(request: StaffRequest, poll: Poll, form: DrawForm) -> bool:
    try:
        look = services.order_look(
            str(poll.pk),
            seed=form.cleaned_data["seed"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(
        request, _("Đã rút %(papers)s tờ để đọc lại.") % {"papers": look.wanted}
    )
    return True


def _stop(request: StaffRequest, poll: Poll, form: StopLookForm) -> bool:
    try:
        services.stop_look(
            str(poll.pk),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Đã ghi lý do; biên bản ghi điều này."))
    return True


def _typed(request: StaffRequest, poll: Poll, sheet: Sheet) -> dict[str, Any]:
    """Return what was typed and how it is understood; the key is the screen's own."""
    command = request.POST.get("command", "")
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    told: dict[str, Any] = {"command": command, "key": key, "shown": ""}
    try:
        typed = said(poll, command)
    except Slipped as slipped:
        return told | {"error": str(slipped)}
    reading, doubt = typed.reading, typed.doubt
    words = labels.shown(reading, doubt, sheet, most=poll.max_votes)
    return told | {"shown": journal.content(reading, doubt), "words": words}


def _read(
    request: StaffRequest, poll: Poll, place: tuple[int, int], typed: dict[str, Any]
) -> None:
    look = services.Look(*place, typed["command"], typed["key"], typed["shown"])
    services.read_paper(str(poll.pk), look, by=request.user, at=timezone.now())


def _left(request: StaffRequest, poll: Poll) -> list[tuple[int, int]]:
    found = left_for(request.user, poll, look_state(poll))
    return [(each.batch, each.position) for each in found]


def _onwards(request: StaffRequest, poll: Poll, place: tuple[int, int]) -> HttpResponse:
    """Lead to the next paper on the way through the heaps, or back to the list."""
    messages.success(
        request,
        _("Đã ghi tờ %(position)s của tập %(batch)s.")
        % {"batch": place[0], "position": place[1]},
    )
    left = _left(request, poll)
    ahead = [each for each in left if each > place] or left
    if not ahead:
        return redirect("ballots:poll-look", *queries.address(poll))
    return redirect("ballots:poll-look-paper", *queries.address(poll), *ahead[0])


def _differences(poll: Poll, papers: tuple[DrawnPaper, ...]) -> list[dict[str, Any]]:
    """Return what differs, paper by paper: who read what, the counted reading first."""
    if not papers:
        return []
    sheet = sheet_of(poll)

    def words(content: str) -> str:
        return labels.shown(*journal.reading_of(content), sheet, most=poll.max_votes)

    found = []
    for paper in papers:
        ballot = paper.readings[0].ballot
        counted = queries.seen_as(ballot)
        found.append(
            {
                "batch": paper.batch,
                "position": paper.position,
                "waits": paper.waits,
                "counted": words(journal.content(*counted)),
                "operator": ballot.entry.by,
                "readings": [(each.by, words(each.content)) for each in paper.readings],
            }
        )
    return found
