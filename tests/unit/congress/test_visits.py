"""Visits are shared out evenly."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.rules.visits import shared_evenly

MEMBERS = st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True)


def test_55_cells_among_eleven_members_are_five_each() -> None:
    shared = shared_evenly(range(55), [f"m{number}" for number in range(11)], held={})

    assert set(Counter(shared.values()).values()) == {5}


def test_whoever_has_fewer_gets_the_next_ones() -> None:
    shared = shared_evenly(range(4), ["a", "b"], held={"a": 4})

    assert Counter(shared.values()) == {"b": 4}


def test_nobody_cannot_be_given_anything() -> None:
    with pytest.raises(ValueError, match="nobody"):
        shared_evenly([1], [], held={})


@given(st.integers(0, 60), MEMBERS)
def test_nobody_has_more_than_one_more_than_another(
    number: int, members: list[str]
) -> None:
    shared = shared_evenly(range(number), members, held={})
    loads = [Counter(shared.values())[member] for member in members]

    assert set(shared) == set(range(number))
    assert max(loads) - min(loads) <= 1


@given(
    st.integers(0, 40),
    MEMBERS,
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9)),
)
def test_what_is_held_already_is_only_ever_levelled(
    number: int, members: list[str], held: dict[str, int]
) -> None:
    shared = shared_evenly(range(number), members, held=held)
    before = [held.get(member, 0) for member in members]
    after = [
        held.get(member, 0) + Counter(shared.values())[member] for member in members
    ]

    assert max(after) - min(after) <= max(1, max(before) - min(before))
