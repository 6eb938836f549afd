"""What the hall may be shown of a poll: before it, and its result once confirmed.

Frames are written in the transaction of the fact they show, and retired in that of the
act that undoes it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Confirmation, Poll
from ballots.queries.annulments import is_decided_above
from ballots.queries.frames import before_frames, result_frames, title_of
from ballots.queries.reopening import request_waiting
from ballots.rules.stages import Stage
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from congress.models import Deck, DeckKind, DeckWay
from congress.services import About, retire_decks, write_deck
from core.errors import Refused
from core.models import User


class NothingToShow(Refused):
    """There is no closed list and no confirmed result."""


def write_before(poll: Poll, *, by: User | None, at: datetime) -> Deck:
    """Write how to vote, on whom, and how far the count has come."""
    about = _about(poll, DeckKind.BEFORE, DeckWay.ALL)
    return write_deck(about, before_frames(poll), by=by, at=at)


def write_result(
    confirmation: Confirmation, way: DeckWay, *, by: User | None, at: datetime
) -> Deck:
    """Write a confirmed result, told in one of the ways."""
    about = _about(confirmation.poll, DeckKind.RESULT, way)
    return write_deck(about, result_frames(confirmation, way), by=by, at=at)


@transaction.atomic
def write_frames(poll_id: str, *, way: DeckWay, by: User, at: datetime) -> list[Deck]:
    """Write anew all that the hall may be shown of a poll; the head asks for it.

    Raises:
        NothingToShow: its list is not closed yet.
    """
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    confirmation = _standing(poll)
    if confirmation is None and poll.stage == Stage.PREPARED:
        raise NothingToShow(_("Chưa có gì để chiếu: hãy chốt danh sách bầu cử trước."))
    written = [write_before(poll, by=by, at=at)]
    if confirmation:
        written.append(write_result(confirmation, way, by=by, at=at))
    record("ballots.frames_written", poll, by=by, at=at, way=way.value)
    return written


def retire_frames(poll: Poll, *kinds: DeckKind, by: User | None, at: datetime) -> None:
    """Let no frame of these kinds about a poll be shown any more; walls go blank."""
    congress = poll.election.body.congress
    retire_decks(congress, poll.pk, *kinds, by=by, at=at)


def show_result_again(poll: Poll, *, by: User | None, at: datetime) -> None:
    """Write a result anew that stands after all."""
    if confirmation := _standing(poll):
        write_result(confirmation, DeckWay.ALL, by=by, at=at)


def _standing(poll: Poll) -> Confirmation | None:
    """Return the confirmation that stands, undone by nobody nor asked to be."""
    confirmation = queries.confirmation_of(poll)
    if confirmation is None or request_waiting(poll) or is_decided_above(poll):
        return None
    confirmation.poll = poll
    return confirmation


def _about(poll: Poll, kind: DeckKind, way: DeckWay) -> About:
    return About(
        body=poll.election.body,
        title=title_of(poll),
        source=poll.pk,
        revision=poll.revision,
        kind=kind,
        way=way,
    )
