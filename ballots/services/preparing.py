"""An election is entered: who elects how many to which office, and what for."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Election, MidTerm, Poll
from ballots.queries import plans, rounds
from ballots.queries.annulments import annulled_elections, held_again, open_again
from ballots.queries.lists import Said
from ballots.rules.holding import Plan
from ballots.rules.mid_term import Places, Why
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage
from ballots.rules.terms import Layout, Round
from ballots.services.annulling import refuse_lost_voters
from ballots.services.recording import POINTS, record
from ballots.services.withdrawing import refuse_withdrawn
from congress.models import Congress, VotingBody
from congress.queries import rule_set_for, rule_set_in, rule_set_within_the_term
from congress.rules.findings import Severity
from congress.rules.offices import Office
from congress.rules.rulesets import RuleSet
from congress.services.readiness import refresh
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
from core.models import User
from core.services import current_edition


class OfficeElectedAlready(Refused):
    """The body has an election to this office already."""


class ElectionNotLawful(Refused):
    """The body may not hold this election; ``said`` tells why."""

    def __init__(self, said: list[Said]) -> None:
        super().__init__(" ".join(each.sentence for each in said))
        self.said = said


class ReasonLacking(ElectionNotLawful):
    """The election is out of the ordinary, and nobody has said why it may be held."""


class NothingToReplace(Refused):
    """The level above has undone nothing that this election could take the place of."""


class MorePlacesThanOpen(Refused):
    """So many places are not open."""


class PurposeNotPermitted(Refused):
    """An official count needs the document that permits it."""


class ListIsClosed(Refused):
    """The list is closed; it must be taken up again first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """What is said when an election is entered."""

    office: Office
    seats: int
    alternates: int = 0
    purpose: Purpose = Purpose.CHECK
    permitted_by: str = ""
    # Why something out of the ordinary is allowed, or nothing.
    exception: str = ""
    # The election that this one takes the place of, as the level above has undone it.
    replaces: Election | None = None
    # Held within the term, at a meeting of the committee.
    mid_term: bool = False


@transaction.atomic
def enter_election(
    body: VotingBody, entering: Entering, *, by: User | None, at: datetime
) -> Poll:
    """Enter an election; its first poll is prepared from then on.

    Raises:
        ElectionNotLawful: the body may not hold it, or nobody has said why it may.
        OfficeElectedAlready: there is one to this office.
        NothingToReplace: the level above has undone nothing of that election.
        GroundLost: those who would vote belong to the body no more.
        PurposeNotPermitted: an official count without what permits it.
    """
    congress = Congress.objects.select_for_update(no_key=True).get(pk=body.congress_id)
    rehearsal = entering.purpose is Purpose.REHEARSAL
    if entering.replaces:
        _refuse_needless(body, entering, entering.replaces)
    else:
        _refuse_second(body, entering.office, rehearsal=rehearsal)
    if not rehearsal:
        refuse_lost_voters(body)
    if entering.purpose is Purpose.OFFICIAL and not entering.permitted_by.strip():
        raise PurposeNotPermitted(
            _("Lấy kết quả chính thức thì phải ghi văn bản cho phép.")
        )
    plan = plans.plan_of(
        body,
        entering.office,
        seats=entering.seats,
        alternates=entering.alternates,
        mid_term=entering.mid_term,
    )
    rule_set = _rule_set_for(congress, entering, at)
    _refuse_unlawful(plan, body, rule_set, entering.exception)
    regulation = rule_set.regulation.value
    election = Election.objects.create(
        body=body,
        congress=congress,
        number=rounds.next_election_number(congress),
        office=entering.office.value,
        rule_set=regulation,
        rule_edition=current_edition(regulation, at=at),
        purpose=entering.purpose.value,
        permitted_by=entering.permitted_by.strip(),
        replaces=entering.replaces,
    )
    poll = prepare_poll(election, seats=entering.seats, alternates=entering.alternates)
    trail.record(
        "ballots.election_entered",
        subject=election,
        scope=body.scope,
        actor=by,
        at=at,
        seats=entering.seats,
        alternates=entering.alternates,
        purpose=entering.purpose.value,
        reason=entering.exception,
    )
    refresh([congress.pk], *POINTS, at=at)
    return poll


def prepare_poll(
    election: Election,
    *,
    seats: int,
    alternates: int,
    round_: Round = Round.FIRST,
    after: Poll | None = None,
) -> Poll:
    """Add a poll to an election; how its paper is marked follows from its list."""
    return Poll.objects.create(
        election=election,
        number=election.polls.count() + 1,
        round=round_.value,
        layout=Layout.STRIKE_OUT.value,
        stage=Stage.PREPARED.value,
        seats=seats,
        alternates=alternates,
        max_votes=seats or alternates,
        after=after,
    )


@transaction.atomic
def change_number(
    poll_id: str,
    *,
    seats: int,
    alternates: int,
    surplus_percent: int | None = None,
    exception: str = "",
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Poll:
    """Change how many are to be elected, and the most surplus, as was decided.

    ``surplus_percent`` is what the congress itself set; nothing leaves it to the rule
    set, whose ceiling it never passes (R-SU-2). ``seen`` are the numbers that were
    looked at, where a screen showed them.

    Raises:
        ListIsClosed: it is too late.
        ElectionNotLawful: so many may not be elected here.
        ChangedMeanwhile: somebody else has changed them meanwhile.
    """
    poll = locked_while_prepared(poll_id)
    if (seats, alternates, surplus_percent) == numbers_of(poll):
        return poll
    if seen not in (None, spelled_out(numbers_of(poll))):
        raise ChangedMeanwhile
    body = poll.election.body
    office = Office(poll.election.office)
    if poll.round == Round.FIRST:
        mid_term = MidTerm.objects.filter(election=poll.election_id).first()
        if mid_term:
            refuse_more_than_places(mid_term, seats)
        if poll.election.replaces:
            _refuse_more_than_reopened(poll.election.replaces, seats, alternates)
        plan = plans.plan_of(
            body,
            office,
            seats=seats,
            alternates=alternates,
            mid_term=mid_term is not None,
        )
        rule_set = queries.rule_set_of(poll)
        _refuse_unlawful(plan, body, rule_set, exception)
    else:
        _refuse_more_than_open(poll, seats=seats, alternates=alternates)
    poll.seats, poll.alternates = seats, alternates
    poll.max_votes = seats or alternates
    poll.surplus_percent = _within_ceiling(poll, surplus_percent)
    poll.save(update_fields=["seats", "alternates", "max_votes", "surplus_percent"])
    record(
        "ballots.number_changed",
        poll,
        by=by,
        at=at,
        seats=seats,
        alternates=alternates,
        reason=exception,
    )
    return poll


Numbers = tuple[int, int, int | None]


def numbers_of(poll: Poll) -> Numbers:
    """Return how many are to be elected, and the surplus the congress set."""
    return poll.seats, poll.alternates, poll.surplus_percent


def spelled_out(numbers: Numbers) -> str:
    """Write these numbers as a screen says which of them it has shown."""
    return "-".join("" if each is None else str(each) for each in numbers)


class SurplusAboveCeiling(Refused):
    """The congress may set less surplus than the regulation allows, not more."""


def _within_ceiling(poll: Poll, percent: int | None) -> int | None:
    ceiling = rule_set_in(poll.election.rule_edition).surplus_max_percent.value
    if percent is not None and percent > ceiling:
        raise SurplusAboveCeiling(
            _("Số dư tối đa không quá %(most)s%% số lượng cần bầu.") % {"most": ceiling}
        )
    return percent


class NumberBeyondOpenPlaces(Refused):
    """A later round fills no more places than the earlier ones left open."""


def _refuse_more_than_open(poll: Poll, *, seats: int, alternates: int) -> None:
    run_off = poll.round == Round.RUN_OFF
    changed = (seats, alternates) != (poll.seats, poll.alternates)
    confirmed = queries.confirmation_of(poll.after) if poll.after else None
    if run_off and changed:
        raise NumberBeyondOpenPlaces(
            _("Bầu lại những người ngang phiếu thì không đổi số lượng cần bầu.")
        )
    if poll.after is None or confirmed is None:
        return
    allowed = [
        each
        for each in rounds.next_rounds(poll.after, confirmed.tally)
        if each.round == poll.round
    ]
    if allowed and (seats > allowed[0].seats or alternates > allowed[0].alternates):
        raise NumberBeyondOpenPlaces(
            _(
                "Các lần bầu trước chỉ để lại %(seats)s chỗ và %(alternates)s dự "
                "khuyết. Hãy ghi không quá các số đó."
            )
            % {"seats": allowed[0].seats, "alternates": allowed[0].alternates}
        )


def locked_while_prepared(poll_id: str) -> Poll:
    """Return a poll whose list is being made, which nobody else changes meanwhile.

    Raises:
        ListIsClosed: with what is to be done about it.
    """
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    if poll.stage != Stage.PREPARED:
        raise ListIsClosed(_("Danh sách đã chốt. Hãy mở lại danh sách trước khi sửa."))
    return poll


def _refuse_second(body: VotingBody, office: Office, *, rehearsal: bool) -> None:
    known = plans.elected_already(body, office, rehearsal=rehearsal)
    if known:
        raise OfficeElectedAlready(
            _(
                "Nơi bầu này đã có cuộc bầu chức danh đó (cuộc bầu số %(number)s). Bầu "
                "thêm thì lập lần bầu tiếp của cuộc ấy; nhập nhầm thì thu hồi cuộc ấy "
                "trước."
            )
            % {"number": known.election.number}
        )


def _rule_set_for(congress: Congress, entering: Entering, at: datetime) -> RuleSet:
    """Return what governs: within the term that of the day, not of the congress."""
    if entering.mid_term:
        return rule_set_within_the_term(congress, on=at.astimezone().date())
    return rule_set_for(congress)


def _refuse_needless(body: VotingBody, entering: Entering, earlier: Election) -> None:
    """Refuse to replace what stands, another office, or what was held again already."""
    # Two requests at once would both find that nobody has entered it yet: the congress
    # is locked, through which elections are numbered.
    places = open_again(earlier)
    of_the_kind = (earlier.congress_id, earlier.office) == (
        body.congress_id,
        entering.office.value,
    )
    if not of_the_kind or not places.seats + places.alternates:
        raise NothingToReplace(
            _("Không có quyết định của cấp trên để bầu lại, bầu thay cho cuộc bầu đó.")
        )
    if entering.purpose is Purpose.REHEARSAL:
        raise NothingToReplace(_("Cuộc bầu diễn tập không thay cho cuộc bầu nào."))
    if again := held_again(earlier):
        raise OfficeElectedAlready(
            _("Đã lập cuộc bầu số %(number)s thay cho cuộc bầu đó.")
            % {"number": again.election.number}
        )
    _refuse_more_than_reopened(earlier, entering.seats, entering.alternates)


def _refuse_more_than_reopened(earlier: Election, seats: int, alternates: int) -> None:
    """A whole result annulled is elected anew; for those refused, just their places."""
    if annulled_elections([earlier.pk]):
        return
    places = open_again(earlier)
    if seats > places.seats or alternates > places.alternates:
        raise MorePlacesThanOpen(
            _(
                "Quyết định không chuẩn y để trống %(seats)s chỗ và %(alternates)s dự "
                "khuyết. Hãy ghi không quá các số đó."
            )
            % {"seats": places.seats, "alternates": places.alternates}
        )


def refuse_more_than_places(term: MidTerm, seats: int) -> None:
    """Refuse to elect more within the term than places were open (R-AF-10)."""
    places = Places(term.fixed, term.standing, term.percent)
    most = places.open(Why(term.why))
    if seats > most:
        raise MorePlacesThanOpen(
            _("Bầu trong nhiệm kỳ lần này không quá %(most)s người.") % {"most": most}
        )


def _refuse_unlawful(
    plan: Plan, body: VotingBody, rule_set: RuleSet, exception: str
) -> None:
    said = plans.said_of_plan(plan, body, rule_set)
    errors = [each for each in said if each.severity is Severity.ERROR]
    if errors:
        raise ElectionNotLawful(errors)
    if said and not exception.strip():
        raise ReasonLacking(said)
