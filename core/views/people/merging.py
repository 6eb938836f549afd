"""Two rows of one person: find the other, choose what stays, look again, merge."""

from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import services
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.forms.people import GONE, MergeForm
from core.models import Person, User
from core.queries import people as register
from core.queries.people import written_field
from core.views.people.one import person_or_404
from core.web import StaffRequest

FOUND: Final = 20


@require_safe
@policy.requires(Right.PERSON_KEEP)
def person_merge_with(request: StaffRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, Right.PERSON_KEEP, pk)
    within = register.people_within(request.user, Right.PERSON_KEEP)
    wanted = request.GET.get("tim", "").strip()
    found = _found(within, wanted).exclude(pk=person.pk) if wanted else within.none()
    rows = list(found.select_related("unit")[: FOUND + 1])
    return render(
        request,
        "core/person_merge_with.html",
        {
            "person": person,
            "wanted": wanted,
            "found": rows[:FOUND],
            "more": len(rows) > FOUND,
            "doubles": register.doubles_of(within, person),
        },
    )


@require_http_methods(["GET", "POST"])
@policy.requires(Right.PERSON_KEEP)
def person_merge(request: StaffRequest, pk: UUID, other: UUID) -> HttpResponse:
    kept, gone = _both(request, pk, other)
    form = MergeForm(request.POST or None, kept=kept, gone=gone)
    if form.is_bound and form.is_valid() and "back" not in request.POST:
        return render(
            request, "core/person_merge_confirm.html", _what_becomes(form, kept, gone)
        )
    return _choosing(request, form, kept, gone)


@require_POST
@policy.requires(Right.PERSON_KEEP)
def person_merge_confirm(request: StaffRequest, pk: UUID, other: UUID) -> HttpResponse:
    kept, gone = _both(request, pk, other)
    form = MergeForm(request.POST, kept=kept, gone=gone)
    if not form.is_valid():
        return _choosing(request, form, kept, gone)
    try:
        services.merge_people(
            kept_id=kept.pk,
            gone_id=gone.pk,
            seen_versions=(
                form.cleaned_data["seen_kept"],
                form.cleaned_data["seen_gone"],
            ),
            taken=form.taken(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        anew = request.POST.copy()
        anew |= {"seen_kept": str(kept.version), "seen_gone": str(gone.version)}
        form = MergeForm(anew, kept=kept, gone=gone)
        form.add_error(None, str(refusal))
        return _choosing(request, form, kept, gone)
    messages.success(request, _("Đã gộp hai dòng."))
    return redirect("core:person", kept.pk)


def _both(request: StaffRequest, pk: UUID, other: UUID) -> tuple[Person, Person]:
    if pk == other:
        raise Http404
    return (
        person_or_404(request, Right.PERSON_KEEP, pk),
        person_or_404(request, Right.PERSON_KEEP, other),
    )


def _found(within: QuerySet[Person], wanted: str) -> QuerySet[Person]:
    numbered = register.bears_number(within, wanted)
    if numbered is not None:
        return numbered.order_by("sort_key", "pk")
    found: Any = register.named(within, wanted)
    return cast("QuerySet[Person]", found.order_by("by_name", "pk"))


def _choosing(
    request: StaffRequest, form: MergeForm, kept: Person, gone: Person
) -> HttpResponse:
    context = {"person": kept, "gone": gone, "form": form}
    return render(request, "core/person_merge.html", context)


def _what_becomes(form: MergeForm, kept: Person, gone: Person) -> dict[str, object]:
    """Say in words what the merger does."""
    taken = form.taken()
    rows = [
        {
            "label": form[field].label,
            "value": written_field(gone if field in taken else kept, field),
            "changes": field in taken,
        }
        for field in form.differing
    ]
    return {
        "person": kept,
        "gone": gone,
        "form": form,
        "rows": rows,
        "posts": gone.posts.count(),
        "account": User.objects.filter(person=gone).first(),
        "doubles": gone.doubles.count(),
        "taken_word": GONE,
    }
