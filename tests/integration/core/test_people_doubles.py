"""Who may be the same person: one name, and birth dates that do not part them."""

from datetime import date

import pytest

from core.models import Person
from core.queries import people as register
from tests import make

pytestmark = pytest.mark.django_db

BORN = date(1975, 8, 5)


def possible(name: str, born_on: date | None, precision: str = "day") -> set[Person]:
    return set(
        register.possible_doubles(
            register.everybody(), full_name=name, born_on=born_on, precision=precision
        )
    )


def everyone(is_wide: bool) -> register.Reach:
    return register.Reach(register.everybody(), lambda _person: True, is_wide)


def test_accents_and_capitals_do_not_make_another_person() -> None:
    found = make.person("Đặng Thị Hòa", born_on=BORN)
    make.person("Đặng Thị Hoa Mai", born_on=BORN)

    assert possible("dang thi HOÀ", BORN) == {found}
    assert possible("Đặng Thị Hòa", date(1975, 8, 6)) == set()
    assert possible("Đặng Thị Hòa", None) == set()


@pytest.mark.parametrize(
    ("born_on", "precision", "found"),
    [
        (BORN, "day", {"day", "month", "year"}),
        (date(1975, 8, 1), "month", {"day", "month", "year"}),
        (date(1975, 1, 1), "year", {"day", "month", "year", "other month"}),
        (date(1975, 3, 9), "day", {"year", "other month"}),
        (date(1975, 3, 1), "month", {"year", "other month"}),
        (date(1975, 8, 1), "day", {"month", "year"}),
        (date(1976, 1, 1), "year", set()),
    ],
)
def test_dates_are_compared_as_far_as_both_are_known(
    born_on: date, precision: str, found: set[str]
) -> None:
    make.person(position="day", born_on=BORN)
    make.person(position="month", born_on=date(1975, 8, 1), birth_precision="month")
    make.person(position="year", born_on=date(1975, 1, 1), birth_precision="year")
    make.person(position="other month", born_on=date(1975, 3, 9))

    rows = possible("Lục Văn Quý", born_on, precision)

    assert {row.position for row in rows} == found


def test_rows_laid_aside_are_nobodys_doubles() -> None:
    kept, gone = make.person(born_on=BORN), make.person(born_on=BORN)
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    gone.refresh_from_db()

    assert register.doubles_of(register.everybody(), kept) == []
    assert register.doubles_of(register.everybody(), gone) == []


@pytest.mark.parametrize("is_wide", [True, False])
def test_twins_are_gathered_by_name_and_date(is_wide: bool) -> None:
    first = make.person("Lê Thị Hà", born_on=BORN)
    second = make.person("Lê Thị Hạ", born_on=BORN)
    make.person("Lê Thị Hà", born_on=date(1980, 1, 2))
    make.person("Lê Thị Hà")

    within = everyone(is_wide)
    groups = register.gathered(within, register.twins(within))

    assert [set(group.people) for group in groups] == [{first, second}]
    assert (groups[0].first, *groups[0].others) == groups[0].people


@pytest.mark.parametrize("is_wide", [True, False])
def test_a_year_alone_leads_to_who_was_born_in_it(is_wide: bool) -> None:
    by_year = make.person(born_on=date(1975, 1, 1), birth_precision="year")
    by_month = make.person(
        "Lê Thị Hà", born_on=date(1980, 2, 1), birth_precision="month"
    )
    in_year = make.person(born_on=date(1975, 12, 31))
    in_month = make.person("Lê Thị Hà", born_on=date(1980, 2, 29))
    make.person(born_on=date(1976, 1, 1))
    make.person("Lê Thị Hà", born_on=date(1980, 3, 1))

    within = everyone(is_wide)
    groups = register.gathered_around(within, register.imprecise_twins(within))

    assert [group.people for group in groups] == [
        (by_month, in_month),
        (by_year, in_year),
    ]
