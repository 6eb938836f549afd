"""Splitting a unit: into what, then what goes where, then confirm."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import services
from core.access import policy
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.forms.units import PartForm, SplitForm
from core.forms.units.succession import new_unit
from core.models import Person, Unit
from core.queries import units as reads
from core.views.units.founding import explain
from core.views.units.merging import (
    keys,
    numbers,
    seen_versions,
    tell,
    typed_again,
    with_all,
)
from core.views.units.one import unit_to_reshape
from core.web import StaffRequest

FEWEST: Final = 1  # one part leaves and the unit goes on
MOST: Final = 8
NAMED: Final = 300  # people of one unit that are shared out by name
# Where a row goes is posted as "to-chuc-<key>" and "nguoi-<key>", the part's place.
OF_UNIT: Final = "to-chuc-"
OF_PERSON: Final = "nguoi-"


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_split(request: StaffRequest, code: str) -> HttpResponse:
    unit = unit_to_reshape(request, code=code)
    count = _count(request)
    form = SplitForm(count, request.POST or None, initial={"version": unit.version})
    parts = [
        PartForm(request.user, unit, request.POST or None, prefix=f"phan-{place}")
        for place in range(count)
    ]
    context: dict[str, Any] = {
        "unit": unit,
        "form": form,
        "parts": parts,
        "count": count,
        "counts": range(FEWEST, MOST + 1),
    }
    whole = request.method == "POST" and "sua" not in request.POST
    if whole and all([form.is_valid(), *(part.is_valid() for part in parts)]):
        if "xac-nhan" not in request.POST:
            return _share_out(request, context)
        try:
            passed = _split(request, unit, form, parts)
        except ChangedMeanwhile as refusal:
            messages.error(request, str(refusal))
            return _share_out(request, context | {"unit": with_all([unit])[0]})
        except Refused as refusal:
            explain(form, refusal)
        else:
            tell(request, passed)
            messages.success(request, _("Đã chia tách."))
            return redirect("core:unit", unit.code)
    return render(request, "core/unit_split.html", context)


def _count(request: StaffRequest) -> int:
    asked = request.POST.get("so-phan") or request.GET.get("so-phan", "")
    return min(MOST, max(FEWEST, int(asked))) if asked.isdecimal() else 2


def _share_out(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    """Ask what goes where, and to confirm."""
    unit = context["unit"]
    people = _people(request, unit)
    context |= {
        "typed": [
            pair
            for pair in typed_again(
                request, {"vai-tro", "da-xem", "phien-ban", "xac-nhan"}
            )
            if not pair[0].startswith((OF_UNIT, OF_PERSON))
        ],
        "children": _placed(request, OF_UNIT, _children(unit)),
        "people": _placed(request, OF_PERSON, people or []),
        "people_count": reads.inhabitants(unit).own,
        "given_roles": reads.roles_at(unit),
        "kept_roles": request.POST.getlist("vai-tro"),
        "titles": [part.title for part in context["parts"]],
        "keeper": context["form"].keeps,
    }
    return render(request, "core/unit_split_confirm.html", context)


def _children(unit: Unit) -> QuerySet[Unit]:
    living = Unit.objects.filter(parent=unit, dissolved_on__isnull=True)
    return reads.in_order_of_name(living)


def _people(request: StaffRequest, unit: Unit) -> list[Person] | None:
    """Return the people to be shared out by name, to whoever may see their names."""
    if not policy.allows(request.user, Right.PERSON_READ, unit.scope):
        return None
    people = Person.objects.filter(unit=unit, merged_into__isnull=True)
    found = list(people.order_by("sort_key", "pk")[: NAMED + 1])
    return found if len(found) <= NAMED else None


def _placed(request: StaffRequest, name: str, rows: Any) -> list[tuple[Any, str, str]]:
    """Give each row the field that says where it goes, as it was filled."""
    return [
        (row, f"{name}{row.pk}", request.POST.get(f"{name}{row.pk}", ""))
        for row in rows
    ]


def _split(
    request: StaffRequest, unit: Unit, form: SplitForm, forms: Sequence[PartForm]
) -> services.Passed:
    typed = form.cleaned_data
    by_name = policy.allows(request.user, Right.PERSON_READ, unit.scope)
    return services.split_unit(
        unit_id=unit.pk,
        seen_version=seen_versions(request).get(str(unit.pk), 0),
        parts=[
            _part(request, place, part, by_name=by_name)
            for place, part in enumerate(forms)
        ],
        keeper=form.keeps,
        decision=services.Decision(on=typed["on"], paper=typed["paper"]),
        carried=numbers(request, "vai-tro"),
        seen_roles=numbers(request, "da-xem"),
        by=request.user,
        at=timezone.now(),
    )


def _part(
    request: StaffRequest, place: int, form: PartForm, *, by_name: bool
) -> services.Part:
    heir = form.cleaned_data["heir"]
    return services.Part(
        into=heir.pk if heir else new_unit(form.cleaned_data),
        children=_going_to(request, OF_UNIT, place),
        people=_going_to(request, OF_PERSON, place) if by_name else frozenset(),
    )


def _going_to(request: StaffRequest, name: str, place: int) -> Any:
    return keys(
        [
            field.removeprefix(name)
            for field, value in request.POST.items()
            if field.startswith(name) and value == str(place)
        ]
    )
