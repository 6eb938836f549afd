"""The life of a task: which acts follow which, and who does them."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ListKind(StrEnum):
    """What a list of tasks is."""

    PROGRAMME = "programme"
    PROJECT = "project"
    PRIORITY = "priority"
    BODY_PLAN = "body_plan"
    ASSIGNMENTS = "assignments"
    CELEBRATION = "celebration"


class TaskState(StrEnum):
    """Where a task is."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class StepKind(StrEnum):
    """What somebody did with a task."""

    GIVEN = "given"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"
    CHANGED = "changed"
    REPORTED = "reported"
    DONE = "done"
    REOPENED = "reopened"
    DROPPED = "dropped"
    EVALUATED = "evaluated"


class Side(StrEnum):
    """Whose act it is: of who keeps the list, or of who does the task."""

    KEEPER = "keeper"
    DOER = "doer"


SIDE_OF: Final[Mapping[StepKind, Side]] = MappingProxyType(
    {
        StepKind.GIVEN: Side.KEEPER,
        StepKind.PROPOSED: Side.DOER,
        StepKind.APPROVED: Side.KEEPER,
        StepKind.RETURNED: Side.KEEPER,
        StepKind.CHANGED: Side.KEEPER,
        StepKind.REPORTED: Side.DOER,
        StepKind.DONE: Side.DOER,
        StepKind.REOPENED: Side.KEEPER,
        StepKind.DROPPED: Side.KEEPER,
        StepKind.EVALUATED: Side.KEEPER,
    }
)

_LIVE: Final = frozenset({TaskState.PROPOSED, TaskState.RETURNED, TaskState.OPEN})
_AFTER: Final[Mapping[StepKind, tuple[frozenset[TaskState], TaskState | None]]] = (
    MappingProxyType(
        {
            StepKind.PROPOSED: (
                frozenset({TaskState.PROPOSED, TaskState.RETURNED}),
                TaskState.PROPOSED,
            ),
            StepKind.APPROVED: (frozenset({TaskState.PROPOSED}), TaskState.OPEN),
            StepKind.RETURNED: (frozenset({TaskState.PROPOSED}), TaskState.RETURNED),
            StepKind.CHANGED: (_LIVE, None),
            StepKind.REPORTED: (frozenset({TaskState.OPEN}), None),
            StepKind.DONE: (frozenset({TaskState.OPEN}), TaskState.DONE),
            StepKind.REOPENED: (
                frozenset({TaskState.DONE, TaskState.DROPPED}),
                TaskState.OPEN,
            ),
            StepKind.DROPPED: (_LIVE, TaskState.DROPPED),
            StepKind.EVALUATED: (
                frozenset({TaskState.OPEN, TaskState.DONE}),
                None,
            ),
        }
    )
)


def after(state: TaskState, act: StepKind) -> TaskState | None:
    """Return where a task is after an act; nothing where it is not possible now."""
    if act not in _AFTER:
        return None
    before, then = _AFTER[act]
    return (then or state) if state in before else None


def counts(state: TaskState) -> bool:
    """Whether a task is one of the N of x/N: agreed on, and not given up."""
    return state in {TaskState.OPEN, TaskState.DONE}


class Standing(StrEnum):
    """How a task stood on a day."""

    DONE = "done"
    DONE_LATE = "done_late"
    OPEN = "open"
    LATE = "late"
    PROPOSED = "proposed"
    RETURNED = "returned"
    DROPPED = "dropped"


def standing(
    state: TaskState, *, due_on: date | None, done_on: date | None, on: date
) -> Standing:
    """Return how a task stood at the end of a day; its last day is still in time."""
    if not counts(state):
        return Standing(state.value)
    if done_on is not None and done_on <= on:
        late = due_on is not None and done_on > due_on
        return Standing.DONE_LATE if late else Standing.DONE
    return Standing.LATE if due_on is not None and due_on < on else Standing.OPEN
