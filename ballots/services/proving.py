"""Looking whether what came back from another machine holds: polls counted anew."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from ballots import queries
from ballots.double_count import CountsDiffer, count_twice
from ballots.models import Confirmation, Poll, Tally, TallyLine
from ballots.queries.waiting import who_waits
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage, is_past
from ballots.services.confirming import elected_by
from congress.models import Elected
from congress.services import ElectedRow
from core.models import Scope
from core.registry import Proved


class _Line(NamedTuple):
    """What a count says of one candidate."""

    votes: int
    hundredths: int
    verdict: str
    rank: int | None


_UNDER_WAY: Final = (
    Stage.BOX_OPENED.value,
    Stage.ENTERED.value,
    Stage.COUNTED.value,
)
# Threshold, returned, valid and invalid; then each candidate.
_Counted = tuple[tuple[int, ...], dict[UUID, _Line]]


def prove_polls(scope: Scope) -> Iterator[Proved]:
    """Count every confirmed poll beneath a scope again, and compare it line by line."""
    polls = Poll.objects.filter(election__body__scope__path__descendants_of=scope.path)
    ordered = polls.select_related("election__body", "election__congress__unit")
    for poll in ordered.order_by("election__number", "number"):
        confirmation = queries.confirmation_of(poll)
        if confirmation:
            yield _proved(poll, confirmation)
        elif is_past(Stage(poll.stage), Stage.COUNTED):
            # Said to be confirmed, and nobody confirmed what stands here.
            yield Proved(f"{poll}: KHÔNG KHỚP", (), holds=False)


def counts_under_way(scope: Scope) -> Iterator[str]:
    """Say of each poll between the open box and its result that it must end first.

    What is entered is nobody's to see before the head confirms, nor to carry about.
    """
    polls = Poll.objects.filter(election__body__scope__path__descendants_of=scope.path)
    under_way = queries.standing(polls).filter(stage__in=_UNDER_WAY)
    for poll in under_way.select_related("election"):
        yield _("%(poll)s đang kiểm phiếu: hãy chốt hoặc thu hồi trước.") % {
            "poll": poll
        }


def _proved(poll: Poll, confirmation: Confirmation) -> Proved:
    tally = confirmation.tally
    lines = list(tally.lines.select_related("candidate").order_by("candidate__number"))
    told = [
        f"thu về {tally.returned}, hợp lệ {tally.valid}, không hợp lệ {tally.invalid}",
        *(f"{line.candidate}: {line.votes}" for line in lines),
    ]
    holds = (
        queries.digest_of_papers(poll) == tally.digest
        and _holds(tally, lines, _counted(poll))
        and _are_kept(elected_by(tally), poll, confirmation.revision)
    )
    return Proved(f"{poll}: {'khớp' if holds else 'KHÔNG KHỚP'}", tuple(told), holds)


def _holds(tally: Tally, lines: Iterable[TallyLine], counted: _Counted | None) -> bool:
    """Whether figures, and what they mean for each candidate, are those counted."""
    if counted is None:
        return False
    figures = (tally.threshold, tally.returned, tally.valid, tally.invalid)
    stored = {
        line.candidate_id: _Line(line.votes, line.hundredths, line.verdict, line.rank)
        for line in lines
    }
    return (figures, stored) == counted


def _are_kept(elected: list[ElectedRow], poll: Poll, revision: int) -> bool:
    """Whether the congress holds just these people for elected by the poll."""
    if poll.election.purpose == Purpose.REHEARSAL:
        return True
    kept = Elected.objects.filter(
        elected_list__poll=poll.pk,
        elected_list__revision=revision,
        elected_list__body=poll.election.body,
        elected_list__office=poll.election.office,
    )
    rows = kept.select_related("person")
    return {
        (row.person, row.name, row.is_alternate, row.rank, row.votes) for row in rows
    } == {
        (row.person, row.name, row.is_alternate, row.rank, row.votes) for row in elected
    }


def _counted(poll: Poll) -> _Counted | None:
    """Return what both programs count; nothing if they differ."""
    candidates = list(queries.slate(poll))
    slate, places = queries.terms_of(poll, len(candidates))
    candidates += [line.candidate for line in who_waits(poll).lines]
    try:
        counted = count_twice(queries.readings(poll), slate, places)
    except CountsDiffer:
        return None
    count, decided, ranks = counted.count, counted.outcome, counted.outcome.ranks
    return (
        (decided.threshold, count.returned, count.valid, count.invalid),
        {
            candidates[each.place].pk: _Line(
                each.votes, each.percent, each.verdict.value, ranks.get(each.place)
            )
            for each in decided.decisions
        },
    )
