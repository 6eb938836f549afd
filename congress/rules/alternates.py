"""Alternates to the higher congress: in which order they are called, and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from congress.rules.regulations import Rule


class Alternate(NamedTuple):
    """An alternate: place on the ballot, votes, and member of the Party since."""

    place: int
    votes: int
    party_since: date | None = None


class SettledBy(StrEnum):
    """What puts an alternate at this point of the order."""

    VOTES = "votes"
    PARTY_AGE = "party_age"
    NOT_SETTLED = "not_settled"


class Call(NamedTuple):
    """Who is called next; several where neither votes nor Party age settle it."""

    places: tuple[int, ...]
    settled_by: SettledBy
    rule: Rule = Rule.CALL_ORDER


def call_order(alternates: Iterable[Alternate]) -> tuple[Call, ...]:
    """Most votes first; level votes by higher Party age; never by a guess."""
    by_votes = sorted(alternates, key=lambda a: (-a.votes, a.place))
    return tuple(
        call
        for _, level in groupby(by_votes, key=lambda a: a.votes)
        for call in _among_level(tuple(level))
    )


def _among_level(level: tuple[Alternate, ...]) -> Iterator[Call]:
    if len(level) == 1:
        yield Call((level[0].place,), SettledBy.VOTES)
        return
    dated = [(a.party_since, a.place) for a in level if a.party_since is not None]
    if len(dated) < len(level):
        # One unknown date could belong before any of the others.
        yield Call(tuple(a.place for a in level), SettledBy.NOT_SETTLED)
        return
    for _, same_day in groupby(sorted(dated), key=lambda pair: pair[0]):
        places = tuple(place for _, place in same_day)
        alone = len(places) == 1
        yield Call(places, SettledBy.PARTY_AGE if alone else SettledBy.NOT_SETTLED)


class Leaving(StrEnum):
    """Why an official delegate is no longer there."""

    MOVED_WITHIN = "moved_within"
    MOVED_OUTSIDE = "moved_outside"
    LEAVE_GRANTED = "leave_granted"
    COMMITTEE_MEMBER_ABSENT = "committee_member_absent"
    CREDENTIALS_REJECTED = "credentials_rejected"


@dataclass(frozen=True, slots=True)
class Substitution:
    """Whether an alternate may step in, whether the delegate stays one, and why."""

    allowed: bool
    stays_delegate: bool
    rule: Rule


_NEVER_REPLACED = {
    Leaving.COMMITTEE_MEMBER_ABSENT: Rule.COMMITTEE_MEMBER_ABSENT,
    Leaving.CREDENTIALS_REJECTED: Rule.CREDENTIALS_REJECTED,
}


def substitution(leaving: Leaving, *, allotted: int, elected: int) -> Substitution:
    """May an alternate take the delegate's seat?

    ``allotted`` and ``elected`` are the organisation's official delegates: one that
    elected fewer than it was allotted gets no substitutes at all.
    """
    if leaving is Leaving.MOVED_WITHIN:
        return _answer(Rule.STAYS_DELEGATE, stays_delegate=True)
    if leaving in _NEVER_REPLACED:
        return _answer(_NEVER_REPLACED[leaving])
    if elected < allotted:
        return _answer(Rule.FEWER_THAN_ALLOTTED)
    return _answer(Rule.ALTERNATE_STEPS_IN, allowed=True)


def _answer(
    rule: Rule, *, allowed: bool = False, stays_delegate: bool = False
) -> Substitution:
    return Substitution(allowed=allowed, stays_delegate=stays_delegate, rule=rule)
