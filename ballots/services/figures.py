"""What confirmed polls come to as figures of Tổng hợp: written with the fact."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from ballots.models import Confirmation, Poll
from congress.models import Elected, ElectedList, VotingBody
from core.access.rights import Right
from core.models import Scope
from core.registry import FigureKind
from core.services import figures

ELECTED: Final = "ballots.elected"
RETURNED: Final = "ballots.returned"
VALID: Final = "ballots.valid"
KINDS: Final = {
    ELECTED: FigureKind(_("Đã bầu được / cần bầu"), Right.ELECTION_READ),
    RETURNED: FigureKind(_("Phiếu thu về / phát ra"), Right.ELECTION_READ),
    VALID: FigureKind(_("Phiếu hợp lệ / thu về"), Right.ELECTION_READ),
}


def write_figures(body: VotingBody, *, at: datetime) -> None:
    """Write them for a body, from the results that stand; rehearsals have none."""
    lists = ElectedList.objects.filter(body=body, revoked_at=None)
    standing = Confirmation.objects.filter(
        poll__in=lists.values("poll"), revision=F("poll__revision")
    )
    found = standing.aggregate(
        issued=Sum("poll__issued"),
        returned=Sum("tally__returned"),
        valid=Sum("tally__valid"),
    )
    if found["returned"] is None:
        figures.drop_figures(body.scope, *KINDS)
        return
    elected = Elected.objects.filter(elected_list__in=lists, is_alternate=False)
    # A further round fills what the first left open: its seats are no others.
    first = Poll.objects.filter(pk__in=standing.values("poll"), after__isnull=True)
    seats = first.aggregate(seats=Sum("seats"))["seats"]
    returned, valid = found["returned"], found["valid"]
    figures.put_many(
        [
            figures.Count(body.scope, ELECTED, elected.count(), seats),
            figures.Count(body.scope, RETURNED, returned, found["issued"]),
            figures.Count(body.scope, VALID, valid, returned),
        ],
        at=at,
    )


def write_figures_beneath(scope: Scope, at: datetime) -> None:
    """Write them for what arrived or came back by a journey."""
    bodies = VotingBody.objects.filter(scope__path__descendants_of=scope.path)
    for body in bodies.filter(elected_lists__isnull=False).distinct():
        with transaction.atomic():
            write_figures(body, at=at)
