"""The second bar of the organisation: units, people, lists brought in."""

from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import policy
from core.access.rights import Right
from core.models.unit import ENDED

register = template.Library()

# What it is called, where it leads, who may, and which pages belong to it.
ITEMS: Final[tuple[tuple[Promise, str, Right, str], ...]] = (
    (gettext_lazy("Hệ thống tổ chức"), "core:units", Right.UNIT_READ, "core:unit"),
    (gettext_lazy("Sổ người"), "core:people", Right.PERSON_READ, "core:p"),
    (gettext_lazy("Nhập danh sách"), "core:imports", Right.LIST_KEEP, "core:import"),
)


@register.filter
def ended(act: str | None) -> str:
    """Say that a unit is no more, by the act that ended it."""
    return str(ENDED.get(act or "", _("đã kết thúc hoạt động")))


@register.inclusion_tag("components/subbar.html", takes_context=True)
def organisation_bar(context: dict[str, Any]) -> dict[str, Any]:
    """Show the pages about the organisation that the person may open."""
    request = context["request"]
    here = request.resolver_match.view_name
    return {
        "label": _("Tổ chức và sổ người"),
        "items": [
            {"label": label, "url": reverse(name), "current": here.startswith(pages)}
            for label, name, right, pages in ITEMS
            if policy.holds(request.user, right)
        ],
    }
