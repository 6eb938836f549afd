"""What a list on paper says of itself: of where it is, and what was asked for."""

from typing import Any

from django import forms, template
from django.utils import timezone
from django.utils.choices import flatten_choices

from core.models import Appointment, User

register = template.Library()


@register.simple_tag
def places_of(user: User) -> str:
    """Name where somebody's roles are; nothing where he has none or may everywhere."""
    given = Appointment.objects.filter(user=user).in_force(timezone.localdate())
    titles = given.order_by("scope__title").values_list("scope__title", flat=True)
    return "; ".join(titles.distinct())


@register.filter
def asked(form: forms.Form) -> list[str]:
    """Say in words what a form narrows a list by."""
    return [
        f"{field.label}: {_in_words(field)}"
        for field in form
        if field.value() and not field.errors
    ]


def _in_words(field: forms.BoundField) -> Any:
    words = dict(flatten_choices(getattr(field.field, "choices", ())))
    return words.get(field.value(), field.value())
