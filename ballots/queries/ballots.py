"""Ballots as they were read, and as the board ruled on them."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Value

from ballots.models import Ballot, BoardRuling, Entry, Poll
from ballots.rules.ballot import Defect, Reading, Ruling
from ballots.rules.doubts import Doubt

FETCH = 2000  # ballots at a time from the server's cursor

MARKS = ("struck", "kept", "agree", "disagree")


class Seen(NamedTuple):
    """A ballot as it was read: before the board ruled on it."""

    ballot: int
    position: int
    reading: Reading
    doubt: Doubt | None


def readings(poll: Poll) -> Iterator[Reading]:
    """Read the ballots of a poll in stack order, a few at a time.

    What the board ruled stands in the place of what was read.
    """
    ruled = rulings_of(poll)
    for entry in agreed_entries(poll):
        for seen in ballots_of(entry):
            yield ruled.get(seen.ballot, seen.reading)


def agreed_entries(poll: Poll) -> list[Entry]:
    """Return the entries that count, batch by batch."""
    entries = Entry.objects.filter(agreed_for__poll=poll)
    return list(entries.order_by("agreed_for__number"))


def ballots_of(entry: Entry) -> Iterator[Seen]:
    """Read the ballots of one entry in stack order, a few at a time."""
    rows = (
        Ballot.objects.filter(entry=entry)
        .order_by("position")
        .values_list("pk", "position", "doubt", *MARKS, "defect", "decision", "copies")
        .iterator(chunk_size=FETCH)
    )
    for row in rows:
        doubt = Doubt(row[2]) if row[2] else None
        yield Seen(row[0], row[1], _reading(*row[3:]), doubt)


def ballots_of_each(entries: Iterable[Entry]) -> dict[UUID, list[Seen]]:
    """Read the ballots of several entries at once, each in stack order."""
    rows = (
        Ballot.objects.filter(entry__in=[each.pk for each in entries])
        .order_by("position")
        .values_list(
            *("entry", "pk", "position", "doubt"),
            *(*MARKS, "defect", "decision", "copies"),
        )
    )
    found: dict[UUID, list[Seen]] = {}
    for entry, pk, position, doubt, *shown in rows:
        seen = Seen(pk, position, _reading(*shown), Doubt(doubt) if doubt else None)
        found.setdefault(entry, []).append(seen)
    return found


def seen_as(ballot: Ballot) -> tuple[Reading, Doubt | None]:
    """Return what a ballot at hand was read to show, before the board ruled on it."""
    marks = [getattr(ballot, name) for name in (*MARKS, "defect", "decision", "copies")]
    return _reading(*marks), Doubt(ballot.doubt) if ballot.doubt else None


def rulings_of(poll: Poll) -> dict[int, Reading]:
    """Return what the board ruled each doubtful ballot shows: its last word."""
    rows = (
        BoardRuling.objects.filter(ballot__entry__agreed_for__poll=poll)
        .order_by("number")
        .values_list("ballot", *MARKS, "defect", "decision", Value(1))
    )
    return {row[0]: _reading(*row[1:]) for row in rows}


def _reading(  # noqa: PLR0917 - the columns of a ballot, in the order of Reading
    struck: Any,
    kept: Any,
    agree: Any,
    disagree: Any,
    defect: str | None,
    decision: str | None,
    copies: int,
) -> Reading:
    return Reading(
        None if struck is None else bytes(struck),
        None if kept is None else bytes(kept),
        None if agree is None else bytes(agree),
        None if disagree is None else bytes(disagree),
        None if defect is None else Defect(defect),
        None if decision is None else Ruling(decision),
        copies,
    )
