"""The total that "more than half" is measured on, worked out line by line.

It is neither those present nor the ballots returned: it is everyone the congress
convened, less the few kinds of absence the regulation names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from congress.rules.clauses import Clause
from congress.rules.offices import majority
from congress.rules.rulesets import Rule, RuleSet


class Body(StrEnum):
    """Who votes. Each kind of body has its own base."""

    DELEGATES_CONGRESS = "delegates_congress"
    MEMBERS_CONGRESS = "members_congress"
    COMMITTEE_MEETING = "committee_meeting"


class Situation(StrEnum):
    """Why somebody convened might not count, or counts all the same."""

    CREDENTIALS_REJECTED = "credentials_rejected"
    COMMITTEE_MEMBER_ABSENT_THROUGHOUT = "committee_member_absent_throughout"
    ABSENT_THROUGHOUT_NOT_REPLACED = "absent_throughout_not_replaced"
    ABSENT_THROUGHOUT_REPLACED = "absent_throughout_replaced"
    TRANSFERRED_NOT_PRESENT = "transferred_not_present"
    TRANSFERRED_PRESENT = "transferred_present"
    EXEMPTED_NOT_PRESENT = "exempted_not_present"
    EXEMPTED_PRESENT = "exempted_present"
    SUSPENDED = "suspended"
    PROSECUTED = "prosecuted"
    ABSENT_THROUGHOUT_ACCEPTED = "absent_throughout_accepted"
    ABSENT_THROUGHOUT_NOT_ACCEPTED = "absent_throughout_not_accepted"
    ABSENT_PART_OF_THE_TIME = "absent_part_of_the_time"
    ON_LEAVE = "on_leave"
    NO_BALLOT_CAST = "no_ballot_cast"


class _Treatment(NamedTuple):
    deducted: bool
    rule: Rule


def _table(
    rule: Rule, deducted: tuple[Situation, ...], counted: tuple[Situation, ...]
) -> dict[Situation, _Treatment]:
    return {s: _Treatment(deducted=True, rule=rule) for s in deducted} | {
        s: _Treatment(deducted=False, rule=rule) for s in counted
    }


_CAME: Final = {
    situation: _Treatment(deducted=False, rule=Rule.BASE_WITH_THOSE_WHO_CAME)
    for situation in (Situation.TRANSFERRED_PRESENT, Situation.EXEMPTED_PRESENT)
}

TREATMENT: Final[Mapping[Body, Mapping[Situation, _Treatment]]] = MappingProxyType(
    {
        Body.DELEGATES_CONGRESS: {
            Situation.CREDENTIALS_REJECTED: _Treatment(
                deducted=True, rule=Rule.BASE_WITHOUT_REJECTED
            )
        }
        | _table(
            Rule.BASE_OF_DELEGATES,
            deducted=(
                Situation.COMMITTEE_MEMBER_ABSENT_THROUGHOUT,
                Situation.ABSENT_THROUGHOUT_NOT_REPLACED,
            ),
            counted=(
                Situation.ABSENT_THROUGHOUT_REPLACED,
                Situation.ABSENT_PART_OF_THE_TIME,
                Situation.NO_BALLOT_CAST,
            ),
        ),
        Body.MEMBERS_CONGRESS: _table(
            Rule.BASE_OF_MEMBERS,
            deducted=(
                Situation.TRANSFERRED_NOT_PRESENT,
                Situation.EXEMPTED_NOT_PRESENT,
                Situation.SUSPENDED,
                Situation.PROSECUTED,
                Situation.ABSENT_THROUGHOUT_ACCEPTED,
            ),
            counted=(
                Situation.ABSENT_THROUGHOUT_NOT_ACCEPTED,
                Situation.ABSENT_PART_OF_THE_TIME,
                Situation.NO_BALLOT_CAST,
            ),
        )
        | _CAME,
        Body.COMMITTEE_MEETING: _table(
            Rule.BASE_OF_MEETING,
            deducted=(
                Situation.TRANSFERRED_NOT_PRESENT,
                Situation.SUSPENDED,
                Situation.PROSECUTED,
            ),
            counted=(
                Situation.ON_LEAVE,
                Situation.ABSENT_PART_OF_THE_TIME,
                Situation.NO_BALLOT_CAST,
            ),
        )
        | {Situation.TRANSFERRED_PRESENT: _CAME[Situation.TRANSFERRED_PRESENT]},
    }
)


class BaseLine(NamedTuple):
    """One line of the working: how many, whether they are taken off, and by what."""

    situation: Situation
    number: int
    deducted: bool
    rule: Rule
    clause: Clause


@dataclass(frozen=True, slots=True)
class TallyBase:
    """The base with its working, so that a page can show who is deducted and why."""

    body: Body
    convened: int
    lines: tuple[BaseLine, ...]

    @property
    def deducted(self) -> int:
        """Everyone taken off."""
        return sum(line.number for line in self.lines if line.deducted)

    @property
    def recognised(self) -> int:
        """Those convened whose credentials were not rejected."""
        return self.convened - sum(
            line.number
            for line in self.lines
            if line.situation is Situation.CREDENTIALS_REJECTED
        )

    @property
    def value(self) -> int:
        """The base itself, D."""
        return self.convened - self.deducted

    @property
    def threshold(self) -> int:
        """Fewest votes that elect."""
        return majority(self.value)


def tally_base(
    body: Body,
    *,
    convened: int,
    people: Mapping[Situation, int],
    rule_set: RuleSet,
) -> TallyBase:
    """Work out the base. A situation the body does not know is a ``ValueError``."""
    treatment = TREATMENT[body]
    if foreign := [s for s in people if s not in treatment]:
        msg = f"{foreign[0]} has no meaning for {body}"
        raise ValueError(msg)
    if min(people.values(), default=0) < 0 or sum(people.values()) > convened:
        msg = f"{sum(people.values())} people among {convened} convened"
        raise ValueError(msg)
    lines = tuple(
        BaseLine(s, people[s], how.deducted, how.rule, rule_set.clause(how.rule))
        for s, how in treatment.items()
        if people.get(s)
    )
    return TallyBase(body=body, convened=convened, lines=lines)
