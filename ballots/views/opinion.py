"""The opinion ballot on names from the floor."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from ballots import labels, queries, services
from ballots.forms import DecisionForm, OpinionForm
from ballots.models import Poll
from ballots.queries import opinions, searching
from ballots.rules.stages import Stage
from ballots.services.opinion import TieNotDecided
from ballots.views.poll import page
from ballots.views.typed_lists import named, of_a_typed_list, to_list, while_prepared
from congress.rules.regulations import Rule
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def opinion_ballot(request: StaffRequest, poll: Poll) -> HttpResponse:
    state = opinions.opinion_of(poll)
    if poll.stage != Stage.PREPARED and state.ballot is None:
        return to_list(poll)
    form = OpinionForm(request.POST or None, outsiders=state.outsiders)
    if request.method == "POST" and poll.stage == Stage.PREPARED and form.is_valid():
        if _record(request, poll, form, state):
            messages.success(request, _("Đã ghi kết quả phiếu xin ý kiến."))
            return redirect("ballots:poll-opinion", *queries.address(poll))
        state = opinions.opinion_of(poll)
    context = _context(request, poll, state) | {"form": form}
    return render(request, "ballots/slate_opinion.html", context)


@require_POST
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def opinion_apply(request: StaffRequest, poll: Poll) -> HttpResponse:
    chosen = [
        row.pk
        for row in opinions.opinion_of(poll).level
        if str(row.pk) in request.POST.getlist("nguoi")
    ]
    form = DecisionForm(request.POST)
    if form.is_valid() and _apply(request, poll, form, chosen):
        messages.success(request, _("Đã lấy danh sách theo kết quả phiếu xin ý kiến."))
        return to_list(poll)
    context = _context(request, poll, opinions.opinion_of(poll)) | {
        "decision_form": form,
        "chosen": chosen,
    }
    return render(request, "ballots/slate_opinion.html", context)


def _apply(
    request: StaffRequest, poll: Poll, form: DecisionForm, chosen: list[UUID]
) -> bool:
    try:
        services.apply_opinion(
            str(poll.pk),
            chosen=chosen,
            decision=form.cleaned_data["decision"],
            by=request.user,
            at=timezone.now(),
        )
    except TieNotDecided as refusal:
        form.add_error("decision", str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
@while_prepared
def opinion_undo(request: StaffRequest, poll: Poll) -> HttpResponse:
    try:
        services.undo_opinion(str(poll.pk), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Đã hủy kết quả phiếu xin ý kiến; danh sách như trước đó.")
        )
    return to_list(poll)


@require_safe
@policy.requires(Right.SLATE_KEEP)
@of_a_typed_list
def opinion_paper(request: StaffRequest, poll: Poll) -> HttpResponse:
    state = opinions.opinion_of(poll)
    if state.ballot is None:
        raise Http404
    context = _context(request, poll, state) | {
        "invalid": state.ballot.returned - state.ballot.valid,
        "bases": _bases(poll),
    }
    return render(request, "ballots/slate_opinion_paper.html", context)


def _bases(poll: Poll) -> list[dict[str, Any]]:
    rule_set = queries.rule_set_of(poll)
    day = poll.election.body.congress.opens_on
    return [
        {
            "rule": rule,
            "sentence": labels.sentence(rule, rule_set),
            "cited": labels.cited(rule_set.clause(rule), on=day),
            "confirmed": rule_set.clause(rule).confirmed,
        }
        for rule in (Rule.OPINION_BALLOT_TEAM, Rule.OPINION_BALLOT_FORM)
    ]


def _record(
    request: StaffRequest, poll: Poll, form: OpinionForm, state: opinions.OpinionState
) -> bool:
    typed = form.cleaned_data
    team = named(form, "team", searching.people_of_roll(poll.election.body))
    if form.errors:
        return False
    reported = services.Opinion(
        team=team,
        issued=typed["issued"],
        returned=typed["returned"],
        valid=typed["valid"],
        votes=_votes(typed, state),
    )
    try:
        services.record_opinion(
            str(poll.pk), reported, by=request.user, at=timezone.now()
        )
    except services.OpinionNotRecorded as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _votes(typed: Mapping[str, Any], state: opinions.OpinionState) -> dict[UUID, int]:
    return {row.pk: typed[f"votes-{row.pk}"] for row in state.outsiders}


def _context(
    request: StaffRequest, poll: Poll, state: opinions.OpinionState
) -> dict[str, Any]:
    return page(request, poll, tab="list") | {
        "opinion": state,
        "is_prepared": poll.stage == Stage.PREPARED,
        "decision_form": DecisionForm(),
    }
