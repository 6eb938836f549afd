"""What the pages of a list share."""

from typing import Any

from django import forms

from ballots import services
from ballots.models import Poll
from ballots.queries import lists, plans
from ballots.rules.nominations import PutForward
from ballots.rules.stages import BEFORE_THE_BOX_OPENS, Stage, may_move
from ballots.views.poll import page
from ballots.views.typed_lists import (
    named_on_roll,
)
from core.errors import Refused
from core.models import Person
from core.web import StaffRequest


def slate_context(request: StaffRequest, poll: Poll) -> dict[str, Any]:
    """Return what every page of the list shows beside the frame of the poll."""
    body = poll.election.body
    return page(request, poll, tab="list") | {
        "state": lists.state_of(poll),
        "is_prepared": poll.stage == Stage.PREPARED,
        "may_take_up": may_move(Stage(poll.stage), Stage.PREPARED),
        "may_take_back": Stage(poll.stage) in BEFORE_THE_BOX_OPENS[:2],
        "notice": plans.legal_notice(body),
    }


def nominating_of(form: forms.Form, poll: Poll) -> services.Nominating:
    """Return as what somebody is put forward, as the form says it."""
    typed = form.cleaned_data
    by = named_on_roll(form, "by_name", poll.election.body)
    return services.Nominating(
        put_forward=PutForward(typed["put_forward"]),
        by_person=by,
        backed_by=typed["backed_by"],
    )


def written(person: Person) -> str:
    """Write a person as a line names him: with his birth year, where it is known."""
    if person.born_on is None:
        return person.full_name
    return f"{person.full_name}, {person.born_on.year}"


def field_of(refusal: Refused) -> str | None:
    """Return beside which field a refusal stands."""
    if isinstance(refusal, services.ReasonLacking):
        return "exception"
    if isinstance(refusal, services.SurplusAboveCeiling):
        return "surplus_percent"
    return None
