"""What a field for a unit offers while somebody types."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import queries
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest

# For what a unit may be chosen.
CHOSEN_FOR: Final = {
    right.value: right
    for right in (
        Right.UNIT_READ,
        Right.UNIT_KEEP,
        Right.PERSON_READ,
        Right.PERSON_KEEP,
        Right.ACCOUNT_KEEP,
        Right.CONGRESS_KEEP,
    )
}


@require_safe
@policy.requires(Right.UNIT_READ)
def unit_choices(request: StaffRequest) -> HttpResponse:
    right = CHOSEN_FOR.get(request.GET.get("quyen", ""), Right.UNIT_READ)
    typed = request.GET.get(request.GET.get("o", ""), "")
    units = queries.units_within(request.user, right)
    choices = [queries.written(unit) for unit in queries.unit_choices(units, typed)]
    return render(request, "core/unit_choices.html", {"choices": choices})
