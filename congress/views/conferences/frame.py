"""What the pages of conferences share: the way to them, how one stands."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.models import Conference
from congress.views.typed import Crumb

STATES: Final = {
    "sap-toi": gettext_lazy("sắp tới"),
    "dang": gettext_lazy("đã đến giờ, chưa kết thúc"),
    "xong": gettext_lazy("đã kết thúc"),
    "huy": gettext_lazy("đã hủy"),
}
_TONES: Final = {"sap-toi": "live", "dang": "warn", "xong": "ok", "huy": "none"}


def state_of(row: Conference) -> str:
    """Return how a conference stands, as addresses say it."""
    if row.cancelled_at is not None:
        return "huy"
    if row.ended_at is not None:
        return "xong"
    return "sap-toi" if row.starts_at > timezone.now() else "dang"


def standing(row: Conference) -> dict[str, Any]:
    """Return how a conference stands, in a word with its colour."""
    state = state_of(row)
    return {"word": STATES[state], "tone": _TONES[state]}


def crumbs() -> list[Crumb]:
    """Return the way to the list."""
    return [(_("Hội nghị, điểm cầu"), reverse("congress:conferences"))]


def crumb(held: Conference) -> Crumb:
    """Return the way to one conference."""
    return held.title, reverse("congress:conference", args=[held.pk])
