"""Calendars as RFC 5545 has them."""

from datetime import UTC, date, datetime, timedelta, timezone

from core.writers.icalendar import Event, calendar

STAMP = datetime(2025, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=7)))


def event(**facts: object) -> Event:
    said = {
        "uid": "a@b",
        "first": date(2025, 7, 24),
        "last": date(2025, 7, 25),
        "summary": "Đại hội",
    }
    return Event(**(said | facts))  # type: ignore[arg-type]  # as the test names them


def lines(*events: Event) -> list[str]:
    """Lines as a program reads them: unfolded."""
    text = calendar("Lịch", events, stamp=STAMP).decode()
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_has_what_programs_require() -> None:
    assert lines(event()) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cong Dai hoi//Lich//VI",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Lịch",
        "BEGIN:VEVENT",
        "UID:a@b",
        "DTSTAMP:20250701T023000Z",
        "SEQUENCE:0",
        "DTSTART;VALUE=DATE:20250724",
        "DTEND;VALUE=DATE:20250726",
        "SUMMARY:Đại hội",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_text_is_escaped() -> None:
    found = lines(event(summary="Một; hai, ba\\bốn\r\nnăm\x07"))

    assert "SUMMARY:Một\\; hai\\, ba\\\\bốn\\nnăm" in found


def test_nobody_slips_a_line_of_his_own_in() -> None:
    sneaked = "x\r\nEND:VEVENT\nATTACH:http://x"
    found = lines(event(summary=sneaked, location=sneaked, url=sneaked))

    assert [each for each in found if each.startswith("ATTACH")] == []
    assert found.count("END:VEVENT") == 1


def test_long_lines_are_folded_at_75_octets_and_never_inside_a_letter() -> None:
    summary = "Đảng bộ xã Khe Vàng " * 20
    raw = calendar("Lịch", [event(summary=summary)], stamp=STAMP)

    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert all(piece.decode() is not None for piece in raw.split(b"\r\n"))
    assert f"SUMMARY:{summary}" in lines(event(summary=summary))


def test_every_line_ends_as_it_should() -> None:
    raw = calendar("Lịch", [event()], stamp=STAMP.astimezone(UTC))

    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
