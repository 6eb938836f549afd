"""What the pages of difficulties share: the way to them, who stands on which side."""

from django.urls import reverse
from django.utils.translation import gettext as _

from congress.models import Difficulty
from congress.queries import above
from congress.rules.difficulties import Side
from congress.views.typed import Crumb
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest


def sides_of(request: StaffRequest, row: Difficulty) -> list[Side]:
    """Return on which side of a difficulty the person acts.

    Whoever answers does not also say, for the unit beneath, that it is solved.
    """
    user = request.user
    if above.answers_for(user, row.holder):
        return [Side.HOLDER]
    if policy.allows(user, Right.CONGRESS_KEEP, row.unit.scope):
        return [Side.RAISER]
    return []


def crumbs() -> list[Crumb]:
    """Return the way to the list."""
    return [(_("Vướng mắc"), reverse("congress:difficulties"))]


def crumb(row: Difficulty) -> Crumb:
    """Return the way to one difficulty."""
    return row.title, reverse("congress:difficulty", args=[row.pk])
