"""Who won, and what follows, as the minutes say it."""

from itertools import pairwise
from typing import Final

from ballots import labels, queries
from ballots.models import Poll, Tally
from ballots.prints.assembly import is_for_delegates, missing
from ballots.prints.paper import Line, Won
from ballots.queries.results import ResultRow, winners
from ballots.queries.rounds import is_for_the_superior
from ballots.rules.outcome import Next, Verdict
from ballots.rules.terms import Round
from congress.models import BodyKind
from congress.rules.rulesets import Rule
from core.vietnamese import numbers

BY_VOTES: Final = "xếp theo số phiếu từ cao đến thấp"


def rule(poll: Poll, tally: Tally) -> str:
    """Say what it took to win (R-RS-1; a run-off: R-RS-3)."""
    half_needed = queries.rule_set_of(poll).runoff_needs_majority.value
    if poll.round == Round.RUN_OFF and not half_needed:
        return (
            "Bầu lại trong số những người ngang phiếu: người được nhiều phiếu hơn là "
            "trúng cử, không cần quá một nửa."
        )
    return (
        "Người trúng cử phải được số phiếu quá một nửa so với mẫu số tính kết quả (D), "
        f"tức là ít nhất {numbers.grouped(tally.threshold)} phiếu."
    )


def won(poll: Poll, tally: Tally, rows: list[ResultRow]) -> tuple[Won, ...]:
    """Return who won places of each kind."""
    office = " đại biểu chính thức" if is_for_delegates(poll) else ""
    found = []
    if poll.seats:
        elected = winners(rows, Verdict.ELECTED)
        grounds = _won_by(poll, complete=not tally.open_seats)
        found.append(_won_places(elected, office, grounds))
    # Who is an alternate is not known before the seats are filled (R-DL-3).
    alternates = winners(rows, Verdict.ALTERNATE)
    wanted = poll.alternates or tally.open_alternates or alternates
    if wanted and not tally.open_seats:
        grounds = _won_by(poll, complete=not tally.open_alternates)
        after = _order_after_run_off(poll, rows)
        note, order = (
            (after, "xếp theo thứ tự")
            if after
            else (
                _call_order(poll, alternates),
                BY_VOTES,
            )
        )
        found.append(
            _won_places(alternates, " đại biểu dự khuyết", grounds, note, order)
        )
    return tuple(found)


def others(rows: list[ResultRow]) -> tuple[Line, ...]:
    """Return those without a place, most votes first; level ones in ballot order."""
    left = sorted((row for row in rows if not row.won), key=lambda row: -row.votes)
    return tuple(line(order, row) for order, row in enumerate(left, start=1))


def conclusion(poll: Poll, tally: Tally, rows: list[ResultRow]) -> str:
    """Say in a sentence or two what follows from the result."""
    if tally.next == Next.CLOSED:
        return "Đã bầu đủ số lượng."
    if tally.next == Next.RUN_OFF:
        return _run_off(poll, tally, rows)
    if is_for_the_superior(poll):
        return (
            "Bầu bí thư chi bộ đã đủ số lần mà không có kết quả: không bầu thêm, đề "
            "nghị cấp ủy cấp trên chỉ định bí thư."
        )
    places = missing(poll, tally.open_seats, tally.open_alternates)
    still_open = " và ".join(f"{number} {what}" for number, what in places)
    who = "Đại hội" if poll.election.body.kind == BodyKind.CONGRESS else "Hội nghị"
    tied = sum(row.verdict is Verdict.TIED for row in rows)
    if tied and poll.round != Round.RUN_OFF:
        return (
            f"Có {numbers.two_digits(tied)} người ngang phiếu ở vị trí cuối cùng, còn "
            f"thiếu {still_open}. {who} quyết định có bầu lại trong số những người này "
            "hay không."
        )
    if tied:
        return (
            f"Bầu lại vẫn ngang phiếu, còn thiếu {still_open}. {who} quyết định có bầu "
            "lại nữa hay không."
        )
    return f"Còn thiếu {still_open}. {who} quyết định có bầu thêm hay không."


def line(order: int, row: ResultRow) -> Line:
    """Return a candidate's line of a table."""
    return Line(
        order=str(order),
        name=row.name,
        votes=numbers.grouped(row.votes),
        percent=row.percent,
    )


def _won_by(poll: Poll, *, complete: bool) -> str:
    half_needed = queries.rule_set_of(poll).runoff_needs_majority.value
    if poll.round == Round.RUN_OFF and not half_needed:
        return ""
    enough = "đủ số lượng và " if complete else ""
    return f" ({enough}quá một nửa so với D)"


def _won_places(
    rows: list[ResultRow],
    office: str,
    grounds: str,
    note: str = "",
    order: str = BY_VOTES,
) -> Won:
    if not rows:
        return Won(f"Không có đồng chí nào trúng cử{office}.", ())
    return Won(
        f"Các đồng chí sau đây trúng cử{office}{grounds}, {order}:",
        tuple(line(i, row) for i, row in enumerate(rows, start=1)),
        note,
    )


def _order_after_run_off(poll: Poll, rows: list[ResultRow]) -> str:
    """Say in which order alternates follow from a run-off for the last seats."""
    waited = [row for row in rows if row.won and row.round != poll.number]
    if poll.round != Round.RUN_OFF or not poll.seats:
        return ""
    said = "Dự khuyết lấy người thua ở lần bầu lại này trước, theo số phiếu bầu lại"
    if not waited:
        return f"{said}."
    earlier = "; ".join(
        f"số phiếu của đồng chí {row.name} là ở lần bầu {row.round}" for row in waited
    )
    return f"{said}, rồi đến người quá một nửa ở lần bầu trước; {earlier}."


def _call_order(poll: Poll, alternates: list[ResultRow]) -> str:
    """Say who of two level alternates is called first (R-DL-4)."""
    if all(one.votes != other.votes for one, other in pairwise(alternates)):
        return ""
    clause = queries.rule_set_of(poll).clause(Rule.CALL_ORDER)
    cited = labels.cited(clause, on=poll.election.body.congress.opens_on)
    return f"Ngang phiếu: gọi theo tuổi đảng cao hơn ({cited})."


def _run_off(poll: Poll, tally: Tally, rows: list[ResultRow]) -> str:
    tied = sum(row.verdict is Verdict.TIED for row in rows)
    # Alternates are level only once the seats are filled.
    for_seats = tally.open_seats > 0
    wanted = (tally.open_seats, 0) if for_seats else (0, tally.open_alternates)
    [(number, what)] = missing(poll, *wanted)
    said = (
        f"Có {numbers.two_digits(tied)} người ngang phiếu ở vị trí cuối cùng; lập danh "
        f"sách riêng những người này để bầu lại lấy {number} {what}."
    )
    if for_seats and poll.alternates:
        said += " Đại biểu dự khuyết xác định sau khi bầu đủ đại biểu chính thức."
    return said
