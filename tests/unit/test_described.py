"""The pages of docs/reference that are written from the code."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from congress.rules.rulesets import Rule
from core.access.rights import Right, Role

COMMANDS = {"describe_rights": "rights.md", "describe_rules": "rules.md"}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """An empty checkout, so that no test writes into the real one."""
    folder = tmp_path / "docs" / "reference"
    folder.mkdir(parents=True)
    with override_settings(ROOT=tmp_path):
        yield folder


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_in_the_project_is_what_the_code_says(command: str) -> None:
    call_command(command, check=True)


@pytest.mark.parametrize(("command", "page"), COMMANDS.items())
def test_a_page_just_written_is_not_stale(
    command: str, page: str, elsewhere: Path
) -> None:
    call_command(command)

    call_command(command, check=True)

    written = (elsewhere / page).read_text(encoding="utf-8")
    assert written == (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "page"), COMMANDS.items())
def test_a_stale_page_is_named_and_left_alone(
    command: str, page: str, elsewhere: Path
) -> None:
    (elsewhere / page).write_text("old", encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command(command, check=True)

    advice = f"docs/reference/{page} is stale: run `manage.py {command}`."
    assert str(refused.value) == advice
    assert (elsewhere / page).read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_page_is_stale(command: str, elsewhere: Path) -> None:
    with pytest.raises(CommandError):
        call_command(command, check=True)

    assert list(elsewhere.iterdir()) == []


def test_every_rule_right_and_role_has_its_row() -> None:
    reference = ROOT / "docs" / "reference"
    rules = (reference / "rules.md").read_text(encoding="utf-8")
    rights = (reference / "rights.md").read_text(encoding="utf-8")

    assert [rule for rule in Rule if rules.count(f"\n| `{rule.value}` |") != 1] == []
    assert [each for each in Right if rights.count(f"\n| `{each.value}` |") != 1] == []
    assert [role for role in Role if f"\n| `{role.value}`" not in rights] == []
