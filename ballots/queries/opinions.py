"""The opinion ballot of a list: whom it is about, and what it came to."""

from dataclasses import dataclass

from ballots import queries
from ballots.models import Nomination, OpinionBallot, Poll
from ballots.queries.nominated import nominations, stands
from ballots.rules.nominations import PutForward
from ballots.rules.surplus import (
    OpinionResult,
    combined_list,
    opinion_result,
)


@dataclass(frozen=True, slots=True)
class OpinionState:
    """The opinion ballot of a list: whom it is about, and what it came to."""

    ballot: OpinionBallot | None
    outsiders: tuple[Nomination, ...]
    places_left: int
    longest: int
    added: tuple[Nomination, ...] = ()
    level: tuple[Nomination, ...] = ()
    left_over: tuple[Nomination, ...] = ()

    @property
    def places_for_level(self) -> int:
        """Return how many of those level at the cut still find a place."""
        return self.places_left - len(self.added)

    @property
    def is_applied(self) -> bool:
        """Whether the list has been filled up to its length already."""
        return self.ballot is not None and any(
            each.left_out for each in (*self.level, *self.left_over)
        )


def opinion_of(poll: Poll) -> OpinionState:
    """Return the opinion ballot of a poll's list, most votes first."""
    ballot = OpinionBallot.objects.filter(poll=poll).select_related("by").first()
    rows = nominations(poll)
    outsiders = [each for each in rows if _is_asked_about(each, ballot)]
    official = sum(
        each.put_forward == PutForward.OFFICIAL.value and stands(each) for each in rows
    )
    rule_set = queries.rule_set_of(poll)
    step = combined_list(
        poll.seats, prepared=official, outsiders=len(outsiders), rule_set=rule_set
    )
    state = OpinionState(ballot, tuple(outsiders), step.places_left, step.longest)
    if ballot is None:
        return state
    ranked = sorted(outsiders, key=lambda each: -(each.opinion_votes or 0))
    votes = [each.opinion_votes or 0 for each in ranked]
    result: OpinionResult = opinion_result(votes, places_left=step.places_left)
    taken = {*result.added, *result.level}
    rest = [each for place, each in enumerate(ranked) if place not in taken]
    return OpinionState(
        ballot,
        tuple(ranked),
        step.places_left,
        step.longest,
        added=tuple(ranked[place] for place in result.added),
        level=tuple(ranked[place] for place in result.level),
        left_over=tuple(rest),
    )


def _is_asked_about(row: Nomination, ballot: OpinionBallot | None) -> bool:
    if row.put_forward == PutForward.OFFICIAL.value:
        return False
    return stands(row) if ballot is None else row.opinion_votes is not None
