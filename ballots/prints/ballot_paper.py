"""The ballot paper, and the slip on which names are put forward.

All sheets of one printing are the same page: no serial, no day, no digest, nothing of
the voter (R-BP-6). Colours, and that a slip is not signed, are practice and await
confirmation against the printed regulation.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import PaperChoice, Poll
from ballots.prints import assembly
from ballots.queries import nominated
from ballots.queries.paper_choice import paper_of_ballots
from ballots.rules.ballot_paper import Arrangement, PaperSize, arrangements, sheets_for
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage
from ballots.rules.terms import Layout, Slate
from ballots.services.printing import (
    refuse_no_ballots,
    refuse_no_sample,
    refuse_no_slips,
)
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from core import prints
from core.errors import Refused
from core.models import StoredPrint, Unit, User
from core.organisation import CELLS
from core.prints import DoesNotFit, shelf
from core.vietnamese import numbers

BALLOTS: Final = "ballots.ballot_paper"
SAMPLE: Final = "ballots.ballot_sample"
SLIPS: Final = "ballots.nomination_slip"
# Part of every digest: a change of a form's wording makes a new paper.
EDITION: Final = "1"

SAMPLE_MARK: Final = "MẪU"
REHEARSAL_MARK: Final = "DIỄN TẬP"

# Lines to write on, in half millimetres: as high as there is room.
SLIP_ROWS: Final = (20, 18, 16, 14, 12)

STRIKE: Final = (
    "Không bầu ai thì gạch ngang giữa cả họ, chữ đệm và tên người đó; tên không gạch "
    "là bầu."
)
OR_STRUCK_ALL: Final = ", hoặc gạch hết tên, là phiếu không hợp lệ."
MARK_ONE: Final = " dấu X vào một trong hai ô: Đồng ý hoặc Không đồng ý."
INVALID_BOXES: Final = (
    "Đánh dấu cả hai ô, hoặc để trống cả hai ô, là phiếu không hợp lệ."
)
NO_AGREEMENT: Final = (
    "Người nào đánh dấu cả hai ô, hoặc để trống cả hai ô, thì người đó không được "
    "phiếu đồng ý; những người khác vẫn được tính."
)
NOTHING_ELSE: Final = (
    "Không viết thêm tên, không ký, không đánh dấu khác; chỉ dùng một màu mực."
)


class TooLongForSheet(Refused):
    """The names do not stand on one side of this size."""


class NoNames(Refused):
    """There is nobody to show on a sample."""


@dataclass(frozen=True, slots=True)
class BallotRow:
    """One person, by the number that operators type."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """One ballot, in plain Vietnamese words; every sheet of a printing is this."""

    size: str
    colour: str
    committee: str
    stamp: str
    assembly: str
    office: str
    round: str
    places: tuple[tuple[str, str], ...]
    listed: str
    is_struck: bool
    groups: tuple[tuple[BallotRow, ...], ...]
    # What to do comes first and in bold; then what makes a ballot invalid.
    task: str
    how: tuple[str, ...]
    arrangement: Arrangement
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip on which names are put forward."""

    size: str
    colour: str
    committee: str
    stamp: str
    assembly: str
    office: str
    lines: tuple[int, ...]
    most: str
    mark: str
    # Height of a line, in half millimetres.
    row: int


@transaction.atomic
def print_ballots(poll_id: str, *, by: User | None, at: datetime) -> StoredPrint:
    """Put the ballots of a closed list on the shelf, as many as were asked for."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_no_ballots(poll)
    choice = paper_of_ballots(poll)
    return shelf.keep(
        BALLOTS,
        subject=poll,
        digest=digest_of_ballots(poll, choice),
        scope=queries.scope_of(poll),
        file_name="phieu-bau-{}-{}-lan-{}.pdf".format(*queries.address(poll)),
        at=at,
        make=lambda: _drawn(poll, choice, copies=choice.copies or 1),
        record=lambda kept: record(
            "ballots.ballots_printed",
            poll,
            by=by,
            at=at,
            copies=choice.copies,
            size=choice.size,
            colour=choice.colour,
            sha256=kept.sha256,
        ),
    )


@transaction.atomic
def print_sample(poll_id: str, *, by: User | None, at: datetime) -> StoredPrint:
    """Put one ballot marked as a sample on the shelf, for the congress to look at."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_no_sample(poll)
    choice = paper_of_ballots(poll)
    if not names_on(poll):
        raise NoNames(_("Danh sách chưa có ai. Hãy ghi người vào danh sách trước."))
    return shelf.keep(
        SAMPLE,
        subject=poll,
        digest=digest_of_sample(poll, choice),
        scope=queries.scope_of(poll),
        file_name="phieu-mau-{}-{}-lan-{}.pdf".format(*queries.address(poll)),
        at=at,
        make=lambda: _drawn(poll, choice, copies=1, mark=SAMPLE_MARK),
        record=lambda kept: record(
            "ballots.sample_printed", poll, by=by, at=at, sha256=kept.sha256
        ),
    )


@transaction.atomic
def print_slips(poll_id: str, *, by: User | None, at: datetime) -> StoredPrint:
    """Put slips with blank lines on the shelf, while names are put forward."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_no_slips(poll)
    choice = paper_of_ballots(poll)
    value = slip(poll, choice)
    return shelf.keep(
        SLIPS,
        subject=poll,
        digest=digest_of_slips(poll, choice),
        scope=queries.scope_of(poll),
        file_name="phieu-gioi-thieu-{}-{}-lan-{}.pdf".format(*queries.address(poll)),
        at=at,
        make=lambda: _sheets(
            "ballots/print/nomination_slip.html",
            lambda: (replace(value, row=row) for row in SLIP_ROWS),
            poll,
            choice,
            copies=choice.slip_copies or 1,
            title="Phiếu giới thiệu",
        ),
        record=lambda kept: record(
            "ballots.slips_printed",
            poll,
            by=by,
            at=at,
            copies=choice.slip_copies,
            sha256=kept.sha256,
        ),
    )


def digest_of_ballots(poll: Poll, choice: PaperChoice) -> str:
    """Return what the ballots rest on: every word on them, and how many there are."""
    return _digest(BALLOTS, ballot(poll, choice), choice.size, choice.copies)


def digest_of_sample(poll: Poll, choice: PaperChoice) -> str:
    """Return what the sample rests on."""
    return _digest(SAMPLE, ballot(poll, choice), choice.size, 1)


def digest_of_slips(poll: Poll, choice: PaperChoice) -> str:
    """Return what the slips rest on."""
    return _digest(SLIPS, slip(poll, choice), choice.size, choice.slip_copies)


def ballot(poll: Poll, choice: PaperChoice, *, mark: str = "") -> BallotPaper:
    """Return the ballot, laid out the most readable way there may be room for."""
    return next(ballots(poll, choice, mark=mark))


def ballots(
    poll: Poll, choice: PaperChoice, *, mark: str = ""
) -> Iterator[BallotPaper]:
    """Return the same ballot laid out in ever less room. Papers are Vietnamese only."""
    with translation.override("vi"):
        rows = names_on(poll)
        paper = _ballot(poll, choice, rows)
    if mark:
        paper = replace(paper, mark=" – ".join(filter(None, (mark, paper.mark))))
    layout = Layout.STRIKE_OUT if paper.is_struck else Layout.AGREE_DISAGREE
    names = [row.name for row in rows]
    for way in arrangements(names, PaperSize(choice.size), layout):
        yield replace(paper, groups=_groups(rows, way), arrangement=way)


def names_on(poll: Poll) -> list[BallotRow]:
    """Return who is on the ballot: of a list being made, who would be now."""
    if poll.stage != Stage.PREPARED:
        return [BallotRow(each.number, each.name) for each in queries.slate(poll)]
    standing = filter(nominated.stands, nominated.nominations(poll))
    listed = nominated.in_order(list(standing))
    return [BallotRow(n, row.person.full_name) for n, row in enumerate(listed, 1)]


def slip(poll: Poll, choice: PaperChoice) -> Slip:
    """Return the slip. Papers are Vietnamese only."""
    with translation.override("vi"):
        body = poll.election.body
        unit = body.congress.unit
        return Slip(
            size=PaperSize(choice.size).one.value,
            colour=choice.colour,
            committee=_committee(unit),
            stamp=_stamp(unit),
            assembly=assembly.whole_name(body),
            office=assembly.subject(poll),
            lines=tuple(range(1, choice.slip_lines + 1)),
            most=numbers.two_digits(choice.slip_lines),
            mark=_mark(poll),
            row=SLIP_ROWS[0],
        )


def _ballot(poll: Poll, choice: PaperChoice, rows: Sequence[BallotRow]) -> BallotPaper:
    body = poll.election.body
    most = poll.seats or poll.alternates
    if poll.stage != Stage.PREPARED:
        most = poll.max_votes
    slate = Slate(names=max(len(rows), 1), max_votes=most)
    task, how = instruction(slate)
    return BallotPaper(
        size=PaperSize(choice.size).one.value,
        colour=choice.colour,
        committee=_committee(body.congress.unit),
        stamp=_stamp(body.congress.unit),
        assembly=assembly.whole_name(body),
        office=assembly.subject(poll),
        round=assembly.round_of(poll),
        places=assembly.places(poll),
        listed=numbers.two_digits(len(rows)),
        is_struck=slate.layout is Layout.STRIKE_OUT,
        groups=(),
        task=task,
        how=how,
        arrangement=Arrangement(1, 14, 16),
        mark=_mark(poll),
    )


def instruction(slate: Slate) -> tuple[str, tuple[str, ...]]:
    """Say how this very ballot is marked: what to do, and what makes it invalid."""
    if slate.layout is Layout.STRIKE_OUT:
        most = numbers.two_digits(slate.max_votes)
        least = numbers.two_digits(slate.names - slate.max_votes)
        return (
            f"Để lại nhiều nhất {most} người, gạch tên ít nhất {least} người.",
            (STRIKE, f"Để lại nhiều hơn {most} người{OR_STRUCK_ALL}", NOTHING_ELSE),
        )
    if slate.names == 1:
        return f"Đánh{MARK_ONE}", (INVALID_BOXES, NOTHING_ELSE)
    return f"Ở từng người, đánh{MARK_ONE}", (NO_AGREEMENT, NOTHING_ELSE)


def _groups(
    rows: Sequence[BallotRow], way: Arrangement
) -> tuple[tuple[BallotRow, ...], ...]:
    high = way.in_a_column(len(rows))
    return tuple(
        tuple(rows[first : first + high]) for first in range(0, len(rows), high)
    )


def _committee(unit: Unit) -> str:
    """Name the committee that convenes."""
    name = "Chi ủy" if unit.kind_id in CELLS else "Ban Chấp hành"
    return f"{name} {unit.name}"


def _stamp(unit: Unit) -> str:
    """Name whose stamp it is: a cell's, of the committee it is under (R-BP-2)."""
    above = unit.parent
    if unit.kind_id != "cell" or above is None:
        return _committee(unit)
    if above.kind.level_id == "section" and above.parent is not None:
        above = above.parent
    return _committee(above)


def _mark(poll: Poll) -> str:
    is_rehearsal = poll.election.purpose == Purpose.REHEARSAL
    return REHEARSAL_MARK if is_rehearsal else ""


def _drawn(poll: Poll, choice: PaperChoice, *, copies: int, mark: str = "") -> bytes:
    return _sheets(
        "ballots/print/ballot_paper.html",
        lambda: ballots(poll, choice, mark=mark),
        poll,
        choice,
        copies=copies,
        title="Phiếu bầu",
    )


def _sheets(
    template: str,
    values: Callable[[], Iterator[object]],
    poll: Poll,
    choice: PaperChoice,
    *,
    copies: int,
    title: str,
) -> bytes:
    size = PaperSize(choice.size)
    # The same for every printing: when, and how many, leaves no trace in the file.
    opens = poll.election.body.congress.opens_on
    at = timezone.make_aware(datetime.combine(opens, time()))
    try:
        return prints.render_sheets(
            template,
            values(),
            copies=sheets_for(copies, size),
            two_up=size is PaperSize.A5_TWO_UP,
            title=title,
            at=at,
            digest=_digest(template, next(values()), "", 1),
        )
    except DoesNotFit:
        raise TooLongForSheet(
            _(
                "Không vừa một mặt giấy khổ này. Hãy chọn khổ A4 nếu đang dùng A5, "
                "hoặc ít dòng hơn."
            )
        ) from None


def _digest(form: str, value: object, size: str, copies: int | None) -> str:
    said = f"{form} {EDITION} {size} {copies} {value!r}"
    return hashlib.sha256(said.encode()).hexdigest()
