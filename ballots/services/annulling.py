"""The level above annuls a result or refuses single persons; nothing undoes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Annulment, Candidate, Confirmation, Election, Poll
from ballots.queries.annulments import (
    annulments_of,
    ground_lost,
    is_decided_above,
    may_be_annulled,
    voters_lost,
    winners,
)
from ballots.rules.annulment import Ground
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage, is_past
from ballots.services.figures import write_figures
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from congress.models import DeckKind, VotingBody
from congress.services import end_by_the_superior, retire_decks, revoke_elected
from core.errors import Refused
from core.models import User
from core.vietnamese import dates


class NothingToAnnul(Refused):
    """There is no announced result that stands."""


class RoundNotFinished(Refused):
    """A round of the same election is still going on."""


class NotElectedHere(Refused):
    """Somebody was chosen whom this result has not elected, or who was refused."""


class DecidedLater(Refused):
    """The decision would be of a day that has not come."""


class DecidedAboveAlready(Refused):
    """The level above has decided on this result; nothing goes on from it."""


class GroundLost(Refused):
    """The election stands on a result that the level above has undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuperiorDecision:
    """What the level above decided, as its paper says."""

    decision: str
    decided_on: date
    decided_by: str
    ground: Ground
    reason: str

    @property
    def sentence(self) -> str:
        """The decision in one line, as the offices that end by it have it."""
        return (
            f"Quyết định {self.decision} ngày {dates.short(self.decided_on)} của "
            f"{self.decided_by}: {self.reason}"
        )


@transaction.atomic
def annul_result(
    poll_id: str, decision: SuperiorDecision, *, by: User, at: datetime
) -> list[Annulment]:
    """Annul what an election came to, in all rounds that were announced.

    Annulled once, the first decision stands.

    Raises:
        NothingToAnnul: there is no announced result.
        RoundNotFinished: another round of it has begun and is not announced.
    """
    poll = _locked(poll_id, decision, by, at)
    if known := _whole(poll):
        return known
    _refuse_nothing(poll)
    made = []
    for each in _rounds(poll):
        confirmation = _confirmed(each)
        made.append(_write(each, confirmation, None, decision, by=by, at=at))
        end_by_the_superior(
            each.pk,
            each.revision,
            decided_on=decision.decided_on,
            reason=decision.sentence,
            by=by,
            at=at,
        )
        revoke_elected(poll=each.pk, revision=each.revision, at=at, by=by)
        _after(each, "ballots.result_annulled", decision, by=by, at=at)
    write_figures(poll.election.body, at=at)
    return made


@transaction.atomic
def refuse_elected(
    poll_id: str,
    candidates: Sequence[UUID],
    decision: SuperiorDecision,
    *,
    by: User,
    at: datetime,
) -> list[Annulment]:
    """Refuse some of those whom a result elected; the others keep their places.

    Raises:
        NothingToAnnul: there is no announced result.
        NotElectedHere: somebody else was chosen, or nobody.
    """
    poll = _locked(poll_id, decision, by, at)
    _refuse_nothing(poll)
    confirmation = _confirmed(poll)
    wanted = set(candidates)
    chosen = [each for each in winners(confirmation) if each.pk in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise NotElectedHere(
            _(
                "Hãy chọn trong những người trúng cử ở lần bầu này mà cấp trên chưa "
                "quyết định không chuẩn y."
            )
        )
    made = [_write(poll, confirmation, each, decision, by=by, at=at) for each in chosen]
    end_by_the_superior(
        poll.pk,
        poll.revision,
        names=[(each.person_id, each.name) for each in chosen],
        decided_on=decision.decided_on,
        reason=decision.sentence,
        by=by,
        at=at,
    )
    act = "ballots.elected_refused"
    _after(poll, act, decision, people=len(chosen), by=by, at=at)
    return made


def refuse_decided_above(poll: Poll) -> None:
    """Refuse to go on from a result that the level above has decided on."""
    if is_decided_above(poll):
        raise DecidedAboveAlready(
            _(
                "Cấp trên đã có quyết định hủy kết quả hoặc không chuẩn y người trúng "
                "cử của cuộc bầu này, nên không làm tiếp được ở đây. Hãy lập cuộc bầu "
                "mới từ trang của lần bầu."
            )
        )


def refuse_lost_ground(poll: Poll) -> None:
    """Refuse to go on with names, or voters, of a result that was undone since."""
    if poll.election.purpose != Purpose.REHEARSAL:
        _refuse(ground_lost(poll))


def refuse_lost_voters(body: VotingBody) -> None:
    """Refuse an election of a meeting whose members' own election was annulled."""
    _refuse(voters_lost(body))


def _refuse(names: list[str]) -> None:
    if names:
        raise GroundLost(
            _(
                "Cấp trên đã hủy kết quả bầu hoặc không chuẩn y những người này, mà "
                "cuộc bầu này dựa vào việc họ trúng cử: %(names)s. Hãy đưa họ ra khỏi "
                "danh sách, hoặc bầu lại cấp ấy rồi triệu tập hội nghị khác."
            )
            % {"names": ", ".join(names)}
        )


def _locked(poll_id: str, decision: SuperiorDecision, by: User, at: datetime) -> Poll:
    poll = queries.locked(poll_id)
    # Rounds of one election are decided on together, so they wait for each other.
    Election.objects.select_for_update(no_key=True).get(pk=poll.election_id)
    refuse_own_list(poll, by)
    if decision.decided_on > at.astimezone().date():
        raise DecidedLater(_("Ngày quyết định không được sau hôm nay."))
    return poll


def _refuse_nothing(poll: Poll) -> None:
    if not may_be_annulled(poll):
        raise NothingToAnnul(
            _(
                "Chỉ ghi được quyết định về kết quả đã công bố, còn hiệu lực và không "
                "có đề nghị mở lại đang chờ."
            )
        )


def _rounds(poll: Poll) -> list[Poll]:
    """Return the announced rounds of the election, whose results stand."""
    rounds = queries.standing(Poll.objects.filter(election=poll.election_id))
    rounds = rounds.select_related(*queries.WITH_PLACE).order_by("number")
    found = list(rounds.select_for_update(of=("self",)))
    for each in found:
        if is_past(Stage.ANNOUNCED, Stage(each.stage)):
            raise RoundNotFinished(
                _(
                    "%(poll)s của cuộc bầu này chưa công bố kết quả. Hãy thu hồi hoặc "
                    "làm xong lần bầu ấy trước."
                )
                % {"poll": each}
            )
    done = {each.pk for each in found if any(_whole(each))}
    return [each for each in found if each.pk not in done]


def _whole(poll: Poll) -> list[Annulment]:
    return [each for each in annulments_of(poll) if each.candidate_id is None]


def _confirmed(poll: Poll) -> Confirmation:
    confirmation = queries.confirmation_of(poll)
    if confirmation is None:
        raise NothingToAnnul(_("Lần bầu này chưa có kết quả đã chốt."))
    return confirmation


def _write(
    poll: Poll,
    confirmation: Confirmation,
    candidate: Candidate | None,
    said: SuperiorDecision,
    *,
    by: User,
    at: datetime,
) -> Annulment:
    return Annulment.objects.create(
        poll=poll,
        confirmation=confirmation,
        candidate=candidate,
        decision=said.decision,
        decided_on=said.decided_on,
        decided_by=said.decided_by,
        ground=said.ground.value,
        reason=said.reason,
        by=by,
        at=at,
    )


def _after(
    poll: Poll,
    act: str,
    said: SuperiorDecision,
    *,
    people: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Let no wall show the result any more, and leave the line."""
    congress = poll.election.body.congress
    retire_decks(congress, poll.pk, DeckKind.RESULT, by=by, at=at)
    record(
        act,
        poll,
        by=by,
        at=at,
        decision=said.decision,
        breach=said.ground.value,
        reason=said.reason,
        people=people,
    )
