"""Ballots for a whole hall, from the words to the file."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from ballots.prints.ballot_paper import BallotPaper, BallotRow, instruction
from ballots.rules.ballot_paper import (
    PaperColour,
    PaperSize,
    arrangements,
    sheets_for,
)
from ballots.rules.terms import Slate
from core import prints
from tests.bench.table import Line

COPIES: Final = 500
GOAL: Final = 10.0  # seconds
RUNS: Final = 3
SLATES: Final = (
    (PaperSize.A5_TWO_UP, Slate(names=31, max_votes=27)),
    (PaperSize.A4, Slate(names=100, max_votes=80)),
)


def printed() -> Iterator[Line]:
    """Time the printing; the first run warms fonts and style sheets up."""
    for size, slate in SLATES:
        seconds, data = [], b""
        for _run in range(RUNS):
            began = time.perf_counter()
            data = prints.render_sheets(
                "ballots/print/ballot_paper.html",
                _ballots(size, slate),
                copies=sheets_for(COPIES, size),
                two_up=size is PaperSize.A5_TWO_UP,
                title="Phiếu bầu",
                at=datetime(2025, 7, 24, tzinfo=UTC),
                digest="ab" * 32,
            )
            seconds.append(time.perf_counter() - began)
        yield Line(
            f"{COPIES} ballots, {slate.names} names, {size}, {len(data) // 1024} KiB",
            statistics.median(seconds),
            "s",
            GOAL,
        )


def _ballots(size: PaperSize, slate: Slate) -> Iterator[BallotPaper]:
    rows = tuple(BallotRow(n, f"Nguyễn Thị {n}") for n in range(1, slate.names + 1))
    task, how = instruction(slate)
    names = [row.name for row in rows]
    for way in arrangements(names, size, slate.layout):
        high = way.in_a_column(len(rows))
        groups = tuple(rows[at : at + high] for at in range(0, len(rows), high))
        yield replace(
            _PLAIN,
            size=size.one.value,
            task=task,
            how=how,
            groups=groups,
            arrangement=way,
            listed=str(slate.names),
        )


_PLAIN: Final = BallotPaper(
    size="a4",
    colour=PaperColour.PINK.value,
    committee="Ban Chấp hành Đảng bộ xã Khe Vàng",
    stamp="Ban Chấp hành Đảng bộ xã Khe Vàng",
    assembly="Đại hội đại biểu Đảng bộ xã Khe Vàng lần thứ XII, nhiệm kỳ 2025–2030",
    office="Ban Chấp hành Đảng bộ xã Khe Vàng, nhiệm kỳ 2025–2030",
    round="Lần bầu thứ nhất",
    places=(("27", "người"),),
    listed="31",
    is_struck=True,
    groups=(),
    task="",
    how=(),
    arrangement=arrangements(["x"], PaperSize.A4, Slate(2, 1).layout)[0],
)
