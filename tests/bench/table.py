"""What was measured against what was promised: one table, and whether it holds."""

from dataclasses import dataclass
from typing import Final

WIDTHS: Final = (58, 24, 12, 8)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. Without a goal it is told for knowledge only."""

    what: str
    figure: float
    unit: str
    goal: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times better than the goal; below 1 it is missed."""
        if self.goal is None:
            return None
        better, worse = self.figure, self.goal
        if not self.more_is_better:
            better, worse = worse, better
        return better / worse if worse else float("inf")

    @property
    def missed(self) -> bool:
        return self.ratio is not None and self.ratio < 1


def show(line: Line) -> None:
    """Print one line of the table."""
    sign = "≥" if line.more_is_better else "≤"
    goal = "" if line.goal is None else f"{sign} {_number(line.goal)}"
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}×"
    judged = "" if line.goal is None else "MISSED" if line.missed else "ok"
    figure = f"{_number(line.figure)} {line.unit}"
    _print(line.what, figure, goal, ratio, judged)


def head(title: str) -> None:
    """Print what the lines below are about."""
    print(f"\n{title}")
    _print("", "figure", "goal", "ratio", "")


def _print(*cells: str) -> None:
    what, *others = cells
    right = (cell.rjust(w) for cell, w in zip(others, WIDTHS[1:], strict=False))
    print(f"  {what:<{WIDTHS[0]}}", *right, f" {cells[-1]}", flush=True)


def _number(number: float) -> str:
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
