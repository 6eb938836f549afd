"""Printing the minutes once, and finding them again."""

import hashlib
from datetime import datetime
from typing import Final

from django.utils import timezone

from ballots import queries
from ballots.models import Confirmation, Poll
from ballots.prints.minutes import minutes
from ballots.services.recording import record
from core import prints
from core.models import StoredPrint, User
from core.prints import shelf

FORM: Final = "ballots.minutes"

# Part of every digest: a change of the form's wording makes a new paper, not a new
# claim about an old one.
EDITION: Final = "9"


def print_minutes(tally_id: str, *, by: User | None, at: datetime) -> StoredPrint:
    """Put the minutes of a confirmed tally on the shelf; printed once."""
    confirmations = Confirmation.objects.select_related(
        "by",
        "tally",
        "poll__box_seal",
        *(f"poll__{part}" for part in queries.WITH_PLACE),
    )
    # Papers taken up again may come to the same tally: the last to confirm it counts.
    confirmation = confirmations.filter(tally__id=tally_id).latest("revision")
    digest = digest_of(confirmation)
    return shelf.keep(
        FORM,
        subject=confirmation.tally,
        digest=digest,
        scope=queries.scope_of(confirmation.poll),
        file_name=_file_name(confirmation.poll),
        at=at,
        make=lambda: prints.render(
            "ballots/print/minutes.html",
            minutes(confirmation),
            title="Biên bản kiểm phiếu",
            at=timezone.localtime(confirmation.at),
            digest=digest,
        ),
        record=lambda kept: record(
            "ballots.minutes_printed",
            confirmation.poll,
            by=by,
            at=at,
            sha256=kept.sha256,
        ),
    )


def printed_minutes(confirmation: Confirmation) -> StoredPrint | None:
    """Return the minutes on the shelf, without their bytes, once they are printed."""
    return shelf.find(FORM, subject=confirmation.tally, digest=digest_of(confirmation))


def digest_of(confirmation: Confirmation) -> str:
    """Return what the paper's identity rests on: the tally and who confirmed it."""
    facts = f"{EDITION} {confirmation.tally.digest} {confirmation.pk} "
    facts += confirmation.at.isoformat()
    return hashlib.sha256(facts.encode()).hexdigest()


def _file_name(poll: Poll) -> str:
    slug, election, number = queries.address(poll)
    return f"bien-ban-{slug}-{election}-lan-{number}.pdf"
