"""How names are put on a ballot: columns, type and rows."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.ballot_paper import (
    Arrangement,
    PaperSize,
    arrangements,
    cut_from,
    sheets_for,
)
from ballots.rules.terms import Layout

SIZES = (PaperSize.A4, PaperSize.A5, PaperSize.A5_TWO_UP)
NAME = "Nguyễn Thị Phương Thảo"
# Where names may stand, in half millimetres.
ROOM = {PaperSize.A4: 392, PaperSize.A5: 240, PaperSize.A5_TWO_UP: 240}

lists = st.lists(st.text("abcđêôư ", min_size=1, max_size=40), min_size=1, max_size=100)
sizes = st.sampled_from(SIZES)
layouts = st.sampled_from(tuple(Layout))


@given(lists, sizes, layouts)
def test_there_is_always_a_way_and_it_holds_every_name(
    names: list[str], size: PaperSize, layout: Layout
) -> None:
    ways = arrangements(names, size, layout)

    assert ways
    assert len(set(ways)) == len(ways)
    for way in ways:
        assert way.columns * way.in_a_column(len(names)) >= len(names)
        assert 9 <= way.type <= 14
        # A class of the style sheet for each.
        assert 9 <= way.row <= 22


@given(lists, sizes, layouts)
def test_all_but_the_last_resort_stay_within_the_sheet(
    names: list[str], size: PaperSize, layout: Layout
) -> None:
    ways = arrangements(names, size, layout)

    for way in ways[: -len({each.columns for each in ways})]:
        # A row is as high as its name on one line and the room to strike it.
        assert way.row / 2 >= way.type * 25.4 / 72 * 1.15 + 0.9
        if way.type > 9:
            assert way.row * way.in_a_column(len(names)) <= ROOM[size]


# Beyond, names that break into two lines are set larger than those that do not.
@given(st.integers(1, 48), sizes)
def test_fewer_names_to_strike_are_never_set_smaller(
    names: int, size: PaperSize
) -> None:
    fewer, more = (
        arrangements([NAME] * number, size, Layout.STRIKE_OUT)[0]
        for number in (max(names - 1, 1), names)
    )

    assert fewer.type >= more.type


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("names", [1, 2, 8, 15, 27, 31, 40])
def test_forty_names_to_strike_are_set_in_eleven_points_or_more(
    names: int, size: PaperSize
) -> None:
    assert arrangements([NAME] * names, size, Layout.STRIKE_OUT)[0].type >= 11


def test_a_hundred_names_stand_in_three_columns_of_a4() -> None:
    struck = arrangements([NAME] * 100, PaperSize.A4, Layout.STRIKE_OUT)[0]
    boxed = arrangements([NAME] * 100, PaperSize.A4, Layout.AGREE_DISAGREE)[0]

    assert (struck.columns, struck.type) == (3, 11)
    assert boxed.columns == 3


def test_one_long_name_does_not_make_all_others_small() -> None:
    names = ["Lò Văn Cả"] * 99 + ["Nguyễn Hoàng Phương Thảo Nguyên Trang"]

    struck = arrangements(names, PaperSize.A4, Layout.STRIKE_OUT)[0]
    short = arrangements(names[:-1], PaperSize.A4, Layout.STRIKE_OUT)[0]

    assert (struck.columns, struck.type) == (3, 11)
    assert short.type == 11


def test_a_few_names_stand_in_one_column_in_the_largest_type() -> None:
    for size in SIZES:
        for layout in Layout:
            assert arrangements(["Lò Văn Cả"] * 7, size, layout)[0][:2] == (1, 14)


def test_two_ballots_come_out_of_one_sheet_that_is_cut() -> None:
    assert sheets_for(501, PaperSize.A5_TWO_UP) == 251
    assert cut_from(501, PaperSize.A5_TWO_UP) == 502
    assert sheets_for(501, PaperSize.A5) == cut_from(501, PaperSize.A5) == 501
    assert Arrangement(3, 11, 11).in_a_column(100) == ceil(100 / 3)
