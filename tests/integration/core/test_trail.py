import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.db import transaction

from core import registry
from core.audit import trail
from core.models import AuditEvent
from tests import make


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_the_transaction_of_its_act_is_a_bug() -> None:
    unit = make.unit()

    with pytest.raises(trail.NoTransaction):
        trail.record(
            "core.unit_changed", subject=unit, scope=None, actor=None, at=make.NOON
        )

    assert not AuditEvent.objects.filter(act="core.unit_changed").exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_line() -> None:
    def fail() -> None:
        make.unit()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail()

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_a_line_names_its_subject_by_kind_key_and_title() -> None:
    unit = make.unit("Đảng bộ xã Khe Vàng")

    line = AuditEvent.objects.get()

    assert (line.subject_kind, line.subject_key, line.subject_title) == (
        "core.unit",
        str(unit.pk),
        "Đảng bộ xã Khe Vàng",
    )


@pytest.mark.django_db
def test_a_long_title_is_cut_to_fit() -> None:
    unit = make.unit("x" * 200)
    unit.name = "y" * 900

    with transaction.atomic():
        line = trail.record(
            "core.unit_changed", subject=unit, scope=None, actor=None, at=make.NOON
        )

    assert line.subject_title == "y" * 400


ROOT: Final = Path(__file__).parents[3]
SIGNED: Final = {"subject", "scope", "actor", "at", "by"}
WRITERS: Final = {"record", "_record", "record_for", "note_once_a_minute", "note_taken"}


def _sources() -> Iterator[ast.AST]:
    for app in ("core", "congress", "personnel", "documents", "ballots"):
        for path in (ROOT / app).rglob("*.py"):
            yield ast.parse(path.read_text())


def _details_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in WRITERS:
                yield from (each.arg for each in node.keywords if each.arg)


def test_every_detail_that_a_line_can_have_is_named_in_words() -> None:
    written = {name for tree in _sources() for name in _details_of(tree)}

    assert {"role", "sessions", "guesses", "locked"} <= written
    assert written - SIGNED - registry.details().keys() == set()


def test_whoever_hands_details_on_to_a_line_is_read_for_them() -> None:
    handing_on = {
        node.name
        for tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.args.kwarg
        and node.args.kwarg.arg == "detail"
    }

    assert handing_on <= WRITERS
