"""The two files that the upload page offers to practise with."""

from pathlib import Path

import pytest

from ballots.double_count import Counted, count_twice
from ballots.interchange import (
    ElectionHeader,
    file_source,
    read_ballots,
    read_header,
)
from ballots.rules.outcome import Next, Verdict
from core.vietnamese.names import sort_key

SAMPLES = Path(__file__).resolve().parents[3] / "static" / "samples"
COMMITTEE = SAMPLES / "bau-ban-chap-hanh.json"
SECRETARY = SAMPLES / "bau-bi-thu.json"


def counted(path: Path) -> tuple[ElectionHeader, Counted]:
    """The header of a sample and what both counts agree on."""
    source = file_source(path)
    header = read_header(source)
    ballots = read_ballots(source, header)
    return header, count_twice(ballots, header.slate, header.places)


@pytest.mark.parametrize("path", [COMMITTEE, SECRETARY], ids=lambda path: path.stem)
def test_a_sample_fills_every_place_and_has_invalid_ballots(path: Path) -> None:
    header, result = counted(path)

    assert result.outcome.next is Next.CLOSED
    assert len(result.outcome.elected) == header.seats
    assert result.count.invalid > 0


def test_exactly_half_is_shown_not_to_be_enough() -> None:
    header, result = counted(COMMITTEE)
    half = [
        decision.verdict
        for decision in result.outcome.decisions
        if 2 * decision.votes == header.tally_base
    ]

    assert half == [Verdict.NOT_PAST_HALF]


def test_names_stand_in_the_order_of_given_names() -> None:
    names = [
        candidate.name for candidate in read_header(file_source(COMMITTEE)).candidates
    ]

    assert names == sorted(names, key=sort_key)


def test_every_ballot_has_a_line_of_its_own() -> None:
    lines = COMMITTEE.read_text(encoding="utf-8").splitlines()
    ballots = lines[lines.index('  "ballots": [') + 1 : -2]

    source = file_source(COMMITTEE)
    assert len(ballots) == len(list(read_ballots(source, read_header(source))))
