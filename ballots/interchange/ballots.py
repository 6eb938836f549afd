"""The ballots of an election file, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ballots.interchange import events as walking
from ballots.interchange.events import Event
from ballots.interchange.header import ElectionHeader, known, whole_number
from ballots.interchange.refused import FileRefused
from ballots.interchange.source import CheckedBytes, OpenSource
from ballots.rules.ballot import Defect, Reading, Ruling, may_be_ruled_on
from ballots.rules.faults import Fault
from ballots.rules.terms import Layout

KEYS: Final = {
    Layout.STRIKE_OUT: ("struck", "kept"),
    Layout.AGREE_DISAGREE: ("agree", "disagree"),
}
MARK_KEYS: Final = frozenset(key for keys in KEYS.values() for key in keys)
BALLOT_KEYS: Final = MARK_KEYS | {"defect", "decision", "count"}
# A power of two for every name is quick to add up, but takes memory by the square.
MOST_POWERS: Final = 512


def read_ballots(open_source: OpenSource, header: ElectionHeader) -> Iterator[Reading]:
    """Every ballot of the file, checked; at the end the counts must add up.

    Until the last ballot is out the file may still be refused: keep nothing before.
    """
    ballot_reader = _BallotReader(header)
    total = 0
    try:
        with CheckedBytes(open_source) as stream:
            for reading in _readings(walking.walk(stream), ballot_reader):
                total += reading.copies
                yield reading
        _check_sum(total, header.returned)
    except FileRefused as refusal:
        refusal.election_id = header.id
        raise


def _check_sum(total: int, returned: int) -> None:
    if total != returned:
        raise FileRefused(Fault.BALLOTS_DO_NOT_ADD_UP, seen=total, bound=returned)


def _readings(
    events: Iterator[Event], ballot_reader: "_BallotReader"
) -> Iterator[Reading]:
    walking.open_object(events)
    for key in walking.keys(events):
        event, _ = next(events)
        if key != "ballots":
            walking.skip(events, event, depth=1)
        elif event == "start_array":
            yield from _ballots(events, ballot_reader)
        else:
            raise FileRefused(Fault.NOT_A_LIST, key=key)
    walking.finish(events)


def _ballots(
    events: Iterator[Event], ballot_reader: "_BallotReader"
) -> Iterator[Reading]:
    for position, (event, _) in enumerate(events, start=1):
        if event == "end_array":
            return
        try:
            reading = ballot_reader.reading(
                _shown(events, event, names=ballot_reader.names)
            )
        except FileRefused as refusal:
            refusal.ballot = position
            raise
        yield reading


def _shown(events: Iterator[Event], opening: str, *, names: int) -> dict[str, Any]:
    """What the file writes about one ballot: each key once, lists as lists."""
    if opening != "start_map":
        raise FileRefused(Fault.BALLOT_NOT_AN_OBJECT)
    shown: dict[str, Any] = {}
    for inside, key in events:
        if inside == "end_map":
            break
        if key in shown:
            raise FileRefused(Fault.DUPLICATE_KEY, key=key)
        if key not in BALLOT_KEYS:
            raise FileRefused(Fault.UNKNOWN_KEY, key=key)
        if key in MARK_KEYS:
            shown[key] = _numbers(events, key, most=names)
        else:
            shown[key] = walking.scalar(events, depth=3)
    return shown


def _numbers(events: Iterator[Event], key: str, *, most: int) -> list[Any]:
    if next(events)[0] != "start_array":
        raise FileRefused(Fault.NOT_A_LIST, key=key)
    numbers: list[Any] = []
    take = numbers.append
    for event, number in events:
        if event == "number":
            take(number)
            # More numbers than names: one of them stands there twice, or for nobody.
            if len(numbers) > most:
                raise FileRefused(Fault.NUMBER_REPEATED, key=key)
        elif event == "end_array":
            break
        else:
            raise FileRefused(Fault.NOT_AN_INT, key=key)
    return numbers


class _BallotReader:
    """Turns what a file writes about a ballot into a reading, or refuses it."""

    def __init__(self, header: ElectionHeader) -> None:
        self._slate = header.slate
        self._width = header.slate.width
        self.names = header.slate.names
        self._keys = frozenset(KEYS[header.layout])
        self._strike_out = header.layout is Layout.STRIKE_OUT
        places = {c.number: place for place, c in enumerate(header.candidates)}
        short = len(places) <= MOST_POWERS
        self._bits = _powers(places) if short else _filled_in(places, self._width)

    def reading(self, shown: Mapping[str, Any]) -> Reading:
        marks: dict[str, bytes] = {}
        for key in shown.keys() & MARK_KEYS:
            if key not in self._keys:
                raise FileRefused(Fault.KEY_OF_OTHER_LAYOUT, key=key)
            marks[key] = self._marks(shown[key], key)
        if "defect" not in shown and self._strike_out and len(marks) != 1:
            raise FileRefused(
                Fault.STRUCK_AND_KEPT if marks else Fault.NEITHER_STRUCK_NOR_KEPT
            )
        reading = Reading(
            marks.get("struck"),
            marks.get("kept"),
            marks.get("agree"),
            marks.get("disagree"),
        )
        if len(marks) == len(shown):
            return reading
        return self._annotated(reading, shown)

    def _annotated(self, reading: Reading, shown: Mapping[str, Any]) -> Reading:
        if "count" in shown:
            copies = whole_number(shown["count"], key="count", least=1)
            reading = reading._replace(copies=copies)
        if "defect" in shown:
            defect = known(Defect, shown["defect"], key="defect")
            reading = reading._replace(defect=defect)
        if "decision" in shown:
            ruling = known(Ruling, shown["decision"], key="decision")
            if not may_be_ruled_on(reading, self._slate):
                raise FileRefused(Fault.NEEDLESS_DECISION)
            reading = reading._replace(decision=ruling)
        return reading

    def _marks(self, numbers: list[Any], key: str) -> bytes:
        # A sum is no int if any number was written with a fraction or an exponent.
        if type(sum(numbers)) is not int:
            raise FileRefused(Fault.NOT_AN_INT, key=key)
        try:
            bits = self._bits(numbers)
        except KeyError as unknown:
            number = unknown.args[0]
            raise FileRefused(Fault.UNKNOWN_NUMBER, number=number) from None
        if bits.bit_count() != len(numbers):
            raise FileRefused(Fault.NUMBER_REPEATED, key=key)
        return bits.to_bytes(self._width, "little")


_Bits = Callable[[list[Any]], int]


def _powers(places: Mapping[int, int]) -> _Bits:
    """Marks as a sum of powers of two: as many bits as terms only if all differ."""
    power = {number: 1 << place for number, place in places.items()}.__getitem__
    return lambda numbers: sum(map(power, numbers))


def _filled_in(places: Mapping[int, int], width: int) -> _Bits:
    """The same marks set one by one, for slates so long that powers would not fit."""

    def bits(numbers: list[Any]) -> int:
        marks = bytearray(width)
        for place in map(places.__getitem__, numbers):
            marks[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(marks, "little")

    return bits
