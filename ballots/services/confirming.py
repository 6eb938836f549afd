"""The head of the tally board confirms a tally; from then on it is a fact."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Candidate, Confirmation, Entry, Poll, Tally
from ballots.rules.outcome import Next
from ballots.rules.stages import Stage, may_move
from core.access.rights import TALLY_ROLES, Role
from core.audit import trail
from core.errors import Refused
from core.models import Appointment, User


class TallyNotConfirmable(Refused):
    """There is no tally to confirm, or it is confirmed already."""


class StaleTally(Refused):
    """The poll was counted again after the page was opened."""


class BallotsWait(Refused):
    """Some ballots wait for the board's ruling."""


class OwnEntry(Refused):
    """Nobody checks his own entry."""


class OnTheList(Refused):
    """Whoever stands on the list may not sit on the board (190-QĐ/TW Art. 8)."""


@transaction.atomic
def confirm_tally(poll_id: str, *, digest: str, by: User, at: datetime) -> Confirmation:
    """Confirm the tally that the head has seen, named by its digest.

    Confirming the same tally twice returns the first confirmation.
    """
    poll = (
        Poll.objects.select_for_update(of=("self",))
        .select_related(*queries.WITH_PLACE)
        .get(pk=poll_id)
    )
    existing = queries.confirmation_of(poll)
    if existing and existing.tally.digest == digest:
        return existing
    tally = queries.current_tally(poll)
    if tally is None or not may_move(Stage(poll.stage), Stage.CONFIRMED):
        raise TallyNotConfirmable(_("Chưa có kết quả để chốt, hoặc đã chốt rồi."))
    _refuse_unready(tally, digest)
    _refuse_partial(poll, by)

    confirmation = Confirmation.objects.create(
        poll=poll, tally=tally, by=by, at=at, board=_board(poll, by, at)
    )
    poll.stage = Stage.CONFIRMED
    poll.save(update_fields=["stage"])
    trail.record(
        "ballots.tally_confirmed",
        subject=poll,
        scope=queries.scope_of(poll),
        actor=by,
        at=at,
        digest=tally.digest,
    )
    return confirmation


def _refuse_unready(tally: Tally, digest: str) -> None:
    if tally.digest != digest:
        raise StaleTally(
            _("Phiếu vừa được kiểm lại. Hãy xem kết quả mới rồi mới chốt.")
        )
    if tally.next == Next.UNDECIDED_BALLOTS:
        raise BallotsWait(
            _("Còn %(ballots)s phiếu chờ ban kiểm phiếu quyết định. Chưa thể chốt.")
            % {"ballots": tally.undecided}
        )


def _refuse_partial(poll: Poll, by: User) -> None:
    if Entry.objects.filter(batch__poll=poll, by=by).exists():
        raise OwnEntry(
            _(
                "Người nhập phiếu không chốt kết quả. Hãy để người không nhập phiếu chốt."
            )
        )
    if by.person_id and Candidate.objects.filter(poll=poll, person=by.person_id):
        raise OnTheList(_("Người có tên trong danh sách bầu không kiểm phiếu."))


def _board(poll: Poll, by: User, at: datetime) -> list[dict[str, str]]:
    """Name the board as it stands: the head who confirms, then the members."""
    rows = (
        Appointment.objects.in_force(timezone.localdate(at))
        .filter(scope=queries.scope_of(poll), role__in=[r.value for r in TALLY_ROLES])
        .exclude(user=by)
        .select_related("user__person")
        .order_by("user__person__sort_key", "pk")
    )
    others = [{"name": row.user.full_name, "role": row.role} for row in rows]
    return [{"name": by.full_name, "role": Role.TALLY_HEAD.value}, *others]
