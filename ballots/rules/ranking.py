"""Filling places by most votes. Level candidates at the last place stay level."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Cut(NamedTuple):
    """Who fills the places, most votes first, and who is level at the last of them."""

    chosen: tuple[int, ...]
    tied: tuple[int, ...]


def cut(votes: Sequence[int], pool: Iterable[int], *, places: int) -> Cut:
    """Fill the places from the pool (positions in ``votes``).

    A tie matters only where level candidates stand on both sides of the last place;
    then none of them is chosen. Level votes elsewhere keep ballot order.
    """
    ranked = sorted(pool, key=lambda place: (-votes[place], place))
    if places <= 0:
        return Cut((), ())
    if len(ranked) <= places:
        return Cut(tuple(ranked), ())
    level = votes[ranked[places - 1]]
    if votes[ranked[places]] != level:
        return Cut(tuple(ranked[:places]), ())
    return Cut(
        chosen=tuple(place for place in ranked if votes[place] > level),
        tied=tuple(place for place in ranked if votes[place] == level),
    )
