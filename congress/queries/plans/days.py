"""How due days are found, and what a directive asks of the days of a congress."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from congress import labels
from congress.models import Congress, Holiday, LevelTerms
from congress.queries.base import regulation_for, rule_set_in
from congress.rules import planning
from congress.rules.clauses import CONFIRMED
from congress.rules.planning import BOUND, Beyond, Days, Timing, Values
from congress.rules.regulations import Regulation
from congress.rules.rulesets import RULE_SETS
from congress.rules.working_days import Calendar
from core.queries.rule_sets import latest_edition
from core.vietnamese import dates

OF_THE_RULE_SET: Final = tuple(
    name for name in BOUND if name not in {"clearance_days", "done_by"}
)


def calendar() -> Calendar:
    """Return the days off and the days worked instead, as they are kept."""
    off: set[date] = set()
    worked: set[date] = set()
    for day, is_worked in Holiday.objects.values_list("day", "is_worked"):
        (worked if is_worked else off).add(day)
    return Calendar(frozenset(off), frozenset(worked))


def days_of(congress: Congress) -> Days:
    """Return the days of a congress as the rules take them."""
    return Days(congress.opens_on, congress.closes_on)


@dataclass
class Grounds:
    """What due days of many congresses are found by, read once."""

    calendar: Calendar = field(default_factory=calendar)
    terms: list[LevelTerms] = field(
        default_factory=lambda: list(LevelTerms.objects.order_by("-opens_from"))
    )
    _of_regulation: dict[Regulation, dict[str, int]] = field(default_factory=dict)
    _found: dict[object, date | None] = field(default_factory=dict)

    def terms_for(self, congress: Congress) -> LevelTerms | None:
        """Return what a directive asks of a congress of that level and time."""
        level = congress.unit.kind.level_id
        return next(
            (
                each
                for each in self.terms
                if each.level_id == level
                and each.opens_from <= congress.opens_on <= each.opens_until
            ),
            None,
        )

    def values_for(self, congress: Congress) -> Values:
        """Return the values that due days of the congress may be bound to."""
        terms = self.terms_for(congress)
        return {
            **self._values_in(regulation_for(congress)),
            "clearance_days": terms.clearance_days if terms else None,
            "done_by": terms.done_by if terms else None,
        }

    def due_on(self, timing: Timing, congress: Congress) -> date | None:
        """Return the day something is due at the congress."""
        days = days_of(congress)
        known = (timing, days, congress.unit.kind.level_id)
        if known not in self._found:
            self._found[known] = planning.due_on(
                timing, days, self.values_for(congress), self.calendar
            )
        return self._found[known]

    def _values_in(self, regulation: Regulation) -> dict[str, int]:
        if regulation not in self._of_regulation:
            edition = latest_edition(regulation.value)
            rules = rule_set_in(edition) if edition else RULE_SETS[regulation]
            self._of_regulation[regulation] = {
                name: getattr(rules, name).value for name in OF_THE_RULE_SET
            }
        return self._of_regulation[regulation]


@dataclass(frozen=True, slots=True)
class TermsCheck:
    """What a directive asks of the days of a congress, and what they do not keep."""

    terms: LevelTerms
    faults: list[str]

    @property
    def is_sure(self) -> bool:
        """Whether somebody has read the directive itself."""
        return self.terms.confidence in CONFIRMED


def terms_check(congress: Congress, grounds: Grounds) -> TermsCheck | None:
    """Hold the days of a congress against the directive of its time."""
    terms = grounds.terms_for(congress)
    if terms is None:
        return None
    days = days_of(congress)
    said = {
        "lasts": planning.lasts(days),
        "most": terms.most_days,
        "closes": dates.short(congress.closes_on),
        "done_by": dates.short(terms.done_by) if terms.done_by else "",
    }
    found: list[Beyond] = planning.beyond(
        days, most_days=terms.most_days, done_by=terms.done_by
    )
    return TermsCheck(terms, [str(labels.BEYOND[each]) % said for each in found])
