"""All batches of a poll: counting them off, taking one, closing what nobody ends."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django.views.decorators.vary import vary_on_headers

from ballots import queries, services
from ballots.forms import BatchesForm, DivideForm, ReasonForm
from ballots.models import Batch, Poll
from ballots.prints.agreement import may_state
from ballots.queries.board import unseated_operators
from ballots.queries.doubtful import waiting_ballots
from ballots.queries.entry import batch_or_404
from ballots.queries.heaps import BatchState, Due, Heap, heaps
from ballots.rules.stages import Stage
from ballots.services.batches import USUAL
from ballots.services.board import refuse_outside_board, refuse_outside_hands
from ballots.views.poll import page, poll_here
from ballots.views.stations import machine_for, progress
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.web import StaffRequest


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.ELECTION_READ)
def poll_entry(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """How far the papers are typed: papers only, never what they show."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    rows = heaps(poll)
    scope = queries.scope_of(poll)
    is_open = poll.stage == Stage.BOX_OPENED
    agree = bool(rows) and all(row.state is BatchState.AGREED for row in rows)
    types, counts = _barred(poll, request)
    at_hand = next((row for row in rows if _is_own(row, request)), None)
    context = page(request, poll, tab="entry") | {
        **progress(request, poll, rows),
        "rows": rows,
        "is_open": is_open,
        "at_hand": at_hand,
        "may_keep": is_open
        and not counts
        and policy.allows(request.user, Right.PAPERS_KEEP, scope),
        "may_enter": is_open
        and not types
        and at_hand is None
        and policy.allows(request.user, Right.BALLOT_ENTER, scope),
        "some_to_read": any(row.due is Due.READ and not row.open for row in rows),
        "may_state": may_state(poll),
        "may_see_operators": policy.allows(request.user, Right.TALLY_CONFIRM, scope),
        "may_settle": is_open
        and not counts
        and policy.allows(request.user, Right.ENTRY_CHECK, scope)
        and not policy.allows(request.user, Right.TALLY_CONFIRM, scope),
        "may_check": is_open
        and not counts
        and policy.allows(request.user, Right.ENTRY_CHECK, scope),
        "barred": is_open and (counts or types),
        "unseated": unseated_operators(poll) if is_open else [],
        "may_read_notes": _may_read_notes(poll, request),
        "may_take_back": is_open
        and policy.allows(request.user, Right.TALLY_CONFIRM, scope),
        "may_rule": policy.allows(request.user, Right.BALLOT_RULE, scope),
        # Who confirms does not enter: the head is told so where others take a batch.
        "is_head": is_open
        and policy.allows(request.user, Right.TALLY_CONFIRM, scope)
        and not policy.allows(request.user, Right.BALLOT_ENTER, scope),
        "batches_agree": agree,
        "waiting": len(waiting_ballots(poll)) if is_open and agree else 0,
    }
    template = "ballots/entry.html"
    if request.htmx:
        template += "#progress"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def poll_batches(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Count papers off into batches, or count some of them off anew."""
    poll = poll_here(request, Right.PAPERS_KEEP, congress, election, number)
    if poll.stage != Stage.BOX_OPENED:
        return redirect("ballots:poll-entry", congress, election, number)
    rows = heaps(poll)
    form = _batches_form(request, rows)
    if request.method == "POST" and form.is_valid() and _count_off(request, poll, form):
        messages.success(request, _("Đã ghi các tập phiếu."))
        return redirect("ballots:poll-entry", congress, election, number)
    fields = _fields(form, rows) if isinstance(form, BatchesForm) else None
    context = page(request, poll, tab="entry") | {
        "form": form,
        "fields": fields,
        "seen": _written(rows),
        "may_read_notes": _may_read_notes(poll, request),
        "usual": USUAL,
    }
    return render(request, "ballots/entry_batches.html", context)


@require_POST
@policy.requires(Right.BALLOT_ENTER)
def batch_take(
    request: StaffRequest, congress: str, election: int, number: int, batch: int
) -> HttpResponse:
    found = _batch(request, Right.BALLOT_ENTER, congress, election, number, batch)
    answer = redirect("ballots:batch-entry", congress, election, number, batch)
    services.take_batch(
        str(found.pk),
        by=request.user,
        at=timezone.now(),
        machine=machine_for(request, answer),
    )
    return answer


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PAPERS_KEEP)
def batch_abandon(
    request: StaffRequest, congress: str, election: int, number: int, batch: int
) -> HttpResponse:
    """Close an entry that its operator will not end."""
    found = _batch(request, Right.PAPERS_KEEP, congress, election, number, batch)
    entry = found.entries.filter(finished_at__isnull=True).select_related("by").first()
    if entry is None:
        return redirect("ballots:poll-entry", congress, election, number)
    form = ReasonForm(request.POST or None, initial={"entry": entry.pk})
    if request.method == "POST" and form.is_valid():
        _refuse_another(form, entry.pk)
        services.abandon_entry(
            str(entry.pk),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã đóng lần nhập. Người khác nhận được tập này."))
        return redirect("ballots:poll-entry", congress, election, number)
    context = page(request, found.poll, tab="entry") | {
        "batch": found,
        "entry": entry,
        "form": form,
    }
    return render(request, "ballots/entry_abandon.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def batch_take_back(
    request: StaffRequest, congress: str, election: int, number: int, batch: int
) -> HttpResponse:
    """Have a batch entered again that agreed with its papers."""
    found = _batch(request, Right.TALLY_CONFIRM, congress, election, number, batch)
    if found.agreed_id is None:
        return redirect("ballots:poll-entry", congress, election, number)
    form = ReasonForm(request.POST or None, initial={"entry": found.agreed_id})
    if request.method == "POST" and form.is_valid():
        _refuse_another(form, found.agreed_id)
        services.take_back_agreement(
            str(found.pk),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã gỡ. Tập này chờ người nhập lại."))
        return redirect("ballots:poll-entry", congress, election, number)
    context = page(request, found.poll, tab="entry") | {"batch": found, "form": form}
    return render(request, "ballots/entry_take_back.html", context)


def _batch(
    request: StaffRequest,
    right: Right,
    congress: str,
    election: int,
    number: int,
    batch: int,
) -> Batch:
    poll = poll_here(request, right, congress, election, number)
    return batch_or_404(request.user, right, poll, batch)


def _refuse_another(form: ReasonForm, entry: UUID) -> None:
    """Refuse to act on an entry that whoever asks has not seen."""
    if form.cleaned_data["entry"] != entry:
        raise ChangedMeanwhile(
            _("Tập này vừa được nhập lần khác nên chưa làm gì. Hãy xem lại tập.")
        )


def _barred(poll: Poll, request: StaffRequest) -> tuple[str, str]:
    """Return why somebody with the right may not type, and not do the board's work."""
    types = counts = ""
    scope = queries.scope_of(poll)
    try:
        if policy.allows(request.user, Right.BALLOT_ENTER, scope):
            refuse_outside_hands(poll, request.user, timezone.now())
    except Refused as refusal:
        types = str(refusal)
    try:
        if policy.allows(request.user, Right.ENTRY_CHECK, scope):
            refuse_outside_board(poll, request.user)
    except Refused as refusal:
        counts = str(refusal)
    return types, counts


def _is_own(row: Heap, request: StaffRequest) -> bool:
    return (
        row.state is BatchState.OPEN
        and row.entry is not None
        and row.entry.by_id == request.user.pk
    )


def _may_read_notes(poll: Poll, request: StaffRequest) -> bool:
    """A note may say what a paper shows: for those who have the paper in hand.

    Of several readings each is blind: then it is for the head, who reads none.
    """
    in_hand = [Right.BALLOT_ENTER, Right.ENTRY_CHECK]
    rights = [Right.TALLY_CONFIRM] if poll.readings > 1 else in_hand
    scope = queries.scope_of(poll)
    return any(policy.allows(request.user, right, scope) for right in rights)


def _batches_form(request: StaffRequest, rows: list[Heap]) -> BatchesForm | DivideForm:
    typed = request.POST or None
    return BatchesForm(typed, rows=rows) if rows else DivideForm(typed)


def _count_off(request: StaffRequest, poll: Poll, form: Form) -> bool:
    """Write the batches; a refusal stands above the form with all that was typed."""
    by, at = request.user, timezone.now()
    try:
        if isinstance(form, BatchesForm):
            seen = _read(request.POST.get("seen", ""))
            services.change_batches(str(poll.pk), form.wanted, seen=seen, by=by, at=at)
        else:
            size = form.cleaned_data["size"]
            services.divide_papers(str(poll.pk), size=size, by=by, at=at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _fields(form: BatchesForm, rows: list[Heap]) -> list[dict[str, Any]]:
    """Return each field beside the batch it is about."""
    of = {row.batch.number: row for row in rows}
    return [
        {
            "field": form[f"papers_{number}"],
            "number": number,
            "row": of.get(number),
            "is_fixed": number in of
            and of[number].state in (BatchState.AGREED, BatchState.TO_CHECK),
        }
        for number in (*form.standing, *form.added)
    ]


def _written(rows: list[Heap]) -> str:
    return " ".join(f"{row.batch.number}:{row.batch.papers}" for row in rows)


def _read(seen: str) -> dict[int, int]:
    found = {}
    for pair in seen.split():
        number, _colon, papers = pair.partition(":")
        if number.isdecimal() and papers.isdecimal() and len(pair) < 20:
            found[int(number)] = int(papers)
    return found
