"""How many may be elected to an office within the term (R-AF-10)."""

from dataclasses import dataclass
from enum import StrEnum

from congress.rules.offices import Office
from congress.rules.rulesets import RuleSet

# Only of a committee does the congress fix a number that may be gone beyond.
MAY_HAVE_MORE = frozenset({Office.COMMITTEE})


class Why(StrEnum):
    """Why somebody is elected within the term."""

    VACANCY = "vacancy"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Places:
    """Places of one office: how many were fixed, how many hold it, and what is open.

    ``percent`` of the fixed number may be elected beyond it; part of a person is no
    person, so it is rounded down.
    """

    fixed: int
    standing: int
    percent: int = 0

    @property
    def vacant(self) -> int:
        """Places of the fixed number that nobody holds."""
        return max(self.fixed - self.standing, 0)

    @property
    def most_extra(self) -> int:
        """How many more than fixed there may be at most."""
        return self.fixed * self.percent // 100

    @property
    def extra(self) -> int:
        """How many more than fixed there are already."""
        return max(self.standing - self.fixed, 0)

    @property
    def open_extra(self) -> int:
        """How many more than fixed may still be elected."""
        return max(self.most_extra - self.extra, 0)

    def open(self, why: Why) -> int:
        """Most that may be elected now for this reason."""
        return self.vacant if why is Why.VACANCY else self.open_extra


def extra_percent(office: Office, rule_set: RuleSet, *, is_grassroots: bool) -> int:
    """Return what share of the fixed number may come beyond it; nothing elsewhere."""
    if office not in MAY_HAVE_MORE:
        return 0
    if is_grassroots:
        return rule_set.co_option_percent_grassroots.value
    return rule_set.co_option_percent.value
