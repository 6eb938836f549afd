"""What the pages of a body share: the way to them, and who does what there."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congress.models import WorkingBody
from congress.queries import working as queries
from congress.views.typed import Crumb
from core.web import StaffRequest


def crumbs(body: WorkingBody | None = None, *more: Crumb) -> list[Crumb]:
    """Return the way to a page of a body, or to the list of them."""
    found: list[Crumb] = [(_("Tiểu ban, tổ công tác"), list_url())]
    if body is not None:
        found.append((body.name, body_url(body)))
    return [*found, *more]


def list_url() -> str:
    """Return where all bodies are listed."""
    return reverse("congress:working-bodies")


def body_url(body: WorkingBody, tab: str = "working-body", *more: object) -> str:
    """Return where a body is, or one of its pages."""
    return reverse(f"congress:{tab}", args=[body.pk, *more])


def frame(request: StaffRequest, body: WorkingBody) -> dict[str, Any]:
    """Return what every page of a body takes."""
    lives = body.ended_on is None
    return {
        "body": body,
        "may_work": lives and queries.works(request.user, body),
        "may_keep": lives and queries.keeps(request.user, body),
    }
