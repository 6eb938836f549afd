import json
import tracemalloc
from collections.abc import Iterator

from ballots.double_count import count_twice
from ballots.interchange import read_ballots, read_header
from tests.unit.ballots.election_files import election

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


def test_memory_does_not_grow_with_the_number_of_ballots() -> None:
    header = read_header(Endless)
    tracemalloc.start()
    try:
        read = sum(reading.copies for reading in read_ballots(Endless, header))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert read == BALLOTS
    assert peak < 1_000_000


def test_a_large_election_is_counted_heap_by_heap() -> None:
    header = read_header(Endless)

    found = count_twice(read_ballots(Endless, header), header.slate, header.places)

    assert found.count.votes == (BALLOTS, BALLOTS, BALLOTS // 2, 0)
    assert found.outcome.elected == (0, 1)
