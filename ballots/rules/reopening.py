"""What becomes of a wish to take counted papers up again."""

from enum import StrEnum


class Answer(StrEnum):
    """How a request ended; until then it waits, and the result stays as it is."""

    CONSENTED = "consented"  # by the presidium: the papers are open again
    REFUSED = "refused"  # by the presidium, with a reason
    WITHDRAWN = "withdrawn"  # by the head of the board
