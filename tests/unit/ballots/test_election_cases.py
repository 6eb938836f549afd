import json
from pathlib import Path
from typing import Any

import pytest

from ballots.double_count import count_twice
from ballots.interchange import (
    FileRefused,
    OpenSource,
    file_source,
    read_ballots,
    read_header,
    result_object,
    write_election,
)
from ballots.rules.identities import count_findings
from congress.rules.findings import errors
from tests.unit.ballots.election_files import CASES, source

EXPECTED = {path: json.loads(path.read_bytes())["expect"] for path in CASES}
REFUSED = [path for path in CASES if "refused" in EXPECTED[path]]
COUNTED = [path for path in CASES if "refused" not in EXPECTED[path]]


def result_of(opened: OpenSource) -> dict[str, Any]:
    header = read_header(opened)
    counted = count_twice(read_ballots(opened, header), header.slate, header.places)
    return result_object(header, counted.count, counted.outcome)


def case_name(path: Path) -> str:
    return path.stem


def test_all_cases_are_here() -> None:
    assert (len(COUNTED), len(REFUSED)) == (35, 21)


@pytest.mark.parametrize("path", COUNTED, ids=case_name)
def test_a_worked_case_gives_its_written_answer(path: Path) -> None:
    result = result_of(file_source(path))

    assert result == {
        "format": "congress-portal/result@1",
        "id": path.stem,
        **EXPECTED[path],
    }


@pytest.mark.parametrize("path", REFUSED, ids=case_name)
def test_a_broken_case_is_refused_under_its_own_name(path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        result_of(file_source(path))

    assert refusal.value.election_id == path.stem


@pytest.mark.parametrize("path", COUNTED, ids=case_name)
def test_what_is_written_out_reads_back_as_the_same_election(path: Path) -> None:
    opened = file_source(path)
    header = read_header(opened)
    readings = list(read_ballots(opened, header))

    written = source("".join(write_election(header, readings)).encode())

    assert read_header(written) == header
    assert list(read_ballots(written, header)) == readings


@pytest.mark.parametrize("path", COUNTED, ids=case_name)
def test_the_sums_of_every_worked_case_hold(path: Path) -> None:
    opened = file_source(path)
    header = read_header(opened)
    counted = count_twice(read_ballots(opened, header), header.slate, header.places)

    found = count_findings(counted.count, header.slate, returned=header.returned)

    assert errors(found) == ()
