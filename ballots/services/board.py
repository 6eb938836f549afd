"""The tally board of one poll, as the congress elected it (R-BD-5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import BoardSeat, OpinionBallot, Poll
from ballots.queries.board import (
    board_clause,
    board_digest,
    board_of,
    on_the_list,
    only_helps,
    seat_of,
)
from ballots.rules.stages import Stage, is_past
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import POINTS, record
from ballots.services.withdrawing import refuse_withdrawn
from congress.models import RollEntry
from congress.queries import SEATED
from congress.services.readiness import refresh
from core.errors import ChangedMeanwhile, Refused
from core.models import Person, User
from core.queries import same_person_ids


class BoardIsFixed(Refused):
    """The box is sealed: the board stays as it was checked."""


class OnTheList(Refused):
    """Somebody on the board stands on the list (R-BD-5)."""


class NoSuchMember(Refused):
    """A member of the board is not on the roll of the body."""


class BoardWithoutHead(Refused):
    """A board has one head, who is a member and no technician."""


class NotOnTheBoard(Refused):
    """The board that sealed the box counts its papers, and nobody else (R-BD-9)."""


class NotTheHead(Refused):
    """Somebody else is the head of the board that sealed the box."""


class CountedTheOpinion(Refused):
    """Whoever counted the opinion ballot is not on the tally board (R-OP-2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The members, who of them is the head, and the technicians who help."""

    members: Sequence[UUID]
    head: UUID | None
    technicians: Sequence[UUID] = ()


@transaction.atomic
def set_board(
    poll_id: str, board: Board, *, seen: str | None = None, by: User, at: datetime
) -> list[BoardSeat]:
    """Write down who counts this poll. It replaces what was written before.

    ``seen`` is the digest of the board that was looked at, where a screen showed one.

    Raises:
        BoardIsFixed: the box is sealed.
        BoardWithoutHead, NoSuchMember, OnTheList: the board is not sound.
        ChangedMeanwhile: somebody else has written another one meanwhile.
    """
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    if is_past(Stage(poll.stage), Stage.LIST_CLOSED):
        raise BoardIsFixed(
            _("Thùng phiếu đã niêm phong nên không thay ban kiểm phiếu được nữa.")
        )
    members = list(dict.fromkeys(board.members))
    technicians = [
        each for each in dict.fromkeys(board.technicians) if each not in members
    ]
    if (written := board_of(poll)) and _is_written(written, board):
        return written
    if seen not in (None, board_digest(written)):
        raise ChangedMeanwhile
    _refuse_headless(members, board.head)
    _refuse_strangers(poll, members)
    refuse_on_the_list(poll, [*members, *technicians])
    _refuse_opinion_team(poll, members)
    BoardSeat.objects.filter(poll=poll).delete()
    BoardSeat.objects.bulk_create(
        [
            *(
                BoardSeat(poll=poll, person_id=each, is_head=each == board.head)
                for each in members
            ),
            *(
                BoardSeat(poll=poll, person_id=each, is_technician=True)
                for each in technicians
            ),
        ]
    )
    record(
        "ballots.board_set",
        poll,
        by=by,
        at=at,
        people=len(members),
        head=str(board.head),
        members=[str(each) for each in members],
        technicians=[str(each) for each in technicians],
    )
    refresh([poll.election.congress_id], *POINTS, at=at)
    return board_of(poll)


def _is_written(written: Sequence[BoardSeat], board: Board) -> bool:
    """Whether the board stands as it is sent: sent twice it is written once."""
    members = {each.person_id for each in written if not each.is_technician}
    technicians = {each.person_id for each in written if each.is_technician}
    head = next((each.person_id for each in written if each.is_head), None)
    sent = set(board.members)
    return (members, technicians, head) == (
        sent,
        set(board.technicians) - sent,
        board.head,
    )


def refuse_unsound_board(poll: Poll) -> None:
    """Refuse to seal the box with a board that may not count this poll.

    Raises:
        BoardWithoutHead, NoSuchMember, OnTheList: with what is to be done about it.
    """
    seats = board_of(poll)
    members = [each.person_id for each in seats if not each.is_technician]
    head = next((each.person_id for each in seats if each.is_head), None)
    _refuse_headless(members, head)
    _refuse_strangers(poll, members)
    refuse_on_the_list(poll, [each.person_id for each in seats])


def refuse_outside_board(poll: Poll, by: User) -> None:
    """Refuse whoever is no member of the board that sealed the box of this poll.

    A technician types what papers show; comparing, ruling and all else is the board's.
    """
    refuse_own_list(poll, by)
    seat = seat_of(by, poll)
    if seat is None or seat.is_technician:
        raise NotOnTheBoard(
            _(
                "Bạn không phải thành viên ban kiểm phiếu đã ghi khi niêm phong thùng "
                "phiếu của lần bầu này (%(cited)s), nên chưa ghi gì. Ban không thay "
                "được nữa: hãy để một thành viên có tên trong ban làm việc này."
            )
            % {"cited": board_clause(poll)}
        )


def refuse_outside_hands(poll: Poll, by: User, at: datetime) -> None:
    """Refuse whoever neither sits on the sealed board nor helps it as a technician."""
    refuse_own_list(poll, by)
    if seat_of(by, poll) is None and not only_helps(by, poll, at):
        raise NotOnTheBoard(
            _(
                "Bạn không có tên trong ban kiểm phiếu đã niêm phong thùng phiếu của "
                "lần bầu này (%(cited)s). Hãy để người trong ban nhập. Nếu bạn chỉ "
                "giúp nhập phiếu, đề nghị trưởng ban báo người quản lý tài khoản giao "
                "cho bạn vai trò kỹ thuật viên kiểm phiếu."
            )
            % {"cited": board_clause(poll)}
        )


def refuse_other_head(poll: Poll, by: User) -> None:
    """Whoever signs as head is the one the congress elected, where that is written."""
    head = BoardSeat.objects.filter(poll=poll, is_head=True).select_related("person")
    seat = head.first()
    if seat is None:
        return
    if seat.person_id not in same_person_ids(by.person_id):
        raise NotTheHead(
            _(
                "Trưởng ban ghi khi niêm phong thùng phiếu là %(name)s; người ấy chốt "
                "kết quả."
            )
            % {"name": seat.person}
        )


def _refuse_headless(members: Sequence[UUID], head: UUID | None) -> None:
    if not members:
        raise BoardWithoutHead(
            _("Chưa ghi ban kiểm phiếu. Hãy ghi các thành viên đại hội đã bầu.")
        )
    if head is None or head not in members:
        raise BoardWithoutHead(
            _("Hãy chọn trưởng ban trong số các thành viên ban kiểm phiếu.")
        )


def _refuse_strangers(poll: Poll, members: Sequence[UUID]) -> None:
    """Where no roll is kept nobody can say who is a delegate."""
    body = poll.election.body
    roll = RollEntry.objects.filter(body=body)
    if not roll.exists():
        return
    voting = set(
        roll.filter(SEATED, person__in=members).values_list("person", flat=True)
    )
    missing = [each for each in members if each not in voting]
    if missing:
        raise NoSuchMember(
            _(
                "Không phải đại biểu (đảng viên) chính thức: %(names)s. Người ngoài "
                "chỉ giúp việc với tư cách kỹ thuật viên (%(cited)s)."
            )
            % {"names": _names(missing), "cited": board_clause(poll)}
        )


def refuse_on_the_list(poll: Poll, person_ids: Iterable[UUID]) -> None:
    """Refuse a board of these people where any of them stands on the list (R-BD-5)."""
    both = on_the_list(poll, person_ids)
    if both:
        raise OnTheList(
            _(
                "Có tên trong danh sách bầu cử nên không ở ban kiểm phiếu (%(cited)s): "
                "%(names)s. Hãy thay người khác."
            )
            % {
                "cited": board_clause(poll),
                "names": ", ".join(each.full_name for each in both),
            }
        )


def _refuse_opinion_team(poll: Poll, members: Sequence[UUID]) -> None:
    ballot = OpinionBallot.objects.filter(poll=poll).first()
    team = {each.get("person") for each in ballot.team} if ballot else set()
    both = [each for each in members if str(each) in team]
    if both:
        raise CountedTheOpinion(
            _("Đã kiểm phiếu xin ý kiến nên không ở ban kiểm phiếu: %(names)s.")
            % {"names": _names(both)}
        )


def _names(person_ids: Sequence[UUID]) -> str:
    people = Person.objects.filter(pk__in=person_ids).order_by("sort_key", "pk")
    return ", ".join(people.values_list("full_name", flat=True))
