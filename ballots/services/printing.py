"""What is printed for a poll: chosen until the box is sealed, more until it opens."""

from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import PaperChoice, Poll
from ballots.queries.paper_choice import paper_of_ballots
from ballots.rules.ballot_paper import PaperColour, PaperSize, cut_from
from ballots.rules.stages import Stage, is_past
from ballots.services.board import refuse_outside_board
from ballots.services.own_list import refuse_own_list
from ballots.services.recording import record
from ballots.services.withdrawing import refuse_withdrawn
from core.errors import Refused
from core.models import User

# A list that is closed has ballots; once the box is open nobody needs one more.
BALLOTS_AT: Final = frozenset({Stage.LIST_CLOSED, Stage.BOX_SEALED, Stage.ISSUING})
PACK_AT: Final = BALLOTS_AT | {Stage.BOX_OPENED}


class NoBallotsNow(Refused):
    """The list is not closed, or the box is open already."""


class NoSlipsNow(Refused):
    """The list is closed: nobody is put forward any more."""


class PaperFixed(Refused):
    """The box is sealed: all ballots of the poll are alike."""


class ChosenPaper(NamedTuple):
    """Size, colour and number of the ballots."""

    size: PaperSize
    colour: PaperColour
    copies: int


class ChosenSlips(NamedTuple):
    """Lines and number of the slips."""

    lines: int
    copies: int


@transaction.atomic
def choose_paper(
    poll_id: str, wanted: ChosenPaper, *, by: User, at: datetime
) -> PaperChoice:
    """Say on what the ballots are printed, and how many; whole sheets are cut."""
    poll = _locked(poll_id, by)
    refuse_no_ballots(poll)
    if is_past(Stage(poll.stage), Stage.LIST_CLOSED):
        refuse_outside_board(poll, by)
    choice = paper_of_ballots(poll)
    before = ChosenPaper(
        PaperSize(choice.size), PaperColour(choice.colour), choice.copies or 0
    )
    wanted = wanted._replace(copies=cut_from(wanted.copies, wanted.size))
    if wanted == before:
        return choice
    if Stage(poll.stage) is not Stage.LIST_CLOSED and (
        not choice.is_stored or wanted[:2] != before[:2]
    ):
        raise PaperFixed(
            _(
                "Thùng phiếu đã niêm phong nên không đổi khổ giấy, màu phiếu được nữa: "
                "mọi phiếu phải giống nhau. Chỉ in thêm được phiếu như đã chọn trước "
                "khi niêm phong."
            )
        )
    choice.size, choice.colour, choice.copies = wanted
    choice.save()
    record(
        "ballots.paper_chosen",
        poll,
        by=by,
        at=at,
        size=wanted.size.value,
        colour=wanted.colour.value,
        copies=wanted.copies,
    )
    return choice


@transaction.atomic
def choose_look(
    poll_id: str, size: PaperSize, colour: PaperColour, *, by: User, at: datetime
) -> PaperChoice:
    """Say what the ballots are to look like, for a sample while the list is made."""
    poll = _locked(poll_id, by)
    refuse_no_sample(poll)
    choice = paper_of_ballots(poll)
    if choice.is_stored and (choice.size, choice.colour) == (size, colour):
        return choice
    choice.size, choice.colour = size, colour
    choice.save()
    record(
        "ballots.paper_chosen",
        poll,
        by=by,
        at=at,
        size=size.value,
        colour=colour.value,
    )
    return choice


@transaction.atomic
def choose_slips(
    poll_id: str, wanted: ChosenSlips, *, by: User, at: datetime
) -> PaperChoice:
    """Say how many lines the slips have, and how many slips there are."""
    poll = _locked(poll_id, by)
    refuse_no_slips(poll)
    choice = paper_of_ballots(poll)
    copies = cut_from(wanted.copies, PaperSize(choice.size))
    if (choice.slip_lines, choice.slip_copies) == (wanted.lines, copies):
        return choice
    choice.slip_lines, choice.slip_copies = wanted.lines, copies
    choice.save()
    record(
        "ballots.slips_chosen", poll, by=by, at=at, lines=wanted.lines, copies=copies
    )
    return choice


@transaction.atomic
def refuse_pack_by(poll_id: str, *, by: User) -> None:
    """Refuse the papers of the count to whoever has nothing to do with them."""
    poll = _locked(poll_id, by)
    refuse_no_pack(poll)
    if is_past(Stage(poll.stage), Stage.LIST_CLOSED):
        refuse_outside_board(poll, by)


def refuse_no_ballots(poll: Poll) -> None:
    """Refuse real ballots before the list is closed, and once the box is open."""
    if poll.upload_id or Stage(poll.stage) not in BALLOTS_AT:
        raise NoBallotsNow(
            _(
                "Chỉ in phiếu bầu khi danh sách đã chốt và thùng phiếu chưa mở. Lần "
                "bầu đang ở giai đoạn: %(stage)s."
            )
            % {"stage": poll.get_stage_display()}
        )


def refuse_no_pack(poll: Poll) -> None:
    """Refuse the papers of the count before there is a list, and after entry."""
    if poll.upload_id or Stage(poll.stage) not in PACK_AT:
        raise NoBallotsNow(
            _(
                "Chỉ in bộ giấy kiểm phiếu khi danh sách đã chốt và chưa nhập xong "
                "phiếu. Lần bầu đang ở giai đoạn: %(stage)s."
            )
            % {"stage": poll.get_stage_display()}
        )


def refuse_no_sample(poll: Poll) -> None:
    """Refuse a sample once the box is sealed: there are ballots to look at."""
    if poll.upload_id or Stage(poll.stage) not in {Stage.PREPARED, Stage.LIST_CLOSED}:
        raise NoBallotsNow(_("Thùng phiếu đã niêm phong nên không in phiếu mẫu nữa."))


def refuse_no_slips(poll: Poll) -> None:
    """Refuse slips to put names forward once the list is closed."""
    if poll.upload_id or poll.stage != Stage.PREPARED:
        raise NoSlipsNow(_("Danh sách đã chốt nên không in phiếu giới thiệu được nữa."))


def _locked(poll_id: str, by: User) -> Poll:
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_own_list(poll, by)
    return poll
