"""Which rounds may follow a confirmed poll, and with whom."""

from typing import NamedTuple

from django.db.models import F, QuerySet

from ballots import queries
from ballots.models import Candidate, Election, Poll, Tally, TallyLine
from ballots.rules.outcome import Next, Verdict
from ballots.rules.terms import Round
from congress.models import Congress
from congress.rules.bodies import superior_designates_secretary
from congress.rules.offices import Office
from core.organisation import CELLS

_WON = (Verdict.ELECTED, Verdict.ALTERNATE)


class NextRound(NamedTuple):
    """A round that may follow, the places it fills, and who would stand."""

    round: Round
    seats: int
    alternates: int
    candidates: list[Candidate]

    @property
    def nameless(self) -> list[str]:
        """Return the names that point to no person: they came in a file."""
        return [each.name for each in self.candidates if each.person_id is None]


def rounds_after(tally: Tally) -> frozenset[Round]:
    """Return which rounds may follow: a run-off tied again may be held once more."""
    if tally.next == Next.RUN_OFF:
        return frozenset({Round.RUN_OFF})
    if tally.next != Next.CONGRESS_DECIDES:
        return frozenset()
    level = tally.lines.filter(verdict=Verdict.TIED).exists()
    if level:
        return frozenset({Round.FURTHER, Round.RUN_OFF})
    return frozenset({Round.FURTHER})


def next_rounds(poll: Poll, tally: Tally) -> list[NextRound]:
    """Return the rounds that may follow a confirmed poll, the run-off first."""
    allowed = rounds_after(tally)
    lines = list(
        TallyLine.objects.filter(tally=tally)
        .select_related("candidate__person")
        .order_by("candidate__place")
    )
    found = []
    if Round.RUN_OFF in allowed:
        found.append(_run_off(tally, lines))
    if Round.FURTHER in allowed:
        found.append(_further(poll))
    return [each for each in found if each.seats + each.alternates > 0]


def later_round(poll: Poll) -> Poll | None:
    """Return the round of the election that comes after this one, if there is one."""
    later = Poll.objects.filter(election=poll.election_id, number__gt=poll.number)
    found = queries.standing(later).select_related(*queries.WITH_PLACE)
    return found.order_by("number").first()


def next_election_number(congress: Congress) -> int:
    """Number elections through the whole congress, so that an address is one."""
    last = (
        Election.objects.filter(congress=congress)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return (last or 0) + 1


def is_for_the_superior(poll: Poll) -> bool:
    """Whether a cell's secretary was sought so often that the level above names one."""
    congress = poll.election.body.congress
    if poll.election.office != Office.SECRETARY:
        return False
    if congress.unit.kind_id not in CELLS:
        return False
    rounds = [each for each in _rounds(poll) if queries.confirmation_of(each)]
    rule_set = queries.rule_set_of(poll)
    return superior_designates_secretary(len(rounds), rule_set) and bool(
        _open_places(poll)[0]
    )


def _run_off(tally: Tally, lines: list[TallyLine]) -> NextRound:
    """A run-off fills the last places of one kind: seats while any is open."""
    tied = [row.candidate for row in lines if row.verdict == Verdict.TIED]
    if tally.open_seats:
        return NextRound(Round.RUN_OFF, tally.open_seats, 0, tied)
    return NextRound(Round.RUN_OFF, 0, tally.open_alternates, tied)


def _further(poll: Poll) -> NextRound:
    """Whoever has no place yet may stand again, those of earlier rounds as well."""
    seats, alternates = _open_places(poll)
    return NextRound(Round.FURTHER, seats, alternates, _without_place(poll))


def _open_places(poll: Poll) -> tuple[int, int]:
    """Return the places of the whole election that no round has filled yet."""
    first = _rounds(poll)[0]
    verdicts = list(_winning_lines(poll).values_list("verdict", flat=True))
    return (
        first.seats - verdicts.count(Verdict.ELECTED.value),
        first.alternates - verdicts.count(Verdict.ALTERNATE.value),
    )


def _rounds(poll: Poll) -> list[Poll]:
    """Return the rounds of the election up to this one that nobody took back."""
    found = queries.standing(Poll.objects.filter(election=poll.election_id))
    return list(found.filter(number__lte=poll.number).order_by("number"))


def _winning_lines(poll: Poll) -> QuerySet[TallyLine]:
    """Return the lines that won a place in a result that stands."""
    return TallyLine.objects.filter(
        tally__confirmations__poll__in=_rounds(poll),
        tally__confirmations__revision=F("tally__poll__revision"),
        verdict__in=[each.value for each in _WON],
    )


def _without_place(poll: Poll) -> list[Candidate]:
    winners = set(
        _winning_lines(poll).values_list("candidate__name", "candidate__person")
    )
    found: dict[tuple[str, object], Candidate] = {}
    for each in (
        Candidate.objects.filter(poll__in=_rounds(poll))
        .select_related("person")
        .order_by("poll__number", "place")
    ):
        key = (each.name, each.person_id)
        if key not in winners:
            found[key] = each
    return list(found.values())
