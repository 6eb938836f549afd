"""May each of those put forward stand, and may the congress close the list?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ballots.rules.nominations import PutForward, Withdrawing
from ballots.rules.surplus import (
    CombinedList,
    ListFault,
    ListPlan,
    ListStep,
    combined_list,
    list_findings,
)
from ballots.rules.terms import Places, Round, unlawful
from congress.rules.findings import Finding, Severity
from congress.rules.offices import Office
from congress.rules.rulesets import Rule, RuleSet


class StandFault(StrEnum):
    """Why somebody put forward may not stand, or not yet."""

    COMMITTEE_MEMBER_NOMINATES = "committee_member_nominates"
    COMMITTEE_MEMBER_STANDS = "committee_member_stands"
    SUPPORT_NOT_ENTERED = "support_not_entered"
    SUPPORT_TOO_SMALL = "support_too_small"
    SUPPORT_ABOVE_ATTENDING = "support_above_attending"
    NOT_A_DELEGATE = "not_a_delegate"
    NOT_OFFICIAL = "not_official"
    MEMBERSHIP_UNKNOWN = "membership_unknown"
    WITHDRAWAL_UNDECIDED = "withdrawal_undecided"
    NOT_FROM_AMONG = "not_from_among"
    NOT_IN_REGISTER = "not_in_register"
    NAMED_TWICE = "named_twice"


class CloseFault(StrEnum):
    """Why a list as a whole cannot be closed, or what is odd about it."""

    NOBODY = "nobody"
    FEWER_THAN_SEATS = "fewer_than_seats"
    OPINION_BALLOT_FIRST = "opinion_ballot_first"
    RUN_OFF_LIST_CHANGED = "run_off_list_changed"
    UNLAWFUL = "unlawful"


class Nominee(NamedTuple):
    """What the rules want to know of somebody put forward.

    ``from_among`` is empty where nobody knows from among whom he has to be.
    """

    key: str
    put_forward: PutForward
    is_official_member: bool | None = True
    is_convener: bool = False
    put_forward_by_convener: bool = False
    votes_here: bool = True
    in_register: bool = True
    # Two rows of the register were found to be this person, and both are on the list.
    is_named_twice: bool = False
    backed_by: int | None = None
    withdrawing: Withdrawing = Withdrawing.NOT_ASKED
    left_out: bool = False
    from_among: bool | None = None
    # Nobody of an earlier round of this election.
    is_new: bool = False

    @property
    def is_outsider(self) -> bool:
        """Whether the convening committee did not put the name forward."""
        return self.put_forward is not PutForward.OFFICIAL

    @property
    def stands(self) -> bool:
        """Whether the name goes onto the list as things are."""
        return not self.left_out and self.withdrawing is not Withdrawing.ALLOWED


@dataclass(frozen=True, slots=True)
class Hall:
    """Where and for what the list is made.

    ``attending`` is how many came; ``at_congress`` says that the list was prepared by a
    convening committee.
    """

    office: Office
    round: Round
    seats: int
    alternates: int
    attending: int
    at_congress: bool
    rule_set: RuleSet
    tied: frozenset[str] | None = None


def discipline(nominee: Nominee) -> Finding[StandFault] | None:
    """A committee member puts forward nobody but the committee's list (R-CN-4)."""
    if not nominee.is_outsider:
        return None
    rule = Rule.COMMITTEE_DISCIPLINE
    if nominee.put_forward_by_convener:
        code = StandFault.COMMITTEE_MEMBER_NOMINATES
        return Finding(code, Severity.ERROR, rule, 0, 0)
    if nominee.is_convener:
        code = StandFault.COMMITTEE_MEMBER_STANDS
        return Finding(code, Severity.ERROR, rule, 0, 0)
    return None


def eligibility(nominee: Nominee, hall: Hall) -> Iterator[Finding[StandFault]]:
    """Whether somebody may stand at all: it does not change while the list is made."""
    if not nominee.in_register:
        code, rule = StandFault.NOT_IN_REGISTER, Rule.OFFICIAL_MEMBERS_ONLY
        yield Finding(code, Severity.ERROR, rule, 0, 0)
    elif nominee.is_named_twice:
        code, rule = StandFault.NAMED_TWICE, Rule.OFFICIAL_MEMBERS_ONLY
        yield Finding(code, Severity.ERROR, rule, 0, 0)
    elif nominee.is_official_member is False:
        code, rule = StandFault.NOT_OFFICIAL, Rule.OFFICIAL_MEMBERS_ONLY
        yield Finding(code, Severity.ERROR, rule, 0, 0)
    elif nominee.is_official_member is None:
        code, rule = StandFault.MEMBERSHIP_UNKNOWN, Rule.OFFICIAL_MEMBERS_ONLY
        yield Finding(code, Severity.WARNING, rule, 0, 0)
    if hall.office is Office.DELEGATES and not nominee.votes_here:
        code, rule = StandFault.NOT_A_DELEGATE, Rule.DELEGATES_AMONG_DELEGATES
        yield Finding(code, Severity.ERROR, rule, 0, 0)


def nominee_findings(nominee: Nominee, hall: Hall) -> tuple[Finding[StandFault], ...]:
    """Everything worth saying about one name that goes onto the list."""
    if not nominee.stands:
        return ()
    return tuple(_nominee(nominee, hall))


def _nominee(nominee: Nominee, hall: Hall) -> Iterator[Finding[StandFault]]:
    yield from eligibility(nominee, hall)
    if nominee.from_among is False:
        code, rule = StandFault.NOT_FROM_AMONG, _chain_rule(hall)
        yield Finding(code, Severity.WARNING, rule, 0, 0)
    if nominee.withdrawing is Withdrawing.ASKED:
        code, rule = StandFault.WITHDRAWAL_UNDECIDED, Rule.WITHDRAWING
        yield Finding(code, Severity.ERROR, rule, 0, 0)
    # Whoever is left over from an earlier round was admitted there.
    carried_over = hall.round is not Round.FIRST and not nominee.is_new
    if nominee.is_outsider and not carried_over:
        against = discipline(nominee)
        if against:
            yield against
        elif hall.at_congress:
            yield from _support(nominee, hall)


def _chain_rule(hall: Hall) -> Rule:
    if hall.office is Office.STANDING_COMMITTEE:
        return Rule.STANDING_COMMITTEE_SHARE
    return Rule.CELL_ORDER if hall.at_congress else Rule.FIRST_MEETING


def support_needed(attending: int, rule_set: RuleSet) -> int | None:
    """Fewest backers that are more than the share asked for; ``None`` asks for none."""
    share = rule_set.outsider_support_percent.value
    return None if share is None else attending * share // 100 + 1


def _support(nominee: Nominee, hall: Hall) -> Iterator[Finding[StandFault]]:
    needed = support_needed(hall.attending, hall.rule_set)
    if needed is None:
        return
    error, share = Severity.ERROR, Rule.OUTSIDER_SUPPORT
    if nominee.backed_by is None:
        yield Finding(StandFault.SUPPORT_NOT_ENTERED, error, share, 0, needed)
    elif nominee.backed_by > hall.attending:
        code = StandFault.SUPPORT_ABOVE_ATTENDING
        rule = Rule.ARITHMETIC
        yield Finding(code, error, rule, nominee.backed_by, hall.attending)
    elif nominee.backed_by < needed:
        code = StandFault.SUPPORT_TOO_SMALL
        yield Finding(code, error, share, nominee.backed_by, needed)


class Lengths(NamedTuple):
    """How long the list is, and how much of it the committee prepared."""

    names: int
    prepared: int  # by the committee, as it came to the congress
    official: int  # of those, who still stand
    outsiders: int


def lengths(nominees: Sequence[Nominee]) -> Lengths:
    """Count the names of a list."""
    standing = [each for each in nominees if each.stands]
    official = sum(not each.is_outsider for each in standing)
    return Lengths(
        names=len(standing),
        prepared=sum(not each.is_outsider for each in nominees),
        official=official,
        outsiders=len(standing) - official,
    )


def surplus_is_compulsory(hall: Hall) -> bool:
    """Whether the list of this poll has to be longer than the seats."""
    compulsory = hall.office in hall.rule_set.surplus_mandatory_for.value
    return compulsory and hall.round is Round.FIRST


def combined(nominees: Sequence[Nominee], hall: Hall) -> CombinedList | None:
    """What to do with the committee's list and the names beside it (R-SU-5)."""
    if not surplus_is_compulsory(hall):
        return None
    found = lengths(nominees)
    return combined_list(
        hall.seats,
        prepared=found.official,
        outsiders=found.outsiders,
        rule_set=hall.rule_set,
    )


def length_findings(
    nominees: Sequence[Nominee], hall: Hall
) -> tuple[Finding[ListFault], ...]:
    """What is odd about how many names there are."""
    found = lengths(nominees)
    plan = ListPlan(
        office=hall.office,
        round=hall.round,
        seats=hall.seats,
        names=found.names,
        prepared=found.prepared,
        alternates=hall.alternates,
    )
    return list_findings(plan, hall.rule_set) if found.names else ()


def close_findings(
    nominees: Sequence[Nominee], hall: Hall
) -> tuple[Finding[CloseFault], ...]:
    """What else keeps the congress from closing the list."""
    found = lengths(nominees)
    if not found.names:
        code, rule = CloseFault.NOBODY, Rule.OFFICIAL_NOMINATION
        return (Finding(code, Severity.ERROR, rule, 0, 1),)
    return tuple(_close(nominees, hall, found))


def _close(
    nominees: Sequence[Nominee], hall: Hall, found: Lengths
) -> Iterator[Finding[CloseFault]]:
    error, places = Severity.ERROR, hall.seats + hall.alternates
    step = combined(nominees, hall)
    if step and step.step is ListStep.OPINION_BALLOT and found.outsiders:
        code = CloseFault.OPINION_BALLOT_FIRST
        yield Finding(code, error, step.rule, step.names, step.longest)
    if found.names < places and hall.office is not Office.DELEGATES:
        code, rule = CloseFault.FEWER_THAN_SEATS, Rule.LATER_ROUND_LIST
        yield Finding(code, Severity.WARNING, rule, found.names, places)
    standing = {each.key for each in nominees if each.stands}
    if hall.tied is not None and standing != hall.tied:
        code, rule = CloseFault.RUN_OFF_LIST_CHANGED, Rule.RUN_OFF
        yield Finding(code, error, rule, len(standing), len(hall.tied))
    terms = Places(hall.round, hall.seats, tally_base=1, alternates=hall.alternates)
    if unlawful(hall.office, terms, names=found.names):
        code, rule = CloseFault.UNLAWFUL, Rule.RUN_OFF
        yield Finding(code, error, rule, found.names, places)
