"""The one family of anticipated exceptions."""

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 - refusals are named for the fact
    """An act that a rule or the moment does not allow.

    The message is a Vietnamese sentence for the person who asked.
    """

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
