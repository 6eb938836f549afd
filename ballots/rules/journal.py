"""The journal of an entry: what was done to which ballot, in order and without a clock.

From the journal alone an entry can be built again (``rebuilt``): the last line of a
position says what its ballot shows, others take a ballot out or move those after it.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from ballots.rules.ballot import Defect, Reading, Ruling
from ballots.rules.doubts import Doubt

# Of one entry: fifty acts on every paper of the thickest heap, far beyond any typing.
MOST_LINES: Final = 3_000


class Act(StrEnum):
    """What was done to a ballot."""

    SAVED = "saved"
    RETAKEN = "retaken"
    # Of a position that the batch does not have; nothing moves.
    REMOVED = "removed"
    # Room for a paper that was passed over: what is there and after it moves on by one.
    INSERTED = "inserted"
    # Of a paper typed twice: what comes after it moves up by one.
    TAKEN_OUT = "taken_out"


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


def shown(said: str) -> Reading:
    """Read what a ballot shows back from its line of text; a doubt is no part of it.

    Raises:
        ValueError: nothing that ``content`` wrote.
    """
    struck, kept, agree, disagree, defect, decision, copies, *_doubt = said.split(" ")
    return Reading(
        _marks(struck),
        _marks(kept),
        _marks(agree),
        _marks(disagree),
        None if defect == "-" else Defect(defect),
        None if decision == "-" else Ruling(decision),
        int(copies),
    )


def reading_of(said: str) -> tuple[Reading, Doubt | None]:
    """Read a line of text back as ``content`` was given it."""
    doubt = said.split(" ")[7:]
    return shown(said), Doubt(doubt[0]) if doubt else None


def _marks(said: str) -> bytes | None:
    return None if said == "-" else bytes.fromhex(said)


def rebuilt(lines: Iterable[Line]) -> dict[int, str]:
    """Return what the ballot at each position shows, as the journal alone tells it."""
    shown: dict[int, str] = {}
    for line in lines:
        at = line.position
        if line.act is Act.INSERTED:
            shown = {each + (each >= at): said for each, said in shown.items()}
        elif line.act in (Act.TAKEN_OUT, Act.REMOVED):
            shown.pop(at, None)
            step = line.act is Act.TAKEN_OUT
            shown = {each - (step and each > at): s for each, s in shown.items()}
        else:
            shown[at] = line.content
    return shown


def digest(lines: Iterable[Line]) -> str:
    """Return the digest over a journal, line by line in order."""
    total = hashlib.sha256()
    for line in lines:
        of = f"{line.sequence} {line.position} {line.act} {line.key}"
        total.update(f"{of} {line.content}\n".encode())
    return total.hexdigest()
