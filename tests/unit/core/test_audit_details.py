"""Whatever an audit line tells has a name that people understand."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core import registry

ROOT: Final = Path(__file__).resolve().parents[3]
# What every line has, beside its detail.
OF_EVERY_LINE: Final = {"subject", "scope", "actor", "at", "by"}
# What writes lines of one kind of subject.
WRITERS: Final = {"record", "note_taken"}


def recorded() -> Iterator[tuple[str, str]]:
    """Every key that some code writes into the detail of a line, and where."""
    for app in ("core", "congress", "personnel", "documents", "ballots"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _records(node.func):
                    for keyword in node.keywords:
                        if keyword.arg and keyword.arg not in OF_EVERY_LINE:
                            yield keyword.arg, path.name


def _records(function: ast.expr) -> bool:
    """Whether it is called to write a line, or writes one of a poll."""
    if isinstance(function, ast.Name):
        return function.id in WRITERS
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "record"
        and isinstance(function.value, ast.Name)
        and function.value.id == "trail"
    )


def test_every_key_of_a_detail_has_its_words() -> None:
    found = set(recorded())

    assert {key for key, _where in found} - set(registry.details()) == set()
    assert ("reason", "withdrawing.py") in found


def test_labels_differ_where_keys_stand_side_by_side() -> None:
    labels = {key: str(detail.label) for key, detail in registry.details().items()}

    assert labels["first_day"] != labels["last_day"]
    assert labels["from_unit"] != labels["to_unit"]
