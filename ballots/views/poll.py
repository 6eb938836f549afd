"""One poll: its slate and papers, counting it, its result, its file."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ballots import labels, prints, queries, services, tasks
from ballots.models import Poll, Reopening, Withdrawal
from ballots.queries.annulments import (
    ANNOUNCED,
    annulments_of,
    decides_above,
    ground_lost,
    held_again,
    may_be_annulled,
    open_again,
)
from ballots.queries.looking import is_looked_at, look_state
from ballots.queries.mid_term import mid_term_of
from ballots.queries.nominated import layout_of
from ballots.queries.reach import any_poll_or_404, same_office, withdrawal_of
from ballots.queries.reopening import reopenings
from ballots.queries.rounds import is_for_the_superior
from ballots.rules.reopening import Answer
from ballots.rules.stages import IMPORTED_AT, Stage, is_past, may_move
from ballots.services.reopening import may_be_taken_up_again
from ballots.views import steps
from core.access import policy
from core.access.rights import Right
from core.jobs import ledger
from core.models import Job, User
from core.web import StaffRequest


@require_safe
@vary_on_headers("HX-Request")
@policy.requires(Right.ELECTION_READ)
def poll_detail(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = any_poll_or_404(
        request.user,
        Right.ELECTION_READ,
        congress=congress,
        election=election,
        number=number,
    )
    if withdrawal := withdrawal_of(poll):
        return _withdrawn(request, poll, withdrawal)
    context = _overview(request, poll) | {"due": steps.due_now(poll, request.user)}
    if request.htmx and not (context["job"] and context["job"].is_live):
        return whole_page_again()
    template = "ballots/poll_detail.html"
    if request.htmx:
        template += "#count-panel"
    if context["may_confirm"]:
        context |= look_of(poll)
    context["next_round"] = steps.next_round(
        poll, request.user, context["confirmation"]
    )
    return render(request, template, context)


@require_POST
@policy.requires(Right.ELECTION_COUNT)
def poll_count(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.ELECTION_COUNT, congress, election, number)
    at = timezone.now()
    job = ledger.latest(tasks.count_poll, subject=poll)
    if job and job.is_live:
        messages.info(request, _("Máy đang kiểm phiếu rồi; không cần giao lại."))
        return redirect("ballots:poll", congress, election, number)
    with transaction.atomic():
        services.ask_for_count(poll, by=request.user, at=at)
        ledger.request(
            tasks.count_poll,
            subject=poll,
            scope=queries.scope_of(poll),
            by=request.user,
            at=at,
        )
    return redirect("ballots:poll", congress, election, number)


@require_safe
@policy.requires(Right.ELECTION_READ)
def poll_result(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    context = page(request, poll, tab="result")
    tally = queries.current_tally(poll) if context["may_see"] else None
    if tally:
        context |= queries.result(tally, poll) | look_of(poll)
        if context["confirmation"] and is_for_the_superior(poll):
            context["next_label"] = steps.FOR_THE_SUPERIOR
    return render(request, "ballots/poll_result.html", context)


@require_POST
@policy.requires(Right.ELECTION_EXPORT)
def poll_export(
    request: StaffRequest, congress: str, election: int, number: int
) -> StreamingHttpResponse:
    poll = poll_here(request, Right.ELECTION_EXPORT, congress, election, number)
    if not queries.may_see_tally(request.user, poll):
        raise Http404
    pieces = services.export_poll(poll, by=request.user, at=timezone.now())
    name = f"{congress}-{election}-lan-{number}.json"
    return StreamingHttpResponse(
        pieces,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def page(request: StaffRequest, poll: Poll, *, tab: str) -> dict[str, Any]:
    """Return what every page of a poll shows: where it is, how far it has come."""
    scope = queries.scope_of(poll)
    stage = Stage(poll.stage)
    confirmation = queries.confirmation_of(poll)
    user = request.user
    may_see = queries.may_see_tally(user, poll)
    may_head = policy.allows(user, Right.TALLY_CONFIRM, scope) and may_see
    history = reopenings(poll)
    asked = next((each for each in history if _waits(each, poll)), None)
    taken_up = next((each for each in history if _led_here(each, poll)), None)
    return {
        "poll": poll,
        "tab": tab,
        "congress": poll.election.body.congress,
        "slate": queries.slate(poll),
        "stages": stages(poll),
        "layout": labels.LAYOUTS[layout_of(poll)],
        "rule_set": queries.rule_set_of(poll),
        "job": _count_job(poll, taken_up),
        "same_office": same_office(poll),
        "may_count": may_move(stage, Stage.COUNTED)
        and policy.allows(user, Right.ELECTION_COUNT, scope),
        "may_confirm": may_move(stage, Stage.CONFIRMED) and may_head and not asked,
        "may_withdraw": queries.may_withdraw(user, poll),
        "may_export": policy.allows(user, Right.ELECTION_EXPORT, scope)
        and may_see
        and stage is not Stage.PUT_AWAY,
        "may_see": may_see,
        "may_head": may_head,
        "may_reopen": may_head and may_be_taken_up_again(poll) and not asked,
        "may_answer": asked is not None
        and policy.allows(
            user, Right.REOPENING_CONSENT, poll.election.body.congress.scope
        ),
        "asked": asked,
        "taken_up": taken_up,
        **_decided_above(user, poll, is_announced=stage in ANNOUNCED),
        "tabs": steps.tabs(
            poll,
            user,
            confirmed=confirmation is not None,
            may_see=may_see,
            has_history=bool(history),
        ),
        "is_counted": is_past(stage, Stage.ENTERED),
        "is_entered": not is_past(Stage.ENTERED, stage),
        "confirmation": confirmation,
        "minutes": prints.printed_minutes(confirmation) if confirmation else None,
    }


def _decided_above(user: User, poll: Poll, *, is_announced: bool) -> dict[str, Any]:
    """Return what the level above has undone, and what this poll stands on."""
    decided = annulments_of(poll) if is_announced else []
    open_places = open_again(poll.election) if decided else None
    may_start = policy.allows(user, Right.SLATE_KEEP, poll.election.body.congress.scope)
    return {
        "annulments": decided,
        "is_annulled": any(each.candidate_id is None for each in decided),
        "again": held_again(poll.election) if decided else None,
        "may_hold_again": bool(open_places and sum(open_places)) and may_start,
        "may_annul": is_announced
        and may_be_annulled(poll)
        and policy.holds(user, Right.RESULT_ANNUL)
        and decides_above(user, poll),
        "ground_lost": ground_lost(poll),
        "replaces": _replaced(poll),
        "mid_term": mid_term_of(poll),
    }


def _replaced(poll: Poll) -> Poll | None:
    """Return the first poll of the election that this one takes the place of."""
    if poll.election.replaces_id is None:
        return None
    found = Poll.objects.filter(election=poll.election.replaces_id)
    return found.select_related(*queries.WITH_PLACE).order_by("number").first()


def look_of(poll: Poll) -> dict[str, Any]:
    """Return the third look, for pages of a poll whose papers were typed here."""
    return {"look": look_state(poll)} if is_looked_at(poll) else {}


def _overview(request: StaffRequest, poll: Poll) -> dict[str, Any]:
    """Return the page; a count that ended while it was being read shows as ended."""
    context = page(request, poll, tab="slate")
    job = context["job"]
    if job and job.state == Job.State.DONE and poll.stage == Stage.ENTERED:
        # The poll was read before the count ended, its job after.
        poll.refresh_from_db(fields=["stage"])
        context = page(request, poll, tab="slate")
    return context


def _waits(each: Reopening, poll: Poll) -> bool:
    return each.revision == poll.revision and not each.answer


def _led_here(each: Reopening, poll: Poll) -> bool:
    """Whether the papers as they are now were opened by this request."""
    led = each.answer in {"", Answer.CONSENTED}
    return each.revision == poll.revision - 1 and led


def _count_job(poll: Poll, taken_up: Reopening | None) -> Job | None:
    """Return the job of counting, unless papers were taken up again since."""
    if not is_past(Stage(poll.stage), Stage.BOX_OPENED):
        return None
    job = ledger.latest(tasks.count_poll, subject=poll)
    if job and taken_up and job.requested_at < (taken_up.answered_at or taken_up.at):
        return None
    return job


def _withdrawn(
    request: StaffRequest, poll: Poll, withdrawal: Withdrawal
) -> HttpResponse:
    """Say who took the poll back and why, in place of a page that is not there."""
    if request.htmx:
        return whole_page_again()
    context = {
        "poll": poll,
        "congress": poll.election.body.congress,
        "withdrawal": withdrawal,
    }
    return render(request, "ballots/poll_withdrawn.html", context)


def whole_page_again() -> HttpResponse:
    """Tell a page that polled to load itself: more than its panel has changed."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def stages(poll: Poll) -> list[dict[str, Any]]:
    """Return the life of a poll for the line of steps; a file's begins at entry."""
    current = Stage(poll.stage)
    first = IMPORTED_AT if poll.upload_id else Stage.PREPARED
    return [
        {"label": labels.STAGES[stage], "state": _state(stage, current)}
        for stage in Stage
        if not is_past(first, stage)
    ]


def _state(stage: Stage, current: Stage) -> str:
    if stage is current:
        return "current" if stage is not Stage.PUT_AWAY else "done"
    return "done" if is_past(current, stage) else "next"


def poll_here(
    request: StaffRequest, right: Right, congress: str, election: int, number: int
) -> Poll:
    """Return the poll at an address, where whoever asks holds the right."""
    return queries.poll_or_404(
        request.user, right, congress=congress, election=election, number=number
    )
