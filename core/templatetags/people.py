"""What is written of a person, as a screen shows it."""

from django import template

from core.models import Person
from core.queries.people import written_field

register = template.Library()


@register.filter
def written(person: Person, field: str) -> str:
    """Write a field: a date as far as it is known, a choice in words."""
    return written_field(person, field)
