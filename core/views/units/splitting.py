"""Splitting a unit: into what, then what goes where, then confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from core.forms.units.succession import ITSELF, new_unit
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
# Where the rows that are left open go at once: "con-lai-to-chuc-", the part's place.
THE_REST: Final = "con-lai-"
NOT_AGAIN: Final = {"vai-tro", "da-xem", "phien-ban", "xac-nhan", "dat"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit or a person, and to which part it goes, as far as it was said."""

    row: Any
    field: str
    chosen: str
    is_missed: bool = False


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_split(request: StaffRequest, code: str) -> HttpResponse:
    unit = unit_to_reshape(request, code=code)
    if "doi-so-phan" in request.POST:
        return render(request, "core/unit_split.html", _asked_anew(request, unit))
    context = _asked(request, unit)
    form, parts = context["form"], context["parts"]
    whole = request.method == "POST" and "sua" not in request.POST
    if whole and all([form.is_valid(), *(part.is_valid() for part in parts)]):
        if "xac-nhan" not in request.POST or _is_any_missed(request, context):
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
            done = _("Đã tách.") if form.keeps is None else _("Đã chia.")
            messages.success(request, done)
            return redirect("core:unit", unit.code)
    return render(request, "core/unit_split.html", context)


def _asked(request: StaffRequest, unit: Unit) -> dict[str, Any]:
    """Return the forms as they were posted, or empty ones."""
    count, posted = _count(request), request.POST or None
    return {
        "unit": unit,
        "kept": _shared_out(request),
        "form": SplitForm(count, posted, initial={"version": unit.version}),
        "parts": [
            PartForm(request.user, unit, posted, prefix=f"phan-{place}")
            for place in range(count)
        ],
        "count": count,
        "counts": range(FEWEST, MOST + 1),
    }


def _asked_anew(request: StaffRequest, unit: Unit) -> dict[str, Any]:
    """Return the forms for another number of parts, filled as they were so far."""
    count = _count(request)
    typed = _typed(request, SplitForm.KEPT)
    if typed.get("keeper") not in {ITSELF, *_places(request)}:
        typed["keeper"] = "0"
    form = SplitForm(count, initial=typed | {"version": unit.version})
    return {
        "unit": unit,
        "kept": _shared_out(request),
        "form": form,
        "parts": [
            PartForm(
                request.user,
                unit,
                prefix=f"phan-{place}",
                initial=_typed(request, PartForm.KEPT, f"phan-{place}-"),
            )
            for place in range(count)
        ],
        "count": count,
        "counts": range(FEWEST, MOST + 1),
    }


def _shared_out(request: StaffRequest) -> list[tuple[str, str]]:
    """Return what was sent where so far, for who goes a step back."""
    return [
        (field, request.POST[field])
        for field in request.POST
        if field.startswith((OF_UNIT, OF_PERSON))
    ]


def _typed(
    request: StaffRequest, fields: Sequence[str], prefix: str = ""
) -> dict[str, str]:
    """Read what stands in fields by now; nothing of it is judged yet."""
    posted = request.POST
    return {
        name: posted[f"{prefix}{name}"]
        for name in fields
        if f"{prefix}{name}" in posted
    }


def _count(request: StaffRequest) -> int:
    asked = request.POST.get("so-phan") or request.GET.get("so-phan", "")
    return min(MOST, max(FEWEST, int(asked[:4]))) if asked.isdecimal() else 2


def _share_out(request: StaffRequest, context: dict[str, Any]) -> HttpResponse:
    """Ask what goes where, and to confirm."""
    unit = context["unit"]
    people = _people(request, unit)
    must = context["form"].keeps is not None
    context |= {
        "typed": [
            pair
            for pair in typed_again(request, NOT_AGAIN)
            if not pair[0].startswith((OF_UNIT, OF_PERSON, THE_REST))
        ],
        "children": _placed(request, OF_UNIT, _children(unit), must=must),
        "people": _placed(request, OF_PERSON, people or [], must=must),
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
    people = Person.objects.filter(
        unit=unit, merged_into__isnull=True, left_on__isnull=True
    )
    found = list(people.order_by("sort_key", "pk")[: NAMED + 1])
    return found if len(found) <= NAMED else None


def _placed(request: StaffRequest, name: str, rows: Any, *, must: bool) -> list[Placed]:
    """Give each row the field that says where it goes, as it was filled.

    Those left open are missed where everything ``must`` go somewhere and it was said
    that all is done; or they go where the rest was sent.
    """
    posted = request.POST
    rest = posted.get(f"{THE_REST}{name}", "") if posted.get("dat") == name else ""
    placed, places = [], _places(request)
    for row in rows:
        field = f"{name}{row.pk}"
        chosen = posted.get(field, "")
        chosen = chosen if chosen in places else rest
        is_missed = must and not chosen and "xac-nhan" in posted
        placed.append(Placed(row, field, chosen, is_missed))
    return placed


def _places(request: StaffRequest) -> set[str]:
    return {str(place) for place in range(_count(request))}


def _is_any_missed(request: StaffRequest, context: dict[str, Any]) -> bool:
    """Whether something was left open though the unit ends; says so."""
    if context["form"].keeps is None:
        return False
    unit, posted = context["unit"], request.POST
    fields = [f"{OF_UNIT}{child.pk}" for child in _children(unit)]
    fields += [f"{OF_PERSON}{one.pk}" for one in _people(request, unit) or []]
    places = _places(request)
    missed = sum(posted.get(field) not in places for field in fields)
    if missed:
        messages.error(
            request,
            _(
                "Còn %(count)s dòng chưa chọn nơi chuyển về, nên chưa ghi gì. Hãy chọn "
                "ở các dòng được đánh dấu."
            )
            % {"count": missed},
        )
    return missed > 0


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
