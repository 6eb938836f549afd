"""The minutes of a count: what stands on the paper, and printing it once.

The fields are those of the minutes form (domain 1.14). What the portal does not know
– who was convened and who is deducted, hours, box and seal, complaints, the number of
copies – is left as dotted lines to be written by hand.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.utils import timezone, translation

from ballots import labels, queries
from ballots.models import Confirmation, Poll, Tally
from ballots.queries import ResultRow
from ballots.rules.clauses import Document
from ballots.rules.outcome import Next, Verdict
from ballots.rules.rulesets import Rule
from ballots.rules.terms import Layout, Office, Round
from congress.models import BodyKind, Congress, CongressKind, VotingBody
from core import prints
from core.access.rights import Role
from core.audit import trail
from core.models import StoredPrint, Unit, User
from core.prints import shelf
from core.vietnamese import dates, numbers

FORM: Final = "ballots.minutes"
# Part of every digest: a change of the form's wording makes a new paper, not a new
# claim about an old one.
EDITION: Final = "2"

BOARD_ROLES: Final = {
    Role.TALLY_HEAD.value: "Trưởng ban",
    Role.TALLY_MEMBER.value: "Ủy viên",
}

REGULATIONS: Final = {
    Document.QD_244: "Quyết định số 244-QĐ/TW, ngày 09/6/2014",
    Document.QD_190: "Quyết định số 190-QĐ/TW, ngày 10/10/2024",
}

# Bodies whose size is voted on before the election; delegates are allotted from above
# (R-SU-12), and an office for one person has no number.
SIZE_IS_VOTED: Final = frozenset(
    {Office.COMMITTEE, Office.STANDING_COMMITTEE, Office.INSPECTION_COMMISSION}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate in the table of votes."""

    order: str
    name: str
    votes: str
    percent: str


@dataclass(frozen=True, slots=True)
class Won:
    """Who won places of one kind, most votes first, and what is said with it."""

    heading: str
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes say, in plain Vietnamese words and figures."""

    issuer: tuple[str, ...]
    place: str
    day: str
    subject: str
    round: str
    regulation: str
    assembly: str
    voted: str
    places: tuple[tuple[str, str], ...]
    layout: str
    listed: str
    slate: tuple[str, ...]
    board: tuple[tuple[str, str], ...]
    members: tuple[str, ...]
    technicians: tuple[str, ...]
    convened: str
    people: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    papers_note: str
    votes_label: str
    lines: tuple[Line, ...]
    rule: str
    won: tuple[Won, ...]
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
    return shelf.keep(
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
        record=lambda kept: _record(confirmation, kept, by=by, at=at),
    )


def printed_minutes(confirmation: Confirmation) -> StoredPrint | None:
    """Return the minutes on the shelf, without their bytes, once they are printed."""
    return shelf.find(FORM, subject=confirmation.tally, digest=digest_of(confirmation))


def digest_of(confirmation: Confirmation) -> str:
    """Return what the paper's identity rests on: the tally and who confirmed it."""
    facts = f"{EDITION} {confirmation.tally.digest} {confirmation.pk} "
    facts += confirmation.at.isoformat()
    return hashlib.sha256(facts.encode()).hexdigest()


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
    body = poll.election.body
    rule_set = queries.rule_set_of(poll)
    rows = queries.result_rows(tally, rule_set)
    confirmed = timezone.localtime(confirmation.at)
    strikes = poll.layout == Layout.STRIKE_OUT
    return Minutes(
        issuer=_issuer(body),
        place=body.congress.place,
        day=dates.long(confirmed.date()),
        subject=_subject(poll),
        round=_round(poll),
        regulation=REGULATIONS[rule_set.document],
        assembly=_assembly(body),
        voted=_voted(poll),
        places=_places(poll),
        layout=str(labels.LAYOUTS[Layout(poll.layout)]),
        listed=numbers.two_digits(len(rows)),
        slate=tuple(row.name for row in rows),
        board=tuple(
            (each["name"], BOARD_ROLES[each["role"]])
            for each in confirmation.board
            if each["role"] in BOARD_ROLES
        ),
        members=_named(confirmation, Role.TALLY_MEMBER),
        technicians=_named(confirmation, Role.TALLY_TECHNICIAN),
        convened=_convened(body),
        people=_filled(
            ("Mẫu số tính kết quả (D)", poll.tally_base),
            ("Có mặt khi bỏ phiếu", poll.present),
        ),
        papers=_filled(
            ("Số phiếu in", poll.printed),
            ("Số phiếu phát ra", poll.issued),
            ("Số phiếu thu về", poll.returned),
            ("Số phiếu hợp lệ", tally.valid),
            ("Số phiếu không hợp lệ", tally.invalid),
        ),
        reasons=_filled(
            *(
                (row.get_reason_display(), row.ballots)
                for row in tally.reasons.order_by("-ballots", "reason")
            )
        ),
        papers_note=_papers_note(poll),
        votes_label="Số phiếu bầu" if strikes else "Số phiếu đồng ý",
        lines=tuple(_line(i, row) for i, row in enumerate(rows, start=1)),
        rule=_rule(poll, tally),
        won=_won(poll, tally, rows),
        tied=tuple(row.name for row in rows if row.verdict is Verdict.TIED),
        conclusion=_conclusion(poll, tally, rows),
        head=confirmation.by.full_name,
        by_presidium=body.kind == BodyKind.CONGRESS,
        confirmed_at=f"{confirmed:%H:%M:%S} {dates.short(confirmed.date())}",
        digest=tally.digest,
    )


# --- who votes, and for what --------------------------------------------------------


def _issuer(body: VotingBody) -> tuple[str, ...]:
    """Return the lines above the tally board in the header's left side (domain 3.4)."""
    congress = body.congress
    if body.kind == BodyKind.CONGRESS:
        count = numbers.roman(congress.number)
        name = _kind(congress)
    else:
        count = _ordinal(body.number)
        name = _meeting(body)
    return (name, congress.unit.name, f"lần thứ {count}, nhiệm kỳ {congress.term}")


def _kind(congress: Congress) -> str:
    # A cell has one congress only: nobody calls it a members' congress.
    return "Đại hội" if _is_cell(congress.unit) else str(congress.get_kind_display())


def _meeting(body: VotingBody) -> str:
    if body.kind == BodyKind.COMMITTEE and _is_cell(body.congress.unit):
        return "Hội nghị Chi ủy"
    return str(body.get_kind_display())


def _assembly(body: VotingBody) -> str:
    """Name whoever votes, with its number and term."""
    name, unit, number = _issuer(body)
    return f"{name} {unit} {number}"


def _convened(body: VotingBody) -> str:
    """Name the people whom D starts from (domain 1.10)."""
    if body.kind != BodyKind.CONGRESS:
        return "ủy viên"
    if body.congress.kind == CongressKind.MEMBERS:
        return "đảng viên chính thức"
    return "đại biểu chính thức"


def _subject(poll: Poll) -> str:
    congress = poll.election.body.congress
    office = Office(poll.election.office)
    if office is Office.DELEGATES:
        alternates = "" if poll.seats else " dự khuyết"
        return f"đại biểu{alternates} dự {_higher_congress(congress.unit)}"
    name = str(labels.OFFICES[office])
    if office is Office.COMMITTEE and _is_cell(congress.unit):
        name = "Chi ủy"
    return f"{name} {congress.unit.name}, nhiệm kỳ {congress.term}"


def _higher_congress(unit: Unit) -> str:
    if unit.parent is None:
        return "đại hội cấp trên"
    if unit.parent.kind_id == "central":
        return "Đại hội đại biểu toàn quốc của Đảng"
    return f"Đại hội đại biểu {unit.parent.name}"


def _is_cell(unit: Unit) -> bool:
    return unit.kind_id in {"cell", "grassroots_cell"}


def _round(poll: Poll) -> str:
    name = f"Lần bầu thứ {_ordinal(poll.number)}"
    if poll.round == Round.FIRST:
        return name
    kind = str(labels.ROUNDS[Round(poll.round)])
    return f"{name} ({kind[0].lower()}{kind[1:]})"


def _ordinal(number: int) -> str:
    return {1: "nhất", 4: "tư"}.get(number) or numbers.in_words(number)


def _voted(poll: Poll) -> str:
    """Say what was put to a show of hands before the poll."""
    if poll.round == Round.RUN_OFF:
        return "Ban Kiểm phiếu"
    if poll.round == Round.FURTHER:
        return "việc bầu thêm, danh sách bầu cử và Ban Kiểm phiếu"
    sized = poll.election.office in SIZE_IS_VOTED
    number = "số lượng cần bầu, " if sized else ""
    return f"{number}danh sách bầu cử và Ban Kiểm phiếu"


def _is_for_delegates(poll: Poll) -> bool:
    return poll.election.office == Office.DELEGATES


def _places(poll: Poll) -> tuple[tuple[str, str], ...]:
    return _missing(poll, poll.seats, poll.alternates)


def _missing(poll: Poll, seats: int, alternates: int) -> tuple[tuple[str, str], ...]:
    """Name numbers of places of each kind, leaving out kinds without any."""
    seat = "đại biểu chính thức" if _is_for_delegates(poll) else "người"
    kinds = ((seats, seat), (alternates, "đại biểu dự khuyết"))
    return tuple((numbers.two_digits(n), what) for n, what in kinds if n)


def _named(confirmation: Confirmation, role: Role) -> tuple[str, ...]:
    return tuple(each["name"] for each in confirmation.board if each["role"] == role)


# --- figures ------------------------------------------------------------------------


def _filled(*rows: tuple[str, int]) -> tuple[tuple[str, str], ...]:
    return tuple((label, numbers.two_digits(number)) for label, number in rows)


def _papers_note(poll: Poll) -> str:
    """Say what the sums allow but the minutes must not pass over (R-AR-1)."""
    notes = (
        (poll.present - poll.issued, "người có mặt không nhận phiếu"),
        (poll.issued - poll.returned, "phiếu phát ra không thu về"),
    )
    said = [f"{numbers.two_digits(number)} {what}" for number, what in notes if number]
    return "; ".join(said)


def _line(order: int, row: ResultRow) -> Line:
    return Line(
        order=str(order),
        name=row.name,
        votes=numbers.grouped(row.votes),
        percent=numbers.decimal(row.hundredths),
    )


# --- the result ---------------------------------------------------------------------


def _rule(poll: Poll, tally: Tally) -> str:
    """Say what it took to win (R-RS-1; a run-off: R-RS-3)."""
    if poll.round == Round.RUN_OFF:
        return (
            "Bầu lại trong số những người ngang phiếu: người được nhiều phiếu hơn là "
            "trúng cử, không cần quá một nửa."
        )
    return (
        "Người trúng cử phải được số phiếu quá một nửa so với mẫu số tính kết quả (D), "
        f"tức là ít nhất {numbers.grouped(tally.threshold)} phiếu."
    )


def _won(poll: Poll, tally: Tally, rows: list[ResultRow]) -> tuple[Won, ...]:
    office = " đại biểu chính thức" if _is_for_delegates(poll) else ""
    found = []
    if poll.seats:
        elected = queries.winners(rows, Verdict.ELECTED)
        grounds = _won_by(poll, complete=not tally.open_seats)
        found.append(_won_places(elected, office, grounds))
    # Who is an alternate is not known before the seats are filled (R-DL-3).
    if poll.alternates and not tally.open_seats:
        alternates = queries.winners(rows, Verdict.ALTERNATE)
        grounds = _won_by(poll, complete=not tally.open_alternates)
        note = _call_order(poll, alternates)
        found.append(_won_places(alternates, " đại biểu dự khuyết", grounds, note))
    return tuple(found)


def _won_by(poll: Poll, *, complete: bool) -> str:
    if poll.round == Round.RUN_OFF:
        return ""
    enough = "đủ số lượng và " if complete else ""
    return f" ({enough}quá một nửa so với D)"


def _won_places(
    rows: list[ResultRow], office: str, grounds: str, note: str = ""
) -> Won:
    if not rows:
        return Won(f"Không có đồng chí nào trúng cử{office}.", ())
    return Won(
        f"Các đồng chí sau đây trúng cử{office}{grounds}, xếp theo số phiếu từ cao đến "
        "thấp:",
        tuple(_line(i, row) for i, row in enumerate(rows, start=1)),
        note,
    )


def _call_order(poll: Poll, alternates: list[ResultRow]) -> str:
    """Say who of two level alternates is called first (R-DL-4)."""
    if all(one.votes != other.votes for one, other in pairwise(alternates)):
        return ""
    cited = labels.clause(queries.rule_set_of(poll).clause(Rule.CALL_ORDER))
    return f"Ngang phiếu: gọi theo tuổi đảng cao hơn ({cited})."


def _conclusion(poll: Poll, tally: Tally, rows: list[ResultRow]) -> str:
    """Say in a sentence or two what follows from the result."""
    if tally.next == Next.CLOSED:
        return "Đã bầu đủ số lượng."
    if tally.next == Next.RUN_OFF:
        return _run_off(poll, tally, rows)
    places = _missing(poll, tally.open_seats, tally.open_alternates)
    missing = " và ".join(f"{number} {what}" for number, what in places)
    who = "Đại hội" if poll.election.body.kind == BodyKind.CONGRESS else "Hội nghị"
    if any(row.verdict is Verdict.TIED for row in rows):
        return (
            f"Bầu lại vẫn ngang phiếu, còn thiếu {missing}. {who} quyết định có bầu "
            "lại nữa hay không."
        )
    return f"Còn thiếu {missing}. {who} quyết định có bầu tiếp hay không."


def _run_off(poll: Poll, tally: Tally, rows: list[ResultRow]) -> str:
    tied = sum(row.verdict is Verdict.TIED for row in rows)
    # Alternates are level only once the seats are filled.
    for_seats = tally.open_seats > 0
    wanted = (tally.open_seats, 0) if for_seats else (0, tally.open_alternates)
    [(number, what)] = _missing(poll, *wanted)
    said = (
        f"Có {numbers.two_digits(tied)} người ngang phiếu ở vị trí cuối cùng; lập danh "
        f"sách riêng những người này để bầu lại lấy {number} {what}."
    )
    if for_seats and poll.alternates:
        said += " Đại biểu dự khuyết xác định sau khi bầu đủ đại biểu chính thức."
    return said


def _file_name(poll: Poll) -> str:
    slug, election, number = queries.address(poll)
    return f"bien-ban-{slug}-{election}-lan-{number}.pdf"
