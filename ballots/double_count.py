"""Every result is counted twice, by two programs; they must agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from ballots.recount import Recounting, ballots_at_once, differences
from ballots.rules.ballot import Reading
from ballots.rules.count import Count, count, nothing_counted
from ballots.rules.outcome import Outcome, outcome
from ballots.rules.terms import Places, Slate


class CountsDiffer(Exception):  # noqa: N818 - named for the fact
    """The two counts disagree: one of the programs is wrong and nothing may be told."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count and its outcome on which both programs agree."""

    count: Count
    outcome: Outcome


def count_twice(readings: Iterable[Reading], slate: Slate, places: Places) -> Counted:
    """Count in one pass over the ballots, heap by heap, by both programs."""
    ballots, total = iter(readings), nothing_counted(slate)
    recounting = Recounting(
        names=slate.names,
        max_votes=slate.max_votes,
        empty_agreement=slate.empty_agreement.value,
    )
    while heap := list(islice(ballots, ballots_at_once(slate.names))):
        total += count(heap, slate)
        recounting.add(heap)
    decided = outcome(total, places)
    if found := differences(total, decided, recounting.finish(places)):
        raise CountsDiffer(", ".join(found))
    return Counted(count=total, outcome=decided)
