"""The papers of a poll for cast vote records: from its journal, or from its file."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from ballots.archive.recount_journal import rebuilt
from ballots.interchange.cast_vote_records import Paper
from ballots.rules import journal
from ballots.rules.ballot import Reading
from ballots.rules.comparison import compare, slots

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
    before = _first_reading(batch, counted, seen)
    number = batch["number"]
    for position in sorted(seen):
        said = seen[position]
        read = journal.shown(said)
        made = rulings.get((number, position), read)
        at_first = before.get(position, said)
        first = read if at_first == said else journal.shown(at_first)
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
) -> dict[int, str]:
    """Return what the first reader saw, by position, where somebody else settled it.

    His papers are found as readings are compared: sheets that he missed or took twice,
    and a stack turned over, are allowed for. Of a paper he missed he says nothing.
    """
    read = [e for e in batch["entries"] if e["reading"] == 1 and e["journal_digest"]]
    if counted["reading"] or not read:
        return {}
    stands, first = _stack(settled), _stack(rebuilt(read[-1]["lines"]))
    laid = slots([len(stands), len(first)], [compare(stands, first)])
    met = (slot.places for slot in laid)
    return {own: first[his - 1] for own, his in met if own and his}


def _stack(seen: Mapping[int, str]) -> list[str]:
    return [seen[position] for position in sorted(seen)]
