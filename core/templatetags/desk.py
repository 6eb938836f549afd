"""The bar beside Việc của tôi: what every app offers there."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from core import registry
from core.access import policy

register = template.Library()


@register.inclusion_tag("components/subbar.html", takes_context=True)
def desk_bar(context: dict[str, Any]) -> dict[str, Any]:
    """Show one's own work and the lists of work that the person may open."""
    request = context["request"]
    here = request.resolver_match.view_name
    start = {
        "label": _("Việc của tôi"),
        "url": reverse("core:start"),
        "current": here == "core:start",
    }
    return {
        "label": _("Công việc"),
        "items": [
            start,
            *(
                {
                    "label": each.label,
                    "url": reverse(each.url_name),
                    "current": here.startswith(each.pages),
                }
                for each in registry.desk()
                if _finds_something(request.user, each)
            ),
        ],
    }


def _finds_something(user: Any, entry: registry.Section) -> bool:
    holds = policy.holds_beyond_bodies if entry.of_units else policy.holds
    return holds(user, entry.right)
