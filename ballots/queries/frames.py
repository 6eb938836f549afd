"""What the walls of a hall show of a poll, as strings ready to be shown.

Figures are written by the same functions as in the minutes, so that the two agree to
the last digit. Walls are Vietnamese only, like papers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import Prefetch
from django.utils import translation

from ballots.models import Confirmation, Poll
from ballots.queries.guide import guide
from ballots.queries.results import ResultRow, result
from ballots.queries.terms import rule_set_of, slate
from ballots.rules.outcome import Verdict
from ballots.rules.purposes import Purpose
from ballots.rules.terms import Layout, Round
from congress.models import Deck, DeckWay, Frame, FrameKind
from congress.services import Page
from core.vietnamese import numbers

ROWS: Final = 8  # people on a page of a result
NAMES: Final = 16  # names on a page of the list, in two columns

# How a count goes on, without a number.
STAGES: Final = (
    "Hướng dẫn và phát phiếu",
    "Bỏ phiếu",
    "Mở thùng phiếu, kiểm phiếu",
    "Lập biên bản",
    "Công bố kết quả",
)
_NOW: Final = (
    (1, "Đang bỏ phiếu", "Mời đại hội bỏ phiếu."),
    (2, "Đang kiểm phiếu", "Ban kiểm phiếu đang kiểm phiếu."),
    (3, "Đang lập biên bản", "Ban kiểm phiếu đang lập biên bản kiểm phiếu."),
)


def title_of(poll: Poll) -> str:
    """Name a poll as walls do: what is elected, and which round it is."""
    with translation.override("vi"):
        name = str(poll.election)
        if poll.round != Round.FIRST:
            name += f" ({poll.get_round_display().lower()})"
        return name


def decks_of(poll: Poll) -> list[Deck]:
    """Return what may be shown of a poll, with its frames."""
    frames = Prefetch("frames", Frame.objects.order_by("order"))
    found = Deck.objects.filter(source=poll.pk, retired_at=None)
    return list(found.prefetch_related(frames).order_by("number"))


def before_frames(poll: Poll) -> list[Page]:
    """Return what is shown before there is a result: how to vote, on whom, how far."""
    with translation.override("vi"):
        names = list(slate(poll).values_list("number", "name"))
        pages = [
            guide(poll, len(names), called=_lower(title_of(poll))),
            *_list(poll, names),
            *_progress(poll),
        ]
        return [_framed(page, poll) for page in pages]


def result_frames(confirmation: Confirmation, way: DeckWay) -> list[Page]:
    """Return what is shown of a confirmed result, told in one of the ways."""
    poll = confirmation.poll
    with translation.override("vi"):
        found = result(confirmation.tally, poll)
        pages = [_figures(poll, found)]
        if way != DeckWay.ELECTED:
            pages += _people(poll, found, each=way == DeckWay.EACH)
        pages += _elected(poll, found)
        return [_framed(page, poll) for page in pages]


def _framed(page: Page, poll: Poll) -> Page:
    """Put beneath a page whose it is, and above it what it is not."""
    congress = poll.election.body.congress
    content = {**page.content, "foot": f"{congress}, nhiệm kỳ {congress.term}"}
    if poll.election.purpose == Purpose.REHEARSAL:
        content["mark"] = "Diễn tập – không phải kết quả bầu cử"
    return replace(page, content=content)


# --- before ------------------------------------------------------------------------


def _list(poll: Poll, names: Sequence[tuple[int, str]]) -> Iterator[Page]:
    title = f"Danh sách {_lower(title_of(poll))}"
    lead = f"{numbers.two_digits(len(names))} người, theo thứ tự trên phiếu"
    for page, rows in _paged(names, NAMES):
        shown = [[str(number), name] for number, name in rows]
        yield Page(
            kind=FrameKind.LIST,
            content={"title": title, "lead": lead, "names": shown, "page": page},
            reading="\n".join(f"{number}. Đồng chí {name}" for number, name in rows),
        )


def _progress(poll: Poll) -> Iterator[Page]:
    for current, title, reading in _NOW:
        yield Page(
            kind=FrameKind.PROGRESS,
            content={
                "title": title_of(poll),
                "lead": title,
                "stages": [
                    {
                        "sign": _sign(at, current),
                        "label": label,
                        "current": at == current,
                    }
                    for at, label in enumerate(STAGES)
                ],
            },
            reading=reading,
        )


def _sign(at: int, current: int) -> str:
    if at < current:
        return "✓"
    return "▸" if at == current else "·"


# --- results -----------------------------------------------------------------------


def _figures(poll: Poll, found: dict[str, Any]) -> Page:
    tally, papers = found["tally"], poll.papers
    rows = [
        ("Mẫu số tính kết quả (D)", numbers.two_digits(found["base"])),
        ("Có mặt khi bỏ phiếu", numbers.two_digits(papers.present)),
        ("Số phiếu phát ra", numbers.two_digits(papers.issued)),
        ("Số phiếu thu về", numbers.two_digits(papers.returned)),
        ("Số phiếu hợp lệ", numbers.two_digits(tally.valid)),
        ("Số phiếu không hợp lệ", numbers.two_digits(tally.invalid)),
    ]
    content = {
        "title": _title_of_result(poll),
        "lead": _needed(poll, found),
        "figures": [list(row) for row in rows],
    }
    reading = "\n".join(f"{label}: {value}." for label, value in rows)
    return Page(kind=FrameKind.FIGURES, content=content, reading=reading)


def _needed(poll: Poll, found: dict[str, Any]) -> str:
    """Say what it took to win, as the minutes do in more words."""
    half_needed = rule_set_of(poll).runoff_needs_majority.value
    if poll.round == Round.RUN_OFF and not half_needed:
        return "Bầu lại: người được nhiều phiếu hơn là trúng cử"
    threshold = numbers.grouped(found["tally"].threshold)
    return f"Trúng cử khi được ít nhất {threshold} phiếu (quá một nửa so với D)"


def _people(poll: Poll, found: dict[str, Any], *, each: bool) -> Iterator[Page]:
    """Return everybody in ballot order, page by page; or one more with each page."""
    rows: list[ResultRow] = found["rows"]
    numbered = list(enumerate(rows, start=1))
    for page, on_page in _paged(numbered, ROWS):
        ends = range(1, len(on_page) + 1) if each else [len(on_page)]
        for end in ends:
            shown = on_page[:end]
            read = shown[-1:] if each else shown
            yield Page(
                kind=FrameKind.PEOPLE,
                content={
                    "title": _title_of_result(poll),
                    "lead": _needed(poll, found),
                    "columns": _columns(poll, rows),
                    "rows": [_cells(at, row) for at, row in shown],
                    "page": page,
                },
                reading="\n".join(_read(row) for _at, row in read),
            )


def _elected(poll: Poll, found: dict[str, Any]) -> Iterator[Page]:
    for verdict, heading in (
        ("elected", "Người trúng cử"),
        ("alternates", "Đại biểu dự khuyết"),
    ):
        won: list[ResultRow] = found[verdict]
        if not won and (verdict == "alternates" or not poll.seats):
            continue
        numbered = list(enumerate(won, start=1))
        for page, rows in _paged(numbered, ROWS) if won else [("", [])]:
            names = "\n".join(_read(row) for _at, row in rows)
            content = {
                "title": f"{heading}: {_lower(title_of(poll))}",
                "lead": "Xếp theo số phiếu từ cao đến thấp" if won else "",
                "columns": _columns(poll, won, verdicts=False),
                "rows": [_cells(at, row, verdict=False) for at, row in rows],
                "nobody": "Không có đồng chí nào trúng cử.",
                "page": page,
            }
            reading = f"{heading}:\n{names}" if won else content["nobody"]
            yield Page(kind=FrameKind.ELECTED, content=content, reading=str(reading))


def _columns(
    poll: Poll, rows: list[ResultRow], *, verdicts: bool = True
) -> list[dict[str, Any]]:
    strikes = poll.layout == Layout.STRIKE_OUT
    boxes = verdicts and any(row.disagree is not None for row in rows)
    wanted: list[tuple[str, str, bool, bool]] = [
        ("TT", "number", False, True),
        ("Họ và tên", "", True, True),
        ("Số phiếu" if strikes else "Đồng ý", "number", False, True),
        ("Không đồng ý", "number", False, boxes),
        ("Tỷ lệ (%)", "number", False, True),
        ("Kết quả", "won", False, verdicts),
    ]
    return [
        {"label": label, "class": kind, "header": header}
        for label, kind, header, is_there in wanted
        if is_there
    ]


def _cells(at: int, row: ResultRow, *, verdict: bool = True) -> dict[str, Any]:
    boxes = [] if row.disagree is None else [numbers.grouped(row.disagree)]
    said = [_verdict(row)] if verdict else []
    return {
        "won": row.won,
        "cells": [
            *(str(at), row.name, numbers.grouped(row.votes)),
            *(boxes if verdict else []),
            row.percent,
            *said,
        ],
    }


def _verdict(row: ResultRow) -> str:
    if row.won:
        return f"★ {row.verdict_label}"
    return str(row.verdict_label) if row.verdict is Verdict.TIED else ""


def _read(row: ResultRow) -> str:
    votes = f"{numbers.grouped(row.votes)} phiếu"
    return f"Đồng chí {row.name}: {votes}, đạt {row.percent} phần trăm."


def _title_of_result(poll: Poll) -> str:
    return f"Kết quả {_lower(title_of(poll))}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _paged(rows: Sequence[Any], most: int) -> Iterator[tuple[str, Sequence[Any]]]:
    """Cut rows into pages as even as can be, and say which page of how many it is."""
    pages = max(-(-len(rows) // most), 1)
    size, longer = divmod(len(rows), pages)
    start = 0
    for page in range(1, pages + 1):
        end = start + size + (page <= longer)
        yield f"Trang {page} / {pages}" if pages > 1 else "", rows[start:end]
        start = end
