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


def _details_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"record", "record_for", "note_once_a_minute", "_record"}:
                yield from (each.arg for each in node.keywords if each.arg)


def test_every_detail_that_a_line_can_have_is_named_in_words() -> None:
    apps = ("core", "congress", "personnel", "documents", "ballots")
    files = [path for app in apps for path in (ROOT / app).rglob("*.py")]

    written = {
        name for path in files for name in _details_of(ast.parse(path.read_text()))
    }

    assert {"role", "sessions", "guesses"} <= written
    assert written - SIGNED - registry.details().keys() == set()
