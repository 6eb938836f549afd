"""The digest that names a count: of its terms, its papers and what was ruled on them.

It stands on the minutes. Whoever has the terms and the papers can work it out again,
with no database; what it is made of never changes its order or its letters.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ballots.rules import journal
from ballots.rules.ballot import Reading
from ballots.rules.doubts import Doubt
from ballots.rules.terms import Places, Slate
from congress.rules.regulations import EmptyAgreement, TieRule


class Waits(NamedTuple):
    """Somebody who waits since an earlier round: which, its D, and his votes there."""

    round: int
    tally_base: int
    place: int
    name: str
    votes: int


@dataclass(frozen=True, slots=True)
class Election:
    """Everything but the papers that a result depends on, as a poll writes it."""

    round: str
    layout: str
    seats: int
    alternates: int
    max_votes: int
    tally_base: int | None
    office: str
    rule_set: str
    chosen: tuple[str, ...]  # what the rule set has otherwise than the file formats @1
    names: tuple[tuple[int, str], ...]  # number and name, in ballot order
    waiting_alternates: int = 0
    waiting: tuple[Waits, ...] = ()


class Entered(NamedTuple):
    """A finished entry by its digests: of its ballots, and of its journal if typed."""

    digest: str
    journal_digest: str


def chosen(slate: Slate, places: Places) -> tuple[str, ...]:
    """Return what a rule set has otherwise than the file formats @1, if anything."""
    told = (
        (places.tie_rule, TieRule.RUN_OFF),
        (slate.empty_agreement, EmptyAgreement.ADJUDICATE),
    )
    found = [str(value) for value, usual in told if value is not usual]
    return (*found, *(["runoff_majority"] if places.runoff_needs_majority else []))


def of_election(election: Election) -> str:
    """Return the digest of the terms and the slate."""
    terms = (
        election.round,
        election.layout,
        election.seats,
        election.alternates,
        election.max_votes,
        election.tally_base,
        election.office,
        election.rule_set,
    )
    digest = hashlib.sha256(repr(terms + election.chosen).encode())
    for place, (number, name) in enumerate(election.names):
        digest.update(f"{place} {number} {name}\n".encode())
    # Where nobody's place waits: no bytes at all.
    if election.waiting_alternates:
        digest.update(f"{election.waiting_alternates} alternates\n".encode())
        for each in election.waiting:
            where = f"{each.round} {each.tally_base} {each.place}"
            digest.update(f"{where} {each.name} {each.votes}\n".encode())
    return digest.hexdigest()


def of_papers(
    election: Election,
    entries: Iterable[Entered],
    rulings: Iterable[tuple[int, Reading]],
) -> str:
    """Return a count's digest: entries by batch, rulings by their ballots' keys."""
    digest = hashlib.sha256(of_election(election).encode())
    for entry in entries:
        digest.update(f"{entry.digest}{entry.journal_digest}".encode())
    for ballot, ruled in rulings:
        digest.update(f"{ballot} ".encode() + line(ruled))
    return digest.hexdigest()


def line(reading: Reading, doubt: Doubt | None = None) -> bytes:
    """Return the bytes by which a ballot enters a digest."""
    return f"{journal.content(reading, doubt)}\n".encode()
