"""A paper that was passed over, or typed twice: those after it move by one place."""

import re
from typing import Final, NamedTuple

from ballots.rules.journal import Act

_SHIFT: Final = re.compile(r"/([+-])([0-9]{0,4})")


class Shift(NamedTuple):
    """Room made for a paper at a position, or the paper there taken out."""

    act: Act
    position: int


def shift_of(command: str, *, at: int) -> Shift | None:
    """Read ``/+17`` or ``/-17``; without a number, the paper ``at`` hand is meant."""
    found = _SHIFT.fullmatch(command.strip())
    if found is None:
        return None
    act = Act.INSERTED if found[1] == "+" else Act.TAKEN_OUT
    return Shift(act, int(found[2] or at))
