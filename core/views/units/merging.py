"""Merging units: choose, see what follows, confirm."""

from collections.abc import Sequence
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
from core.errors import ChangedMeanwhile, Refused
from core.forms.units import MergeForm
from core.forms.units.succession import EXISTING, NEW, new_unit
from core.models import Unit
from core.queries import units as reads
from core.views.units.founding import explain
from core.views.units.one import unit_to_reshape
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.UNIT_KEEP)
def unit_merge(request: StaffRequest, code: str) -> HttpResponse:
    unit = unit_to_reshape(request, code=code)
    form = MergeForm(
        request.user,
        unit,
        request.POST or None,
        initial={"version": unit.version},
        beside=reads.siblings(unit),
        reshaped=reads.units_to_reshape(request.user),
    )
    context: dict[str, Any] = {"unit": unit, "form": form}
    if request.method == "POST" and "sua" not in request.POST and form.is_valid():
        gone = [unit, *form.merged]
        if "xac-nhan" not in request.POST:
            return _preview(request, context, gone)
        try:
            passed = _merged(request, form, gone)
        except ChangedMeanwhile as refusal:
            messages.error(request, str(refusal))
            gone = list(with_all(gone))
            return _preview(request, context, gone)
        except Refused as refusal:
            explain(form, refusal)
        else:
            tell(request, passed)
            joined = form.cleaned_data["into"] == NEW
            said = (
                _("Đã hợp nhất %(count)s tổ chức.")
                if joined
                else _("Đã sáp nhập %(count)s tổ chức.")
            )
            messages.success(request, said % {"count": len(gone)})
            return redirect("core:unit", passed.successors[0].code)
    return render(request, "core/unit_merge.html", context)


def _preview(
    request: StaffRequest, context: dict[str, Any], gone: Sequence[Unit]
) -> HttpResponse:
    """Show what follows, ask which roles go on, and ask to confirm."""
    children = reads.living_children_of(gone)
    context |= {
        "typed": typed_again(request, {"vai-tro", "da-xem", "phien-ban", "xac-nhan"}),
        "rows": [
            {
                "unit": each,
                "children": children.get(each.pk, 0),
                "people": reads.inhabitants(each).own,
                "roles": reads.roles_at(each),
            }
            for each in gone
        ],
        "kept_roles": request.POST.getlist("vai-tro"),
    }
    return render(request, "core/unit_merge_confirm.html", context)


def _merged(
    request: StaffRequest, form: MergeForm, gone: Sequence[Unit]
) -> services.Passed:
    typed = form.cleaned_data
    seen = seen_versions(request)
    return services.merge_units(
        predecessors={each.pk: seen.get(str(each.pk), 0) for each in gone},
        into=typed["heir"].pk if typed["into"] == EXISTING else new_unit(typed),
        decision=services.Decision(on=typed["on"], paper=typed["paper"]),
        carried=numbers(request, "vai-tro"),
        seen_roles=numbers(request, "da-xem"),
        by=request.user,
        at=timezone.now(),
    )


def with_all(units: Sequence[Unit]) -> list[Unit]:
    """Read units again, in their order, as they are now."""
    rows = Unit.objects.select_related("scope", "kind__level", "parent")
    found = rows.in_bulk([each.pk for each in units])
    return [found[each.pk] for each in units]


def typed_again(request: StaffRequest, without: set[str]) -> list[tuple[str, str]]:
    """Return what was posted, to be posted again by the next page."""
    left_out = without | {"csrfmiddlewaretoken"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in left_out
        for value in values
    ]


def seen_versions(request: StaffRequest) -> dict[str, int]:
    """Read which version of which unit the person had before him: "key:version"."""
    pairs = (each.split(":") for each in request.POST.getlist("phien-ban"))
    return {
        pair[0]: int(pair[1])
        for pair in pairs
        if len(pair) == 2 and pair[1].isdecimal() and len(pair[1]) < 10
    }


def numbers(request: StaffRequest, name: str) -> set[int]:
    """Read the numbers posted under a name; what is none is left out."""
    posted = request.POST.getlist(name)
    return {int(each) for each in posted if each.isdecimal() and len(each) < 19}


def keys(values: Sequence[str]) -> frozenset[UUID]:
    """Read keys of rows; what is none is left out."""
    found = set()
    for each in values:
        try:
            found.add(UUID(each))
        except ValueError:
            continue
    return frozenset(found)


def tell(request: StaffRequest, passed: services.Passed) -> None:
    """Say what went along, and which roles could not be carried on."""
    messages.info(
        request,
        _(
            "Chuyển theo: %(children)s tổ chức trực thuộc, %(people)s người. Vai trò: "
            "%(carried)s tiếp tục, %(ended)s kết thúc."
        )
        % {
            "children": passed.children,
            "people": passed.people,
            "carried": len(passed.carried),
            "ended": passed.revoked + len(passed.skipped),
        },
    )
    for each in passed.skipped:
        messages.warning(
            request,
            _("Chưa chuyển được vai trò %(role)s của %(user)s: %(why)s")
            % {"role": each.role.label, "user": each.user, "why": each.why},
        )
