"""An election file that cannot be taken in."""

import json
from typing import Final

from ballots import labels
from ballots.rules.faults import Fault
from core.errors import Refused

# Values out of a file are quoted back to the person, but never at length.
LONGEST_QUOTE: Final = 40


class FileRefused(Refused):
    """The file cannot be taken in. Says what, where, and whose file it was.

    ``candidate`` and ``ballot`` count entries of the file from 1. As a string it is
    the sentence for the person.
    """

    def __init__(self, fault: Fault, **params: object) -> None:
        """Refuse for one fault; ``params`` fill the placeholders of its sentence."""
        super().__init__(fault)
        self.fault = fault
        self.params = {name: _quoted(value) for name, value in params.items()}
        self.candidate: int | None = None
        self.ballot: int | None = None
        self.election_id: str | None = None

    @property
    def code(self) -> str:
        """The short machine code."""
        return self.fault.value

    def __str__(self) -> str:
        return labels.refusal(self)


def at_candidate(refusal: FileRefused, position: int) -> FileRefused:
    """The refusal, with the candidate it is about."""
    refusal.candidate = position
    return refusal


def _quoted(value: object) -> str:
    # The person reads what stands in the file: null and true, not None and True.
    word = value is None or isinstance(value, bool)
    text = json.dumps(value) if word else str(value)[: LONGEST_QUOTE + 1]
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
