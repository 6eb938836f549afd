"""Leaving the register, and coming back into it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import services
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.forms.people import BringBackForm, LeaveForm
from core.models import Person
from core.queries import people as register
from core.views.people.one import account_of, person_or_404
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def person_leave(request: StaffRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, Right.PERSON_KEEP, pk)
    if person.left_on is not None:
        return redirect("core:person", person.pk)
    form = LeaveForm(request.POST or None, initial={"version": person.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.let_person_leave(
                person_id=person.pk,
                seen_version=form.cleaned_data["version"] or 0,
                leaving=form.leaving(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            person = person_or_404(request, Right.PERSON_KEEP, pk)
            form = LeaveForm(_seen_anew(request, person))
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi rời sổ."))
            return redirect("core:person", person.pk)
    context = {
        "person": person,
        "form": form,
        "posts": register.posts_of(person).filter(ends_on__isnull=True),
        "account": account_of(person),
    }
    return render(request, "core/person_leave.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def person_bring_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, Right.PERSON_KEEP, pk)
    if person.left_on is None:
        return redirect("core:person", person.pk)
    form = BringBackForm(
        request.POST or None, user=request.user, initial=_where_he_was(person)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.bring_person_back(
                person_id=person.pk,
                seen_version=form.cleaned_data["version"] or 0,
                unit=form.cleaned_data["unit"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            person = person_or_404(request, Right.PERSON_KEEP, pk)
            form = BringBackForm(_seen_anew(request, person), user=request.user)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã đưa trở lại sổ."))
            return redirect("core:person", person.pk)
    context = {"person": person, "form": form}
    return render(request, "core/person_bring_back.html", context)


def _where_he_was(person: Person) -> dict[str, Any]:
    """Offer the unit he left, unless it is no more."""
    is_living = person.unit.dissolved_on is None
    return {"version": person.version, "unit": person.unit if is_living else ""}


def _seen_anew(request: StaffRequest, person: Person) -> Any:
    """Return what was typed, as of the row as it is now."""
    anew = request.POST.copy()
    anew["version"] = str(person.version)
    return anew
