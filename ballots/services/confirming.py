"""The head of the tally board confirms a tally; from then on it is a fact."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import (
    BoxSeal,
    Confirmation,
    Entry,
    Poll,
    Tally,
)
from ballots.queries.board import appointments
from ballots.rules.outcome import Verdict
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage, may_move
from ballots.services.annulling import refuse_lost_ground
from ballots.services.board import refuse_on_the_list, refuse_other_head
from ballots.services.checking import OwnReading
from ballots.services.figures import write_figures
from ballots.services.recording import record
from ballots.services.reopening import refuse_while_asked
from ballots.services.third_look import refuse_unlooked
from ballots.services.walls import write_result
from ballots.services.withdrawing import refuse_withdrawn
from congress.models import DeckWay
from congress.rules.offices import Office
from congress.services import ElectedRow, record_elected
from core import instance
from core.access.rights import Role
from core.audit import chain
from core.errors import Refused
from core.models import User
from core.services import is_one_person


class TallyNotConfirmable(Refused):
    """There is no tally to confirm, or it is confirmed already."""


class StaleTally(Refused):
    """The poll was counted again after the page was opened."""


@transaction.atomic
def confirm_tally(poll_id: str, *, digest: str, by: User, at: datetime) -> Confirmation:
    """Confirm the tally that the head has seen, named by its digest.

    Confirming the same tally twice returns the first confirmation.
    """
    poll = queries.locked(poll_id)
    existing = queries.confirmation_of(poll)
    if existing and existing.tally.digest == digest:
        return existing
    tally = queries.current_tally(poll)
    if tally is None or not may_move(Stage(poll.stage), Stage.CONFIRMED):
        raise TallyNotConfirmable(_("Chưa có kết quả để chốt, hoặc đã chốt rồi."))
    refuse_withdrawn(poll)
    refuse_while_asked(poll)
    _refuse_stale(poll, digest)
    _refuse_partial(poll, by, at)
    refuse_unlooked(poll)
    refuse_lost_ground(poll)

    _hand_over(poll, tally, by=by, at=at)
    line = record(
        "ballots.tally_confirmed",
        poll,
        by=by,
        at=at,
        digest=tally.digest,
        instance=instance.marked_name(),
    )
    # The line comes first this once: the minutes print its link, the chain's head.
    # Sealers take no other lock, so waiting for them here is safe.
    chain.seal_waiting(at=at)
    head = chain.link_of(line)
    confirmation = Confirmation.objects.create(
        poll=poll,
        revision=poll.revision,
        tally=tally,
        by=by,
        at=at,
        board=_board(poll, by, at),
        link_number=head.number if head else None,
        link_digest=head.digest if head else "",
    )
    poll.stage = Stage.CONFIRMED
    poll.save(update_fields=["stage"])
    write_result(confirmation, DeckWay.ALL, by=by, at=at)
    write_figures(poll.election.body, at=at)
    return confirmation


def _hand_over(poll: Poll, tally: Tally, *, by: User, at: datetime) -> None:
    """Tell the congress who was elected: by reference, never typed again."""
    if poll.election.purpose == Purpose.REHEARSAL:
        return
    record_elected(
        body=poll.election.body,
        office=Office(poll.election.office),
        poll=poll.pk,
        revision=poll.revision,
        rows=elected_by(tally),
        at=at,
        by=by,
    )


def elected_by(tally: Tally) -> list[ElectedRow]:
    """Return whom a tally elects, as the congress keeps it."""
    won = {Verdict.ELECTED.value, Verdict.ALTERNATE.value}
    lines = tally.lines.filter(verdict__in=won).order_by("rank")
    return [
        ElectedRow(
            person=line.candidate.person,
            name=line.candidate.name,
            is_alternate=line.verdict == Verdict.ALTERNATE,
            rank=line.rank or 0,
            votes=line.votes,
        )
        for line in lines.select_related("candidate__person")
    ]


def _refuse_stale(poll: Poll, digest: str) -> None:
    if queries.digest_of_papers(poll) != digest:
        raise StaleTally(
            _("Phiếu vừa được kiểm lại. Hãy xem kết quả mới rồi mới chốt.")
        )


def _refuse_partial(poll: Poll, by: User, at: datetime) -> None:
    entered = Entry.objects.filter(batch__poll=poll, by__isnull=False).values("by")
    operators = User.objects.filter(pk__in=entered).select_related("person")
    if any(is_one_person(each, by) for each in operators):
        raise OwnReading(
            _("Người nhập phiếu không chốt kết quả. Hãy để người khác chốt.")
        )
    refuse_other_head(poll, by)
    # Names that came in a file point to no person yet; their board is compared by eye.
    board = {by, *(row.user for row in appointments(poll.election.body, at))}
    refuse_on_the_list(poll, {each.person_id for each in board if each.person_id})


def _board(poll: Poll, by: User, at: datetime) -> list[dict[str, str]]:
    """Name the board: as it sealed the box, else as its accounts stand."""
    sealed = BoxSeal.objects.filter(poll=poll).values_list("board", flat=True).first()
    if sealed:
        return list(sealed)
    others = {
        row.user_id: {"name": row.user.full_name, "role": row.role}
        for row in appointments(poll.election.body, at)
        if row.user_id != by.pk
    }
    return [{"name": by.full_name, "role": Role.TALLY_HEAD.value}, *others.values()]
