"""A made-up register for a demo: sound, repeatable, and only for a demo."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import register
from core.management import sample_register
from core.models import AuditEvent, Person, Post, Scope, Unit
from core.queries import people as reads
from core.vietnamese import names
from tests import make

pytestmark = pytest.mark.django_db

SIZES: Any = {"units": 60, "people": 300}


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.INSTANCE = "demo"


def load(**options: Any) -> None:
    call_command("load_register", **SIZES | options, verbosity=0)


def test_the_sample_is_a_sound_register() -> None:
    load()

    people = list(Person.objects.all())
    today = timezone.localdate()
    faults = {
        fault
        for person in people
        for fault in register.faults_of(
            {field: getattr(person, field) for field in register.PARTICULARS},
            today=today,
        )
    }
    assert (Unit.objects.count(), len(people)) == (60, 300)
    assert faults == set()
    assert {
        person.sort_key == names.sort_key(person.full_name) for person in people
    } == {True}
    assert Post.objects.exists()


def test_every_unit_lies_where_its_scope_lies() -> None:
    load()

    for unit in Unit.objects.exclude(parent=None).select_related(
        "scope", "parent__scope"
    ):
        assert unit.parent is not None
        assert unit.scope.path.rpartition(".")[0] == unit.parent.scope.path
    root = Unit.objects.select_related("scope").get(code=sample_register.ROOT)
    assert reads.beneath(root).people.count() == 300
    assert Scope.objects.count() == 60


def test_one_line_tells_of_the_sample() -> None:
    load()

    line = AuditEvent.objects.get()
    assert (line.act, line.detail) == ("core.sample_register_loaded", SIZES)


def test_a_real_portal_is_never_filled(settings: Any) -> None:
    settings.INSTANCE = "portal"

    with pytest.raises(CommandError, match="bản trình diễn"):
        load(force=True)

    assert not Unit.objects.exists()


def test_a_register_with_people_is_filled_only_by_force_and_once() -> None:
    make.person()

    with pytest.raises(CommandError, match="--force"):
        load()
    load(force=True)
    with pytest.raises(CommandError, match="rồi"):
        load(force=True)

    assert Person.objects.count() == 301


@pytest.mark.parametrize(
    "sizes", [{"units": 59}, {"people": 1_000_000}, {"people": -1}]
)
def test_sizes_that_cannot_be_are_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="ít nhất 60"):
        load(**sizes)
