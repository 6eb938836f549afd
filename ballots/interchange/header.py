"""Everything an election file says before its ballots."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

from ballots.interchange import events as walking
from ballots.interchange.events import NESTED, Event
from ballots.interchange.refused import FileRefused, at_candidate
from ballots.interchange.source import CheckedBytes, OpenSource
from ballots.rules.faults import Fault
from ballots.rules.identities import Figures, Papers, figure_findings
from ballots.rules.terms import Layout, Places, Round, Slate, unlawful
from congress.rules.findings import errors
from congress.rules.offices import Office
from congress.rules.rulesets import Regulation

ELECTION_FORMAT: Final = "congress-portal/election@1"
LARGEST_INT: Final = 999_999_999
LONGEST_ID: Final = 200
MOST_CANDIDATES: Final = 100_000  # guards the memory; no ballot paper has as many
KNOWN_KEYS: Final = frozenset(
    {
        "format",
        "id",
        "note",
        "regulation",
        "office",
        "round",
        "layout",
        "seats",
        "alternates",
        "max_votes",
        "tally_base",
        "present",
        "printed",
        "issued",
        "returned",
        "candidates",
    }
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

E = TypeVar("E", bound=StrEnum)


class Candidate(NamedTuple):
    """A name on the ballot paper, in ballot order."""

    number: int
    name: str
    party_since: date | None = None


@dataclass(frozen=True, slots=True)
class ElectionHeader:
    """An election file without its ballots."""

    id: str
    regulation: Regulation
    office: Office
    round: Round
    layout: Layout
    seats: int
    max_votes: int
    tally_base: int
    present: int
    printed: int
    issued: int
    returned: int
    candidates: tuple[Candidate, ...]
    alternates: int = 0
    note: str = ""

    @property
    def slate(self) -> Slate:
        """The ballot paper."""
        return Slate(names=len(self.candidates), max_votes=self.max_votes)

    @property
    def places(self) -> Places:
        """The places to fill."""
        return Places(
            round=self.round,
            seats=self.seats,
            alternates=self.alternates,
            tally_base=self.tally_base,
        )

    @property
    def papers(self) -> Papers:
        """People and ballot papers."""
        return Papers(
            tally_base=self.tally_base,
            present=self.present,
            printed=self.printed,
            issued=self.issued,
            returned=self.returned,
        )


def read_header(open_source: OpenSource) -> ElectionHeader:
    """Read and check what stands around the ballots; they themselves are not read.

    The pass ends at the ballots when everything known came before them.
    """
    found: dict[str, Any] = {}
    try:
        with CheckedBytes(open_source) as stream:
            _collect(walking.walk(stream), found)
        return _header(found)
    except FileRefused as refusal:
        refusal.election_id = _readable_id(found)
        raise


def _collect(events: Iterator[Event], found: dict[str, Any]) -> None:
    walking.open_object(events)
    for key in walking.keys(events):
        if key == "ballots" and found.keys() >= KNOWN_KEYS:
            found[key] = NESTED
            return
        if key == "candidates":
            found[key] = _candidate_objects(events)
        elif key in KNOWN_KEYS or key == "ballots":
            found[key] = walking.scalar(events, depth=1)
        else:
            walking.skip(events, next(events)[0], depth=1)
    walking.finish(events)


def _candidate_objects(events: Iterator[Event]) -> Any:
    event, value = next(events)
    if event != "start_array":
        walking.skip(events, event, depth=1)
        return value
    people: list[Any] = []
    for event, _ in events:
        if len(people) > MOST_CANDIDATES:
            raise FileRefused(Fault.TOO_MANY_CANDIDATES, most=MOST_CANDIDATES)
        if event == "end_array":
            break
        if event == "start_map":
            people.append(_candidate_object(events))
        else:
            walking.skip(events, event, depth=2)
            people.append(NESTED)
    return people


def _candidate_object(events: Iterator[Event]) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for key in walking.keys(events):
        value = walking.scalar(events, depth=3)
        if key in Candidate._fields:
            wanted[key] = value
    return wanted


def _readable_id(found: Mapping[str, Any]) -> str | None:
    value = found.get("id")
    return value if isinstance(value, str) and _is_id(value) else None


def _is_id(text: str) -> bool:
    return 1 <= len(text) <= LONGEST_ID and not any(
        unicodedata.category(c) == "Cc" for c in text
    )


def _header(found: Mapping[str, Any]) -> ElectionHeader:
    if _text(found, "format") != ELECTION_FORMAT:
        raise FileRefused(Fault.WRONG_FORMAT, value=found["format"])
    if not _is_id(_text(found, "id")):
        raise FileRefused(Fault.BAD_ID)
    _required(found, "ballots")
    seats = _int(found, "seats", least=0)
    header = ElectionHeader(
        id=found["id"],
        note=_text(found, "note") if "note" in found else "",
        regulation=_one_of(Regulation, found, "regulation"),
        office=_one_of(Office, found, "office"),
        round=_one_of(Round, found, "round"),
        layout=_one_of(Layout, found, "layout"),
        seats=seats,
        alternates=_int(found, "alternates", least=0) if "alternates" in found else 0,
        max_votes=_max_votes(found, seats),
        tally_base=_int(found, "tally_base", least=1),
        present=_int(found, "present", least=0),
        printed=_int(found, "printed", least=0),
        issued=_int(found, "issued", least=0),
        returned=_int(found, "returned", least=0),
        candidates=_candidates(found),
    )
    _check_poll(header)
    return header


def _max_votes(found: Mapping[str, Any], seats: int) -> int:
    if "max_votes" in found:
        return _int(found, "max_votes", least=1)
    if seats == 0:
        raise FileRefused(Fault.MAX_VOTES_MISSING)
    return seats


def _check_poll(header: ElectionHeader) -> None:
    names = len(header.candidates)
    for reason in unlawful(header.office, header.places, names=names):
        raise FileRefused(Fault(reason))
    if header.layout is not header.slate.layout:
        raise FileRefused(Fault.WRONG_LAYOUT, names=names, max_votes=header.max_votes)
    for finding in errors(figure_findings(Figures(**asdict(header.papers)))):
        raise FileRefused(Fault(finding.code), seen=finding.seen, bound=finding.bound)


def _candidates(found: Mapping[str, Any]) -> tuple[Candidate, ...]:
    people = _required(found, "candidates")
    if not isinstance(people, list):
        raise FileRefused(Fault.NOT_A_LIST, key="candidates")
    if not people:
        raise FileRefused(Fault.NO_CANDIDATES)
    candidates = tuple(
        _candidate(person, position) for position, person in enumerate(people, start=1)
    )
    seen: set[int] = set()
    for position, candidate in enumerate(candidates, start=1):
        if candidate.number in seen:
            repeated = FileRefused(
                Fault.CANDIDATE_NUMBER_REPEATED, number=candidate.number
            )
            raise at_candidate(repeated, position)
        seen.add(candidate.number)
    return candidates


def _candidate(person: Any, position: int) -> Candidate:
    try:
        return _checked_candidate(person)
    except FileRefused as refusal:
        raise at_candidate(refusal, position) from None


def _checked_candidate(person: Any) -> Candidate:
    if not isinstance(person, dict):
        raise FileRefused(Fault.CANDIDATE_NOT_AN_OBJECT)
    number, name = _int(person, "number", least=1), _text(person, "name")
    if not name:
        raise FileRefused(Fault.CANDIDATE_WITHOUT_NAME)
    if "party_since" not in person:
        return Candidate(number, name)
    return Candidate(number, name, _day(person, "party_since"))


def _required(found: Mapping[str, Any], key: str) -> Any:
    if key not in found:
        raise FileRefused(Fault.MISSING_KEY, key=key)
    return found[key]


def _text(found: Mapping[str, Any], key: str) -> str:
    value = _required(found, key)
    if not isinstance(value, str):
        raise FileRefused(Fault.NOT_TEXT, key=key)
    return value


def _int(found: Mapping[str, Any], key: str, *, least: int) -> int:
    return whole_number(_required(found, key), key=key, least=least)


def whole_number(value: Any, *, key: str, least: int) -> int:
    """The value as the format's int: digits alone, within bounds."""
    # Not isinstance: true is an int to Python, and none to the format.
    if type(value) is not int:
        raise FileRefused(Fault.NOT_AN_INT, key=key)
    if value > LARGEST_INT:
        raise FileRefused(Fault.NUMBER_TOO_LARGE, key=key, most=LARGEST_INT)
    if value < least:
        raise FileRefused(Fault.NUMBER_TOO_SMALL, key=key, least=least)
    return value


def _one_of(kind: type[E], found: Mapping[str, Any], key: str) -> E:
    return known(kind, _text(found, key), key=key)


def known(kind: type[E], value: Any, *, key: str) -> E:
    """The value as one of a closed list of words."""
    try:
        return kind(value)
    except ValueError:
        raise FileRefused(Fault.UNKNOWN_VALUE, key=key, value=value) from None


def _day(found: Mapping[str, Any], key: str) -> date:
    text = _text(found, key)
    # fromisoformat alone would take 20250131 and 2025-W05-5 as well.
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise FileRefused(Fault.NOT_A_DATE, key=key, value=text)
