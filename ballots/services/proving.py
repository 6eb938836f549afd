"""Looking whether what came back from another machine holds: polls counted anew."""

from collections.abc import Iterator
from uuid import UUID

from ballots import queries
from ballots.double_count import CountsDiffer, count_twice
from ballots.models import Poll, Tally
from ballots.queries.waiting import who_waits
from core.models import Scope
from core.registry import Proved


def prove_polls(scope: Scope) -> Iterator[Proved]:
    """Count every confirmed poll beneath a scope again, and compare it line by line."""
    polls = Poll.objects.filter(election__body__scope__path__descendants_of=scope.path)
    ordered = polls.select_related("election__body", "election__congress__unit")
    for poll in ordered.order_by("election__number", "number"):
        confirmation = queries.confirmation_of(poll)
        if confirmation:
            yield _proved(poll, confirmation.tally)


def _proved(poll: Poll, tally: Tally) -> Proved:
    lines = list(tally.lines.select_related("candidate").order_by("candidate__number"))
    stored = {line.candidate_id: line.votes for line in lines}
    told = [
        f"thu về {tally.returned}, hợp lệ {tally.valid}, không hợp lệ {tally.invalid}",
        *(f"{line.candidate}: {line.votes}" for line in lines),
    ]
    counted = _counted(poll)
    holds = (
        queries.digest_of_papers(poll) == tally.digest
        and counted is not None
        and all(stored.get(candidate) == votes for candidate, votes in counted.items())
    )
    return Proved(f"{poll}: {'khớp' if holds else 'KHÔNG KHỚP'}", tuple(told), holds)


def _counted(poll: Poll) -> dict[UUID, int] | None:
    """Return what each candidate has when both programs count; none if they differ."""
    candidates = list(queries.slate(poll))
    slate, places = queries.terms_of(poll, len(candidates))
    candidates += [line.candidate for line in who_waits(poll).lines]
    try:
        counted = count_twice(queries.readings(poll), slate, places)
    except CountsDiffer:
        return None
    return {
        candidates[decision.place].pk: decision.votes
        for decision in counted.outcome.decisions
    }
