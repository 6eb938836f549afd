import io
import json
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from ballots.double_count import count_twice
from ballots.interchange import FileRefused, read_ballots, read_header
from ballots.interchange.ballots import MOST_POWERS
from ballots.interchange.events import MOST_KEYS
from ballots.rules import marks
from ballots.rules.ballot import Reading
from ballots.rules.faults import Fault
from tests.unit.ballots.election_files import election, source
from tests.unit.ballots.election_files import read as read_whole

BALLOTS = 100_000


class Endless:
    """An election file of many ballots that nowhere exists as a whole."""

    def __init__(self) -> None:
        self._pieces = self._written()

    def _written(self) -> Iterator[bytes]:
        header = election(
            tally_base=BALLOTS,
            present=BALLOTS,
            printed=BALLOTS,
            issued=BALLOTS,
            returned=BALLOTS,
        )
        del header["ballots"]
        yield json.dumps(header).removesuffix("}").encode() + b', "ballots": ['
        hundred = b", ".join([b'{"kept": [1, 2]}', b'{"struck": [4]}'] * 50)
        for heap in range(BALLOTS // 100):
            yield (b"," if heap else b"") + hundred
        yield b"]}"

    def read(self, size: int, /) -> bytes:
        return next(self._pieces, b"") if size else b""

    def close(self) -> None:
        self._pieces = iter(())


def long_slate(names: int, kept: Sequence[float]) -> dict[str, Any]:
    """An election of so many names with one ballot that keeps these numbers."""
    people = [{"number": n, "name": f"Ng. {n}"} for n in range(1, names + 1)]
    return election(candidates=people, ballots=[{"kept": kept}], returned=1)


def memory_of(work: Callable[[], object]) -> int:
    """The most memory the work holds at one time."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_ballots() -> None:
    header = read_header(Endless)
    read: list[int] = []

    peak = memory_of(
        lambda: read.append(sum(r.copies for r in read_ballots(Endless, header)))
    )

    assert read == [BALLOTS]
    assert peak < 1_000_000


def test_memory_grows_no_faster_than_the_number_of_names() -> None:
    names = 30_000
    content = long_slate(names, [1, 9, names])
    header = read_header(source(content))
    read: list[Reading] = []

    peak = memory_of(lambda: read.extend(read_ballots(source(content), header)))

    # A power of two for every name would take fifty-six million bytes.
    assert read == [Reading(kept=marks.pack([0, 8, names - 1], names=names))]
    assert peak < 10_000_000


@pytest.mark.parametrize("names", [8, 9, MOST_POWERS, MOST_POWERS + 1])
def test_marks_are_the_same_on_a_slate_of_any_length(names: int) -> None:
    content = long_slate(names, [names, 3, 1])

    found = read_whole(content)

    assert found == [Reading(kept=marks.pack([0, 2, names - 1], names=names))]


@pytest.mark.parametrize(
    ("numbers", "fault"),
    [
        ([1, 1], Fault.NUMBER_REPEATED),
        ([1, 2, 2, 3], Fault.NUMBER_REPEATED),
        ([0], Fault.UNKNOWN_NUMBER),
        ([MOST_POWERS + 2], Fault.UNKNOWN_NUMBER),
        ([1.0], Fault.NOT_AN_INT),
    ],
)
def test_a_long_slate_is_read_as_strictly_as_a_short_one(
    numbers: list[float], fault: Fault
) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_whole(long_slate(MOST_POWERS + 1, numbers))

    assert refusal.value.fault is fault


def test_unknown_keys_do_not_fill_the_memory() -> None:
    many = b", ".join(b'"%d": 0' % key for key in range(3 * MOST_KEYS))
    content = b'{"z": {' + many + b"}}"
    found: list[Fault] = []

    def refuse() -> None:
        with pytest.raises(FileRefused) as refusal:
            read_header(lambda: io.BytesIO(content))
        found.append(refusal.value.fault)

    assert memory_of(refuse) < 20_000_000
    assert found == [Fault.TOO_MANY_KEYS]


def test_a_large_election_is_counted_heap_by_heap() -> None:
    header = read_header(Endless)

    found = count_twice(read_ballots(Endless, header), header.slate, header.places)

    assert found.count.votes == (BALLOTS, BALLOTS, BALLOTS // 2, 0)
    assert found.outcome.elected == (0, 1)
