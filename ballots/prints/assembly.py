"""Who votes and for what, as the minutes name them."""

from typing import Final

from ballots import labels, queries
from ballots.models import Confirmation, Poll
from ballots.rules.terms import Round
from congress.models import BodyKind, Congress, CongressKind, VotingBody
from congress.rules.offices import Office
from core.access.rights import Role
from core.models import Unit
from core.organisation import CELLS
from core.vietnamese import numbers

# Bodies whose size is voted on before the election; delegates are allotted from above
# (R-SU-12), and an office for one person has no number.
SIZE_IS_VOTED: Final = frozenset(
    {Office.COMMITTEE, Office.STANDING_COMMITTEE, Office.INSPECTION_COMMISSION}
)


def issuer(body: VotingBody) -> tuple[str, ...]:
    """Return the lines at the header's left, above the board (36-HD/VPTW, 3/4/2018)."""
    congress = body.congress
    if body.kind == BodyKind.CONGRESS:
        count = numbers.roman(congress.number)
        name = _kind(congress)
    else:
        count = _ordinal(body.number)
        name = _meeting(body)
    return (name, congress.unit.name, f"lần thứ {count}, nhiệm kỳ {congress.term}")


def whole_name(body: VotingBody) -> str:
    """Name whoever votes, with its number and term."""
    name, unit, number = issuer(body)
    return f"{name} {unit} {number}"


def convened(body: VotingBody) -> str:
    """Name the people whom D starts from (R-TB-1 to R-TB-3)."""
    if body.kind != BodyKind.CONGRESS:
        return "ủy viên"
    if body.congress.kind == CongressKind.MEMBERS:
        return "đảng viên chính thức"
    return "đại biểu chính thức"


def assembled(body: VotingBody) -> str:
    """Return what the members of the body are gathered in."""
    return "Đại hội" if body.kind == BodyKind.CONGRESS else "Hội nghị"


def chair(body: VotingBody) -> str:
    """Name whoever presides; a cell's congress may have one chair alone (R-BD-2)."""
    if body.kind != BodyKind.CONGRESS:
        return "Chủ tịch Hội nghị"
    alone = " (Chủ tịch)" if _is_cell(body.congress.unit) else ""
    return f"Đoàn Chủ tịch{alone} Đại hội"


def subject(poll: Poll) -> str:
    """Return who is elected to what."""
    congress = poll.election.body.congress
    office = Office(poll.election.office)
    if office is Office.DELEGATES:
        alternates = "" if poll.seats else " dự khuyết"
        return f"đại biểu{alternates} dự {_higher_congress(congress.unit)}"
    name = str(labels.OFFICES[office])
    if office is Office.COMMITTEE and _is_cell(congress.unit):
        name = "Chi ủy"
    return f"{name} {congress.unit.name}, nhiệm kỳ {congress.term}"


def round_of(poll: Poll) -> str:
    """Name the round by its number and kind."""
    # As the hall counts them: a round that was taken back was none.
    held = Poll.objects.filter(election=poll.election_id, number__lte=poll.number)
    name = f"Lần bầu thứ {_ordinal(queries.standing(held).count())}"
    if poll.round == Round.FIRST:
        return name
    kind = str(labels.ROUNDS[Round(poll.round)])
    return f"{name} ({kind[0].lower()}{kind[1:]})"


def voted(poll: Poll) -> str:
    """Say what was put to a show of hands before the poll."""
    if poll.round == Round.RUN_OFF:
        return "Ban Kiểm phiếu"
    if poll.round == Round.FURTHER:
        return "việc bầu thêm, danh sách bầu cử và Ban Kiểm phiếu"
    sized = poll.election.office in SIZE_IS_VOTED
    number = "số lượng cần bầu, " if sized else ""
    return f"{number}danh sách bầu cử và Ban Kiểm phiếu"


def places(poll: Poll) -> tuple[tuple[str, str], ...]:
    """Name the places of each kind."""
    return missing(poll, poll.seats, poll.alternates)


def missing(poll: Poll, seats: int, alternates: int) -> tuple[tuple[str, str], ...]:
    """Name numbers of places of each kind, leaving out kinds without any."""
    seat = "đại biểu chính thức" if is_for_delegates(poll) else "người"
    kinds = ((seats, seat), (alternates, "đại biểu dự khuyết"))
    return tuple((numbers.two_digits(n), what) for n, what in kinds if n)


def is_for_delegates(poll: Poll) -> bool:
    """Whether delegates to the congress above are elected."""
    return poll.election.office == Office.DELEGATES


def named(confirmation: Confirmation, role: Role) -> tuple[str, ...]:
    """Return the names of those on the board in one role."""
    return tuple(each["name"] for each in confirmation.board if each["role"] == role)


def _kind(congress: Congress) -> str:
    # A cell has one congress only: nobody calls it a members' congress.
    return "Đại hội" if _is_cell(congress.unit) else str(congress.get_kind_display())


def _meeting(body: VotingBody) -> str:
    if body.kind == BodyKind.COMMITTEE and _is_cell(body.congress.unit):
        return "Hội nghị Chi ủy"
    return str(body.get_kind_display())


def _higher_congress(unit: Unit) -> str:
    if unit.parent is None:
        return "đại hội cấp trên"
    if unit.parent.kind_id == "central":
        return "Đại hội đại biểu toàn quốc của Đảng"
    return f"Đại hội đại biểu {unit.parent.name}"


def _is_cell(unit: Unit) -> bool:
    return unit.kind_id in CELLS


def _ordinal(number: int) -> str:
    return {1: "nhất", 4: "tư"}.get(number) or numbers.in_words(number)
