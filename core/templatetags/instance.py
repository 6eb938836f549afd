"""The mark of a portal that is not in earnest, for pages and walls."""

from django import template

from core import instance

register = template.Library()


@register.simple_tag
def instance_name() -> str:
    """Return what a portal that is not in earnest is called, for its colours."""
    return instance.marked_name()


@register.simple_tag
def instance_mark() -> str:
    """Return what every screen says; nothing in earnest.

    A tag and not a context processor: pages of a failure are drawn without a request.
    """
    mark = instance.mark()
    return str(mark.banner) if mark else ""
