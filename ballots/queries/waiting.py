"""Who waits for an alternate's place while the last seats are run off (R-DL-3-F)."""

from itertools import groupby
from typing import NamedTuple

from django.db.models import F

from ballots.models import Confirmation, Poll, TallyLine
from ballots.rules.outcome import Verdict
from ballots.rules.terms import Earlier, Round
from congress.rules.offices import Office

# On the slate of a run-off everybody was past half before, whatever he has now.
_LOST_A_RUN_OFF = (Verdict.FEWER_VOTES, Verdict.NOT_PAST_HALF)


class Waiting(NamedTuple):
    """The alternates' places a run-off for seats fills besides, and who waits."""

    alternates: int = 0
    lines: tuple[TallyLine, ...] = ()

    @property
    def rounds(self) -> tuple[Earlier, ...]:
        """Return their votes round by round, the latest first, as the rules want."""
        return tuple(
            Earlier(base, tuple(line.votes for line in lines))
            for (_number, base), lines in groupby(self.lines, key=_round_of)
        )


def who_waits(poll: Poll) -> Waiting:
    """Return who of the rounds before follows those on a run-off's slate."""
    if poll.round != Round.RUN_OFF or not poll.seats:
        return Waiting()
    if poll.election.office != Office.DELEGATES:
        return Waiting()
    before = (
        Confirmation.objects.filter(
            poll__election=poll.election_id,
            poll__number__lt=poll.number,
            poll__withdrawal__isnull=True,
            revision=F("poll__revision"),
        )
        .select_related("tally")
        .order_by("-poll__number")
        .first()
    )
    if before is None or not before.tally.open_alternates:
        return Waiting()
    lines = (
        TallyLine.objects.filter(tally=before.tally)
        .select_related("candidate__poll")
        .order_by("-candidate__poll__number", "candidate__place")
    )
    waits = tuple(line for line in lines if _waits(line))
    return Waiting(before.tally.open_alternates, waits)


def _waits(line: TallyLine) -> bool:
    if line.verdict == Verdict.PAST_HALF_WAITS:
        return True
    run_off = line.candidate.poll.round == Round.RUN_OFF
    return run_off and line.verdict in _LOST_A_RUN_OFF


def _round_of(line: TallyLine) -> tuple[int, int]:
    return line.candidate.poll.number, line.candidate.poll.base
