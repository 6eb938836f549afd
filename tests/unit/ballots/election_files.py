"""Election files and readings for the tests, with only what matters said."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import settings

from ballots.interchange import OpenSource, read_ballots, read_header
from ballots.rules import marks
from ballots.rules.ballot import Reading
from ballots.rules.terms import Places, Round

# A loaded machine is slow now and then; that says nothing about the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

CASES = sorted(
    (Path(__file__).parents[2] / "cases" / "elections").glob("*.json"),
    key=lambda path: path.name,
)


def election(**changes: Any) -> dict[str, Any]:
    """Four names, three seats, two ballots; ``changes`` replace keys."""
    return {
        "format": "congress-portal/election@1",
        "id": "thu",
        "note": "",
        "regulation": "190-QD/TW",
        "office": "committee",
        "round": "first",
        "layout": "strike_out",
        "seats": 3,
        "alternates": 0,
        "max_votes": 3,
        "tally_base": 10,
        "present": 9,
        "printed": 9,
        "issued": 9,
        "returned": 2,
        "candidates": [
            {"number": number, "name": name}
            for number, name in enumerate(("An", "Bình", "Cúc", "Đào"), start=1)
        ],
        "ballots": [{"struck": [4]}, {"kept": [1, 2]}],
    } | changes


def without(key: str, **changes: Any) -> dict[str, Any]:
    found = election(**changes)
    del found[key]
    return found


def three_names(**changes: Any) -> dict[str, Any]:
    """As many names as seats: an agree/disagree paper."""
    return election(
        **{
            "layout": "agree_disagree",
            "candidates": election()["candidates"][:3],
            "ballots": [{"agree": [1]}, {"agree": [2]}],
        }
        | changes
    )


def source(content: object) -> OpenSource:
    """A file holding these bytes, or this object as JSON."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return lambda: io.BytesIO(raw)


def read(content: object) -> list[Reading]:
    """Both passes over the file."""
    opened = source(content)
    return list(read_ballots(opened, read_header(opened)))


def kept(places: Sequence[int], *, names: int, copies: int = 1) -> Reading:
    return Reading(kept=marks.pack(places, names=names), copies=copies)


def places(**changes: Any) -> Places:
    said: dict[str, Any] = {"round": Round.FIRST, "seats": 1, "tally_base": 101}
    return Places(**said | changes)
