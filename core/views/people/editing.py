"""Entering a person, putting right what is written, moving him to another unit."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import register as rules
from core import services
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.forms.people import (
    ParticularsForm,
    RegisterForm,
    TransferForm,
    initial_of,
)
from core.models import Person
from core.queries import people as register
from core.views.people.one import person_or_404
from core.web import StaffRequest

SHOWN: Final = 10  # who may be the one typed
_COMPARED: Final = tuple(f for f in rules.PARTICULARS if f != "birth_precision")


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def person_register(request: StaffRequest) -> HttpResponse:
    form = RegisterForm(
        request.POST or None,
        user=request.user,
        initial={"unit": request.GET.get("to-chuc", "")},
    )
    found: list[Person] = []
    if request.method == "POST" and form.is_valid():
        found = _alike(request, form)
        is_sure = not found or form.cleaned_data["not_the_same"]
        if is_sure and (made := _registered(request, form)):
            messages.success(request, _("Đã ghi vào sổ."))
            return redirect("core:person", made.pk)
    context = {"form": form, "found": found}
    return render(request, "core/person_register.html", context)


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def person_change(request: StaffRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, Right.PERSON_KEEP, pk)
    form = ParticularsForm(
        request.POST or None, initial=initial_of(person), person=person
    )
    context: dict[str, Any] = {"person": person}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(
                person_id=person.pk,
                seen_version=form.cleaned_data["version"] or 0,
                values=form.values(),
                by=request.user,
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            person = person_or_404(request, Right.PERSON_KEEP, pk)
            context = {"person": person, "versions": _both_versions(form, person)}
            form = ParticularsForm(initial=_joined(form, person))
        except Refused as refusal:
            _explain(request, form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("core:person", person.pk)
    return render(request, "core/person_change.html", context | {"form": form})


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def person_transfer(request: StaffRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, Right.PERSON_KEEP, pk)
    if person.left_on is not None:
        return redirect("core:person", person.pk)
    form = TransferForm(
        request.POST or None, user=request.user, initial={"version": person.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.transfer_person(
                person_id=person.pk,
                seen_version=form.cleaned_data["version"] or 0,
                unit=form.cleaned_data["unit"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            person = person_or_404(request, Right.PERSON_KEEP, pk)
            anew = request.POST.copy()
            anew["version"] = str(person.version)
            form = TransferForm(anew, user=request.user)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã chuyển sinh hoạt đảng."))
            return redirect("core:person", person.pk)
    context = {"person": person, "form": form}
    return render(request, "core/person_transfer.html", context)


def _alike(request: StaffRequest, form: RegisterForm) -> list[Person]:
    """Return who, within reach, has the name and birth date that were typed."""
    values = form.values()
    within = register.people_within(request.user, Right.PERSON_READ)
    found = register.possible_doubles(
        within,
        full_name=values["full_name"],
        born_on=values["born_on"],
        precision=values["birth_precision"],
    )
    return list(found.select_related("unit").order_by("sort_key", "pk")[:SHOWN])


def _registered(request: StaffRequest, form: RegisterForm) -> Person | None:
    try:
        return services.register_person(
            full_name=form.cleaned_data["full_name"],
            unit=form.cleaned_data["unit"],
            particulars=form.values(),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        _explain(request, form, refusal)
        return None


def _explain(request: StaffRequest, form: ParticularsForm, refusal: Refused) -> None:
    """Put a refusal beside the field it is about, with a link to whom it is about."""
    if not isinstance(refusal, services.AlreadyRegistered):
        form.add_error(None, str(refusal))
        return
    other = Person.objects.filter(pk=refusal.person.pk)
    if policy.within_reach(other, request.user, Right.PERSON_READ).exists():
        form.add_error(refusal.field, _with_link(refusal))
    else:
        elsewhere = _("Người mang số này ở ngoài phạm vi của bạn: hãy hỏi cấp trên.")
        form.add_error(refusal.field, f"{refusal} {elsewhere}")


def _with_link(refusal: services.AlreadyRegistered) -> ValidationError:
    sentence: Any = format_html(
        '{} <a href="{}">{}</a> – {}.',
        str(refusal),
        reverse("core:person", args=[refusal.person.pk]),
        refusal.person.full_name,
        refusal.person.unit.name,
    )
    return ValidationError(sentence)


def _both_versions(form: ParticularsForm, now: Person) -> dict[str, Any]:
    """Return what differs between what was typed and what was stored meanwhile."""
    typed = Person(**services.particulars_of(now) | form.values())
    fields = register.changes_between(typed, now, _COMPARED)
    return {"fields": fields, "by": now.changed_by, "at": now.changed_at}


def _joined(form: ParticularsForm, now: Person) -> dict[str, Any]:
    """Return what this person changed, and for the rest what is stored now.

    Nothing typed is lost, and nothing of the other's work is undone unseen.
    """
    joined, typed = initial_of(now), form.values()
    seen = register.version_of(now, form.cleaned_data["version"] or 0)
    for field, value in typed.items():
        if seen is None or getattr(seen, field) != value:
            shown = "born" if field in {"born_on", "birth_precision"} else field
            joined[shown] = form.cleaned_data[shown]
    return joined
