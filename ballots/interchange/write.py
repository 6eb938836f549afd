"""Writing election files and result files."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ballots.interchange.ballots import MARK_KEYS
from ballots.interchange.header import ELECTION_FORMAT, Candidate, ElectionHeader
from ballots.rules import marks
from ballots.rules.ballot import Reading
from ballots.rules.count import Count
from ballots.rules.outcome import Outcome, percent_text

RESULT_FORMAT: Final = "congress-portal/result@1"


def write_election(
    header: ElectionHeader, readings: Iterable[Reading]
) -> Iterator[str]:
    """The election file, piece by piece; everything else stands before the ballots."""
    yield _json(_header_object(header)).removesuffix("}") + ', "ballots": [\n'
    numbers = tuple(candidate.number for candidate in header.candidates)
    comma = ""
    for reading in readings:
        yield comma + _json(_ballot_object(reading, numbers))
        comma = ",\n"
    yield "\n]}\n"


def result_object(
    header: ElectionHeader, count: Count, outcome: Outcome
) -> dict[str, Any]:
    """The result of the election, ready to be written as JSON."""
    numbers = tuple(candidate.number for candidate in header.candidates)
    return {
        "format": RESULT_FORMAT,
        "id": header.id,
        "threshold": outcome.threshold,
        "returned": count.returned,
        "valid": count.valid,
        "invalid": count.invalid,
        "undecided": count.undecided,
        "invalid_reasons": {str(r): n for r, n in count.invalid_reasons.items()},
        "candidates": [
            {
                "number": numbers[decision.place],
                "votes": decision.votes,
                "percent": percent_text(decision.percent),
            }
            for decision in outcome.decisions
        ],
        "elected": [numbers[place] for place in outcome.elected],
        "alternates": [numbers[place] for place in outcome.alternates],
        "tied": [numbers[place] for place in outcome.tied],
        "open_seats": outcome.open_seats,
        "open_alternates": outcome.open_alternates,
        "next": str(outcome.next),
    }


def _header_object(header: ElectionHeader) -> dict[str, Any]:
    return {
        "format": ELECTION_FORMAT,
        "id": header.id,
        "note": header.note,
        "regulation": header.regulation,
        "office": header.office,
        "round": header.round,
        "layout": header.layout,
        "seats": header.seats,
        "alternates": header.alternates,
        "max_votes": header.max_votes,
        "tally_base": header.tally_base,
        "present": header.present,
        "printed": header.printed,
        "issued": header.issued,
        "returned": header.returned,
        "candidates": [_candidate_object(c) for c in header.candidates],
    }


def _candidate_object(candidate: Candidate) -> dict[str, Any]:
    person: dict[str, Any] = {"number": candidate.number, "name": candidate.name}
    if candidate.party_since is not None:
        person["party_since"] = candidate.party_since.isoformat()
    return person


def _ballot_object(reading: Reading, numbers: tuple[int, ...]) -> dict[str, Any]:
    ballot: dict[str, Any] = {
        key: [numbers[place] for place in marks.unpack(packed)]
        for key, packed in reading._asdict().items()
        if key in MARK_KEYS and packed is not None
    }
    if reading.defect is not None:
        ballot["defect"] = reading.defect
    if reading.decision is not None:
        ballot["decision"] = reading.decision
    if reading.copies != 1:
        ballot["count"] = reading.copies
    return ballot


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
