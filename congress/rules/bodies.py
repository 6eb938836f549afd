"""Sizes and limits that belong to one body or office."""

from congress.rules.rulesets import RuleSet


def cell_elects_committee_first(official_members: int, rule_set: RuleSet) -> bool:
    """Whether the cell is large enough to elect a committee before its secretary."""
    return official_members >= rule_set.cell_committee_from_members.value


def superior_designates_secretary(
    rounds_without_result: int, rule_set: RuleSet
) -> bool:
    """After the last fruitless round the level above names the cell's secretary."""
    return rounds_without_result >= rule_set.secretary_rounds.value


def largest_standing_committee(committee: int, rule_set: RuleSet) -> int:
    """Most members of a standing committee: a third of the committee."""
    numerator, denominator = rule_set.standing_committee_share.value
    return committee * numerator // denominator
