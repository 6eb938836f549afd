"""A congress that goes to a hall's machine, and comes back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)
from django.views.decorators.vary import vary_on_headers

from congress import queries
from congress.forms.journey import GiveUpForm, JourneyForm
from congress.models import Congress
from core import tasks
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.jobs import ledger
from core.models import Journey
from core.queries import journeys as reads
from core.queries import open_stored
from core.services import journeys as acts
from core.web import StaffRequest


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@policy.requires(Right.CONGRESS_TRAVEL)
def journey(request: StaffRequest, congress: str) -> HttpResponse:
    """Where the congress is; a first form sends it off."""
    found = _congress(request, congress)
    form = JourneyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                begun = acts.begin(
                    found.scope,
                    destination=said["destination"],
                    passphrase=said["passphrase"],
                    by=request.user,
                    at=timezone.now(),
                )
                _ask(begun, request)
        except Refused as refusal:
            # Where somebody else has just taken it out there is no form to say it in.
            messages.error(request, str(refusal))
        else:
            return redirect("congress:journey", found.slug)
    context = _context(found, form)
    template = "congress/journey.html"
    if request.htmx and context["job"] and context["job"].is_live:
        template += "#file"
    elif request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, template, context)


@require_POST
@policy.requires(Right.CONGRESS_TRAVEL)
def journey_pack(request: StaffRequest, congress: str) -> HttpResponse:
    """Have a worker make the file of the way that comes next."""
    found = _congress(request, congress)
    with transaction.atomic():
        _ask(_on_its_way(found), request)
    return redirect("congress:journey", found.slug)


@require_POST
@policy.requires(Right.CONGRESS_TRAVEL)
def journey_fetch(
    request: StaffRequest, congress: str, parcel: UUID
) -> HttpResponseBase:
    """Hand a locked file out; a line says who took it."""
    found = _congress(request, congress)
    kept = reads.parcels_of(_on_its_way(found)).select_related("journey__scope")
    made = get_object_or_404(kept, pk=parcel)
    acts.note_parcel_fetched(made, by=request.user, at=timezone.now())
    return FileResponse(
        open_stored(made.file),
        as_attachment=True,
        filename=f"{found.slug}-{made.file.name}",
        content_type="application/octet-stream",
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.CONGRESS_TRAVEL)
def journey_give_up(request: StaffRequest, congress: str) -> HttpResponse:
    """Say that nothing is brought back, so that work goes on here."""
    found = _congress(request, congress)
    going = _on_its_way(found)
    if reads.has_arrived(going):
        raise Http404
    form = GiveUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.give_up(
            str(going.pk),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(
            request, _("Đã bỏ chuyến mang đi. Đại hội lại làm việc ở đây.")
        )
        return redirect("congress:journey", found.slug)
    context = {"congress": found, "journey": going, "form": form}
    return render(request, "congress/journey_give_up.html", context)


def _congress(request: StaffRequest, slug: str) -> Congress:
    return queries.congress_kept_or_404(request.user, Right.CONGRESS_TRAVEL, slug)


def _on_its_way(congress: Congress) -> Journey:
    going = reads.open_journey(congress.scope)
    if going is None:
        raise Http404
    return going


def _ask(going: Journey, request: StaffRequest) -> None:
    ledger.request(
        tasks.make_parcel,
        subject=going,
        scope=going.scope,
        by=request.user,
        at=timezone.now(),
        queue="print",
    )


def _context(congress: Congress, form: JourneyForm) -> dict[str, Any]:
    going = reads.open_journey(congress.scope)
    # Before the files: what a job that is done has packed is there.
    job = ledger.latest(tasks.make_parcel, subject=going) if going else None
    parcels = list(reads.parcels_of(going)) if going else []
    newest = parcels[0] if parcels else None
    return {
        "congress": congress,
        "journey": going,
        "has_arrived": going is not None and reads.has_arrived(going),
        "parcel": newest,
        "older": parcels[1:],
        "acts_since": reads.acts_since(newest) if newest else 0,
        "job": job,
        "past": reads.past_journeys(congress.scope),
        "form": form,
    }
