"""Whether a document holds on a day."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Force(StrEnum):
    """How a document stands on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    REPLACED = "replaced"


class Times(NamedTuple):
    """The days of a document; without ``since`` it holds from its own day."""

    day: date
    since: date | None
    until: date | None


def force_on(times: Times, day: date) -> Force:
    """Return how a document stands on a day; on the day it is replaced it is."""
    if times.until is not None and day >= times.until:
        return Force.REPLACED
    if day < (times.since or times.day):
        return Force.NOT_YET
    return Force.IN_FORCE
