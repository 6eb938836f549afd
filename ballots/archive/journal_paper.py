"""The journal of a poll's entries on paper, printed once for what was confirmed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ballots import labels, queries
from ballots.archive.journal import looks_stopped, third_looks, write_journal
from ballots.models import (
    Ballot,
    Batch,
    BoardRuling,
    Confirmation,
    Entry,
    JournalLine,
    ThirdLook,
)
from ballots.prints import assembly
from ballots.queries.doubtful import PaperOfPoll, paper_of, reading_of
from ballots.rules import journal
from ballots.rules.comparison import Comparison, Pair, Way, compare, shown
from ballots.rules.journal import Act, Line
from ballots.rules.purposes import Purpose
from ballots.services.taking_out import confirmed_or_refuse
from core import prints
from core.audit import trail
from core.audit.chain import in_groups
from core.errors import Refused
from core.models import StoredPrint, User
from core.prints import shelf
from core.vietnamese import dates

FORM: Final = "ballots.journal"
# Part of every digest: a change of the form's wording makes a new paper.
EDITION: Final = "3"
# Two hundred pages: beyond, nobody reads paper, and the machine that prints is stopped.
MOST_LINES: Final = 20_000

ACTS: Final[Mapping[Act, str]] = {
    Act.SAVED: "",
    Act.RETAKEN: "nhập lại: ",
    Act.REMOVED: "bỏ",
    Act.INSERTED: "chèn chỗ",
    Act.TAKEN_OUT: "bỏ, các tờ sau dồn lên",
}
# How an entry that does not count goes together with the one that does.
WAYS: Final[Mapping[Way, str]] = {
    Way.IN_ORDER: "",
    Way.OUT_OF_STEP: ", lệch tờ",
    Way.TURNED_OVER: ", chồng phiếu lật ngược",
    Way.SHUFFLED: ", thứ tự khác",
}
# What was typed about a paper, one line of the journal; others only move papers.
_TYPED: Final = frozenset({Act.SAVED, Act.RETAKEN})


class TooLongToPrint(Refused):
    """The file says the same and is read by a program."""


class NoJournal(Refused):
    """A poll that came in a file was typed elsewhere."""


@dataclass(frozen=True, slots=True)
class EntryOnPaper:
    """One entry: who, what came of it, its lines, and the digest over them.

    ``compared`` and ``otherwise`` hold an entry that was ended, but does not count,
    against the one that does: how they go together, and the papers that differ.
    """

    number: int
    reader: str
    by: str
    outcome: str
    lines: tuple[str, ...]
    digest: str
    compared: str = ""
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchOnPaper:
    """One batch with all its entries."""

    number: int
    papers: int
    entries: tuple[EntryOnPaper, ...]


@dataclass(frozen=True, slots=True)
class JournalOnPaper:
    """The whole paper."""

    issuer: tuple[str, ...]
    subject: str
    round: str
    day: str
    names: tuple[str, ...]
    batches: tuple[BatchOnPaper, ...]
    rulings: tuple[str, ...]
    looks: tuple[str, ...]
    head: str
    is_rehearsal: bool
    confirmed_at: str
    tally_digest: str
    file_digest: str


@transaction.atomic
def print_journal(poll_id: str, *, by: User | None, at: datetime) -> StoredPrint:
    """Put the journal of a confirmed poll on the shelf; printed once."""
    poll = queries.locked(poll_id)
    confirmation = confirmed_or_refuse(poll, by=by)
    confirmation.poll = poll
    _refuse_unprintable(confirmation)
    digest = _digest_of(confirmation)
    return shelf.keep(
        FORM,
        subject=confirmation.tally,
        digest=digest,
        scope=queries.scope_of(poll),
        file_name="nhat-ky-{}-{}-lan-{}.pdf".format(*queries.address(poll)),
        at=at,
        make=lambda: prints.render(
            "ballots/print/journal.html",
            journal_on_paper(confirmation),
            title="Nhật ký nhập phiếu",
            at=timezone.localtime(confirmation.at),
            digest=digest,
        ),
        record=lambda kept: trail.record(
            "ballots.journal_printed",
            subject=poll,
            scope=queries.scope_of(poll),
            actor=by,
            at=at,
            sha256=kept.sha256,
        ),
    )


def printed_journal(confirmation: Confirmation) -> StoredPrint | None:
    """Return the journal on the shelf, without its bytes, once it is printed."""
    digest = _digest_of(confirmation)
    return shelf.find(FORM, subject=confirmation.tally, digest=digest)


def journal_on_paper(confirmation: Confirmation) -> JournalOnPaper:
    """Fill the paper. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _paper(confirmation)


def _paper(confirmation: Confirmation) -> JournalOnPaper:
    poll = confirmation.poll
    paper = paper_of(poll)
    confirmed = timezone.localtime(confirmation.at)
    batches = Batch.objects.filter(poll=poll).order_by("number")
    return JournalOnPaper(
        issuer=assembly.issuer(poll.election.body),
        subject=assembly.subject(poll),
        round=assembly.round_of(poll),
        day=dates.long(confirmed.date()),
        names=tuple(f"{e.number}. {e.name}" for e in queries.slate(poll)),
        batches=tuple(_batch(each, paper) for each in batches),
        rulings=tuple(_rulings(confirmation, paper)),
        looks=tuple(_looks(confirmation, paper)),
        head=confirmation.by.full_name,
        is_rehearsal=poll.election.purpose == Purpose.REHEARSAL,
        confirmed_at=f"{confirmed:%H:%M:%S} {dates.short(confirmed.date())}",
        tally_digest=confirmation.tally.digest,
        file_digest=in_groups(_sha256(write_journal(poll))),
    )


def _batch(batch: Batch, paper: PaperOfPoll) -> BatchOnPaper:
    rows = Entry.objects.filter(batch=batch).select_related("by", "check_made__by")
    entries = rows.order_by("number")
    lines = {entry.pk: _journal_of(entry) for entry in entries}
    stands = _stack(lines[batch.agreed_id]) if batch.agreed_id else []
    return BatchOnPaper(
        batch.number,
        batch.papers,
        tuple(_entry(each, batch, lines[each.pk], stands, paper) for each in entries),
    )


def _journal_of(entry: Entry) -> list[Line]:
    rows = JournalLine.objects.filter(entry=entry).order_by("sequence")
    columns = rows.values_list("sequence", "position", "act", "content")
    return [Line(n, position, Act(act), said) for n, position, act, said in columns]


def _stack(lines: Iterable[Line]) -> list[str]:
    """Return what the papers show, in order, as the lines come to it."""
    seen = journal.rebuilt(lines)
    return [seen[position] for position in sorted(seen)]


def _entry(
    entry: Entry,
    batch: Batch,
    lines: Sequence[Line],
    stands: Sequence[str],
    paper: PaperOfPoll,
) -> EntryOnPaper:
    told = EntryOnPaper(
        number=entry.number,
        reader=f"người nhập thứ {entry.reading}" if entry.reading else "người phân xử",
        by=entry.by.full_name if entry.by else "",
        outcome=_outcome(entry, batch),
        lines=tuple(_line(each, paper) for each in lines),
        digest=in_groups(entry.journal_digest),
    )
    if entry.pk == batch.agreed_id or not entry.journal_digest:
        return told
    read = _stack(lines)
    found = compare(_alike(stands, paper), _alike(read, paper))
    otherwise = (_otherwise(pair, stands, read, paper) for pair in found.differences)
    return replace(told, compared=_compared(found), otherwise=tuple(otherwise))


def _compared(found: Comparison) -> str:
    said = "Như lần được tính"
    if found.differences:
        said = f"Khác lần được tính ở {len(found.differences)} tờ"
    return f"{said}{WAYS[found.way]}."


def _alike(papers: Iterable[str], paper: PaperOfPoll) -> list[str]:
    return [shown(*journal.reading_of(said), paper.slate) for said in papers]


def _otherwise(
    pair: Pair, stands: Sequence[str], read: Sequence[str], paper: PaperOfPoll
) -> str:
    """Say of one paper how it was read here, and how it counts."""
    here, there = pair.second, pair.first
    if there is None:
        assert here  # noqa: S101 - one of the two is there
        shows = _said(read[here - 1], paper)
        return f"Tờ {here} ở lần này ({shows}): không có trong tập"
    counts = f"được tính: {_said(stands[there - 1], paper)}"
    if here is None:
        return f"Tờ {there}: bỏ sót; {counts}"
    where = "" if here == there else f" (ở lần này là tờ {here})"
    return f"Tờ {there}{where}: {_said(read[here - 1], paper)}; {counts}"


def _outcome(entry: Entry, batch: Batch) -> str:
    check = getattr(entry, "check_made", None)
    if entry.pk == batch.agreed_id:
        return f"được tính; {check.by.full_name} đối chiếu" if check else "được tính"
    if check and not check.agrees:
        return f"{check.by.full_name} trả lại"
    return "không được tính" if entry.journal_digest else "đóng khi dở dang"


def _line(line: Line, paper: PaperOfPoll) -> str:
    said = _said(line.content, paper) if line.act in _TYPED else ""
    return f"{line.position}. {ACTS[line.act]}{said}"


def _said(content: str, paper: PaperOfPoll) -> str:
    """Say what a paper shows: «gạch 3, 17–18»."""
    reading, doubt = journal.reading_of(content)
    said = labels.shown(reading, doubt, paper.sheet, most=paper.slate.max_votes)
    # How many are kept stands to reason, and would fill the page.
    parts = [each for each in said.split(" · ") if not each.startswith("giữ ")]
    if reading.decision is not None:
        parts.append(str(dict(labels.RULINGS)[reading.decision]))
    return "; ".join(parts)


def _rulings(confirmation: Confirmation, paper: PaperOfPoll) -> Iterator[str]:
    rows = BoardRuling.objects.filter(
        ballot__entry__agreed_for__poll=confirmation.poll
    ).select_related("ballot__entry__batch")
    rows = rows.order_by("ballot__entry__batch__number", "ballot__position", "number")
    for row in rows:
        ballot = row.ballot
        said = journal.content(reading_of(row), None)
        yield (
            f"{_place(ballot)}: {_said(said, paper)}. "
            f"Lý do: {row.reason.rstrip('.')}. "
            f"Người quyết định: {', '.join(row.deciders)}."
        )


def _looks(confirmation: Confirmation, paper: PaperOfPoll) -> Iterator[str]:
    """Say of each third look what was drawn, what differed, and why it was stopped."""
    stopped = {each.revision: each for each in looks_stopped(confirmation.poll)}
    looks = {each.revision: each for each in third_looks(confirmation.poll)}
    for revision in sorted(stopped.keys() | looks.keys()):
        if look := looks.get(revision):
            yield from _look(look, paper)
        if why := stopped.get(revision):
            yield (
                f"Đợt {revision}: {why.by.full_name} ghi lý do không đọc lại hết: "
                f"{why.reason.rstrip('.')}."
            )


def _look(look: ThirdLook, paper: PaperOfPoll) -> Iterator[str]:
    read = list(look.readings.all())
    yield (
        f"Đợt {look.revision}: rút {look.wanted}/{look.papers} tờ bằng số {look.seed} "
        f"và mã kết quả {in_groups(look.digest)}; đã đọc lại "
        f"{len({each.ballot_id for each in read})} tờ."
    )
    for each in read:
        if not each.matches:
            yield (
                f"{_place(each.ballot)}: {each.by.full_name} đọc lại thấy "
                f"{_said(each.content, paper)}, khác với điều đã kiểm."
            )
    for ruling in look.rulings.all():
        yield (
            f"{_place(ruling.ballot)}: Ban xem tờ phiếu, giữ điều đã kiểm. Lý do: "
            f"{ruling.reason.rstrip('.')}. "
            f"Người quyết định: {', '.join(ruling.deciders)}."
        )


def _place(ballot: Ballot) -> str:
    return f"Tập {ballot.entry.batch.number}, tờ {ballot.position}"


def _refuse_unprintable(confirmation: Confirmation) -> None:
    poll = confirmation.poll
    if poll.upload_id:
        raise NoJournal(
            _("Phiếu của lần bầu này nhập từ tệp nên cổng không có nhật ký nhập phiếu.")
        )
    lines = JournalLine.objects.filter(entry__batch__poll=poll)
    if lines[: MOST_LINES + 1].count() > MOST_LINES:
        raise TooLongToPrint(
            _(
                "Nhật ký dài hơn %(most)s dòng nên không in. Hãy lấy tệp nhật ký: nội "
                "dung như nhau, kiểm lại bằng máy được."
            )
            % {"most": MOST_LINES}
        )


def _digest_of(confirmation: Confirmation) -> str:
    facts = f"{EDITION} {confirmation.tally.digest} {confirmation.pk}"
    return hashlib.sha256(f"journal {facts}".encode()).hexdigest()


def _sha256(pieces: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece.encode())
    return digest.hexdigest()
