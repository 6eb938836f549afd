"""What only a practice does: batches are filled as if operators had typed them.

Everything goes the way of real entry – a batch is taken, each paper typed and saved,
the entry ended – by operators that the portal makes up, so that nobody present has read
anything and all may compare, settle and check. Refused in every other portal.
"""

import hashlib
import secrets
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import Batch, Poll
from ballots.queries.board import only_helps
from ballots.queries.entry import sheet_of
from ballots.queries.heaps import Heap, heaps
from ballots.queries.practice import generated, seed_of
from ballots.rules.command import Mode, spelled
from ballots.rules.practice import Generated, with_slip
from ballots.rules.sheet import Sheet
from ballots.services.batches import USUAL, divide_papers, refuse_unless_open
from ballots.services.board import refuse_outside_board
from ballots.services.ending import end_entry
from ballots.services.entering import Typing, save_ballot
from ballots.services.recording import record
from ballots.services.taking import take_batch
from ballots.services.withdrawing import refuse_withdrawn
from core import instance
from core.access.rights import Role
from core.errors import Refused
from core.models import User
from core.services import create_account, give_role, register_person
from core.vietnamese import numbers

OPERATOR: Final = "dien-tap-nguoi-nhap-"

Report = Callable[[int, int], None]


class NotAPractice(Refused):
    """This portal is in earnest, or a demo: nothing is made up here."""


class NothingToFill(Refused):
    """Papers are not counted yet, or every batch has been begun by somebody."""


def refuse_outside_practice() -> None:
    """Refuse what only a practice may do.

    Raises:
        NotAPractice: in a portal in earnest, and in a demo.
    """
    if not instance.is_practice():
        raise NotAPractice(_("Việc này chỉ làm được trong cổng diễn tập."))


@transaction.atomic
def fill_entries(
    poll_id: str, *, slips: bool, by: User, at: datetime, report: Report
) -> int:
    """Type every batch that nobody has begun; return how many there were.

    With ``slips`` the first reader errs on a few papers, so that comparing finds some.
    """
    refuse_outside_practice()
    poll = queries.locked(poll_id)
    refuse_withdrawn(poll)
    refuse_outside_board(poll, by)
    refuse_unless_open(poll)
    if not poll.returned:
        raise NothingToFill(
            _("Chưa ghi số phiếu thu về. Hãy đếm và ghi số phiếu trước khi nhập sẵn.")
        )
    if not Batch.objects.filter(poll=poll).exists():
        divide_papers(poll_id, size=USUAL, by=by, at=at)
    rows = heaps(poll)
    fresh = [each for each in rows if not each.has_entries]
    if not fresh:
        raise NothingToFill(
            _("Tập nào cũng đã có người nhập. Nhập sẵn chỉ điền các tập chưa ai nhận.")
        )
    papers = generated(poll, poll.returned)
    sheet = sheet_of(poll)
    hands = [_hand(poll, n, by=by, at=at) for n in range(1, poll.readings + 1)]
    for done, (row, heap) in enumerate(_laid_out(rows, papers)):
        report(done, len(rows))
        if row in fresh:
            typed = [_typed(each, seed_of(poll), sheet, slips=slips) for each in heap]
            _read(row, hands, heap, typed, sheet, at=at)
    report(len(rows), len(rows))
    record(
        "ballots.practice_filled",
        poll,
        by=by,
        at=at,
        batches=len(fresh),
        papers=sum(each.batch.papers for each in fresh),
    )
    return len(fresh)


def _laid_out(
    rows: Sequence[Heap], papers: Sequence[Generated]
) -> Iterator[tuple[Heap, Sequence[Generated]]]:
    """Return each batch with its papers: the stack, cut in the order of batches."""
    first = 0
    for row in rows:
        end = first + row.batch.papers
        yield row, papers[first:end]
        first = end


def _typed(paper: Generated, seed: str, sheet: Sheet, *, slips: bool) -> str:
    """Return what the first reader types of a paper."""
    slip = with_slip(paper, seed, sheet) if slips else None
    return spelled(slip or paper.reading, paper.doubt, sheet)


def _read(
    row: Heap,
    hands: Sequence[User],
    papers: Sequence[Generated],
    first: Sequence[str],
    sheet: Sheet,
    *,
    at: datetime,
) -> None:
    """Have a batch read by as many as the poll wants, each at a machine of his own."""
    right = [spelled(each.reading, each.doubt, sheet) for each in papers]
    for number, hand in enumerate(hands):
        entry = take_batch(str(row.batch.pk), by=hand, at=at, machine=_mark(hand))
        for position, command in enumerate(right if number else first, start=1):
            typing = Typing(
                position, command, Mode.STRUCK, uuid.uuid4(), position - 1, is_sure=True
            )
            save_ballot(str(entry.pk), typing, by=hand)
        end_entry(str(entry.pk), by=hand, at=at)


def _hand(poll: Poll, number: int, *, by: User, at: datetime) -> User:
    """Return an operator that the practice makes up; nobody signs in as one."""
    username = f"{OPERATOR}{number}"
    hand = User.objects.filter(username=username).first()
    if hand is None:
        # No figures stand in a name.
        full_name = f"Người nhập diễn tập {numbers.in_words(number)}"
        unit = poll.election.body.congress.unit
        hand = create_account(
            username=username,
            password=secrets.token_urlsafe(32),
            full_name=full_name,
            person=register_person(full_name=full_name, unit=unit, by=by, at=at),
            by=by,
            at=at,
            is_active=False,
        )
    if not only_helps(hand, poll, at):
        give_role(
            user=hand,
            role=Role.TALLY_TECHNICIAN,
            scope=poll.election.body.scope,
            starts_on=timezone.localdate(at),
            by=by,
            at=at,
        )
    return hand


def _mark(hand: User) -> str:
    return hashlib.sha256(hand.username.encode()).hexdigest()
