"""A count by the centre's software, brought here as a table and compared with ours.

Only whoever may see our tally compares: a difference tells a total.
"""

import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import OutsideResult, Poll, Tally
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from core.errors import Refused
from core.imports import reading
from core.imports.faults import Unreadable, sentence
from core.models import User
from core.services import store_file
from core.vietnamese import names

LIMIT: Final = 2 * 1024 * 1024  # bytes; a result is a page or two


class UnreadableResult(Refused):
    """The table does not say who got how many votes."""


class NothingToCompare(Refused):
    """The poll is not counted yet."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One name: votes here and votes there; nothing where it is missing."""

    number: int | None
    name: str
    here: int | None
    there: int | None


@transaction.atomic
def compare_result(
    poll_id: str, *, name: str, data: bytes, by: User, at: datetime
) -> OutsideResult:
    """Keep another program's table of votes and what differs from our tally.

    The table is XLSX or CSV with a column of full names and one of votes; people are
    matched by name, level names by their order on the ballot.
    """
    poll = queries.locked(poll_id)
    refuse_own_list(poll, by)
    tally = queries.current_tally(poll)
    if tally is None:
        raise NothingToCompare(_("Chưa kiểm phiếu xong nên chưa có gì để đối chiếu."))
    rows = _compared(poll, tally, _table(data))
    file = store_file(
        name=name,
        chunks=[data],
        scope=queries.scope_of(poll),
        by=by,
        at=at,
        limit=LIMIT,
    )
    found = OutsideResult.objects.create(
        poll=poll,
        tally=tally,
        file=file,
        rows=[asdict(row) for row in rows],
        agrees=all(row.here == row.there for row in rows),
        by=by,
        at=at,
    )
    record("ballots.result_compared", poll, by=by, at=at, sha256=file.sha256)
    return found


def _table(data: bytes) -> list[tuple[str, int]]:
    """Return the names and votes of a table, whatever its other columns."""
    try:
        looked = reading.look(io.BytesIO(data))
        found = reading.rows(io.BytesIO(data), looked.reading)
        rows = [cells for _number, cells in found]
    except Unreadable as fault:
        raise UnreadableResult(sentence(fault.code, fault.values)) from fault
    place = _columns(rows)
    votes_of = []
    for cells in rows[place.heading + 1 :]:
        name = names.clean(_cell(cells, place.name))
        votes = _cell(cells, place.votes).replace(".", "").replace(" ", "")
        if name and votes.isascii() and votes.isdigit() and len(votes) < 10:
            votes_of.append((name, int(votes)))
    if not votes_of:
        raise UnreadableResult(
            _("Không thấy dòng nào có họ tên và số phiếu. Hãy xem lại tệp.")
        )
    return votes_of


@dataclass(frozen=True, slots=True)
class _Columns:
    heading: int
    name: int
    votes: int


NAME: Final = ("ho va ten", "ho ten", "name")
VOTES: Final = ("so phieu bau", "so phieu dong y", "so phieu", "phieu bau", "votes")


def _columns(rows: list[list[str]]) -> _Columns:
    for number, cells in enumerate(rows[:30]):
        headings = [names.fold(cell) for cell in cells]
        name = _first(headings, NAME)
        votes = _first(headings, VOTES)
        if name is not None and votes is not None:
            return _Columns(number, name, votes)
    raise UnreadableResult(
        _(
            "Không thấy cột “Họ và tên” và cột “Số phiếu” trong tệp. Hãy đặt tên hai "
            "cột ấy ở dòng đầu rồi tải lại."
        )
    )


def _first(headings: list[str], known: Iterable[str]) -> int | None:
    for name in known:
        for place, heading in enumerate(headings):
            if heading.startswith(name):
                return place
    return None


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _compared(poll: Poll, tally: Tally, table: list[tuple[str, int]]) -> list[Compared]:
    """Go through our list in its order; what is only in the table comes last."""
    left: dict[str, list[tuple[str, int]]] = {}
    for name, votes in table:
        left.setdefault(names.fold(name), []).append((name, votes))
    lines = tally.lines.filter(candidate__poll=poll).select_related("candidate")
    lines = lines.order_by("candidate__place")
    rows = []
    for line in lines:
        theirs = left.get(names.fold(line.candidate.name), [])
        there = theirs.pop(0)[1] if theirs else None
        candidate = line.candidate
        rows.append(Compared(candidate.number, candidate.name, line.votes, there))
    others = [each for found in left.values() for each in found]
    return rows + [Compared(None, name, None, votes) for name, votes in others]
