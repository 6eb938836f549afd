"""Tổng hợp: sums of all that lies beneath, as far as somebody's right reaches."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.access.rights import Role
from core.models import Figure, Unit
from core.queries.figures import Summed
from core.services.figures import drop_figures, put_figure
from tests import make
from tests.make import SignedIn

CODE = "congress.tasks"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Yên Bái")


def put(unit: Unit, value: int, total: int | None = None, code: str = CODE) -> None:
    put_figure(unit.scope, code, value=value, total=total, at=make.NOON)


@pytest.mark.django_db
def test_units_one_level_beneath_hold_the_sum_of_what_lies_in_them(
    province: Unit, signed_in: SignedIn
) -> None:
    one, other = (make.unit(name, parent=province) for name in ("Xã Một", "Xã Hai"))
    put(make.unit(parent=one), 1, 3)
    put(one, 1, 3)
    put(province, 5, 6)
    put(other, 0, 2)
    client = signed_in(make.holder(Role.UNIT_SECRETARY, at=province.scope))

    page = client.get(reverse("core:figures"))
    file = client.get(reverse("core:figures"), {"xuat": "xlsx"})

    rows = {
        row.name: (row.cells[1].words, row.cells[1].share)
        for row in page.context["rows"]
    }
    assert rows == {
        "Riêng Đảng bộ tỉnh Yên Bái": ("5/6", "83,3 %"),
        "Xã Hai": ("0/2", "0,0 %"),
        "Xã Một": ("2/6", "33,3 %"),
    }
    assert page.context["all"].cells[1].words == "7/14"
    assert file.status_code == 200


@pytest.mark.django_db
def test_one_opens_the_next_level_and_nothing_next_door(
    province: Unit, signed_in: SignedIn
) -> None:
    mine, other = (make.unit(name, parent=province) for name in ("Xã Một", "Xã Hai"))
    put(make.unit("Chi bộ Suối", parent=mine), 1)
    put(other, 1)
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=mine.scope))

    own = client.get(reverse("core:figures"))
    there = client.get(reverse("core:figures"), {"to-chuc": other.code})
    above = client.get(reverse("core:figures"), {"to-chuc": province.code})

    assert [row.name for row in own.context["rows"]] == ["Chi bộ Suối"]
    assert "Xã Hai" not in own.text
    assert province.name not in own.text
    assert (there.status_code, above.status_code) == (404, 404)


@pytest.mark.django_db
def test_ballots_are_summed_for_whoever_may_read_results_alone(
    province: Unit, signed_in: SignedIn
) -> None:
    put(province, 5, 9, "ballots.elected")
    documents = make.holder(Role.DOCUMENTS_STAFF, at=province.scope)
    secretary = make.holder(Role.UNIT_SECRETARY, at=province.scope)

    seen = [
        "5/9" in signed_in(user).get(reverse("core:figures")).text
        for user in (documents, secretary)
    ]

    assert seen == [False, True]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_whatever_there_is(
    rows: int,
    province: Unit,
    signed_in: SignedIn,
    django_assert_num_queries: make.Queries,
) -> None:
    for _each in range(rows):
        put(make.unit(parent=province), 1, 2)
    client = signed_in(make.holder(Role.UNIT_SECRETARY, at=province.scope))
    client.get(reverse("core:figures"))

    with django_assert_num_queries(9):
        client.get(reverse("core:figures"))


@pytest.mark.django_db
def test_a_figure_is_written_over_and_dropped(province: Unit) -> None:
    put(province, 1)
    put(province, 2, 4)

    row = Figure.objects.get()
    assert (row.value, row.total) == (2, 4)
    drop_figures(province.scope, CODE)
    assert not Figure.objects.exists()


@pytest.mark.django_db
def test_a_figure_that_nobody_named_is_not_written(province: Unit) -> None:
    with pytest.raises(KeyError):
        put(province, 1, code="core.nothing")


SUMMED = st.builds(Summed, st.integers(0, 99), st.none() | st.integers(0, 99))


@given(SUMMED, SUMMED, SUMMED)
def test_sums_come_to_the_same_in_any_order(a: Summed, b: Summed, c: Summed) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + Summed() == a
