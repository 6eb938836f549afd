"""Founding a unit, and putting right what was written wrong of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import services
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.forms.units import CorrectForm, FoundForm
from core.models import Unit
from core.queries import units as reads
from core.views.units.one import unit_to_keep
from core.web import StaffRequest

FIELDS = ("name", "code", "founded_on", "congress_number")


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_found(request: StaffRequest, code: str) -> HttpResponse:
    parent = unit_to_keep(request, code=code)
    form = FoundForm(parent, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.found_unit(
                name=form.cleaned_data["name"],
                code=form.cleaned_data["code"],
                kind=form.cleaned_data["kind"],
                parent=parent,
                founded_on=form.cleaned_data["founded_on"],
                congress_number=form.cleaned_data["congress_number"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lập %(unit)s.") % {"unit": made})
            return redirect("core:unit", made.code)
    context = {"unit": parent, "form": form}
    return render(request, "core/unit_found.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_correct(request: StaffRequest, code: str) -> HttpResponse:
    unit = unit_to_keep(request, code=code)
    form = CorrectForm(request.POST or None, initial=_initial(unit))
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        values = {field: form.cleaned_data[field] for field in FIELDS}
        try:
            saved = services.correct_unit(
                unit_id=unit.pk,
                seen_version=form.cleaned_data["version"],
                values=services.Particulars(**values),
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            unit = unit_to_keep(request, pk=unit.pk)
            seen = reads.unit_as_of(unit, form.cleaned_data["version"])
            context["versions"] = {
                "fields": reads.differences(unit, typed=values),
                "by": unit.changed_by,
                "at": unit.changed_at,
            }
            form = CorrectForm(initial=_joined(values, seen, unit))
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("core:unit", saved.code)
    # Somebody may have given the unit another code meanwhile.
    form.helper.form_action = reverse("core:unit-correct", args=[unit.code])
    context |= {"unit": unit, "form": form}
    return render(request, "core/unit_correct.html", context)


def explain(form: Any, refusal: Refused) -> None:
    """Show a refusal on the form, beside the field it is about where there is one."""
    field = "code" if isinstance(refusal, services.CodeTaken) else None
    form.add_error(field if field in form.fields else None, str(refusal))


def _initial(unit: Unit) -> dict[str, Any]:
    return {"version": unit.version} | {field: getattr(unit, field) for field in FIELDS}


def _joined(values: dict[str, Any], seen: Any, unit: Unit) -> dict[str, Any]:
    """Take what this person changed, and the rest as it is stored now."""
    changed = {
        field: value
        for field, value in values.items()
        if seen is None or value != getattr(seen, field)
    }
    return _initial(unit) | changed
