"""Papers of elections: what stands on them, and printing each of them once."""

from ballots.prints.minutes import BOARD_ROLES, minutes
from ballots.prints.paper import Line, Minutes, Won
from ballots.prints.shelving import (
    EDITION,
    FORM,
    digest_of,
    print_minutes,
    printed_minutes,
)

__all__ = [
    "BOARD_ROLES",
    "EDITION",
    "FORM",
    "Line",
    "Minutes",
    "Won",
    "digest_of",
    "minutes",
    "print_minutes",
    "printed_minutes",
]
