"""For what breach the level above annuls a result or refuses somebody (R-AF-6)."""

from enum import StrEnum


class Ground(StrEnum):
    """What was broken."""

    STANDARDS = "standards"
    PRINCIPLES = "principles"
    PROCEDURE = "procedure"
