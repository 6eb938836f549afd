"""Each person's lines in the minutes, with the boxes of an agree / disagree paper."""

from dataclasses import replace

from ballots.models import Confirmation
from ballots.prints.outcome import line
from ballots.prints.paper import Line
from ballots.queries.results import ResultRow
from core.vietnamese import numbers


def lines(confirmation: Confirmation, rows: list[ResultRow]) -> tuple[Line, ...]:
    """Return everybody in ballot order, with all three sums where there are boxes."""
    valid = confirmation.tally.valid
    return tuple(_line(order, row, valid) for order, row in enumerate(rows, start=1))


def identity(confirmation: Confirmation, rows: list[ResultRow]) -> str:
    """Say what the three sums of each person add up to."""
    if any(row.disagree is None for row in rows):
        return ""
    valid = numbers.grouped(confirmation.tally.valid)
    return (
        "Kiểm tra: ở từng người, đồng ý + không đồng ý + không có ý kiến (đánh cả hai "
        f"ô hoặc không đánh ô nào) = {valid} phiếu hợp lệ."
    )


def _line(order: int, row: ResultRow, valid: int) -> Line:
    plain = line(order, row)
    if row.disagree is None:
        return plain
    return replace(
        plain,
        disagree=numbers.grouped(row.disagree),
        neither=numbers.grouped(valid - row.votes - row.disagree),
    )
