"""The minutes of a count: what stands on the paper.

The fields are those of the form of 190-QĐ/TW. What the portal does not know – hours,
complaints, the number of copies; for a poll from a file also who was convened and
deducted, and the box – is left as dotted lines to be written by hand.
"""

from typing import Final

from django.utils import timezone, translation

from ballots import labels, queries
from ballots.models import Confirmation
from ballots.prints import assembly, boxes, conduct, outcome
from ballots.prints.paper import Minutes
from ballots.queries.board import unseated_operators
from ballots.queries.papers import base_frozen
from ballots.queries.results import result_rows, waiting_rows
from ballots.rules.identities import Papers
from ballots.rules.outcome import Verdict
from ballots.rules.purposes import Purpose
from ballots.rules.terms import Layout
from congress.models import BodyKind
from congress.rules.clauses import Document
from core.access.rights import Role
from core.audit.chain import PRINTED_DIGITS, in_groups
from core.vietnamese import dates, numbers

BOARD_ROLES: Final = {
    Role.TALLY_HEAD.value: "Trưởng ban",
    Role.TALLY_MEMBER.value: "Thành viên",
}

# What it is, and its number and day, which are not torn apart at the end of a line.
REGULATIONS: Final = {
    Document.QD_244: ("Quyết định", "số 244-QĐ/TW, ngày 09/6/2014"),
    Document.QD_190: ("Quyết định", "số 190-QĐ/TW, ngày 10/10/2024"),
}


def minutes(confirmation: Confirmation) -> Minutes:
    """Fill the minutes of a confirmed tally. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _minutes(confirmation)


def _minutes(confirmation: Confirmation) -> Minutes:
    poll, tally = confirmation.poll, confirmation.tally
    papers = poll.papers
    base = base_frozen(poll, revision=confirmation.revision)
    body = poll.election.body
    rule_set = queries.rule_set_of(poll)
    d = base.value if base else None
    rows = result_rows(tally, poll, rule_set, base=d)
    waited = waiting_rows(tally, poll, rule_set)
    everyone = rows + waited
    confirmed = timezone.localtime(confirmation.at)
    strikes = poll.layout == Layout.STRIKE_OUT
    return Minutes(
        issuer=assembly.issuer(body),
        place=body.congress.place,
        day=dates.long(confirmed.date()),
        began=conduct.began(poll),
        ended=conduct.ended(confirmation),
        subject=assembly.subject(poll),
        round=assembly.round_of(poll),
        regulation=REGULATIONS[rule_set.document],
        assembly=assembly.whole_name(body),
        voted=assembly.voted(poll),
        places=assembly.places(poll),
        layout=str(labels.LAYOUTS[Layout(poll.layout)]),
        listed=numbers.two_digits(len(rows)),
        slate=tuple(row.name for row in rows),
        board=tuple(
            (each["name"], BOARD_ROLES[each["role"]])
            for each in confirmation.board
            if each["role"] in BOARD_ROLES
        ),
        box=conduct.box(poll),
        members=assembly.named(confirmation, Role.TALLY_MEMBER),
        technicians=_technicians(confirmation),
        convened=assembly.convened(body),
        convened_number=conduct.convened_number(base),
        deductions=conduct.deductions(base),
        absent=conduct.absent(poll, base),
        people=_filled(
            ("Mẫu số tính kết quả (D)", base.value if base else papers.tally_base),
            ("Có mặt khi bỏ phiếu", papers.present),
        ),
        papers=_filled(
            ("Số phiếu in", papers.printed),
            *conduct.other_papers(poll),
            ("Số phiếu phát ra", papers.issued),
            ("Số phiếu thu về", papers.returned),
            ("Số phiếu hợp lệ", tally.valid),
            ("Số phiếu không hợp lệ", tally.invalid),
        ),
        reasons=_filled(
            *(
                (row.get_reason_display(), row.ballots)
                for row in tally.reasons.order_by("-ballots", "reason")
            )
        ),
        papers_note=_papers_note(papers),
        readings=conduct.readings(poll),
        third_look=conduct.third_look(confirmation),
        votes_label="Số phiếu bầu" if strikes else "Số phiếu đồng ý",
        lines=boxes.lines(confirmation, rows),
        boxes=boxes.identity(confirmation, rows),
        rule=outcome.rule(poll, tally),
        won=outcome.won(poll, tally, everyone),
        others=outcome.others(rows),
        waited=outcome.others(waited),
        tied=tuple(row.name for row in everyone if row.verdict is Verdict.TIED),
        conclusion=outcome.conclusion(poll, tally, everyone),
        head=confirmation.by.full_name,
        chair=assembly.chair(body),
        assembled=assembly.assembled(body),
        by_presidium=body.kind == BodyKind.CONGRESS,
        supersedes=conduct.supersedes(confirmation),
        purpose=conduct.purpose(poll),
        is_rehearsal=poll.election.purpose == Purpose.REHEARSAL,
        is_check=poll.election.purpose == Purpose.CHECK and not poll.upload_id,
        confirmed_at=f"{confirmed:%H:%M:%S} {dates.short(confirmed.date())}",
        digest=tally.digest,
        link=_link(confirmation),
    )


def _technicians(confirmation: Confirmation) -> tuple[str, ...]:
    """Name all who helped: on the sealed board, or let in to type (R-BD-9)."""
    seated = assembly.named(confirmation, Role.TALLY_TECHNICIAN)
    helped = unseated_operators(confirmation.poll)
    return tuple(dict.fromkeys((*seated, *helped)))


def _link(confirmation: Confirmation) -> str:
    """Name the last link of the audit chain; whoever builds it anew cannot hide it."""
    if confirmation.link_number is None:
        return ""
    number = numbers.grouped(confirmation.link_number)
    digits = in_groups(confirmation.link_digest[:PRINTED_DIGITS])
    return f"mắt xích số {number} – {digits} …"


def _filled(*rows: tuple[str, int]) -> tuple[tuple[str, str], ...]:
    return tuple((label, numbers.two_digits(number)) for label, number in rows)


def _papers_note(papers: Papers) -> str:
    """Say what the sums allow but the minutes must not pass over (R-AR-1)."""
    notes = (
        (papers.present - papers.issued, "người có mặt không nhận phiếu"),
        (papers.issued - papers.returned, "phiếu phát ra không thu về"),
    )
    said = [f"{numbers.two_digits(number)} {what}" for number, what in notes if number]
    return "; ".join(said)
