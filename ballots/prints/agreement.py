"""The statement that independent readings of the papers agree.

A practice of boards that typed every ballot on three machines: who typed which batch
where, how many sheets were read otherwise, who decided those over the paper. It says
nothing of any vote, so it is signed before the count.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import BoardSeat, Entry, Poll
from ballots.prints import assembly, conduct
from ballots.prints.minutes import BOARD_ROLES
from ballots.queries.board import board_of
from ballots.queries.heaps import Heap, heaps, papers_alike
from ballots.queries.papers import part_of
from ballots.rules.purposes import Purpose
from ballots.rules.stages import Stage, is_past
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from core import prints
from core.audit.chain import in_groups
from core.errors import Refused
from core.models import StoredPrint, User
from core.prints import shelf
from core.vietnamese import dates, numbers

FORM: Final = "ballots.agreement"
# Part of every digest: a change of the form's wording makes a new paper.
EDITION: Final = "1"


class NothingToState(Refused):
    """Papers are still typed, or each was read by one person only."""


@dataclass(frozen=True, slots=True)
class BatchStated:
    """One batch: who read it where, what was asked, who decided, who compared."""

    number: int
    papers: int
    readers: tuple[str, ...]
    otherwise: int
    found_wrong: int
    settled_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class StationStated:
    """One machine: who typed at it, and how much."""

    number: int
    readers: str
    batches: int
    papers: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The whole paper. Numbers are written as the paper shows them."""

    issuer: tuple[str, ...]
    place: str
    day: str
    subject: str
    round: str
    readings: int
    returned: str
    in_batches: str
    alike: str
    alike_share: str
    otherwise: str
    # Papers that whoever compared found to show something else than was settled.
    found_wrong: str
    batches: tuple[BatchStated, ...]
    stations: tuple[StationStated, ...]
    # Who sat on the board that sealed the box, and what as.
    board: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]
    head: str
    began: str
    ended: str
    is_rehearsal: bool
    digest: str


def may_state(poll: Poll) -> bool:
    """Whether all batches of several readings agree and entry is finished."""
    return (
        poll.readings > 1
        and not poll.upload_id
        and is_past(Stage(poll.stage), Stage.BOX_OPENED)
    )


@transaction.atomic
def print_agreement(poll_id: str, *, by: User | None, at: datetime) -> StoredPrint:
    """Put the statement on the shelf; printed once for the batches as they agree."""
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    if not may_state(poll):
        raise NothingToState(
            _(
                "Biên bản so các lần nhập lập được khi mỗi tập do từ hai người "
                "nhập và ban kiểm phiếu đã kết thúc nhập phiếu."
            )
        )
    digest = _digest_of(poll)
    return shelf.keep(
        FORM,
        subject=poll,
        digest=digest,
        scope=queries.scope_of(poll),
        file_name="cac-lan-nhap-{}-{}-lan-{}.pdf".format(*queries.address(poll)),
        at=at,
        make=lambda: prints.render(
            "ballots/print/agreement.html",
            statement(poll),
            title="Biên bản so các lần nhập phiếu",
            at=timezone.localtime(at),
            digest=digest,
        ),
        record=lambda kept: record(
            "ballots.agreement_printed", poll, by=by, at=at, sha256=kept.sha256
        ),
    )


def printed_agreement(poll: Poll) -> StoredPrint | None:
    """Return the statement on the shelf, without its bytes, once it is printed."""
    if not may_state(poll):
        return None
    return shelf.find(FORM, subject=poll, digest=_digest_of(poll))


def statement(poll: Poll) -> Statement:
    """Fill the paper. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _statement(poll)


def _statement(poll: Poll) -> Statement:
    rows = heaps(poll)
    alike = papers_alike(poll, rows)
    same = sum(alike.values())
    returned = poll.returned or 0
    ended = max(at for row in rows if (at := _ended(row)))
    seats = board_of(poll)
    head = next((each.person.full_name for each in seats if each.is_head), "")
    taken = [e.taken_at for row in rows for e in row.entries if e.taken_at]
    return Statement(
        issuer=assembly.issuer(poll.election.body),
        place=poll.election.body.congress.place,
        day=dates.long(timezone.localtime(ended).date()),
        subject=assembly.subject(poll),
        round=assembly.round_of(poll),
        readings=poll.readings,
        returned=numbers.grouped(returned),
        in_batches=numbers.grouped(len(rows)),
        alike=numbers.grouped(same),
        alike_share=numbers.share(same, returned, decimals=2),
        otherwise=numbers.grouped(returned - same),
        found_wrong=numbers.grouped(sum(map(_found_wrong, rows))),
        batches=tuple(_batch(row, alike[row.batch.number]) for row in rows),
        stations=tuple(_stations(rows)),
        board=tuple((each.person.full_name, _part(each)) for each in seats),
        signers=tuple(_signers(rows)),
        head=head,
        began=conduct.moment(min(taken)) if taken else "",
        ended=conduct.moment(ended),
        is_rehearsal=poll.election.purpose == Purpose.REHEARSAL,
        digest=in_groups(_digest_of(poll)),
    )


def _part(seat: BoardSeat) -> str:
    return BOARD_ROLES.get(part_of(seat).value, "Kỹ thuật viên")


def _batch(heap: Heap, alike: int) -> BatchStated:
    settled, agreed = heap.settled, heap.agreed
    return BatchStated(
        number=heap.batch.number,
        papers=heap.batch.papers,
        readers=tuple(_reader(each) for each in heap.read.values()),
        otherwise=heap.batch.papers - alike,
        found_wrong=_found_wrong(heap),
        settled_by=settled.by.full_name if settled and settled.by else "",
        checked_by=agreed.check_made.by.full_name if agreed else "",
    )


def _found_wrong(heap: Heap) -> int:
    """Return of how many papers somebody said that the entry is wrong."""
    sent_back = [
        each.check_made
        for each in heap.entries
        if hasattr(each, "check_made") and not each.check_made.agrees
    ]
    return len({position for check in sent_back for position in check.wrong})


def _ended(heap: Heap) -> datetime | None:
    return heap.agreed.check_made.at if heap.agreed else None


def _reader(entry: Entry) -> str:
    name = entry.by.full_name if entry.by else "–"
    return f"{name} (bàn {entry.station.number})" if entry.station else name


def _stations(rows: list[Heap]) -> list[StationStated]:
    batches: Counter[int] = Counter()
    papers: Counter[int] = Counter()
    readers: dict[int, dict[str, None]] = {}
    for heap in rows:
        for entry in heap.read.values():
            if not entry.station or not entry.by:
                continue
            number = entry.station.number
            batches[number] += 1
            papers[number] += heap.batch.papers
            readers.setdefault(number, {})[entry.by.full_name] = None
    return [
        StationStated(
            number, ", ".join(readers[number]), batches[number], papers[number]
        )
        for number in sorted(batches)
    ]


def _signers(rows: list[Heap]) -> list[str]:
    """Return everybody who read, settled or compared, in the order of the batches."""
    found: dict[str, None] = {}
    for heap in rows:
        for entry in heap.entries:
            if entry.digest and entry.by:
                found[entry.by.full_name] = None
        if heap.agreed:
            found[heap.agreed.check_made.by.full_name] = None
    return list(found)


def _digest_of(poll: Poll) -> str:
    """Digest what is stated: each batch's readings and the one that agrees."""
    entries = Entry.objects.filter(batch__poll=poll, batch__agreed__isnull=False)
    rows = entries.exclude(digest="").order_by("batch__number", "number")
    facts = [
        f"{batch} {number} {reading} {digest} {agreed}"
        for batch, number, reading, digest, agreed in rows.values_list(
            "batch__number", "number", "reading", "digest", "batch__agreed"
        )
    ]
    said = "\n".join([f"agreement {EDITION} {poll.pk}", *facts])
    return hashlib.sha256(said.encode()).hexdigest()
