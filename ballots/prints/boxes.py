"""Each person's lines in the minutes, with the boxes of an agree / disagree paper."""

from dataclasses import replace

from ballots import queries
from ballots.models import Confirmation
from ballots.prints.outcome import line
from ballots.prints.paper import Line
from ballots.queries import ResultRow
from ballots.rules.agreement import said_of_each
from ballots.rules.terms import Layout
from core.vietnamese import numbers


class BoxesDiffer(Exception):  # noqa: N818 - named for the fact
    """The boxes add up to other votes than the tally has: nothing may be printed."""


def lines(confirmation: Confirmation, rows: list[ResultRow]) -> tuple[Line, ...]:
    """Return everybody in ballot order, with all three sums where there are boxes."""
    plain = [line(order, row) for order, row in enumerate(rows, start=1)]
    if not _has_boxes(confirmation):
        return tuple(plain)
    poll = confirmation.poll
    terms, _places = queries.terms_of(poll, len(rows))
    said = said_of_each(queries.readings(poll), terms)
    if [each.agree for each in said] != [row.votes for row in rows]:
        raise BoxesDiffer(poll.pk)
    return tuple(
        replace(
            each,
            disagree=numbers.grouped(sums.disagree),
            neither=numbers.grouped(sums.neither),
        )
        for each, sums in zip(plain, said, strict=True)
    )


def identity(confirmation: Confirmation) -> str:
    """Say what the three sums of each person add up to."""
    if not _has_boxes(confirmation):
        return ""
    valid = numbers.grouped(confirmation.tally.valid)
    return (
        "Kiểm tra: ở từng người, đồng ý + không đồng ý + không có ý kiến (đánh cả hai "
        f"ô hoặc không đánh ô nào) = {valid} phiếu hợp lệ."
    )


def _has_boxes(confirmation: Confirmation) -> bool:
    """Whether the paper has boxes; papers taken up again since may show others."""
    poll = confirmation.poll
    stands = confirmation.revision == poll.revision
    return stands and poll.layout == Layout.AGREE_DISAGREE
