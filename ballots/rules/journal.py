"""The journal of an entry: what was done to which ballot, in order and without a clock.

From the journal alone an entry can be built again: the last line of a position says
what its ballot shows, and a line ``removed`` takes it out.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from ballots.rules.ballot import Reading
from ballots.rules.doubts import Doubt


class Act(StrEnum):
    """What was done to a ballot."""

    SAVED = "saved"
    RETAKEN = "retaken"
    REMOVED = "removed"


class Line(NamedTuple):
    """One line of a journal."""

    sequence: int
    position: int
    act: Act
    content: str
    # Random, from the screen: nobody finds what a ballot shows by trying digests.
    key: str = ""


def content(reading: Reading, doubt: Doubt | None) -> str:
    """Write what a ballot shows as one line of text, the same for ever.

    Marks are packed bits as hexadecimal digits, ``-`` is a key not used.
    """
    marks = ["-" if m is None else m.hex() for m in reading[:4]]
    tail = [str(reading.defect or "-"), str(reading.decision or "-")]
    return " ".join([*marks, *tail, str(reading.copies), *([doubt] if doubt else [])])


def digest(lines: Iterable[Line]) -> str:
    """Return the digest over a journal, line by line in order."""
    total = hashlib.sha256()
    for line in lines:
        of = f"{line.sequence} {line.position} {line.act} {line.key}"
        total.update(f"{of} {line.content}\n".encode())
    return total.hexdigest()
