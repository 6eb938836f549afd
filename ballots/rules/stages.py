"""The life of a poll is a table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Stage(StrEnum):
    """How far a poll has come."""

    PREPARED = "prepared"
    LIST_CLOSED = "list_closed"
    BOX_SEALED = "box_sealed"
    ISSUING = "issuing"
    BOX_OPENED = "box_opened"
    ENTERED = "entered"
    COUNTED = "counted"
    CONFIRMED = "confirmed"
    ANNOUNCED = "announced"
    PUT_AWAY = "put_away"


NEXT: Final[Mapping[Stage, frozenset[Stage]]] = MappingProxyType(
    {
        Stage.PREPARED: frozenset({Stage.LIST_CLOSED}),
        # Until the box is sealed the congress may take its list up again.
        Stage.LIST_CLOSED: frozenset({Stage.PREPARED, Stage.BOX_SEALED}),
        Stage.BOX_SEALED: frozenset({Stage.ISSUING}),
        Stage.ISSUING: frozenset({Stage.BOX_OPENED}),
        Stage.BOX_OPENED: frozenset({Stage.ENTERED}),
        # Papers are taken up again by the head alone until he has seen a total;
        # afterwards the presidium consents as well. A new revision begins.
        Stage.ENTERED: frozenset({Stage.BOX_OPENED, Stage.COUNTED}),
        Stage.COUNTED: frozenset({Stage.BOX_OPENED, Stage.COUNTED, Stage.CONFIRMED}),
        Stage.CONFIRMED: frozenset({Stage.BOX_OPENED, Stage.ANNOUNCED}),
        Stage.ANNOUNCED: frozenset({Stage.BOX_OPENED, Stage.PUT_AWAY}),
        Stage.PUT_AWAY: frozenset(),
    }
)

# An election file holds ballots already read, so its poll begins where entry ends.
IMPORTED_AT: Final = Stage.ENTERED
BEFORE_THE_BOX_OPENS: Final = (
    Stage.PREPARED,
    Stage.LIST_CLOSED,
    Stage.BOX_SEALED,
    Stage.ISSUING,
)


def may_move(stage: Stage, to: Stage) -> bool:
    """Whether the poll may go from the one stage to the other."""
    return to in NEXT[stage]


def is_past(stage: Stage, other: Stage) -> bool:
    """Whether the stage comes after the other in the life of a poll."""
    order = tuple(Stage)
    return order.index(stage) > order.index(other)
