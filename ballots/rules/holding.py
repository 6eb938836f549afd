"""Which body elects to which office, and from among whom."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from congress.rules.bodies import (
    cell_elects_committee_first,
    largest_standing_committee,
)
from congress.rules.findings import Finding, Severity
from congress.rules.offices import Office
from congress.rules.rulesets import Rule, RuleSet

# By the kind of voting body, as ``congress.models.BodyKind`` has it.
OFFICES_OF: Final[Mapping[str, tuple[Office, ...]]] = MappingProxyType(
    {
        "congress": (Office.COMMITTEE, Office.SECRETARY, Office.DELEGATES),
        "committee": (
            Office.STANDING_COMMITTEE,
            Office.SECRETARY,
            Office.DEPUTY_SECRETARY,
            Office.INSPECTION_COMMISSION,
            Office.INSPECTION_HEAD,
        ),
        "inspection": (Office.INSPECTION_DEPUTY,),
    }
)

# The congress of a cell elects all of its offices itself (R-CN-8).
OFFICES_OF_A_CELL: Final = (
    Office.COMMITTEE,
    Office.SECRETARY,
    Office.DEPUTY_SECRETARY,
    Office.DELEGATES,
)

# The office whose holders make up the body; of a congress rolls say who does.
MADE_OF: Final[Mapping[str, Office]] = MappingProxyType(
    {
        "committee": Office.COMMITTEE,
        "inspection": Office.INSPECTION_COMMISSION,
    }
)

# From among whom, the nearest office first; a commission takes others in as well.
FROM_AMONG: Final[Mapping[Office, tuple[Office, ...]]] = MappingProxyType(
    {
        Office.STANDING_COMMITTEE: (Office.COMMITTEE,),
        Office.SECRETARY: (Office.STANDING_COMMITTEE, Office.COMMITTEE),
        Office.DEPUTY_SECRETARY: (Office.STANDING_COMMITTEE, Office.COMMITTEE),
        Office.INSPECTION_HEAD: (Office.INSPECTION_COMMISSION,),
        Office.INSPECTION_DEPUTY: (Office.INSPECTION_COMMISSION,),
    }
)


class PlanFault(StrEnum):
    """What is odd about an election as it is entered."""

    NOT_OF_THIS_BODY = "not_of_this_body"
    NOT_IN_CONTENTS = "not_in_contents"
    DESIGNATED = "designated"
    ALTERNATES_NOT_FOR_OFFICE = "alternates_not_for_office"
    ONE_SECRETARY = "one_secretary"
    ABOVE_A_THIRD = "above_a_third"
    ABOVE_THE_EXCEPTION = "above_the_exception"
    CELL_COMMITTEE_FIRST = "cell_committee_first"
    CELL_TOO_SMALL_FOR_COMMITTEE = "cell_too_small_for_committee"
    CELL_COMMITTEE_TOO_LARGE = "cell_committee_too_large"


class Plan(NamedTuple):
    """An election to be entered, and what it is judged by.

    ``contents`` are codes of what the congress has to do; ``committee`` is how many the
    committee has, ``members`` how many official members the cell has, where known.
    """

    body: str
    office: Office
    seats: int
    alternates: int
    contents: frozenset[str]
    designated: bool = False
    is_cell: bool = False
    members: int | None = None
    committee: int | None = None
    committee_elected: bool = False
    # Held within the term; and how many hold the office already.
    mid_term: bool = False
    already: int = 0


def offices_of(
    body: str, *, is_cell: bool, mid_term: bool = False
) -> tuple[Office, ...]:
    """The offices that a body of this kind elects, in their usual order.

    Within the term a committee takes in members of its own (190-QĐ/TW Art. 28).
    """
    if is_cell and body == "congress":
        return OFFICES_OF_A_CELL
    if mid_term and body == "committee":
        return (Office.COMMITTEE, *OFFICES_OF[body])
    return OFFICES_OF[body]


def plan_findings(plan: Plan, rule_set: RuleSet) -> tuple[Finding[PlanFault], ...]:
    """Everything that forbids the election, or that only a reason lets pass."""
    found = (
        *_of_the_body(plan),
        *_of_the_number(plan),
        *_of_a_standing_committee(plan, rule_set),
        *_of_a_cell(plan, rule_set),
    )
    return tuple(found)


def _error(
    code: PlanFault, rule: Rule, seen: int = 0, bound: int = 0
) -> Finding[PlanFault]:
    return Finding(code, Severity.ERROR, rule, seen, bound)


def _of_the_body(plan: Plan) -> tuple[Finding[PlanFault], ...]:
    offices = offices_of(plan.body, is_cell=plan.is_cell, mid_term=plan.mid_term)
    if plan.office not in offices:
        return (_error(PlanFault.NOT_OF_THIS_BODY, Rule.SCOPE),)
    if plan.body != "congress":
        if plan.designated:
            # A committee that was named may still have something to elect.
            code, rule = PlanFault.DESIGNATED, Rule.DESIGNATED_DELEGATES
            return (Finding(code, Severity.WARNING, rule, 0, 0),)
        return ()
    if plan.designated:
        return (_error(PlanFault.DESIGNATED, Rule.DESIGNATED_DELEGATES),)
    content = "delegates" if plan.office is Office.DELEGATES else "committee"
    if content not in plan.contents:
        return (_error(PlanFault.NOT_IN_CONTENTS, Rule.CONVENING_COMMITTEE),)
    return ()


def _of_the_number(plan: Plan) -> tuple[Finding[PlanFault], ...]:
    if plan.alternates and plan.office is not Office.DELEGATES:
        code = PlanFault.ALTERNATES_NOT_FOR_OFFICE
        return (_error(code, Rule.ALTERNATES, plan.alternates),)
    if plan.seats > 1 and plan.office in (Office.SECRETARY, Office.INSPECTION_HEAD):
        return (_error(PlanFault.ONE_SECRETARY, Rule.NUMBER_TO_ELECT, plan.seats, 1),)
    return ()


def _of_a_standing_committee(
    plan: Plan, rule_set: RuleSet
) -> tuple[Finding[PlanFault], ...]:
    if plan.office is not Office.STANDING_COMMITTEE or not plan.committee:
        return ()
    usual = largest_standing_committee(plan.committee, rule_set)
    numerator, denominator = rule_set.standing_committee_exception.value
    rule = Rule.STANDING_COMMITTEE_SHARE
    seats = plan.seats + plan.already
    if seats * denominator >= plan.committee * numerator:
        return (_error(PlanFault.ABOVE_THE_EXCEPTION, rule, seats, usual),)
    if seats > usual:
        code = PlanFault.ABOVE_A_THIRD
        return (Finding(code, Severity.WARNING, rule, seats, usual),)
    return ()


def _of_a_cell(plan: Plan, rule_set: RuleSet) -> tuple[Finding[PlanFault], ...]:
    if not plan.is_cell or plan.body != "congress" or not plan.members:
        return ()
    first = cell_elects_committee_first(plan.members, rule_set)
    largest, rule = rule_set.cell_committee_max.value, Rule.CELL_COMMITTEE_FIRST
    bound = rule_set.cell_committee_from_members.value
    if plan.office is Office.COMMITTEE:
        if plan.seats > largest:
            code = PlanFault.CELL_COMMITTEE_TOO_LARGE
            return (_error(code, rule, plan.seats, largest),)
        if not first:
            code = PlanFault.CELL_TOO_SMALL_FOR_COMMITTEE
            return (Finding(code, Severity.WARNING, rule, plan.members, bound),)
    elif plan.office is not Office.DELEGATES and first and not plan.committee_elected:
        code = PlanFault.CELL_COMMITTEE_FIRST
        return (Finding(code, Severity.WARNING, rule, plan.members, bound),)
    return ()
