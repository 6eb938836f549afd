"""The minutes of a count: what stands on the paper, and printing it once.

The fields are those of the minutes form (domain 1.14). What the portal does not know
yet – box and seal, complaints, the number of copies – is left as dotted lines to be
written by hand.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone, translation

from ballots import labels, queries
from ballots.models import Confirmation, Poll, Tally
from ballots.queries import ResultRow
from ballots.rules.outcome import Next, Verdict
from ballots.rules.terms import Layout, Office, Round
from congress.models import BodyKind, Congress
from core import prints
from core.access.rights import Role
from core.audit import trail
from core.models import StoredPrint, User
from core.prints import shelf
from core.vietnamese import dates, numbers

FORM: Final = "ballots.minutes"
# Part of every digest: a change of the form's wording makes a new paper, not a new
# claim about an old one.
EDITION: Final = "1"

BOARD_ROLES: Final = {
    Role.TALLY_HEAD.value: "Trưởng ban",
    Role.TALLY_MEMBER.value: "Thành viên",
    Role.TALLY_TECHNICIAN.value: "Kỹ thuật viên",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate in the table of votes."""

    order: str
    name: str
    votes: str
    percent: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes say, in plain Vietnamese words and figures."""

    unit: str
    congress: str
    issuer: tuple[str, ...]
    place: str
    day: str
    office: str
    round: str
    regulation: str
    seats: str
    alternates: str
    layout: str
    slate: tuple[str, ...]
    board: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    threshold: str
    elected: tuple[Line, ...]
    alternates_elected: tuple[Line, ...]
    tied: tuple[str, ...]
    conclusion: str
    head: str
    by_presidium: bool
    confirmed_at: str
    digest: str


def minutes(confirmation: Confirmation) -> Minutes:
    """Fill the minutes of a confirmed tally. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _minutes(confirmation)


def print_minutes(tally_id: str, *, by: User | None, at: datetime) -> StoredPrint:
    """Put the minutes of a confirmed tally on the shelf; printed once."""
    confirmation = Confirmation.objects.select_related(
        "by", "tally", *(f"poll__{part}" for part in queries.WITH_PLACE)
    ).get(tally__pk=tally_id)
    digest = digest_of(confirmation)
    kept, printed = shelf.keep(
        FORM,
        subject=confirmation.tally,
        digest=digest,
        scope=queries.scope_of(confirmation.poll),
        file_name=_file_name(confirmation.poll),
        at=at,
        make=lambda: prints.render(
            "ballots/print/minutes.html",
            minutes(confirmation),
            title="Biên bản kiểm phiếu",
            at=timezone.localtime(confirmation.at),
            digest=digest,
        ),
    )
    if printed:
        _record(confirmation, kept, by=by, at=at)
    return kept


def printed_minutes(confirmation: Confirmation) -> StoredPrint | None:
    """Return the minutes on the shelf, without their bytes, once they are printed."""
    return shelf.find(FORM, subject=confirmation.tally, digest=digest_of(confirmation))


def digest_of(confirmation: Confirmation) -> str:
    """Return what the paper's identity rests on: the tally and who confirmed it."""
    facts = f"{EDITION} {confirmation.tally.digest} {confirmation.pk} "
    facts += confirmation.at.isoformat()
    return hashlib.sha256(facts.encode()).hexdigest()


@transaction.atomic
def _record(
    confirmation: Confirmation, kept: StoredPrint, *, by: User | None, at: datetime
) -> None:
    trail.record(
        "ballots.minutes_printed",
        subject=confirmation.poll,
        scope=queries.scope_of(confirmation.poll),
        actor=by,
        at=at,
        sha256=kept.sha256,
    )


def _minutes(confirmation: Confirmation) -> Minutes:
    poll, tally = confirmation.poll, confirmation.tally
    body, congress = poll.election.body, poll.election.body.congress
    rule_set = queries.rule_set_of(poll)
    rows = queries.result_rows(tally, rule_set)
    confirmed = timezone.localtime(confirmation.at)
    return Minutes(
        unit=congress.unit.name,
        congress=_congress(congress),
        issuer=_issuer(congress),
        place=congress.place,
        day=dates.long(confirmed.date()),
        office=str(labels.OFFICES[Office(poll.election.office)]),
        round=_round(poll),
        regulation=str(labels.DOCUMENTS[rule_set.document]),
        seats=numbers.two_digits(poll.seats),
        alternates=numbers.two_digits(poll.alternates) if poll.alternates else "",
        layout=str(labels.LAYOUTS[Layout(poll.layout)]),
        slate=tuple(row.name for row in rows),
        board=tuple(
            (each["name"], BOARD_ROLES[each["role"]]) for each in confirmation.board
        ),
        facts=_facts(poll, tally),
        reasons=_reasons(tally),
        lines=tuple(_line(i, row) for i, row in enumerate(rows, start=1)),
        threshold=numbers.grouped(tally.threshold),
        elected=_won(rows, Verdict.ELECTED),
        alternates_elected=_won(rows, Verdict.ALTERNATE),
        tied=tuple(row.name for row in rows if row.verdict is Verdict.TIED),
        conclusion=_conclusion(poll, tally),
        head=confirmation.by.full_name,
        by_presidium=body.kind == BodyKind.CONGRESS,
        confirmed_at=f"{confirmed:%H:%M:%S} {dates.short(confirmed.date())}",
        digest=tally.digest,
    )


def _congress(congress: Congress) -> str:
    return f"{congress}, nhiệm kỳ {congress.term}"


def _issuer(congress: Congress) -> tuple[str, ...]:
    """Return the lines of the header's left side (domain 3.4)."""
    return (
        congress.get_kind_display(),
        congress.unit.name,
        f"lần thứ {numbers.roman(congress.number)}, nhiệm kỳ {congress.term}",
    )


def _round(poll: Poll) -> str:
    if poll.round == Round.FIRST:
        return f"lần bầu thứ {poll.number}"
    kind = str(labels.ROUNDS[Round(poll.round)]).lower()
    return f"lần bầu thứ {poll.number} ({kind})"


def _facts(poll: Poll, tally: Tally) -> tuple[tuple[str, str], ...]:
    counted: tuple[tuple[str, int], ...] = (
        ("Tổng số làm căn cứ tính kết quả (D)", poll.tally_base),
        ("Có mặt khi bỏ phiếu", poll.present),
        ("Không có mặt khi bỏ phiếu", poll.tally_base - poll.present),
        ("Số phiếu in", poll.printed),
        ("Số phiếu phát ra", poll.issued),
        ("Số phiếu thu về", poll.returned),
        ("Số phiếu hợp lệ", tally.valid),
        ("Số phiếu không hợp lệ", tally.invalid),
    )
    return tuple((label, numbers.two_digits(number)) for label, number in counted)


def _reasons(tally: Tally) -> tuple[tuple[str, str], ...]:
    rows = tally.reasons.order_by("-ballots", "reason")
    return tuple(
        (row.get_reason_display(), numbers.two_digits(row.ballots)) for row in rows
    )


def _line(order: int, row: ResultRow) -> Line:
    return Line(
        order=str(order),
        name=row.name,
        votes=numbers.grouped(row.votes),
        percent=numbers.decimal(row.hundredths),
    )


def _won(rows: list[ResultRow], verdict: Verdict) -> tuple[Line, ...]:
    won = queries.winners(rows, verdict)
    return tuple(_line(i, row) for i, row in enumerate(won, start=1))


def _conclusion(poll: Poll, tally: Tally) -> str:
    """Say in one sentence what follows from the result."""
    if tally.next == Next.CLOSED:
        return "Đã bầu đủ số lượng."
    if tally.next == Next.RUN_OFF:
        return (
            "Có những người bằng phiếu nhau ở vị trí cuối cùng; lập danh sách riêng "
            "những người này để bầu lại."
        )
    missing = numbers.two_digits(tally.open_seats)
    also = (
        f" và {numbers.two_digits(tally.open_alternates)} đại biểu dự khuyết"
        if tally.open_alternates
        else ""
    )
    who = "Đại hội" if poll.election.body.kind == BodyKind.CONGRESS else "Hội nghị"
    return f"Còn thiếu {missing} người{also}. {who} quyết định có bầu tiếp hay không."


def _file_name(poll: Poll) -> str:
    slug, election, number = queries.address(poll)
    return f"bien-ban-{slug}-{election}-lan-{number}.pdf"
