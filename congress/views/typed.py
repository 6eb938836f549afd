"""Pages on which somebody types one thing, or confirms it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from congress.models import Congress
from core.web import StaffRequest

Words = str | Promise
Crumb = tuple[Words, str]


def typed(  # noqa: PLR0913 - each is one thing the page shows
    request: StaffRequest,
    form: Any,
    *,
    title: Words,
    button: Words,
    crumbs: Sequence[Crumb],
    congress: Congress | None = None,
    here: str = "",
    notes: Sequence[Words] = (),
    said: Sequence[tuple[Words, Words]] = (),
    versions: Any = None,
    is_grave: bool = False,
) -> HttpResponse:
    """Show one form, or only a question, on a page of its own.

    ``notes`` are sentences above it and ``said`` labels with texts that it is about.
    The last of the crumbs is where one goes back; what is grave cannot be undone.
    """
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": crumbs[-1][1],
        "crumbs": [{"label": label, "url": url} for label, url in crumbs]
        + [{"label": title, "url": ""}],
        "congress": congress,
        "here": here,
        "notes": notes,
        "said": said,
        "versions": versions,
        "is_grave": is_grave,
        "keeps_text": form is not None,
    }
    return render(request, "congress/typed.html", context)


def congress_crumbs(congress: Congress) -> list[Crumb]:
    """Return the way to a congress."""
    return [
        (_("Đại hội"), reverse("congress:list")),
        (str(congress), reverse("congress:detail", args=[congress.slug])),
    ]
