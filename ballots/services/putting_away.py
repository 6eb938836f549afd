"""Counted ballots are sealed, handed over and kept for their time (R-AF-8)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import PutAway
from ballots.queries.after import has_scan
from ballots.rules.stages import Stage, may_move
from ballots.services.recording import record
from ballots.services.reopening import refuse_while_asked
from core.errors import Refused
from core.models import User
from core.register import months_after


class NotAnnounced(Refused):
    """The result has to be announced before its papers are put away."""


class ScanLacking(Refused):
    """Nobody has brought the signed minutes in, nor said that it may be so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """How the papers were packed, and to whom they went."""

    packages: int
    seal: str
    handed_to: str
    # The board knows that the portal holds no scan of the signed minutes.
    without_scan: bool = False


@transaction.atomic
def put_ballots_away(
    poll_id: str, handed: HandOver, *, by: User, at: datetime
) -> PutAway:
    """Write down who keeps the papers and until when; once for a poll."""
    poll = queries.locked(poll_id)
    if known := PutAway.objects.filter(poll=poll).first():
        return known
    if not may_move(Stage(poll.stage), Stage.PUT_AWAY):
        raise NotAnnounced(
            _("Hãy công bố kết quả trước khi niêm phong, bàn giao phiếu.")
        )
    refuse_while_asked(poll)
    if not (handed.without_scan or has_scan(poll)):
        raise ScanLacking(
            _(
                "Chưa có bản chụp biên bản đã ký. Hãy đưa bản chụp lên trước, hoặc "
                "đánh dấu rằng bàn giao khi chưa có."
            )
        )
    months = queries.rule_set_of(poll).ballots_kept_months.value
    kept = PutAway.objects.create(
        poll=poll,
        packages=handed.packages,
        seal=handed.seal,
        handed_to=handed.handed_to,
        keep_until=months_after(poll.election.body.congress.closes_on, months),
        by=by,
        at=at,
    )
    poll.stage = Stage.PUT_AWAY
    poll.save(update_fields=["stage"])
    record(
        "ballots.ballots_put_away",
        poll,
        by=by,
        at=at,
        packages=kept.packages,
        until=kept.keep_until.isoformat(),
    )
    return kept
