"""Who is elected. Whole numbers only, and a tie is an answer, not an accident."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ballots.rules.count import Count
from ballots.rules.ranking import cut
from ballots.rules.terms import Places, Round
from congress.rules.regulations import Rule, TieRule


class Next(StrEnum):
    """What follows the poll."""

    UNDECIDED_BALLOTS = "undecided_ballots"
    RUN_OFF = "run_off"
    CONGRESS_DECIDES = "congress_decides"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What the poll means for one candidate."""

    ELECTED = "elected"
    ALTERNATE = "alternate"
    TIED = "tied"
    PAST_HALF_NO_PLACE = "past_half_no_place"
    PAST_HALF_WAITS = "past_half_waits"
    NOT_PAST_HALF = "not_past_half"
    FEWER_VOTES = "fewer_votes"
    BALLOTS_WAIT = "ballots_wait"


class Decision(NamedTuple):
    """One candidate's verdict and the rule that made it."""

    place: int
    votes: int
    percent: int
    verdict: Verdict
    rule: Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a poll. Candidates are named by their place in ballot order."""

    threshold: int
    elected: tuple[int, ...]
    alternates: tuple[int, ...]
    tied: tuple[int, ...]
    open_seats: int
    open_alternates: int
    next: Next
    next_rule: Rule
    decisions: tuple[Decision, ...]


class _Filled(NamedTuple):
    """Who has a place, and who is level at the last of them."""

    elected: tuple[int, ...] = ()
    alternates: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()


def percent(votes: int, tally_base: int) -> int:
    """Hundredths of a per cent of the base, half up. Nothing is decided by it."""
    return (votes * 20_000 + tally_base) // (2 * tally_base)


def percent_text(hundredths: int) -> str:
    """The percentage as an election file writes it: two decimals and a point."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def outcome(count: Count, places: Places) -> Outcome:
    """Read the result off the count."""
    if count.undecided:
        filled = _Filled()
        verdicts = dict.fromkeys(
            range(len(count.votes)), (Verdict.BALLOTS_WAIT, Rule.BOARD_DECIDES)
        )
    elif places.round is Round.RUN_OFF:
        filled = _filled(count.votes, _pool(count.votes, places), places)
        verdicts = _run_off_verdicts(count.votes, filled, places)
    else:
        filled = _filled(count.votes, _pool(count.votes, places), places)
        verdicts = _majority_verdicts(count.votes, filled, places)
    step = _next(count, places, filled)
    return Outcome(
        threshold=places.threshold,
        elected=filled.elected,
        alternates=filled.alternates,
        tied=filled.tied,
        open_seats=places.seats - len(filled.elected),
        open_alternates=places.alternates - len(filled.alternates),
        next=step,
        next_rule=_next_rule(step, count.votes, filled, places),
        decisions=_decisions(count.votes, places, verdicts),
    )


def _filled(votes: Sequence[int], pool: Sequence[int], places: Places) -> _Filled:
    """Fill the seats from the pool and, once all are filled, the alternates' places."""
    seats = cut(votes, pool, places=places.seats)
    if len(seats.chosen) < places.seats:
        return _Filled(elected=seats.chosen, tied=seats.tied)
    seated = set(seats.chosen)
    left = [place for place in pool if place not in seated]
    others = cut(votes, left, places=places.alternates)
    return _Filled(seats.chosen, others.chosen, others.tied)


def _pool(votes: Sequence[int], places: Places) -> Sequence[int]:
    """Who may get a place at all."""
    return _past_half(votes, places) if places.half_is_needed else range(len(votes))


def _past_half(votes: Sequence[int], places: Places) -> list[int]:
    # Twice the votes against the base: no rounding can decide an election.
    return [p for p, number in enumerate(votes) if 2 * number > places.tally_base]


def _next(count: Count, places: Places, filled: _Filled) -> Next:
    if count.undecided:
        return Next.UNDECIDED_BALLOTS
    run_off_at_once = places.tie_rule is TieRule.RUN_OFF
    if filled.tied and run_off_at_once and places.round is not Round.RUN_OFF:
        return Next.RUN_OFF
    filled_places = len(filled.elected) + len(filled.alternates)
    if filled_places < places.seats + places.alternates:
        return Next.CONGRESS_DECIDES
    return Next.CLOSED


def _next_rule(
    step: Next, votes: Sequence[int], filled: _Filled, places: Places
) -> Rule:
    if step is Next.UNDECIDED_BALLOTS:
        return Rule.BOARD_DECIDES
    if step is Next.RUN_OFF:
        return _tied_by(filled, places)
    if step is Next.CONGRESS_DECIDES:
        return _open_by(filled, places)
    return _filled_by(votes, places)


def _tied_by(filled: _Filled, places: Places) -> Rule:
    seats_filled = len(filled.elected) == places.seats
    return Rule.TIED_ALTERNATES if seats_filled else Rule.RUN_OFF


def _open_by(filled: _Filled, places: Places) -> Rule:
    """Why the congress is asked: level, level again, seats open, alternates short."""
    if filled.tied:
        again = places.round is Round.RUN_OFF
        return Rule.RUN_OFF_TIED if again else _tied_by(filled, places)
    seats_filled = len(filled.elected) == places.seats
    return Rule.ALTERNATES_SHORT if seats_filled else Rule.PLACES_LEFT_OPEN


def _filled_by(votes: Sequence[int], places: Places) -> Rule:
    """The rule that filled the last place."""
    if places.round is Round.RUN_OFF:
        return _run_off_by(places)
    return Rule.ALTERNATES if places.alternates else _elected_by(votes, places)


def _elected_by(votes: Sequence[int], places: Places) -> Rule:
    contested = len(_past_half(votes, places)) > places.seats
    return Rule.HIGHEST_FIRST if contested else Rule.MORE_THAN_HALF


def _run_off_by(places: Places) -> Rule:
    return Rule.RUN_OFF if places.seats else Rule.TIED_ALTERNATES


def _decisions(
    votes: Sequence[int],
    places: Places,
    verdicts: Mapping[int, tuple[Verdict, Rule]],
) -> tuple[Decision, ...]:
    return tuple(
        Decision(place, number, percent(number, places.tally_base), *verdicts[place])
        for place, number in enumerate(votes)
    )


def _majority_verdicts(
    votes: Sequence[int], filled: _Filled, places: Places
) -> dict[int, tuple[Verdict, Rule]]:
    past_half = _past_half(votes, places)
    elected_by, tied_by = _elected_by(votes, places), _tied_by(filled, places)
    found = dict.fromkeys(
        range(len(votes)), (Verdict.NOT_PAST_HALF, Rule.MORE_THAN_HALF)
    )
    found |= dict.fromkeys(past_half, _without_place(filled, places))
    found |= dict.fromkeys(filled.elected, (Verdict.ELECTED, elected_by))
    found |= dict.fromkeys(filled.alternates, (Verdict.ALTERNATE, Rule.ALTERNATES))
    return found | dict.fromkeys(filled.tied, (Verdict.TIED, tied_by))


def _without_place(filled: _Filled, places: Places) -> tuple[Verdict, Rule]:
    """What becomes of those past half whom the filled places leave out."""
    if places.alternates and len(filled.elected) < places.seats:
        return Verdict.PAST_HALF_WAITS, Rule.ALTERNATES
    return Verdict.PAST_HALF_NO_PLACE, Rule.HIGHEST_FIRST


def _run_off_verdicts(
    votes: Sequence[int], filled: _Filled, places: Places
) -> dict[int, tuple[Verdict, Rule]]:
    by = _run_off_by(places)
    found = dict.fromkeys(
        range(len(votes)), (Verdict.NOT_PAST_HALF, Rule.MORE_THAN_HALF)
    )
    found |= dict.fromkeys(_pool(votes, places), (Verdict.FEWER_VOTES, by))
    found |= dict.fromkeys(filled.elected, (Verdict.ELECTED, by))
    found |= dict.fromkeys(filled.alternates, (Verdict.ALTERNATE, by))
    return found | dict.fromkeys(filled.tied, (Verdict.TIED, Rule.RUN_OFF_TIED))
