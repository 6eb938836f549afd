"""The way to works and tasks that welcome a congress."""

from django.urls import reverse
from django.utils.translation import gettext as _

from congress.models import Task
from congress.views.typed import Crumb


def way(task: Task | None = None) -> list[Crumb]:
    """Return the way to the list, or on to one of them."""
    found: list[Crumb] = [(_("Công trình chào mừng"), reverse("congress:celebrations"))]
    if task is not None:
        found.append((task.title, reverse("congress:celebration", args=[task.pk])))
    return found
