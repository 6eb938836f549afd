"""How visits are shared out among those who go."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

V = TypeVar("V")
M = TypeVar("M")


def shared_evenly(
    visits: Sequence[V], members: Sequence[M], *, held: Mapping[M, int]
) -> dict[V, M]:
    """Give each visit to whoever has the fewest by then; the first of equals.

    ``held`` says how many each member has already (none where he is missing). Of
    members who begin level nobody ends with more than one visit more than another.

    Raises:
        ValueError: there is nobody to give them to.
    """
    if visits and not members:
        msg = "nobody to share visits among"
        raise ValueError(msg)
    load = {member: held.get(member, 0) for member in members}
    given: dict[V, M] = {}
    for visit in visits:
        least = min(members, key=lambda member: load[member])
        given[visit] = least
        load[least] += 1
    return given
