"""Why somebody no longer holds what he was elected to."""

from enum import StrEnum
from typing import Final


class Cause(StrEnum):
    """How it came to an end within the term."""

    ANNULLED = "annulled"  # the level above annulled the whole result
    REFUSED = "refused"  # the level above refused this person
    TRANSFERRED = "transferred"
    RETIRED = "retired"
    RESIGNED = "resigned"
    DISCIPLINED = "disciplined"
    DIED = "died"
    OTHER = "other"


# Said by a decision of the level above; nobody takes it back.
BY_THE_SUPERIOR: Final = frozenset({Cause.ANNULLED, Cause.REFUSED})
# What somebody says of his own committee.
LEAVINGS: Final = tuple(each for each in Cause if each not in BY_THE_SUPERIOR)
