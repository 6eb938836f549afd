"""Pages that are read in two steps show what pages read in one would."""

import pytest
from django.db.models import Count, QuerySet

from core.models import Unit
from core.paging import Keyed, Pages
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> list[Unit]:
    above = make.unit("Đảng bộ huyện Lâm Bình")
    for name in ("Khuôn Hà", "Thượng Lâm", "Lăng Can", "Phúc Yên"):
        make.unit(name, parent=above)
    return list(Unit.objects.order_by("sort_key"))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_page_has_the_rows_of_its_place_in_order(
    units: list[Unit], number: int
) -> None:
    rows = Unit.objects.annotate(beneath=Count("children")).order_by("-sort_key")

    found = [each.get_page(number) for each in (Keyed(rows, 2), Pages(rows, 2))]

    assert [list(page) for page in found] == [
        units[::-1][2 * number - 2 : 2 * number]
    ] * 2
    assert [[unit.beneath for unit in page] for page in found] == [
        [4 if unit.parent_id is None else 0 for unit in found[0]]
    ] * 2
    assert found[0].paginator.count == found[1].paginator.count == len(units)


def test_nothing_is_a_page_without_rows() -> None:
    page = Keyed(Unit.objects.order_by("sort_key"), 2).get_page(7)

    assert list(page) == []
    assert page.number == 1


def test_a_row_that_goes_between_the_steps_breaks_no_page(
    units: list[Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = {unit.pk: unit for unit in units[1:]}
    monkeypatch.setattr(QuerySet, "in_bulk", lambda _rows: left)

    page = Keyed(Unit.objects.order_by("sort_key"), 2).get_page(1)

    assert list(page) == [units[1]]
