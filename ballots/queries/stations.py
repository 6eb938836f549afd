"""Where papers are typed, how far each place has come, and who reads how.

Papers and people only: nothing here says what any paper shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ballots.models import Entry, Poll, Station
from ballots.queries import ballots_of_each
from ballots.queries.heaps import SETTLED, Heap, slate_terms
from ballots.rules.comparison import compare, shown
from ballots.rules.pace import Span, minutes_left, papers_an_hour
from core.vietnamese import numbers


@dataclass(frozen=True, slots=True)
class StationState:
    """One machine: who sits there, and the papers typed at it."""

    station: Station
    # Who has a batch open there, or finished the last one.
    who: str
    # The batch open there, and papers of it; nothing where none is.
    batch: int | None
    entered: int
    papers: int
    # Papers of the batches finished there.
    finished: int

    @property
    def done(self) -> int:
        """Papers typed at this station."""
        return self.finished + self.entered

    @property
    def expected(self) -> int:
        """Papers of all batches taken here."""
        return self.finished + self.papers


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the last paper will be typed, as things go."""

    papers: int
    people: int
    minutes: int


@dataclass(frozen=True, slots=True)
class OperatorState:
    """One person: what he has read, how fast, and how often otherwise."""

    name: str
    batches: int
    papers: int
    an_hour: float | None
    # Papers of his in batches that agree by now, and those of which he read otherwise.
    compared: int
    otherwise: int

    @property
    def rate(self) -> str:
        """Papers read otherwise, in per cent of those compared."""
        return numbers.share(self.otherwise, self.compared, decimals=2)


def stations(rows: Iterable[Heap]) -> list[StationState]:
    """Return each machine at which a batch was taken, by its number."""
    of: dict[Station, list[tuple[Heap, Entry]]] = {}
    for heap in rows:
        for entry in heap.entries:
            if entry.station:
                of.setdefault(entry.station, []).append((heap, entry))
    return [_station(each, of[each]) for each in sorted(of, key=lambda s: s.number)]


def _station(station: Station, typed: list[tuple[Heap, Entry]]) -> StationState:
    here = next(((h, e) for h, e in typed if e.finished_at is None), None)
    finished = [(h, e) for h, e in typed if e.digest]
    # In the order of ending: whoever ended the last one sits there.
    finished.sort(key=lambda each: str(each[1].finished_at))
    at_hand = here[1] if here else finished[-1][1] if finished else None
    return StationState(
        station,
        who=at_hand.by.full_name if at_hand and at_hand.by else "–",
        batch=here[0].batch.number if here else None,
        entered=_saved(here[1]) if here else 0,
        papers=here[0].batch.papers if here else 0,
        finished=sum(_saved(entry) for _heap, entry in finished),
    )


def forecast(rows: Iterable[Heap], *, now: datetime) -> Forecast | None:
    """Return when all is typed, if somebody types and a pace is known."""
    rows = list(rows)
    spans = [span for heap in rows for span in _spans(heap, now)]
    people = sum(1 for heap in rows if heap.open)
    left = sum(heap.wanted * heap.batch.papers - heap.done for heap in rows)
    minutes = minutes_left(left, people=people, an_hour=papers_an_hour(spans))
    return None if minutes is None or left <= 0 else Forecast(left, people, minutes)


def operators(poll: Poll, rows: list[Heap], *, now: datetime) -> list[OperatorState]:
    """Return everybody who has read papers of a poll, the most papers first."""
    otherwise = _otherwise(poll, rows)
    of: dict[int, list[tuple[Heap, Entry]]] = {}
    for heap in rows:
        for entry in heap.entries:
            if entry.digest and entry.reading != SETTLED and entry.by_id:
                of.setdefault(entry.by_id, []).append((heap, entry))
    found = [_operator(each, otherwise, now) for each in of.values()]
    return sorted(found, key=lambda row: (-row.papers, row.name))


def _operator(
    typed: list[tuple[Heap, Entry]], otherwise: dict[object, int], now: datetime
) -> OperatorState:
    by = typed[0][1].by
    agreed = [entry for heap, entry in typed if heap.batch.agreed_id]
    spans = [_span(h, e, now) for h, e in typed if _is_from_nothing(h, e)]
    return OperatorState(
        name=by.full_name if by else "–",
        batches=len(typed),
        papers=sum(_saved(entry) for _heap, entry in typed),
        an_hour=papers_an_hour(spans),
        compared=sum(map(_saved, agreed)),
        otherwise=sum(otherwise.get(entry.pk, 0) for entry in agreed),
    )


def _otherwise(poll: Poll, rows: list[Heap]) -> dict[object, int]:
    """Return of how many papers each reading says otherwise than what counts."""
    differing = [
        (own, heap.agreed)
        for heap in rows
        if heap.agreed
        for own in heap.entries
        if own.digest and own.digest != heap.agreed.digest
    ]
    slate = slate_terms(poll)
    seen = ballots_of_each(each for pair in differing for each in pair)
    contents = {
        key: [shown(each.reading, each.doubt, slate) for each in papers]
        for key, papers in seen.items()
    }
    return {
        own.pk: len(compare(contents[agreed.pk], contents[own.pk]).differences)
        for own, agreed in differing
    }


def _spans(heap: Heap, now: datetime) -> list[Span]:
    return [
        _span(heap, each, now) for each in heap.entries if _is_from_nothing(heap, each)
    ]


def _span(heap: Heap, entry: Entry, now: datetime) -> Span:
    if entry.taken_at is None:
        return Span(_saved(entry), 0)
    until = entry.finished_at or now
    return Span(_saved(entry), (until - entry.taken_at).total_seconds())


def _is_from_nothing(heap: Heap, entry: Entry) -> bool:
    """Whether all of an entry was typed; what was sent back is typed in part."""
    if entry.finished_at and not entry.digest:
        return False
    before = [e for e in heap.entries if e.digest and e.number < entry.number]
    return heap.wanted > 1 or not before


def _saved(entry: Entry) -> int:
    return int(entry.saved)  # type: ignore[attr-defined] # annotated by heaps
