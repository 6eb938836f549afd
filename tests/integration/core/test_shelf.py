import hashlib
from collections.abc import Callable

import pytest

from core.models import StoredPrint, Unit
from core.prints import shelf
from tests import make

pytestmark = pytest.mark.django_db


def kept(
    unit: Unit,
    make_bytes: Callable[[], bytes],
    *,
    digest: str = "d" * 64,
    record: Callable[[StoredPrint], object] = id,
) -> StoredPrint:
    return shelf.keep(
        "core.x",
        subject=unit,
        digest=digest,
        scope=unit.scope,
        file_name="x.pdf",
        at=make.NOON,
        make=make_bytes,
        record=record,
    )


def test_a_paper_is_rendered_and_recorded_once() -> None:
    unit = make.unit()
    rendered: list[int] = []
    recorded: list[StoredPrint] = []

    def render() -> bytes:
        rendered.append(1)
        return b"%PDF"

    first = kept(unit, render, record=recorded.append)
    second = kept(unit, render, record=recorded.append)

    assert first == second
    assert (rendered, recorded) == ([1], [first])
    assert first.sha256 == hashlib.sha256(b"%PDF").hexdigest()


def test_of_two_that_render_at_once_one_keeps_its_bytes() -> None:
    unit = make.unit()
    recorded: list[StoredPrint] = []

    def render_while_another_is_faster() -> bytes:
        kept(unit, lambda: b"first")
        return b"second"

    found = kept(unit, render_while_another_is_faster, record=recorded.append)

    assert (bytes(found.data), recorded) == (b"first", [])
    assert StoredPrint.objects.count() == 1


def test_a_paper_whose_line_cannot_be_written_is_not_kept() -> None:
    unit = make.unit()

    with pytest.raises(ZeroDivisionError):
        kept(unit, lambda: b"x", record=lambda _made: 1 // 0)

    assert not StoredPrint.objects.exists()


def test_other_facts_are_another_paper() -> None:
    unit = make.unit()

    kept(unit, lambda: b"one")
    kept(unit, lambda: b"two", digest="e" * 64)

    assert shelf.find("core.x", subject=unit, digest="f" * 64) is None
    assert StoredPrint.objects.count() == 2


def test_looking_on_the_shelf_does_not_fetch_the_bytes() -> None:
    unit = make.unit()
    kept(unit, lambda: b"many bytes")

    found = shelf.find("core.x", subject=unit, digest="d" * 64)

    assert found
    assert found.get_deferred_fields() == {"data"}
