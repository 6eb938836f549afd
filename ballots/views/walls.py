"""What the hall may be shown of a poll; the head chooses how its result is told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ballots import services
from ballots.forms import WayForm
from ballots.queries.frames import decks_of
from ballots.views.poll import page, poll_here
from congress.models import Deck, DeckKind, DeckWay
from core.access import policy
from core.access.rights import Right
from core.web import StaffRequest


@require_http_methods(["GET", "POST"])
@policy.requires(Right.TALLY_CONFIRM)
def poll_wall(
    request: StaffRequest, congress: str, election: int, number: int
) -> HttpResponse:
    poll = poll_here(request, Right.TALLY_CONFIRM, congress, election, number)
    decks = decks_of(poll)
    form = WayForm(request.POST or None, initial={"way": _way_of(decks)})
    if request.method == "POST" and form.is_valid():
        services.write_frames(
            str(poll.pk),
            way=DeckWay(form.cleaned_data["way"]),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã lập trang chiếu."))
        return redirect("ballots:poll-wall", congress, election, number)
    context = page(request, poll, tab="wall") | {"decks": decks, "form": form}
    return render(request, "ballots/poll_wall.html", context)


def _way_of(decks: list[Deck]) -> str:
    """Return how the result is told now."""
    ways = [deck.way for deck in decks if deck.kind == DeckKind.RESULT]
    return ways[0] if ways else DeckWay.ALL.value
