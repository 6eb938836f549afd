"""One line for one part of the portal: how it is, what was found, what to do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.vietnamese.numbers import grouped

MEGABYTE: Final = 2**20
GIGABYTE: Final = 2**30


class State(StrEnum):
    """How a part is; the value is the chip's tone."""

    GOOD = "ok"
    LOOK = "warn"
    BAD = "bad"
    NONE = "none"

    @property
    def word(self) -> Promise:
        """The state in a word."""
        return _WORDS[self]


_WORDS: Final = {
    State.GOOD: gettext_lazy("tốt"),
    State.LOOK: gettext_lazy("cần xem"),
    State.BAD: gettext_lazy("hỏng"),
    State.NONE: gettext_lazy("chưa có"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the portal."""

    part: str
    state: State
    fact: str
    advice: str = ""
    page: str = ""  # the name of the page where that is done


def size_of(number: int) -> str:
    """Write a size as people say it."""
    unit, name = (GIGABYTE, "GB") if number >= GIGABYTE else (MEGABYTE, "MB")
    return f"{grouped(number // unit)} {name}"
