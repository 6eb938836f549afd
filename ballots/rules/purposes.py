"""What a count on the portal is for."""

from enum import StrEnum


class Purpose(StrEnum):
    """Whether the result stands by itself, or beside that of the centre's software."""

    OFFICIAL = "official"
    CHECK = "check"
    REHEARSAL = "rehearsal"
