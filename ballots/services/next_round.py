"""The round that follows a confirmed poll, prepared with its places and its names."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Candidate, Nomination, Poll
from ballots.queries import rounds
from ballots.rules.nominations import PutForward
from ballots.rules.terms import Round
from ballots.services.annulling import refuse_decided_above
from ballots.services.preparing import prepare_poll
from ballots.services.recording import record
from ballots.services.reopening import refuse_while_asked
from ballots.services.withdrawing import refuse_withdrawn
from core.errors import Refused
from core.models import User


class NoSuchRound(Refused):
    """The result does not lead to this round, or it has been prepared already."""


class NamesWithoutPeople(Refused):
    """Names that came in a file point to nobody in the register."""


@transaction.atomic
def prepare_next_round(
    poll_id: str,
    round_: Round,
    *,
    chosen: Sequence[UUID] = (),
    by: User,
    at: datetime,
) -> Poll:
    """Prepare the round that the confirmed result calls for.

    A run-off has exactly those who were level. A further round has those ``chosen``
    of the people left over, by their candidacies; others may be put forward then.

    Raises:
        NoSuchRound: the result does not lead to it.
        NamesWithoutPeople: those who would stand came in a file.
    """
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_while_asked(poll)
    refuse_decided_above(poll)
    following = _allowed(poll, round_)
    candidates = following.candidates
    if round_ is Round.FURTHER:
        candidates = [each for each in candidates if each.pk in set(chosen)]
    nameless = [each.name for each in candidates if each.person_id is None]
    if nameless:
        raise NamesWithoutPeople(
            _(
                "Những người này vào cổng từ tệp, chưa gắn với ai trong sổ: %(names)s. "
                "Hãy nhập lần bầu tiếp bằng tệp, hoặc bỏ đánh dấu họ rồi thêm từ sổ."
            )
            % {"names": ", ".join(nameless)}
        )
    made = prepare_poll(
        poll.election,
        seats=following.seats,
        alternates=following.alternates,
        round_=round_,
        after=poll,
    )
    _put_forward_again(made, candidates)
    record(
        "ballots.round_prepared",
        made,
        by=by,
        at=at,
        seats=following.seats,
        alternates=following.alternates,
        people=len(candidates),
    )
    return made


def _allowed(poll: Poll, round_: Round) -> rounds.NextRound:
    confirmed = queries.confirmation_of(poll)
    if confirmed is None:
        raise NoSuchRound(_("Kết quả lần bầu này chưa chốt nên chưa lập lần bầu tiếp."))
    if existing := rounds.later_round(poll):
        raise NoSuchRound(
            _(
                "Cuộc bầu này đã có lần bầu %(number)s. Lập nhầm thì thu hồi lần bầu "
                "ấy trước."
            )
            % {"number": existing.number}
        )
    if rounds.is_for_the_superior(poll):
        raise NoSuchRound(
            _(
                "Bầu bí thư chi bộ đã đủ số lần mà không có kết quả: cấp ủy cấp trên "
                "chỉ định bí thư, không bầu thêm."
            )
        )
    for each in rounds.next_rounds(poll, confirmed.tally):
        if each.round is round_:
            return each
    raise NoSuchRound(_("Kết quả lần bầu này không dẫn đến vòng bầu đó."))


def _put_forward_again(made: Poll, candidates: Sequence[Candidate]) -> None:
    """Put names forward as they were: by whom, and with whose backing."""
    people = [each.person for each in candidates if each.person]
    before = {
        row.person_id: row
        for row in Nomination.objects.filter(
            poll__election=made.election_id, person__in=people
        ).order_by("poll__number")
    }
    Nomination.objects.bulk_create(
        Nomination(
            poll=made,
            person=person,
            put_forward=row.put_forward if row else PutForward.OFFICIAL.value,
            by_person_id=row.by_person_id if row else None,
            backed_by=row.backed_by if row else None,
        )
        for person, row in ((each, before.get(each.pk)) for each in people)
    )
