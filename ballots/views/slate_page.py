"""What the pages of a list share."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ballots import services
from ballots.models import Poll
from ballots.queries import lists, nominees, plans
from ballots.queries.history import last_line
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
    is_prepared = poll.stage == Stage.PREPARED
    return page(request, poll, tab="list") | {
        "state": lists.state_of(poll),
        "is_prepared": is_prepared,
        "may_take_up": may_move(Stage(poll.stage), Stage.PREPARED),
        "may_take_back": Stage(poll.stage) in BEFORE_THE_BOX_OPENS[:2],
        "notice": plans.legal_notice(body),
        "closing": None if is_prepared else last_line(poll, "ballots.list_closed"),
    }


def nominating_of(form: forms.Form, poll: Poll) -> services.Nominating:
    """Return as what somebody is put forward, as the form says it."""
    typed = form.cleaned_data
    by = named_on_roll(form, "by_name", poll.election.body)
    attending = nominees.attending(poll.election.body)
    if attending and (typed["backed_by"] or 0) > attending:
        form.add_error(
            "backed_by",
            _("Nhiều hơn số người dự (%(attending)s). Hãy xem lại số này.")
            % {"attending": attending},
        )
    return services.Nominating(
        put_forward=PutForward(typed["put_forward"]),
        by_person=by,
        backed_by=typed.get("backed_by"),
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
