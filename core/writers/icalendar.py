"""Whole days for calendar programs, as RFC 5545 has them.

Only what a feed to read needs: events of whole days, no alarms, no repetition, no time
zones (docs/decisions/0044).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

MIME: Final = "text/calendar; charset=utf-8"
_OCTETS: Final = 75  # of one line, its end not counted (§3.1)
_PRODUCT: Final = "-//Cong Dai hoi//Lich//VI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something from one day to another, both included; ``uid`` stays with it."""

    uid: str
    first: date
    last: date
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    revision: int = 0
    busy: bool = True


def calendar(
    name: str, events: Iterable[Event], *, stamp: datetime, about: str = ""
) -> bytes:
    """Return a calendar as programs read it; ``stamp`` is when it was asked for."""
    lines = _calendar(name, events, stamp.astimezone(UTC), about)
    return b"".join(_folded(line) for line in lines)


def _calendar(
    name: str, events: Iterable[Event], stamp: datetime, about: str
) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{_PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    # Not of the standard, but programs show it.
    yield f"X-WR-CALNAME:{_text(name)}"
    if about:
        yield f"X-WR-CALDESC:{_text(about)}"
    for event in events:
        yield from _event(event, stamp)
    yield "END:VCALENDAR"


def _event(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.revision}"
    yield f"DTSTART;VALUE=DATE:{_day(event.first)}"
    # The day after the last: the end is not part of the event (§3.6.1).
    yield f"DTEND;VALUE=DATE:{_day(event.last + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.url:
        yield f"URL:{_bare(event.url)}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(words: str) -> str:
    """Escape a text (§3.3.11)."""
    lines = _bare("\n".join(words.splitlines()), keep="\n")
    for sign in ("\\", ";", ","):
        lines = lines.replace(sign, f"\\{sign}")
    return lines.replace("\n", "\\n")


def _bare(words: str, *, keep: str = "") -> str:
    """Leave out control characters: one could begin a line of its own."""
    return "".join(
        sign for sign in words if sign in keep or (sign >= " " and sign != "\x7f")
    )


def _folded(line: str) -> bytes:
    """Cut a long line into several, never within a letter (§3.1)."""
    pieces, size = [b""], 0
    for letter in line:
        octets = letter.encode()
        if size + len(octets) > _OCTETS:
            pieces.append(b" ")
            size = 1
        pieces[-1] += octets
        size += len(octets)
    return b"\r\n".join(pieces) + b"\r\n"
