"""The length of the election list, and what happens when it grows too long."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from ballots.rules.ranking import cut
from ballots.rules.terms import Round
from congress.rules.findings import Finding, Severity
from congress.rules.offices import Office
from congress.rules.rulesets import Rule, RuleSet


class Prepared(NamedTuple):
    """The surplus the convening committee prepares, least and most."""

    least: int
    most: int

    @property
    def fits(self) -> bool:
        """Whether any whole number lies in the range."""
        return self.least <= self.most


class ListFault(StrEnum):
    """What is odd about the length of a list."""

    NO_SURPLUS = "no_surplus"
    ABOVE_CEILING = "above_ceiling"
    PREPARED_OUTSIDE_RANGE = "prepared_outside_range"
    NO_NUMBER_IN_RANGE = "no_number_in_range"
    SMALL_BODY = "small_body"
    TOO_SHORT_FOR_ALTERNATES = "too_short_for_alternates"


def longest_list(seats: int, rule_set: RuleSet) -> int:
    """Most names a list with compulsory surplus may hold: 30 % is a ceiling."""
    ceiling = seats * rule_set.surplus_max_percent.value // 100
    return seats + max(ceiling, 1)


def prepared_surplus(seats: int, rule_set: RuleSet) -> Prepared:
    """The whole numbers between 10 and 15 % of the seats; there may be none."""
    return Prepared(
        least=-(-seats * rule_set.surplus_prepared_min_percent.value // 100),
        most=seats * rule_set.surplus_prepared_max_percent.value // 100,
    )


def is_small_body(seats: int, rule_set: RuleSet) -> bool:
    """Whether the body is so small that one name more is all the surplus it gets."""
    small = rule_set.small_body_seats.value
    return small is not None and small[0] <= seats <= small[1]


def surplus_percent(seats: int, *, names: int) -> int:
    """Hundredths of a per cent by which the names exceed the seats, cut off."""
    return (names - seats) * 10_000 // seats


class ListPlan(NamedTuple):
    """A list to be looked at: its names, and how many the committee itself prepared."""

    office: Office
    round: Round
    seats: int
    names: int
    prepared: int
    alternates: int = 0


def list_findings(plan: ListPlan, rule_set: RuleSet) -> tuple[Finding[ListFault], ...]:
    """Everything worth saying about the length of the list."""
    if plan.office is Office.DELEGATES:
        return tuple(_delegates(plan))
    compulsory = plan.office in rule_set.surplus_mandatory_for.value
    if not compulsory or plan.round is not Round.FIRST:
        return ()
    return (*_ceiling(plan, rule_set), *_prepared(plan, rule_set))


def _delegates(plan: ListPlan) -> Iterator[Finding[ListFault]]:
    wanted = plan.seats + plan.alternates
    if plan.names < wanted:
        yield Finding(
            ListFault.TOO_SHORT_FOR_ALTERNATES,
            Severity.WARNING,
            Rule.ONE_LIST_OF_DELEGATES,
            plan.names,
            wanted,
        )


def _ceiling(plan: ListPlan, rule_set: RuleSet) -> Iterator[Finding[ListFault]]:
    longest = longest_list(plan.seats, rule_set)
    if plan.names <= plan.seats:
        yield Finding(
            ListFault.NO_SURPLUS,
            Severity.ERROR,
            Rule.MORE_NAMES_THAN_SEATS,
            plan.names,
            plan.seats + 1,
        )
    elif plan.names > longest:
        yield Finding(
            ListFault.ABOVE_CEILING,
            Severity.ERROR,
            Rule.SURPLUS_CEILING,
            plan.names,
            longest,
        )


def _prepared(plan: ListPlan, rule_set: RuleSet) -> Iterator[Finding[ListFault]]:
    extra = plan.prepared - plan.seats
    most = rule_set.small_body_surplus.value
    if most is not None and is_small_body(plan.seats, rule_set):
        if extra > most:
            code, rule = ListFault.SMALL_BODY, Rule.SMALL_BODY
            yield Finding(code, Severity.WARNING, rule, extra, most)
        return
    wanted = prepared_surplus(plan.seats, rule_set)
    if not wanted.fits:
        code = ListFault.NO_NUMBER_IN_RANGE
    elif wanted.least <= extra <= wanted.most:
        return
    else:
        code = ListFault.PREPARED_OUTSIDE_RANGE
    rule = Rule.SURPLUS_PREPARED
    yield Finding(code, Severity.WARNING, rule, extra, wanted.most)


class ListStep(StrEnum):
    """How the combined list becomes the election list."""

    CONGRESS_DECIDES = "congress_decides"
    OPINION_BALLOT = "opinion_ballot"


class CombinedList(NamedTuple):
    """What to do with the committee's list and those put forward beside it."""

    step: ListStep
    rule: Rule
    names: int
    longest: int
    places_left: int


def combined_list(
    seats: int, *, prepared: int, outsiders: int, rule_set: RuleSet
) -> CombinedList:
    """Past the ceiling an opinion ballot is held, on the outsiders alone."""
    names, longest = prepared + outsiders, longest_list(seats, rule_set)
    fits = names <= longest
    return CombinedList(
        step=ListStep.CONGRESS_DECIDES if fits else ListStep.OPINION_BALLOT,
        rule=Rule.COMBINED_LIST,
        names=names,
        longest=longest,
        places_left=max(longest - prepared, 0),
    )


class OpinionResult(NamedTuple):
    """Outsiders who fill up the list, most support first, and who is level last."""

    added: tuple[int, ...]
    level: tuple[int, ...]
    rule: Rule


def opinion_result(support: Sequence[int], *, places_left: int) -> OpinionResult:
    """Fill the list by most support. A level end is for presidium and congress."""
    added, level = cut(support, range(len(support)), places=places_left)
    rule = Rule.OPINION_BALLOT_TIED if level else Rule.OPINION_BALLOT_FILLS_UP
    return OpinionResult(added, level, rule)
