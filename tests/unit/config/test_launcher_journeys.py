"""Which portal a travelling file is for, before any portal is started."""

import json
from pathlib import Path

import pytest

from config.launcher import journeys
from config.launcher.console import CannotGoOn
from config.launcher.stack import DEMO, PORTAL


@pytest.mark.parametrize(
    ("first_line", "instance"),
    [
        (json.dumps({"instance": "demo"}), DEMO),
        (json.dumps({"instance": "portal"}), PORTAL),
        (json.dumps({"instance": "somewhere"}), PORTAL),
        (json.dumps(["demo"]), PORTAL),
        ("PK\x03\x04", PORTAL),
        ("", PORTAL),
    ],
)
def test_the_first_line_says_which_portal(
    tmp_path: Path, first_line: str, instance: str
) -> None:
    file = tmp_path / "thu.daihoi"
    file.write_text(f"{first_line}\n")

    assert journeys._instance_of(file) == instance


def test_a_file_that_is_not_there_is_refused_later_in_words(tmp_path: Path) -> None:
    assert journeys._instance_of(tmp_path / "khong-co.daihoi") == PORTAL


def test_a_command_without_a_file_says_how_it_is_called() -> None:
    with pytest.raises(CannotGoOn, match="make load FILE="):
        journeys._path_of("", "make load FILE=tệp")


def test_a_path_is_where_the_person_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert journeys._path_of("thu.daihoi", "") == tmp_path / "thu.daihoi"
