"""Who is elected. Whole numbers only, and a tie is an answer, not an accident."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
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
    """The result of a poll. Candidates are named by their place in ballot order.

    Those who wait since earlier rounds come behind the slate, in the order of
    ``Places.waiting``; their votes are those of their own round.
    """

    threshold: int
    elected: tuple[int, ...]
    alternates: tuple[int, ...]
    tied: tuple[int, ...]
    open_seats: int
    open_alternates: int
    next: Next
    next_rule: Rule
    decisions: tuple[Decision, ...]

    @property
    def ranks(self) -> Mapping[int, int]:
        """Return the rank of each who won: among the elected, or the alternates."""
        return {
            place: rank
            for won in (self.elected, self.alternates)
            for rank, place in enumerate(won, start=1)
        }


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
        everyone = len(count.votes) + sum(len(each.votes) for each in places.waiting)
        verdicts = dict.fromkeys(
            range(everyone), (Verdict.BALLOTS_WAIT, Rule.BOARD_DECIDES)
        )
    elif places.round is Round.RUN_OFF:
        filled = _filled(count.votes, places)
        verdicts = _run_off_verdicts(count.votes, filled, places)
    else:
        filled = _filled(count.votes, places)
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


def _filled(votes: Sequence[int], places: Places) -> _Filled:
    """Fill the seats from the pool and, once all are filled, the alternates' places."""
    pool = _pool(votes, places)
    seats = cut(votes, pool, places=places.seats)
    if len(seats.chosen) < places.seats:
        return _Filled(elected=seats.chosen, tied=seats.tied)
    seated = set(seats.chosen)
    # Whoever loses a run-off for a seat was past half in the round before.
    may_follow = range(len(votes)) if _decides_on_seats(places) else pool
    left = [place for place in may_follow if place not in seated]
    alternates, tied = _followers(votes, left, places)
    return _Filled(seats.chosen, alternates, tied)


def _followers(
    votes: Sequence[int], left: Sequence[int], places: Places
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the alternates and who is level at the last of their places.

    Those left on the slate come first, then those who wait, round by round.
    """
    everyone = _all_votes(votes, places)
    chosen: tuple[int, ...] = ()
    for group in (left, *_behind(votes, places)):
        found = cut(everyone, group, places=places.alternates - len(chosen))
        chosen += found.chosen
        if found.tied:
            return chosen, found.tied
    return chosen, ()


def _all_votes(votes: Sequence[int], places: Places) -> list[int]:
    """Return the votes of the slate and, behind it, of those who wait."""
    return [*votes, *(number for each in places.waiting for number in each.votes)]


def _behind(votes: Sequence[int], places: Places) -> Iterable[range]:
    """Return where those who wait stand behind the slate, round by round."""
    ends = accumulate((len(each.votes) for each in places.waiting), initial=len(votes))
    return (range(start, end) for start, end in pairwise(ends))


def _decides_on_seats(places: Places) -> bool:
    """Whether the poll is a run-off for seats: alternates follow from it."""
    return places.round is Round.RUN_OFF and places.seats > 0


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
    if filled.tied and run_off_at_once and not _level_again(filled, places):
        return Next.RUN_OFF
    filled_places = len(filled.elected) + len(filled.alternates)
    if filled_places < places.seats + places.alternates:
        return Next.CONGRESS_DECIDES
    return Next.CLOSED


def _level_again(filled: _Filled, places: Places) -> bool:
    """Whether those level were to be told apart by just this run-off."""
    seats_filled = len(filled.elected) == places.seats
    told_apart = places.seats == 0 or not seats_filled
    return places.round is Round.RUN_OFF and told_apart


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
        again = _level_again(filled, places)
        return Rule.RUN_OFF_TIED if again else _tied_by(filled, places)
    seats_filled = len(filled.elected) == places.seats
    return Rule.ALTERNATES_SHORT if seats_filled else Rule.PLACES_LEFT_OPEN


def _filled_by(votes: Sequence[int], places: Places) -> Rule:
    """The rule that filled the last place."""
    if _decides_on_seats(places) and places.alternates:
        return Rule.ALTERNATES_AFTER_RUN_OFF
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
    bases = [places.tally_base] * len(votes)
    bases += [each.tally_base for each in places.waiting for _one in each.votes]
    return tuple(
        Decision(place, number, percent(number, base), *verdicts[place])
        for place, (number, base) in enumerate(
            zip(_all_votes(votes, places), bases, strict=True)
        )
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
    follows = Rule.ALTERNATES_AFTER_RUN_OFF if _decides_on_seats(places) else by
    again = _level_again(filled, places)
    tied_by = Rule.RUN_OFF_TIED if again else Rule.TIED_ALTERNATES
    found = dict.fromkeys(
        range(len(votes)), (Verdict.NOT_PAST_HALF, Rule.MORE_THAN_HALF)
    )
    for group in _behind(votes, places):
        found |= dict.fromkeys(group, _without_place(filled, places))
    found |= dict.fromkeys(_pool(votes, places), (Verdict.FEWER_VOTES, by))
    found |= dict.fromkeys(filled.elected, (Verdict.ELECTED, by))
    found |= dict.fromkeys(filled.alternates, (Verdict.ALTERNATE, follows))
    return found | dict.fromkeys(filled.tied, (Verdict.TIED, tied_by))
