import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ballots.management.commands import tally
from tests.unit.ballots.election_files import CASES, election

PASSED = next(path for path in CASES if path.stem == "B1-one-more")
BROKEN = next(path for path in CASES if path.stem == "E5-ballots-missing")


def printed(*paths: Path) -> tuple[int, list[dict[str, Any]]]:
    out, code = io.StringIO(), 0
    try:
        call_command(tally.Command(), *map(str, paths), stdout=out)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_results_are_printed_one_a_line_in_the_order_given(tmp_path: Path) -> None:
    packed = tmp_path / "packed.json.gz"
    packed.write_bytes(gzip.compress(json.dumps(election()).encode()))

    code, lines = printed(PASSED, packed)

    assert code == 0
    assert [line["id"] for line in lines] == ["B1-one-more", "thu"]
    assert lines[0]["elected"] == [1]


def test_a_refused_file_does_not_stop_the_others(tmp_path: Path) -> None:
    code, lines = printed(BROKEN, tmp_path / "none.json", PASSED)

    assert code == 1
    assert lines[0] == {
        "id": "E5-ballots-missing",
        "refused": (
            "Các phiếu trong tệp cộng lại là 94, khác số phiếu thu về 93, hãy kiểm "
            "tra lại."
        ),
        "code": "ballots_do_not_add_up",
    }
    assert (lines[1]["id"], lines[1]["code"]) == (None, "cannot_read")
    assert lines[2]["next"] == "closed"


def test_no_file_is_a_usage_error() -> None:
    with pytest.raises(CommandError, match="FILE"):
        call_command(tally.Command())


def test_the_command_needs_no_checks_and_no_database() -> None:
    assert tally.Command.requires_system_checks == []
    assert tally.Command.requires_migrations_checks is False


def test_the_answer_is_utf8_on_any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))

    with pytest.raises(SystemExit):
        call_command(tally.Command(), str(BROKEN))

    assert "Các phiếu".encode() in raw.getvalue()


def test_a_line_break_in_a_file_breaks_no_line(tmp_path: Path) -> None:
    path = tmp_path / "lines.json"
    path.write_text(json.dumps(election(id="a\u2028b", office="x\ny")), "utf-8")

    _, lines = printed(path)

    assert lines[0]["code"] == "unknown_value"
