"""The papers of a practice: this very ballot, filled in as delegates fill it.

Operators type from them, the board rules on the doubtful ones. They are the stack that
``ballots.rules.practice`` makes, in its order; shuffle them before they are cut into
batches. Every sheet bears the mark of the practice, as all papers of its portal do.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import PaperChoice, Poll
from ballots.prints.ballot_paper import BallotPaper, TooLongForSheet, ballots
from ballots.queries.entry import sheet_of
from ballots.queries.paper_choice import paper_of_ballots
from ballots.queries.practice import generated, papers_of, seed_of
from ballots.rules.ballot import Defect
from ballots.rules.practice import Filled, Generated, Lots
from ballots.rules.sheet import Sheet
from ballots.rules.terms import Layout
from ballots.services.practising import refuse_outside_practice
from ballots.services.printing import PACK_AT, NoBallotsNow
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from core import prints
from core.models import StoredPrint, User
from core.prints import DoesNotFit, FilledSheet, Stroke, shelf

PRACTICE_BALLOTS: Final = "ballots.practice_ballots"
# Part of every digest: a change of a form's wording makes a new paper.
EDITION: Final = "1"

WRITTEN_IN: Final = "Nguyễn Thế Ngoại"  # somebody who is on no list
PLAIN, WITH_A_NAME = 0, 1  # the pages of the template
PAGES: Final = 2


@dataclass(frozen=True, slots=True)
class PracticeBallot:
    """The ballot as it is printed, and what somebody writes onto it."""

    ballot: BallotPaper
    written_in: str


@transaction.atomic
def print_practice_ballots(
    poll_id: str, *, by: User | None, at: datetime
) -> StoredPrint:
    """Put the filled ballots of a practice on the shelf."""
    refuse_outside_practice()
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    papers = papers_of(poll)
    if poll.upload_id or poll.stage not in PACK_AT or not papers:
        raise NoBallotsNow(
            _(
                "Chỉ in tập phiếu diễn tập khi danh sách đã chốt, chưa nhập xong phiếu "
                "và đã biết số phiếu."
            )
        )
    choice = paper_of_ballots(poll)
    digest = _digest_of(poll, choice, papers)
    return shelf.keep(
        PRACTICE_BALLOTS,
        subject=poll,
        digest=digest,
        scope=queries.scope_of(poll),
        file_name="tap-phieu-{}-{}-lan-{}.pdf".format(*queries.address(poll)),
        at=at,
        make=lambda: _drawn(poll, choice, papers, digest, at),
        record=lambda kept: record(
            "ballots.practice_ballots_printed",
            poll,
            by=by,
            at=at,
            papers=papers,
            sha256=kept.sha256,
        ),
    )


def printed_practice_ballots(poll: Poll) -> StoredPrint | None:
    """Return the papers on the shelf, without their bytes, once they are printed."""
    choice = paper_of_ballots(poll)
    digest = _digest_of(poll, choice, papers_of(poll))
    return shelf.find(PRACTICE_BALLOTS, subject=poll, digest=digest)


def sheets(seed: str, papers: Sequence[Generated], sheet: Sheet) -> list[FilledSheet]:
    """Return what the pen of each delegate does to his paper."""
    lots = Lots(seed)
    return [
        FilledSheet(
            WITH_A_NAME if paper.reading.defect is Defect.OUTSIDE_NAME else PLAIN,
            tuple(_strokes(lots, paper, sheet)),
        )
        for paper in papers
    ]


def _drawn(
    poll: Poll, choice: PaperChoice, papers: int, digest: str, at: datetime
) -> bytes:
    filled = sheets(seed_of(poll), generated(poll, papers), sheet_of(poll))
    try:
        return prints.render_filled(
            "ballots/print/practice_ballots.html",
            (PracticeBallot(each, WRITTEN_IN) for each in ballots(poll, choice)),
            filled,
            pages=PAGES,
            title="Tập phiếu diễn tập",
            at=timezone.localtime(at),
            digest=digest,
        )
    except DoesNotFit:
        raise TooLongForSheet(
            _("Không vừa một mặt giấy khổ này. Hãy chọn khổ A4 ở trang In phiếu.")
        ) from None


def _digest_of(poll: Poll, choice: PaperChoice, papers: int) -> str:
    said = f"{PRACTICE_BALLOTS} {EDITION} {seed_of(poll)} {papers} {choice.size}"
    colour = f"{choice.colour} {next(ballots(poll, choice))!r}"
    return hashlib.sha256(f"{said} {colour}".encode()).hexdigest()


# --- the pen ----------------------------------------------------------------------


def _strokes(lots: Lots, paper: Generated, sheet: Sheet) -> Iterator[Stroke]:
    if sheet.layout is Layout.STRIKE_OUT:
        for number in sheet.numbers_of(paper.reading.struck or b""):
            yield _strike(lots, paper.position, number)
        if paper.odd is not None:
            yield from _odd(lots, paper, paper.odd)
    else:
        for box, marks in (
            ("agree", paper.reading.agree),
            ("disagree", paper.reading.disagree),
        ):
            for number in sheet.numbers_of(marks or b""):
                yield from _cross(lots, paper.position, f"{box}-{number}")
    if paper.reading.defect is Defect.SPECIAL_MARK:
        yield _star(0.0)


def _strike(
    lots: Lots, position: int, number: int, *, first: float = -0.04, last: float = 1.05
) -> Stroke:
    """One stroke through a name, as straight as a hand draws it."""
    places = (first, first + (last - first) * 0.45, last)
    height = [
        0.5 + 0.24 * (lots.lot("pen", position, number, each) - 0.5)
        for each in range(len(places))
    ]
    return Stroke(f"name-{number}", tuple(zip(places, height, strict=True)))


def _odd(lots: Lots, paper: Generated, number: int) -> Iterator[Stroke]:
    """Something at a name that is neither a stroke through it nor none."""
    at = f"name-{number}"
    if paper.filled is Filled.PARTIAL_STRIKE:
        yield _strike(lots, paper.position, number, first=0.62)
    elif paper.filled is Filled.CORRECTED:
        # Struck, and the stroke struck through in turn: he is to stay after all.
        yield _strike(lots, paper.position, number)
        for x in (0.2, 0.4, 0.6, 0.8):
            yield Stroke(at, ((x - 0.03, 0.95), (x + 0.03, 0.05)))
    else:
        ring = ((-0.04, 0.5), (0.1, 0.02), (0.5, -0.12), (0.9, 0.02), (1.04, 0.5))
        yield Stroke(at, (*ring, (0.9, 0.98), (0.5, 1.12), (0.1, 0.98), ring[0]))


def _cross(lots: Lots, position: int, at: str) -> Iterator[Stroke]:
    x = 0.3 * (lots.lot("x", position, at) - 0.5)
    y = 0.2 * (lots.lot("y", position, at) - 0.5)
    for way in (1, -1):
        points = ((x - 0.3, y - 0.3 * way), (x + 0.3, y + 0.3 * way))
        yield Stroke(at, points, small=True)


def _star(x: float) -> Stroke:
    """A sign by which somebody could know his ballot again."""
    ends = ((0.0, -0.3), (0.18, 0.25), (-0.29, -0.09), (0.29, -0.09), (-0.18, 0.25))
    star = (*ends, ends[0])
    return Stroke("how", tuple((x + px, py) for px, py in star), small=True)
