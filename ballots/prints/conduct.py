"""How the vote was held, as the minutes tell it where the portal knows."""

from datetime import datetime

from django.utils import timezone

from ballots.models import BoxSeal, Confirmation, FrozenBase, Poll, ThirdLook
from ballots.queries.looking import LookState, is_looked_at, look_state, sizing_of
from ballots.rules.comparison import MOST_READINGS
from ballots.rules.purposes import Purpose
from congress import labels
from congress.rules.tally_base import Situation
from core.vietnamese import dates, numbers


def box(poll: Poll) -> str:
    """Say how the box was checked and sealed before the vote (R-BD-6)."""
    seal = BoxSeal.objects.filter(poll=poll).first()
    if seal is None:
        return ""
    at = timezone.localtime(seal.at)
    number = f", niêm phong {seal.seal}" if seal.seal else ""
    return (
        f"Trước khi bỏ phiếu, hồi {at:%H} giờ {at:%M}, ngày {dates.short(at.date())}, "
        "Ban Kiểm phiếu đã kiểm tra thùng phiếu không có phiếu bên trong và niêm phong "
        f"trước sự chứng kiến của {seal.witnesses}{number}."
    )


def began(poll: Poll) -> str:
    """Say when papers were first taken from the box, where that was done here."""
    first = poll.frozen_bases.order_by("revision").first()
    return moment(first.at) if first else ""


def ended(confirmation: Confirmation) -> str:
    """Say when the count ended, where papers were counted here."""
    return "" if confirmation.poll.upload_id else moment(confirmation.at)


def convened_number(base: FrozenBase | None) -> str:
    """Return how many were convened, where the roll was kept here."""
    return numbers.two_digits(base.convened) if base else ""


def deductions(base: FrozenBase | None) -> tuple[tuple[str, str], ...]:
    """Return who is taken off, kind by kind (R-TB-1 to R-TB-5)."""
    if base is None:
        return ()
    return tuple(
        (_lower(str(labels.SITUATIONS[line["situation"]])), _figure(line["number"]))
        for line in base.lines
        if line["deducted"]
    )


def absent(poll: Poll, base: FrozenBase | None) -> str:
    """Return how many of those convened were not there when the vote was held."""
    if base is None or poll.present is None:
        return ""
    # Whoever's credentials were rejected is no delegate, and not absent either.
    rejected = sum(
        line["number"]
        for line in base.lines
        if line["situation"] == Situation.CREDENTIALS_REJECTED
    )
    return numbers.two_digits(max(base.convened - rejected - poll.present, 0))


def other_papers(poll: Poll) -> tuple[tuple[str, int], ...]:
    """Return papers that nobody voted on, where they were written down."""
    kinds = (
        ("Số phiếu in hỏng", poll.spoilt_in_print),
        ("Số phiếu đổi", poll.exchanged),
        ("Số phiếu còn lại", poll.left_over),
    )
    return tuple((what, number) for what, number in kinds if number is not None)


def supersedes(confirmation: Confirmation) -> str:
    """Say which minutes these take the place of, if any."""
    if confirmation.revision == 1:
        return ""
    former = (
        Confirmation.objects.filter(
            poll=confirmation.poll_id, revision__lt=confirmation.revision
        )
        .order_by("-revision")
        .first()
    )
    if former is None:
        return ""
    at = timezone.localtime(former.at)
    return (
        f"Biên bản lập lần thứ {confirmation.revision}, thay biên bản chốt lúc "
        f"{at:%H:%M:%S} {dates.short(at.date())}"
    )


def third_look(confirmation: Confirmation) -> str:
    """Say what came of reading drawn papers once more, or why nobody did."""
    if not is_looked_at(confirmation.poll):
        return ""
    state = look_state(confirmation.poll, revision=confirmation.revision)
    why = state.stopped.reason.rstrip(".") if state.stopped else ""
    if state.look is None:
        return f"Không đọc lại ngẫu nhiên trước khi chốt: {why}." if why else ""
    look = state.look
    drawn = (
        f"Đọc lại ngẫu nhiên {_figure(look.wanted)}/{_figure(look.papers)} phiếu theo "
        f"số {look.seed} gieo tại hội trường ({_sizing(confirmation.poll, look)})"
    )
    found = f"{_matching(state)}{_ruled(state)}"
    if state.is_whole:
        return f"{drawn}: {found}."
    return f"{drawn}: đọc {_figure(state.read)}, {found}; dừng vì {_lower(why)}."


def _sizing(poll: Poll, look: ThirdLook) -> str:
    """Say which values decided how many papers were drawn."""
    values = sizing_of(poll)
    mark = "" if values.is_confirmed else ", cần xác nhận"
    more = "; kết quả sát nhau nên rút nhiều hơn" if look.margin_asked else ""
    return (
        f"ít nhất {values.percent}%, ít nhất {values.at_least} phiếu, giới hạn rủi ro "
        f"{values.risk_percent}%: mức của cổng{mark}{more}"
    )


def _matching(state: LookState) -> str:
    twice = state.read_twice
    again = f", trong đó {_figure(twice)} phiếu sau khi người khác đọc" if twice else ""
    if state.ruled or (twice and not state.is_whole):
        return f"khớp {_figure(state.matching)}{again}"
    all_of = f" {_figure(state.read)}" if state.is_whole else ""
    return f"khớp cả{all_of}{again}"


def _ruled(state: LookState) -> str:
    """Say on which papers the board ruled, why, and who of it (R-BD-7)."""
    if not state.ruled:
        return ""
    rulings = "; ".join(
        f"tập {paper.batch}, tờ {paper.position} – {paper.ruling.reason.rstrip('.')} "
        f"({', '.join(paper.ruling.deciders)} quyết định)"
        for paper in state.papers
        if paper.ruling
    )
    return (
        f"; {_figure(state.ruled)} phiếu đọc khác, Ban Kiểm phiếu xem lại và giữ điều "
        f"đã kiểm: {rulings}"
    )


def purpose(poll: Poll) -> str:
    """Say what counting on the portal rested on (03-HD/TW §3)."""
    election = poll.election
    if election.purpose == Purpose.REHEARSAL:
        return "Diễn tập: không phải kết quả bầu cử."
    if election.purpose == Purpose.OFFICIAL:
        return f"Kiểm phiếu bằng máy tính theo {election.permitted_by}."
    return "Kiểm phiếu trên máy để đối chiếu."


def moment(at: datetime) -> str:
    """Write an hour and a day as minutes do."""
    here = timezone.localtime(at)
    return f"{here:%H} giờ {here:%M}, {dates.long(here.date())}"


def _figure(number: int) -> str:
    return numbers.two_digits(number)


def _lower(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"


def readings(poll: Poll) -> str:
    """Say by how many people papers were typed, where that was more than one."""
    if poll.upload_id or poll.readings == 1:
        return ""
    machines = ", ở ba máy khác nhau" if poll.readings == MOST_READINGS else ""
    return (
        f"Mỗi tập phiếu do {numbers.in_words(poll.readings)} người nhập riêng từ phiếu "
        f"giấy, không thấy bài của nhau{machines}; tờ nhập khác nhau được người không "
        "nhập tập ấy xác định theo phiếu giấy; mỗi tập được người khác đối chiếu với "
        "phiếu giấy."
    )
