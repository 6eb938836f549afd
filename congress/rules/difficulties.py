"""What may be done with a difficulty, by whom, and what comes of it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class State(StrEnum):
    """Whose turn it is."""

    WAITING = "waiting"  # the holder has to answer
    ASKED = "asked"  # the unit that raised it has to explain
    ANSWERED = "answered"  # the unit that raised it has to say whether that solves it
    SOLVED = "solved"


class Act(StrEnum):
    """What somebody does."""

    RAISE = "raise"
    ANSWER = "answer"
    ASK = "ask"
    PASS = "pass"  # noqa: S105 - onward, to the level above
    EXPLAIN = "explain"
    SOLVE = "solve"
    REOPEN = "reopen"


class Side(StrEnum):
    """The two who deal with a difficulty."""

    RAISER = "raiser"
    HOLDER = "holder"


OPEN: Final = (State.WAITING, State.ASKED, State.ANSWERED)

# Who may do it, from which states, and the state it leads to.
_TABLE: Final[Mapping[Act, tuple[Side, tuple[State, ...], State]]] = MappingProxyType(
    {
        Act.ANSWER: (Side.HOLDER, OPEN, State.ANSWERED),
        Act.ASK: (Side.HOLDER, (State.WAITING,), State.ASKED),
        Act.PASS: (Side.HOLDER, (State.WAITING,), State.WAITING),
        Act.EXPLAIN: (Side.RAISER, (State.WAITING, State.ASKED), State.WAITING),
        Act.SOLVE: (Side.RAISER, OPEN, State.SOLVED),
        Act.REOPEN: (Side.RAISER, (State.ANSWERED, State.SOLVED), State.WAITING),
    }
)
ACTS: Final = tuple(_TABLE)


def side_of(act: Act) -> Side:
    """Return who does such a thing."""
    return _TABLE[act][0]


def after(state: State, act: Act) -> State | None:
    """Return the state an act leads to; nothing where it cannot be done now."""
    _side, before, then = _TABLE[act]
    return then if state in before else None


def possible(state: State, side: Side) -> list[Act]:
    """Return what one side may do now."""
    return [act for act in ACTS if side_of(act) is side and after(state, act)]
