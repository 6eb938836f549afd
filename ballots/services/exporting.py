"""An election leaves the portal as the file it could have come from."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import interchange, queries
from ballots.interchange import Candidate, ElectionHeader
from ballots.models import Poll
from ballots.rules.stages import Stage, is_past
from ballots.rules.terms import Layout, Round
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from ballots.services.taking_out import SealedAway, is_put_away
from congress.rules.offices import Office
from congress.rules.rulesets import Regulation
from core.errors import Refused
from core.models import User


class PapersStillOpen(Refused):
    """No total exists before all batches agree and all doubtful ballots are ruled."""


@transaction.atomic
def export_poll(poll: Poll, *, by: User | None, at: datetime) -> Iterator[str]:
    """Return the poll's election file piece by piece, and write who took it out."""
    if not is_past(Stage(poll.stage), Stage.BOX_OPENED):
        raise PapersStillOpen(_("Chỉ xuất được tệp sau khi nhập xong phiếu."))
    if is_put_away(poll):
        raise SealedAway(
            _(
                "Phiếu đã niêm phong, bàn giao; tệp này có từng phiếu. Có quyết định "
                "mở niêm phong thì lấy bản lưu trữ ở trang Lưu trữ: trong đó có tệp "
                "này."
            )
        )
    if by:
        refuse_own_list(poll, by)
    record("ballots.poll_exported", poll, by=by, at=at)
    return interchange.write_election(header_of(poll), queries.readings(poll))


def header_of(poll: Poll) -> ElectionHeader:
    """Return everything of the election file but the ballots."""
    papers = poll.papers
    return ElectionHeader(
        # Papers typed here have no file yet: the poll's own key names theirs.
        id=poll.file_id or str(poll.pk),
        note=poll.note,
        regulation=Regulation(poll.election.rule_set),
        office=Office(poll.election.office),
        round=Round(poll.round),
        layout=Layout(poll.layout),
        seats=poll.seats,
        alternates=poll.alternates,
        max_votes=poll.max_votes,
        tally_base=papers.tally_base,
        present=papers.present,
        printed=papers.printed,
        issued=papers.issued,
        returned=papers.returned,
        candidates=tuple(
            Candidate(each.number, each.name, each.party_since)
            for each in queries.slate(poll)
        ),
    )


@transaction.atomic
def note_result_taken(poll: Poll, *, by: User, at: datetime) -> None:
    """Write down that somebody took the result out as a table."""
    record("ballots.result_exported", poll, by=by, at=at)
