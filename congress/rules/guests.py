"""What may be decided about a guest, by how far his invitation is."""

from typing import Final

NUMBERED: Final = "%03d"  # a pass's number as it is printed

# What is typed; the others are decided by acts with who and when.
TYPED: Final = ("proposed", "invited", "accepted", "declined")
# Who may be given a pass, who may be refused one, who may come in.
TO_ACCREDIT: Final = frozenset({"proposed", "invited", "accepted"})
TO_REFUSE: Final = frozenset({"proposed", "invited", "accepted", "declined"})
EXPECTED: Final = frozenset({"invited", "accepted", "accredited"})


def next_number(last: int | None) -> int:
    """Return the number of the next pass: no number is given twice."""
    return (last or 0) + 1
