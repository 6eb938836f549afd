"""Names from outside the convening committee's list: may they go to the congress?"""

from enum import StrEnum
from typing import NamedTuple

from congress.rules.rulesets import Rule, RuleSet


class Admission(StrEnum):
    """What becomes of a name put forward beside the committee's list."""

    TO_CONGRESS = "to_congress"
    NOT_ENOUGH_SUPPORT = "not_enough_support"
    AGAINST_DISCIPLINE = "against_discipline"


class Admitted(NamedTuple):
    """The answer, the rule that gave it, and the support that was needed, if any."""

    admission: Admission
    rule: Rule
    needed: int | None


def support_needed(attending: int, rule_set: RuleSet) -> int | None:
    """Fewest backers that are more than the share asked for; ``None`` asks for none."""
    share = rule_set.outsider_support_percent.value
    return None if share is None else attending * share // 100 + 1


def admission(
    *,
    attending: int,
    backed_by: int,
    put_forward_by_committee_member: bool,
    rule_set: RuleSet,
) -> Admitted:
    """May the congress be asked about this outsider?"""
    needed = support_needed(attending, rule_set)
    if put_forward_by_committee_member:
        barred = Admission.AGAINST_DISCIPLINE
        return Admitted(barred, Rule.COMMITTEE_DISCIPLINE, needed)
    if needed is None:
        return Admitted(Admission.TO_CONGRESS, Rule.NO_SUPPORT_SHARE, needed)
    if backed_by < needed:
        return Admitted(Admission.NOT_ENOUGH_SUPPORT, Rule.OUTSIDER_SUPPORT, needed)
    return Admitted(Admission.TO_CONGRESS, Rule.OUTSIDER_SUPPORT, needed)
