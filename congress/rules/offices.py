"""What people are elected to, and what more than half is."""

from enum import StrEnum


class Office(StrEnum):
    """What people are elected to."""

    COMMITTEE = "committee"
    STANDING_COMMITTEE = "standing_committee"
    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    INSPECTION_COMMISSION = "inspection_commission"
    INSPECTION_HEAD = "inspection_head"
    INSPECTION_DEPUTY = "inspection_deputy"
    DELEGATES = "delegates"


def majority(tally_base: int) -> int:
    """Fewest votes that are more than half. Exactly half is not enough."""
    return tally_base // 2 + 1
