"""The second bar: what every app offers inside a congress."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from congress.models import Congress
from core import registry
from core.access import policy
from core.access.rights import Right
from core.queries import journeys

register = template.Library()


@register.inclusion_tag("components/subbar.html", takes_context=True)
def congress_bar(context: dict[str, Any], congress: Congress) -> dict[str, Any]:
    """Show the sections whose right the person holds somewhere."""
    request = context["request"]
    return {
        "label": _("Trong đại hội"),
        "items": [
            {
                "label": section.label,
                "url": reverse(section.url_name, args=[congress.slug]),
                "current": _is_current(section, request.resolver_match.view_name),
            }
            for section in registry.sections()
            if policy.allows(request.user, section.right, congress.scope)
            or (not section.here_only and policy.holds(request.user, section.right))
        ],
    }


@register.simple_tag(takes_context=True)
def congress_section(context: dict[str, Any], congress: Congress) -> str:
    """Name the section that is open, for the title of the page."""
    here = congress_bar(context, congress)["items"]
    found = next((str(each["label"]) for each in here if each["current"]), "")
    return f"{found} – " if found else ""


@register.inclusion_tag("congress/overview_bar.html", takes_context=True)
def overview_bar(context: dict[str, Any], here: str) -> dict[str, Any]:
    """Show the ways to look at all congresses, to whoever reads plans somewhere."""
    user = context["request"].user
    return {
        "here": here,
        "may_read": policy.holds(user, Right.PLAN_READ),
    }


@register.inclusion_tag("congress/away.html", takes_context=True)
def away(context: dict[str, Any], congress: Congress) -> dict[str, Any]:
    """Say that the congress is on another machine, or that it came from one."""
    journey = journeys.open_journey(congress.scope)
    return {
        "congress": congress,
        "journey": journey,
        "is_out": journey is not None and not journeys.has_arrived(journey),
        "may_travel": policy.allows(
            context["request"].user, Right.CONGRESS_TRAVEL, congress.scope
        ),
    }


def _is_current(section: registry.Section, view_name: str) -> bool:
    """Whether the page open now belongs to the section: same page, or same app."""
    if section.pages:
        return view_name.startswith(section.pages)
    if section.url_name.endswith(":detail"):
        return view_name == section.url_name
    return view_name.split(":", maxsplit=1)[0] == section.url_name.split(":")[0]
