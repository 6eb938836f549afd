"""Who has tried which step of a practice."""

from ballots.models import Poll, PracticeTick
from ballots.queries.reach import polls
from ballots.rules.stages import Stage
from congress.models import Congress
from core.models import User


def ticks_of(congress: Congress) -> dict[str, list[User]]:
    """Return by step who has tried it, in the order of doing so."""
    found: dict[str, list[User]] = {}
    rows = PracticeTick.objects.filter(congress=congress).select_related("by")
    for tick in rows.order_by("at", "pk"):
        found.setdefault(tick.step, []).append(tick.by)
    return found


def poll_to_try(user: User, congress: Congress) -> Poll | None:
    """Return the poll that steps lead to: the first whose papers are not handed over.

    Where all are, it is the last; polls that came in a file have nothing to try.
    """
    mine = polls(user).filter(
        election__body__congress=congress, upload__isnull=True, withdrawal__isnull=True
    )
    found = list(mine.order_by("election__number", "number"))
    open_ones = (each for each in found if each.stage != Stage.PUT_AWAY)
    return next(open_ones, found[-1] if found else None)
