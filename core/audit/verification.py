"""Going over the chain: is every line there, in its place and as it was written?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from core.audit.chain import LINE, START, digest_of
from core.models import AuditEvent, AuditSeal, JourneyEnd

FETCH: Final = 5_000
NEARBY: Final = 5_000  # links searched for what has changed places
COMPARED: Final = 1_000  # heads looked up at once


class Flaw(StrEnum):
    """What is wrong with a link or a line."""

    LINE_CHANGED = "line_changed"
    LINE_MISSING = "line_missing"
    LINE_UNCHAINED = "line_unchained"  # neither in the chain nor waiting for it
    LINK_CHANGED = "link_changed"
    LINK_MISSING = "link_missing"
    ORDER = "order"


class Broken(NamedTuple):
    """The first place where something is wrong; a line that is gone has no time."""

    flaw: Flaw
    number: int | None
    event: int
    at: datetime | None = None
    act: str = ""


class Tail(NamedTuple):
    """Lines that wait for the sealer."""

    lines: int
    since: datetime | None


class Claim(NamedTuple):
    """A head as it stands on a paper: the number, and its digest or how it begins."""

    number: int
    digest: str
    source: str = ""


class Denied(NamedTuple):
    """A claim that the chain does not bear out; no digest where it is too short."""

    claim: Claim
    found: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found."""

    links: int
    digest: str
    broken: Broken | None
    unchained: Broken | None
    unchained_lines: int
    tail: Tail
    claims: int
    denied: Sequence[Denied]

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all is wrong."""
        return not (self.broken or self.unchained or self.denied)


class _Row(NamedTuple):
    """A link with its line; ``line`` is empty where the line is gone."""

    number: int
    digest: str
    event: int
    line: tuple[Any, ...]

    @classmethod
    def read(cls, row: tuple[Any, ...]) -> "_Row":
        number, digest, event, found, *line = row
        return cls(number, digest, event, tuple(line) if found else ())


_CHAIN: Final = f"""
SELECT seal.number, seal.digest, seal.event_id, event.id IS NOT NULL, {LINE}
  FROM core_auditseal seal
  LEFT JOIN core_auditevent event ON event.id = seal.event_id
 ORDER BY seal.number
"""  # noqa: S608 - names of columns, all ours
_UNCHAINED: Final = """
SELECT count(*), min(event.id)
  FROM core_auditevent event
 WHERE NOT EXISTS (SELECT FROM core_auditseal WHERE event_id = event.id)
   AND NOT EXISTS (SELECT FROM core_unsealedevent WHERE event_id = event.id)
"""
_TAIL: Final = """
SELECT count(event.id), min(event.at),
       min(waiting.event_id) FILTER (WHERE event.id IS NULL)
  FROM core_unsealedevent waiting
  LEFT JOIN core_auditevent event ON event.id = waiting.event_id
"""


def verify(claims: Iterable[Claim] = ()) -> Report:
    """Compute the whole chain anew and compare it with what is stored."""
    # One cursor reads one state of the chain, whatever is sealed meanwhile; what is
    # looked at afterwards was sealed by then, or waits.
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_CHAIN)
        links, digest, broken = _follow(map(_Row.read, _fetched(cursor)))
    lines, first = _one(_UNCHAINED)
    waiting, since, gone = _one(_TAIL)
    if gone is not None and broken is None:
        broken = Broken(Flaw.LINE_MISSING, None, gone)
    made = list(claims)
    return Report(
        links=links,
        digest=digest,
        broken=broken,
        unchained=None if first is None else _told(Flaw.LINE_UNCHAINED, None, first),
        unchained_lines=lines,
        tail=Tail(waiting, since),
        claims=len(made),
        denied=list(_denied(made)),
    )


def _follow(rows: Iterator[_Row]) -> tuple[int, str, Broken | None]:
    """Go from link to link until one is wrong; return how many were right."""
    links, digest = 0, START
    for row in rows:
        if row.number != links + 1:
            return links, digest, _told(Flaw.LINK_MISSING, links + 1, row.event)
        if not row.line:
            return links, digest, Broken(Flaw.LINE_MISSING, row.number, row.event)
        if digest_of(digest, row.line) != row.digest:
            flaw = _flaw(digest, row, list(islice(rows, NEARBY)))
            return links, digest, _told(flaw, row.number, row.event)
        links, digest = row.number, row.digest
    return links, digest, None


def _flaw(before: str, wrong: _Row, after: list[_Row]) -> Flaw:
    """Tell what was changed: the line, its link, or the order of either."""
    others = [row for row in after if row.line]
    moved = any(digest_of(before, row.line) == wrong.digest for row in others)
    if moved or any(digest_of(row.digest, wrong.line) == wrong.digest for row in after):
        return Flaw.ORDER
    right = digest_of(before, wrong.line)
    if others and digest_of(right, others[0].line) == others[0].digest:
        return Flaw.LINK_CHANGED
    return Flaw.LINE_CHANGED


def _told(flaw: Flaw, number: int | None, event: int) -> Broken:
    """Say of the line when it was and what it is about."""
    line = AuditEvent.objects.filter(pk=event).values_list("at", "act").first()
    at, act = line or (None, "")
    return Broken(flaw, number, event, at, act)


def _denied(claims: list[Claim]) -> Iterator[Denied]:
    elsewhere = _links_elsewhere()
    for start in range(0, len(claims), COMPARED):
        some = claims[start : start + COMPARED]
        links = AuditSeal.objects.in_bulk([claim.number for claim in some])
        for claim in some:
            link = links.get(claim.number)
            found = link.digest if link else ""
            known = {found, *elsewhere.get(claim.number, ())} - {""}
            if not any(digest.startswith(claim.digest) for digest in known):
                yield Denied(claim, found)


def _links_elsewhere() -> Mapping[int, set[str]]:
    """Return the links of other machines' chains that came back with a congress.

    Papers printed there name the head of the chain there.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for links in JourneyEnd.objects.exclude(links={}).values_list("links", flat=True):
        for number, digest in links.values():
            found[number].add(digest)
    return found


def _fetched(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(FETCH):
        yield from rows


def _one(statement: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: tuple[Any, ...] = cursor.fetchone()
    return found
