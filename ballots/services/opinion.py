"""The opinion ballot on names from the floor, when the list grows too long (1.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import labels, queries
from ballots.models import BoardSeat, Nomination, OpinionBallot, Poll
from ballots.queries import nominees, opinions
from ballots.queries.board import appointments
from ballots.rules.nominations import Withdrawing
from ballots.services.preparing import locked_while_prepared
from ballots.services.recording import record
from congress.models import RollEntry
from congress.queries import SEATED
from congress.rules.rulesets import Rule
from core.errors import Refused, Unfit
from core.models import Person, User
from core.queries import same_person_ids


class OpinionNotRecorded(Unfit):
    """The figures of the opinion ballot do not agree, or there is nobody to ask about.

    ``field`` is the figure that is wrong, where it is one.
    """


class TeamNotFree(OpinionNotRecorded):
    """The team is not of the roll, or sits on the tally board (R-OP-2)."""


class TieNotDecided(Refused):
    """Several are level at the cut, and nobody has said what the congress decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the team reports: its members, the papers, and the votes for each name."""

    team: Sequence[UUID]
    issued: int
    returned: int
    valid: int
    votes: Mapping[UUID, int]


@transaction.atomic
def record_opinion(
    poll_id: str, opinion: Opinion, *, by: User, at: datetime
) -> OpinionBallot:
    """Write down what the opinion ballot came to.

    Raises:
        OpinionNotRecorded: a sum does not hold, or nobody is asked about.
        TeamNotFree: the team is not one that may count it.
    """
    poll = locked_while_prepared(poll_id)
    rows = _asked_about(poll)
    team = _team(poll, opinion.team, at)
    _refuse_wrong_sums(poll, opinion, rows)
    ballot = OpinionBallot.objects.create(
        poll=poll,
        team=[{"name": each.full_name, "person": str(each.pk)} for each in team],
        issued=opinion.issued,
        returned=opinion.returned,
        valid=opinion.valid,
        by=by,
        at=at,
    )
    for row in rows:
        row.opinion_votes = opinion.votes[row.pk]
    Nomination.objects.bulk_update(rows, ["opinion_votes"])
    record("ballots.opinion_recorded", poll, by=by, at=at, papers=opinion.returned)
    return ballot


@transaction.atomic
def apply_opinion(
    poll_id: str,
    *,
    chosen: Sequence[UUID] = (),
    decision: str = "",
    by: User,
    at: datetime,
) -> Poll:
    """Fill the list by most votes; the others are left out.

    ``chosen`` are those of the level ones whom the congress decided to take, and
    ``decision`` says how it decided.

    Raises:
        TieNotDecided: several are level at the cut.
    """
    poll = locked_while_prepared(poll_id)
    state = opinions.opinion_of(poll)
    if state.ballot is None:
        raise OpinionNotRecorded(_("Chưa ghi kết quả phiếu xin ý kiến."))
    if state.is_applied:
        return poll
    taken = _taken_of_level(state, chosen, decision)
    level = [row for row in state.level if row.pk not in taken]
    reason = _("Không đủ phiếu xin ý kiến để vào danh sách.")
    for row in state.left_over:
        row.left_out, row.left_out_reason = True, reason
    for row in level:
        row.left_out = True
        row.left_out_reason = _("Ngang phiếu xin ý kiến; %(decision)s") % {
            "decision": decision.strip()
        }
    Nomination.objects.bulk_update(
        [*state.left_over, *level], ["left_out", "left_out_reason"]
    )
    record("ballots.opinion_applied", poll, by=by, at=at, reason=decision.strip())
    return poll


@transaction.atomic
def undo_opinion(poll_id: str, *, by: User, at: datetime) -> Poll:
    """Take back what was written of the opinion ballot: the list is as before it."""
    poll = locked_while_prepared(poll_id)
    ballots, _of = OpinionBallot.objects.filter(poll=poll).delete()
    if ballots:
        asked = Nomination.objects.filter(poll=poll, opinion_votes__isnull=False)
        asked.update(opinion_votes=None, left_out=False, left_out_reason="")
        record("ballots.opinion_undone", poll, by=by, at=at)
    return poll


def _asked_about(poll: Poll) -> list[Nomination]:
    state = opinions.opinion_of(poll)
    if state.ballot is not None:
        raise OpinionNotRecorded(
            _("Đã ghi kết quả phiếu xin ý kiến. Muốn ghi lại, hãy hủy kết quả cũ.")
        )
    if not state.outsiders:
        raise OpinionNotRecorded(
            _("Danh sách không có ai ứng cử hoặc được đề cử thêm để xin ý kiến.")
        )
    if any(row.withdrawing == Withdrawing.ASKED for row in state.outsiders):
        raise OpinionNotRecorded(
            _("Có người xin rút mà đại hội chưa quyết định. Hãy ghi quyết định trước.")
        )
    return list(state.outsiders)


def _team(poll: Poll, wanted: Sequence[UUID], at: datetime) -> list[Person]:
    people = list(Person.objects.filter(pk__in=wanted).order_by("sort_key", "pk"))
    if not people:
        raise TeamNotFree(_("Hãy ghi ít nhất một người trong tổ."), field="team")
    body = poll.election.body
    voting = set(
        RollEntry.objects.filter(SEATED, body=body, person__in=people).values_list(
            "person", flat=True
        )
    )
    strangers = [each.full_name for each in people if each.pk not in voting]
    if strangers:
        raise TeamNotFree(
            _("Không có trong danh sách triệu tập chính thức: %(names)s.")
            % {"names": ", ".join(strangers)},
            field="team",
        )
    counting = tally_people(poll, at)
    both = [each.full_name for each in people if each.pk in counting]
    if both:
        clause = queries.rule_set_of(poll).clause(Rule.OPINION_BALLOT_TEAM)
        raise TeamNotFree(
            _(
                "Đang ở ban kiểm phiếu nên không kiểm phiếu xin ý kiến: %(names)s "
                "(%(cited)s)."
            )
            % {
                "names": ", ".join(both),
                "cited": labels.cited(clause, on=body.congress.opens_on),
            },
            field="team",
        )
    return people


def tally_people(poll: Poll, at: datetime) -> set[UUID]:
    """Return who counts the ballots of this body, by appointment or for this poll."""
    appointed = {
        row.user.person_id
        for row in appointments(poll.election.body, at)
        if row.user.person_id
    }
    seated = set(BoardSeat.objects.filter(poll=poll).values_list("person", flat=True))
    return same_person_ids(*(appointed | seated))


def _refuse_wrong_sums(
    poll: Poll, opinion: Opinion, rows: Sequence[Nomination]
) -> None:
    attending = nominees.attending(poll.election.body)
    checks = (
        ("issued", opinion.issued, attending, _("số có mặt")),
        ("returned", opinion.returned, opinion.issued, _("số phiếu phát ra")),
        ("valid", opinion.valid, opinion.returned, _("số phiếu thu về")),
    )
    for field, number, most, of in checks:
        if number > most:
            raise OpinionNotRecorded(
                _("Số này nhiều hơn %(of)s (%(most)s).") % {"of": of, "most": most},
                field=field,
            )
    if {row.pk for row in rows} != set(opinion.votes):
        raise OpinionNotRecorded(
            _("Danh sách người xin ý kiến vừa thay đổi. Hãy ghi lại số phiếu.")
        )
    for row in rows:
        if opinion.votes[row.pk] > opinion.valid:
            raise OpinionNotRecorded(
                _("%(name)s: số phiếu đồng ý nhiều hơn số phiếu hợp lệ (%(most)s).")
                % {"name": row.person.full_name, "most": opinion.valid},
                field=f"votes-{row.pk}",
            )


def _taken_of_level(
    state: opinions.OpinionState, chosen: Sequence[UUID], decision: str
) -> set[UUID]:
    level = {row.pk for row in state.level}
    taken = set(chosen) & level
    if not level:
        return taken
    if not decision.strip():
        raise TieNotDecided(
            _(
                "Có người ngang phiếu ở chỗ cuối. Hãy ghi đại hội đã quyết định thế "
                "nào và đánh dấu những người được đưa vào."
            )
        )
    if len(taken) > state.places_for_level:
        raise TieNotDecided(
            _("Danh sách chỉ còn %(places)s chỗ; đã đánh dấu %(chosen)s người.")
            % {"places": state.places_for_level, "chosen": len(taken)}
        )
    return taken
