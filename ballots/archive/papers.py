"""The papers of a poll for cast vote records: from its journal, or from its file."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from ballots.archive.recount_journal import rebuilt
from ballots.interchange.cast_vote_records import Paper
from ballots.rules import journal
from ballots.rules.ballot import Reading

Rulings = Mapping[tuple[int, int], Reading]


def rulings_in(head: Mapping[str, Any]) -> dict[tuple[int, int], Reading]:
    """Return the last ruling on each ballot, by batch and position."""
    return {
        (each["batch"], each["position"]): journal.shown(each["content"])
        for each in head["rulings"]
    }


def papers_of(batch: Mapping[str, Any], rulings: Rulings) -> Iterator[Paper]:
    """Return the papers of one batch of a journal, in stack order.

    A paper has a ``first`` reading where the board, or whoever settled what two readers
    differed on, made it something else.
    """
    counted = counted_entry(batch)
    seen = rebuilt(counted["lines"])
    before = _first_reading(batch, counted, seen) or seen
    number = batch["number"]
    for position in sorted(seen):
        read = journal.shown(seen[position])
        made = rulings.get((number, position), read)
        first = journal.shown(before.get(position, seen[position]))
        yield Paper(number, position, made, None if first == made else first)


def counted_entry(batch: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the one entry of a batch that counts.

    Raises:
        ValueError: there is none, or more than one.
    """
    (counted,) = (each for each in batch["entries"] if each["counts"])
    return dict(counted)


def papers_of_file(readings: Iterable[Reading]) -> Iterator[Paper]:
    """Return the papers of an election file, each of many alike by itself."""
    position = count(1)
    for reading in readings:
        one = reading._replace(copies=1)
        for _copy in range(reading.copies):
            yield Paper(1, next(position), one)


def _first_reading(
    batch: Mapping[str, Any], counted: Mapping[str, Any], settled: Mapping[int, str]
) -> dict[int, str] | None:
    """Return what the first reader saw, where somebody else settled it.

    A stack may have been turned over for him; where he had another number of papers,
    nobody can say which of his is which.
    """
    if counted["reading"]:
        return None
    read = [e for e in batch["entries"] if e["reading"] == 1 and e["journal_digest"]]
    seen = rebuilt(read[-1]["lines"]) if read else {}
    if seen.keys() != settled.keys():
        return None
    turned = {len(seen) + 1 - position: said for position, said in seen.items()}
    return max(seen, turned, key=lambda each: _alike(each, settled))


def _alike(one: Mapping[int, str], other: Mapping[int, str]) -> int:
    return sum(other.get(position) == said for position, said in one.items())
