"""Entering an election."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ballots import labels, queries, services
from ballots.forms import ElectionForm
from ballots.models import Poll
from ballots.queries import plans
from ballots.queries.mid_term import serves
from ballots.queries.sequence import sequence
from ballots.rules.purposes import Purpose
from ballots.views.slate_page import field_of
from congress.models import Congress, VotingBody
from congress.queries import congress_kept_or_404, congress_or_404
from congress.rules.offices import Office
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.SLATE_KEEP)
def election_enter(request: StaffRequest, congress: str) -> HttpResponse:
    found = congress_kept_or_404(request.user, Right.SLATE_KEEP, congress)
    bodies = VotingBody.objects.filter(congress=found).select_related(
        "scope", "congress__unit__kind"
    )
    bodies = bodies.order_by("kind", "number")
    wanted = {
        "body": request.GET.get("noi-bau"),
        "office": request.GET.get("chuc-danh"),
    }
    form = ElectionForm(request.POST or None, bodies=bodies, initial=wanted)
    if request.method == "POST" and form.is_valid():
        poll = _enter(request, form)
        if poll:
            messages.success(
                request, _("Đã lập cuộc bầu. Bây giờ hãy lập danh sách bầu cử.")
            )
            return redirect("ballots:poll-slate", *queries.address(poll))
    context = {"congress": found, "form": form} | _about(found, list(bodies))
    return render(request, "ballots/slate_election.html", context)


def _enter(request: StaffRequest, form: ElectionForm) -> Poll | None:
    typed = form.cleaned_data
    entering = services.Entering(
        office=Office(typed["office"]),
        seats=typed["seats"],
        alternates=typed["alternates"],
        purpose=Purpose(typed["purpose"]),
        permitted_by=typed["permitted_by"],
        exception=typed["exception"],
    )
    try:
        return services.enter_election(
            typed["body"], entering, by=request.user, at=timezone.now()
        )
    except services.OfficeElectedAlready as refusal:
        form.add_error("office", str(refusal))
    except Refused as refusal:
        form.add_error(field_of(refusal), str(refusal))
    return None


def _about(congress: Congress, bodies: list[VotingBody]) -> dict[str, object]:
    """Return which body elects what, and what a count by computer is allowed for."""
    return {
        "notice": plans.legal_notice(bodies[0]),
        "not_judged": [
            (body, said) for body in bodies if (said := plans.not_judged(body))
        ],
        "offices": [
            (body, [labels.OFFICES[each] for each in plans.offices_for(body)])
            for body in bodies
        ],
    }


@require_safe
@policy.requires(Right.ELECTION_READ)
def election_sequence(request: StaffRequest, congress: str) -> HttpResponse:
    """What is elected, by whom, in which order, and what is next."""
    found = congress_or_404(request.user, congress)
    may = {
        name: policy.allows(request.user, right, found.scope)
        for name, right in (
            ("may_enter", Right.SLATE_KEEP),
            ("may_form", Right.CONGRESS_KEEP),
            ("may_call", Right.ROLL_KEEP),
            ("may_start_mid_term", Right.MIDTERM_START),
        )
    }
    may["may_start_mid_term"] = may["may_start_mid_term"] and serves(found)
    context = {"congress": found, "meetings": sequence(request.user, found)} | may
    return render(request, "ballots/sequence.html", context)
