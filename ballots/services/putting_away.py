"""Counted ballots are sealed, handed over and kept for their time (R-AF-8)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import PutAway, Reopening
from ballots.rules.stages import Stage, may_move
from core.audit import trail
from core.errors import Refused
from core.models import User
from core.register import months_after


class ReopeningWaits(Refused):
    """The presidium has not said whether the papers are taken up again."""


class NotAnnounced(Refused):
    """The result has to be announced before its papers are put away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """How the papers were packed, and to whom they went."""

    packages: int
    seal: str
    handed_to: str
    # The presidium did not consent to a reopening that was asked for: it lapses.
    asking_lapses: bool = False


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
    asked = Reopening.objects.filter(
        poll=poll, revision=poll.revision, consented_by__isnull=True
    ).exists()
    if asked and not handed.asking_lapses:
        raise ReopeningWaits(
            _(
                "Có đề nghị mở lại kết quả đang chờ đoàn chủ tịch. Hãy chờ quyết định; "
                "nếu đoàn chủ tịch không đồng ý mở lại, hãy đánh dấu điều đó."
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
    if asked:
        trail.record(
            "ballots.reopening_lapsed",
            subject=poll,
            scope=queries.scope_of(poll),
            actor=by,
            at=at,
            revision=poll.revision,
        )
    trail.record(
        "ballots.ballots_put_away",
        subject=poll,
        scope=queries.scope_of(poll),
        actor=by,
        at=at,
        packages=kept.packages,
        until=kept.keep_until.isoformat(),
    )
    return kept
