"""The state of the portal's parts, each in one line: what is found and what to do.

The page, the command and whoever watches machines read the same lines.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from core.operations.broker import Broker
from core.operations.broker import look as look_at_broker
from core.operations.health import background, data, host
from core.operations.health.lines import Line, State

__all__ = ["Line", "State", "examine", "worst"]

Look = Callable[[Broker, datetime], Iterator[Line]]

_LOOKS: Final[tuple[Look, ...]] = (
    data.backup,
    data.database,
    background.broker,
    background.workers,
    background.beat,
    background.jobs,
    background.sealer,
    host.disks,
    host.memory,
    host.clock,
    host.printing,
    data.put_aside,
    data.version,
)


def examine(*, at: datetime) -> list[Line]:
    """Look at every part; about a second, the time that workers have to answer."""
    found = look_at_broker()
    return [line for look in _LOOKS for line in look(found, at)]


def worst(lines: list[Line]) -> State:
    """Return the state of the whole."""
    states = {line.state for line in lines}
    for state in (State.BAD, State.LOOK):
        if state in states:
            return state
    return State.GOOD
