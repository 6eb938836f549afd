"""Results that stand are figures of Tổng hợp; those that fall are none."""

import pytest

from core.models import Figure
from tests import make

pytestmark = pytest.mark.django_db


def figures() -> dict[str, tuple[int, int | None]]:
    rows = Figure.objects.filter(code__startswith="ballots.")
    return {row.code: (row.value, row.total) for row in rows}


def test_a_confirmed_tally_is_written_and_nothing_before() -> None:
    poll = make.counted()
    assert figures() == {}

    confirmation = make.confirmed()

    poll = confirmation.poll
    tally = confirmation.tally
    assert figures() == {
        "ballots.elected": (
            tally.lines.filter(verdict="elected").count(),
            poll.seats,
        ),
        "ballots.returned": (tally.returned, poll.issued),
        "ballots.valid": (tally.valid, tally.returned),
    }
