"""Names on a ballot as packed marks: bit ``place % 8`` of byte ``place // 8``.

A place is a name's position in ballot order, from 0. The same bytes stand in the
database and are read by the independent recount.
"""

from collections.abc import Iterable


def width(names: int) -> int:
    """How many bytes hold the marks of one ballot."""
    return (names + 7) // 8


def pack(places: Iterable[int], *, names: int) -> bytes:
    """The marks for these places. A place outside the ballot is a ``ValueError``."""
    marks = 0
    for place in places:
        if not 0 <= place < names:
            msg = f"place {place} on a ballot of {names} names"
            raise ValueError(msg)
        marks |= 1 << place
    return marks.to_bytes(width(names), "little")


def unpack(marks: bytes) -> tuple[int, ...]:
    """The places marked, in ballot order."""
    bits = int.from_bytes(marks, "little")
    places = []
    while bits:
        lowest = bits & -bits
        places.append(lowest.bit_length() - 1)
        bits ^= lowest
    return tuple(places)
