"""Walking through JSON without building it: every key once, nothing too deep."""

from collections import deque
from collections.abc import Iterator
from typing import Any, Final

from ijson.backends import yajl2_c
from ijson.common import JSONError

from ballots.interchange.refused import FileRefused
from ballots.interchange.source import CheckedBytes
from ballots.rules.faults import Fault

DEEPEST: Final = 32
# Keys are remembered to find one given twice. No honest object has so many, and
# without a bound unknown keys could fill the memory.
MOST_KEYS: Final = 100_000
_OPENING: Final = frozenset({"start_map", "start_array"})

Event = tuple[str, Any]


class _Nested:
    """Stands for an object or list where a plain value was wanted."""

    def __str__(self) -> str:
        return "…"


NESTED: Final = _Nested()


def walk(stream: CheckedBytes) -> Iterator[Event]:
    """The JSON events of the whole stream, up to and including its very end."""
    try:
        yield from yajl2_c.basic_parse(stream)
    except JSONError:
        raise FileRefused(Fault.NOT_JSON) from None
    except ArithmeticError:
        # An exponent beyond what Python's decimals can hold.
        raise FileRefused(Fault.UNREADABLE_NUMBER) from None


def open_object(events: Iterator[Event]) -> None:
    """Step into the one object that a file holds."""
    event, _ = next(events)
    if event != "start_map":
        raise FileRefused(Fault.NOT_AN_OBJECT)


def finish(events: Iterator[Event]) -> None:
    """Read to the end, so that the parser refuses whatever follows the object."""
    deque(events, maxlen=0)


def keys(events: Iterator[Event]) -> Iterator[str]:
    """The keys of the object stepped into; the caller takes each value before the next.

    A key given twice is refused, and so is an object of more keys than are remembered.
    """
    seen: set[str] = set()
    for event, key in events:
        if event == "end_map":
            return
        if key in seen:
            raise FileRefused(Fault.DUPLICATE_KEY, key=key)
        if len(seen) == MOST_KEYS:
            raise FileRefused(Fault.TOO_MANY_KEYS, most=MOST_KEYS)
        seen.add(key)
        yield key


def scalar(events: Iterator[Event], *, depth: int) -> Any:
    """A plain value; ``NESTED`` where an object or a list stands instead."""
    event, value = next(events)
    if event not in _OPENING:
        return value
    skip(events, event, depth=depth)
    return NESTED


def skip(events: Iterator[Event], event: str, *, depth: int) -> None:
    """Pass over a value whose first event was taken; it is checked all the same.

    ``depth`` counts the objects and lists around the value.
    """
    if event not in _OPENING:
        return
    if depth >= DEEPEST:
        raise FileRefused(Fault.TOO_DEEP)
    if event == "start_map":
        for _ in keys(events):
            skip(events, next(events)[0], depth=depth + 1)
        return
    for inner, _ in events:
        if inner == "end_array":
            return
        skip(events, inner, depth=depth + 1)
