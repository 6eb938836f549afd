"""The result file of an archive, written the same for ever."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ballots.double_count import Counted
from ballots.interchange import ElectionHeader, result_object
from ballots.rules.terms import Places


def result_of(
    header: ElectionHeader, counted: Counted, places: Places
) -> dict[str, Any]:
    """Return the result file; it names those of the slate alone.

    Those who wait since earlier rounds come in a list of their own, by their place in
    the manifest's terms.
    """
    names, decided = len(header.candidates), counted.outcome
    own = replace(
        decided,
        alternates=tuple(p for p in decided.alternates if p < names),
        tied=tuple(p for p in decided.tied if p < names),
        decisions=tuple(d for d in decided.decisions if d.place < names),
    )
    found = result_object(header, counted.count, own)
    if places.waiting:
        found["waiting_alternates"] = [
            p - names for p in decided.alternates if p >= names
        ]
        found["waiting_tied"] = [p - names for p in decided.tied if p >= names]
    return found


def result_text(result: Mapping[str, Any]) -> str:
    """Write a result file."""
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"
