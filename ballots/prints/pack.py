"""Everything a tally board needs on paper, should screens fail: one file to print.

The card of twenty minutes, a cover for the ballots, covers of batches, tally sheets and
the form of the minutes, filled only with what is known before the vote.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone, translation

from ballots import labels, queries
from ballots.labels.ballot_papers import PAPER_COLOURS, PAPER_SIZES
from ballots.models import Batch, PaperChoice, Poll
from ballots.prints import assembly
from ballots.prints.ballot_paper import BallotRow, instruction, names_on
from ballots.prints.minutes import BOARD_ROLES, REGULATIONS
from ballots.queries.board import board_of
from ballots.queries.paper_choice import paper_of_ballots
from ballots.queries.papers import part_of
from ballots.rules.ballot_paper import PaperSize, sheets_for
from ballots.rules.purposes import Purpose
from ballots.rules.terms import Layout, Slate
from ballots.services.printing import refuse_no_pack
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from congress.models import BodyKind
from core import prints
from core.models import StoredPrint, User
from core.prints import shelf
from core.vietnamese import numbers

PACK: Final = "ballots.pack"
# Part of every digest: a change of a form's wording makes a new paper.
EDITION: Final = "1"

A_BATCH: Final = 50  # papers: as many as ten squares of five strokes count
MOST_BATCHES: Final = 40  # beyond, sheets are copied on a machine
_UNKNOWN: Final = 4  # batches, where nobody has said how many ballots there are


@dataclass(frozen=True, slots=True)
class Key:
    """What is typed on the entry screen, and for what."""

    typed: str
    what: str


@dataclass(frozen=True, slots=True)
class BlankMinutes:
    """What the minutes say before anything is counted."""

    regulation: tuple[str, str]
    assembly: str
    voted: str
    board: tuple[tuple[str, str], ...]
    convened: str
    votes_label: str
    chair: str
    assembled: str
    by_presidium: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole file, in plain Vietnamese words and figures."""

    issuer: tuple[str, ...]
    subject: str
    round: str
    places: tuple[tuple[str, str], ...]
    layout: str
    listed: str
    is_struck: bool
    is_one_name: bool
    rows: tuple[BallotRow, ...]
    task: str
    how: tuple[str, ...]
    size: str
    colour: str
    copies: str
    sheets: str
    # One element for each batch: the template goes through them.
    batches: tuple[int, ...]
    squares: tuple[int, ...]
    readings: int
    keys: tuple[Key, ...]
    minutes: BlankMinutes
    is_rehearsal: bool


@transaction.atomic
def print_pack(poll_id: str, *, by: User | None, at: datetime) -> StoredPrint:
    """Put the papers of the count on the shelf."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_no_pack(poll)
    value = pack(poll, paper_of_ballots(poll))
    digest = _digest_of(value)
    return shelf.keep(
        PACK,
        subject=poll,
        digest=digest,
        scope=queries.scope_of(poll),
        file_name="bo-giay-{}-{}-lan-{}.pdf".format(*queries.address(poll)),
        at=at,
        make=lambda: prints.render(
            "ballots/print/pack.html",
            value,
            title="Bộ giấy kiểm phiếu",
            at=timezone.localtime(at),
            digest=digest,
        ),
        record=lambda kept: record(
            "ballots.pack_printed", poll, by=by, at=at, sha256=kept.sha256
        ),
    )


def printed_pack(poll: Poll) -> StoredPrint | None:
    """Return the pack on the shelf, without its bytes, once it is printed."""
    value = pack(poll, paper_of_ballots(poll))
    return shelf.find(PACK, subject=poll, digest=_digest_of(value))


def pack(poll: Poll, choice: PaperChoice) -> Pack:
    """Fill the papers. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _pack(poll, choice)


def _pack(poll: Poll, choice: PaperChoice) -> Pack:
    rows = tuple(names_on(poll))
    slate = Slate(names=len(rows), max_votes=poll.max_votes)
    task, how = instruction(slate)
    body = poll.election.body
    struck = slate.layout is Layout.STRIKE_OUT
    size = PaperSize(choice.size)
    copies = choice.copies
    return Pack(
        issuer=assembly.issuer(body),
        subject=assembly.subject(poll),
        round=assembly.round_of(poll),
        places=assembly.places(poll),
        layout=str(labels.LAYOUTS[slate.layout]),
        listed=numbers.two_digits(len(rows)),
        is_struck=struck,
        is_one_name=slate.names == 1,
        rows=rows,
        task=task,
        how=how,
        size=str(PAPER_SIZES[size.value]),
        colour=str(PAPER_COLOURS[choice.colour]),
        copies=numbers.grouped(copies) if copies else "",
        sheets=numbers.grouped(sheets_for(copies, size)) if copies else "",
        batches=tuple(range(_batches(poll, copies))),
        squares=tuple(range(A_BATCH // 5)),
        readings=poll.readings,
        keys=_keys(slate),
        minutes=_minutes(poll, struck=struck),
        is_rehearsal=poll.election.purpose == Purpose.REHEARSAL,
    )


def _batches(poll: Poll, copies: int | None) -> int:
    """Return how many batches get a cover: as divided, else for all ballots."""
    divided = Batch.objects.filter(poll=poll).count()
    known = poll.returned or poll.issued or copies or poll.printed
    return min(divided or (-(-known // A_BATCH) if known else _UNKNOWN), MOST_BATCHES)


def _minutes(poll: Poll, *, struck: bool) -> BlankMinutes:
    body = poll.election.body
    return BlankMinutes(
        regulation=REGULATIONS[queries.rule_set_of(poll).document],
        assembly=assembly.whole_name(body),
        voted=assembly.voted(poll),
        board=tuple(
            (seat.person.full_name, BOARD_ROLES[part])
            for seat in board_of(poll)
            if (part := part_of(seat).value) in BOARD_ROLES
        ),
        convened=assembly.convened(body),
        votes_label="Số phiếu bầu" if struck else "Số phiếu đồng ý",
        chair=assembly.chair(body),
        assembled=assembly.assembled(body),
        by_presidium=body.kind == BodyKind.CONGRESS,
    )


def _keys(slate: Slate) -> tuple[Key, ...]:
    """Return what is typed about one paper, as the entry screen has it."""
    marks: tuple[Key, ...]
    if slate.layout is Layout.STRIKE_OUT:
        marks = (
            Key("3 17-18", "gạch số 3, số 17 và 18"),
            Key("-9", "bỏ số 9 đã gõ"),
            Key("0", "không gạch ai"),
            Key("*", "gạch hết"),
        )
    elif slate.names == 1:
        marks = (
            Key("1", "đồng ý"),
            Key("2", "không đồng ý"),
            Key("3", "đánh dấu cả hai ô"),
            Key("0", "không đánh dấu ô nào"),
        )
    else:
        marks = (
            Key("*", "đồng ý tất cả"),
            Key("* -3", "đồng ý tất cả, trừ số 3 không đồng ý"),
            Key("=3", "số 3 đánh dấu cả hai ô"),
            Key("--3", "số 3 để trống"),
            Key("0", "những người còn lại để trống"),
        )
    return (
        *marks,
        Key("Enter", "lưu, sang tờ sau"),
        Key("⌫", "khi ô trống: về tờ trước"),
        Key("/23", "tới tờ 23"),
        Key("/+17  /-17", "sót tờ 17; nhập đôi tờ 17"),
        Key("!  #", "phiếu có lỗi; để ban xem xét, chọn số ở bảng bên phải"),
    )


def _digest_of(value: Pack) -> str:
    said = f"{PACK} {EDITION} {value!r}"
    return hashlib.sha256(said.encode()).hexdigest()
