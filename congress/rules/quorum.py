"""Whether enough have come for the congress to be held (R-SC-4)."""

from dataclasses import dataclass

from congress.rules.regulations import Rule
from congress.rules.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class Quorum:
    """Those there and those needed; organisations count at a delegates' congress.

    ``organisations`` is ``None`` where only people are asked for.
    """

    convened: int
    present: int
    needed: int
    organisations: int | None
    represented: int
    organisations_needed: int
    rule: Rule = Rule.QUORUM

    @property
    def is_met(self) -> bool:
        """Whether enough people have come, from enough organisations."""
        people = self.present >= self.needed
        return people and (
            self.organisations is None or self.represented >= self.organisations_needed
        )


def quorum(
    rule_set: RuleSet,
    *,
    convened: int,
    present: int,
    organisations: int | None = None,
    represented: int = 0,
) -> Quorum:
    """Ask for at least the share of those convened, and of the organisations."""
    return Quorum(
        convened=convened,
        present=present,
        needed=_share(convened, rule_set),
        organisations=organisations,
        represented=represented,
        organisations_needed=_share(organisations or 0, rule_set),
    )


def _share(number: int, rule_set: RuleSet) -> int:
    """Fewest that are at least the share: no rounding decides."""
    numerator, denominator = rule_set.quorum_share.value
    return -(-number * numerator // denominator)
