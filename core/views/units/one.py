"""One unit: what it is, what lies beneath it, what became of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import organisation
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, as_file, listing, wants_file
from core.models import Unit
from core.queries import units as reads
from core.views.units import lists
from core.web import StaffRequest

DEFAULT = "ten"
# What of a unit's list says nothing among the children of one.
_SAME = {"thuoc", "ma-thuoc"}
# The children of one are few enough to be ordered by anything.
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "loai": ("kind__level__rank", "kind__name", "code"),
    "lan-thu": ("congress_number", "code"),
    "thanh-lap": ("founded_on", "code"),
}


@require_safe
@policy.requires(Right.UNIT_READ)
def unit(request: StaffRequest, code: str) -> HttpResponse:
    units = reads.with_end(Unit.objects.all())
    found = _found(request, units, Right.UNIT_READ, code=code)
    state = lists.state_asked(request)
    children = lists.narrowed(request, Unit.objects.filter(parent=found), state)
    if wants_file(request):
        return as_file(
            request,
            reads.with_children_counted(children),
            _columns(),
            default=DEFAULT,
            title=found.name,
            file_name=f"truc-thuoc-{found.pk}.xlsx",
        )
    shown = listing(
        request,
        children,
        _columns(),
        default=DEFAULT,
        filters=[
            Filter("tinh-trang", _("Tình trạng"), list(lists.STATES.items()), state)
        ],
    )
    context = _about(request, found) | {
        "listing": lists.as_asked(request, shown),
        "rows": lists.with_children(shown),
    }
    return render(request, "core/unit_detail.html", context)


def _columns() -> list[Column[Unit]]:
    return [
        replace(column, order=_ORDERS.get(column.key, column.order))
        for column in lists.columns()
        if column.key not in _SAME
    ]


def _about(request: StaffRequest, found: Unit) -> dict[str, Any]:
    """Gather what stands beside the children."""
    user = request.user
    may_keep = policy.allows(user, Right.UNIT_KEEP, found.scope)
    is_living = found.dissolved_on is None
    people = reads.inhabitants(found)
    return {
        "unit": found,
        "ancestors": reads.ancestors_within(found, user, Right.UNIT_READ),
        "parent_opens": found.parent is not None
        and policy.allows(user, Right.UNIT_READ, found.parent.scope),
        "people": people,
        "is_small": is_living and _is_small(found, people),
        "may_see_people": policy.allows(user, Right.PERSON_READ, found.scope),
        "history": reads.unit_history(found, user),
        "may_keep": may_keep,
        "may_found": may_keep and is_living,
        "may_reshape": may_keep and is_living and _may_reshape(request, found),
        "given_roles": reads.roles_at(found) if may_keep else None,
    }


def _is_small(found: Unit, people: reads.Inhabitants) -> bool:
    """Whether a cell has people in the register and too few official members."""
    fewest = organisation.FEWEST_OFFICIAL
    is_cell = found.kind_id in organisation.CELLS
    return is_cell and people.own > 0 and people.official < fewest


def _may_reshape(request: StaffRequest, found: Unit) -> bool:
    above = found.parent.scope if found.parent else reads.ABOVE_ALL
    return policy.allows(request.user, Right.UNIT_KEEP, above)


def unit_to_keep(request: StaffRequest, **lookup: Any) -> Unit:
    """Return a unit that the person keeps, or nothing of it exists."""
    units = reads.units_within(request.user, Right.UNIT_KEEP)
    return _found(request, units, Right.UNIT_KEEP, **lookup)


def unit_to_reshape(request: StaffRequest, **lookup: Any) -> Unit:
    """Return a unit whose place in the tree the person decides on."""
    units = reads.units_to_reshape(request.user)
    return _found(request, units, Right.UNIT_KEEP, **lookup)


def _found(
    request: StaffRequest, units: QuerySet[Unit], right: Right, **lookup: Any
) -> Unit:
    """Find a unit; a code it had before, in an old link or an open form, does too."""
    rows = units.select_related(
        "scope", "kind__level", "parent__kind__level", "parent__scope", "changed_by"
    )
    try:
        return policy.get_or_404(rows, request.user, right, **lookup)
    except Http404:
        key = reads.key_of_former_code(lookup.get("code", ""))
        if key is None:
            raise
    return policy.get_or_404(rows, request.user, right, pk=key)
