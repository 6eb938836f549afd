"""The level above decides on a result, and what is elected in its place."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import labels, queries, services
from ballots.forms import AgainForm, AnnulForm
from ballots.models import Poll
from ballots.queries import plans
from ballots.queries.annulments import (
    annulled_elections,
    decides_above,
    held_again,
    may_be_annulled,
    open_again,
    winners,
)
from ballots.rules.purposes import Purpose
from ballots.views.poll import page, poll_here
from ballots.views.slate_page import field_of
from congress.models import VotingBody
from congress.queries import bodies
from congress.rules.offices import Office
from congress.rules.rulesets import Rule
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.RESULT_ANNUL)
def poll_annul(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Ask for the decision, show what follows from it, and only then write it."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    confirmation = queries.confirmation_of(poll)
    if confirmation is None or not decides_above(request.user, poll):
        raise Http404
    if not may_be_annulled(poll):
        messages.info(request, _("Lần bầu này không có kết quả để ghi quyết định."))
        return redirect("ballots:poll", congress, election, number)
    elected = winners(confirmation)
    form = AnnulForm(request.POST or None, elected=elected)
    is_sure = "sure" in request.POST
    valid = request.method == "POST" and form.is_valid()
    if valid and is_sure and _decide(request, poll, form):
        return redirect("ballots:poll", congress, election, number)
    rule_set = queries.rule_set_of(poll)
    context = page(request, poll, tab="result") | {
        "form": form,
        "elected": elected,
        "confirming": valid and not form.errors,
        "chosen": _chosen(form, elected) if valid else [],
        "ground": dict(labels.GROUNDS).get(form.cleaned_data["ground"])
        if valid
        else "",
        "rounds": _rounds(poll),
        "said": labels.sentence(Rule.RESULT_ANNULLED, rule_set),
        "cited": labels.cited(
            rule_set.clause(Rule.RESULT_ANNULLED),
            on=poll.election.body.congress.opens_on,
        ),
    }
    return render(request, "ballots/annul.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
def poll_again(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    """Start the election in place of what the level above has undone, prefilled."""
    poll = poll_here(request, Right.ELECTION_READ, congress, election, number)
    found = poll.election.body.congress
    if not policy.allows(request.user, Right.SLATE_KEEP, found.scope):
        raise Http404
    places = open_again(poll.election)
    if not places.seats + places.alternates:
        raise Http404
    if again := held_again(poll.election):
        messages.info(request, _("Đã lập cuộc bầu thay cho cuộc bầu này."))
        return redirect("ballots:poll", *queries.address(again))
    purpose = poll.election.purpose
    initial = {
        "body": poll.election.body_id,
        "seats": places.seats,
        "alternates": places.alternates,
        "purpose": purpose,
        "permitted_by": poll.election.permitted_by,
    }
    form = AgainForm(
        request.POST or None, bodies=_same_kind(request, poll), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made = _again(request, poll, form)
        if made:
            messages.success(
                request, _("Đã lập cuộc bầu. Bây giờ hãy lập danh sách bầu cử.")
            )
            return redirect("ballots:poll-slate", *queries.address(made))
    context = page(request, poll, tab="slate") | {
        "form": form,
        "places": places,
        "is_whole": bool(annulled_elections([poll.election_id])),
        "notice": plans.legal_notice(poll.election.body),
    }
    return render(request, "ballots/again.html", context)


def _decide(request: StaffRequest, poll: Poll, form: AnnulForm) -> bool:
    by, at = request.user, timezone.now()
    try:
        if form.is_whole:
            services.annul_result(str(poll.pk), form.said(), by=by, at=at)
            said = _("Đã ghi quyết định hủy kết quả.")
        else:
            services.refuse_elected(
                str(poll.pk), form.chosen, form.said(), by=by, at=at
            )
            said = _("Đã ghi quyết định không chuẩn y.")
    except services.DecidedLater as refusal:
        form.add_error("decided_on", str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, said)
    return True


def _again(request: StaffRequest, poll: Poll, form: AgainForm) -> Poll | None:
    typed = form.cleaned_data
    entering = services.Entering(
        office=Office(poll.election.office),
        seats=typed["seats"],
        alternates=typed["alternates"],
        purpose=Purpose(typed["purpose"]),
        permitted_by=typed["permitted_by"],
        exception=typed["exception"],
        replaces=poll.election,
    )
    try:
        return services.enter_election(
            typed["body"], entering, by=request.user, at=timezone.now()
        )
    except services.MorePlacesThanOpen as refusal:
        form.add_error("seats", str(refusal))
    except Refused as refusal:
        form.add_error(field_of(refusal), str(refusal))
    return None


def _chosen(form: AnnulForm, elected: list[Any]) -> list[str]:
    chosen = set() if form.is_whole else set(form.chosen)
    return [each.name for each in elected if each.pk in chosen]


def _rounds(poll: Poll) -> int:
    held = Poll.objects.filter(election=poll.election_id)
    return queries.standing(held).count()


def _same_kind(request: StaffRequest, poll: Poll) -> Any:
    body: VotingBody = poll.election.body
    found = bodies(body.congress, request.user, Right.ELECTION_READ)
    return found.filter(kind=body.kind).select_related("scope", "congress__unit__kind")
