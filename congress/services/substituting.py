"""An alternate takes the seat of an elected delegate who is not there (R-DL-4..6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from congress import labels, queries
from congress.models import RollEntry
from congress.rules.alternates import (
    Alternate,
    Call,
    Leaving,
    SettledBy,
    call_order,
    substitution,
)
from congress.rules.regulations import Rule
from congress.rules.roll import Attendance, Origin, Standing
from congress.services.roll import UnsoundRow, lock_body, lock_row, store
from core.audit import trail
from core.errors import ChangedMeanwhile, Refused
from core.models import User


class NoSubstitute(Refused):
    """The regulations let nobody take this seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacing:
    """Whose seat is taken by whom, why, and what was settled by people."""

    alternate: UUID
    ground: Leaving
    # The organisation elected fewer official delegates than it was allotted.
    elected_short: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """Who is next among the alternates; several where nothing settles it."""

    rows: tuple[RollEntry, ...]
    settled_by: SettledBy


def order_of(waiting: Sequence[RollEntry]) -> list[Called]:
    """Put alternates in the order in which they are called.

    Where somebody's votes are not known, nothing settles it.
    """
    if len(waiting) > 1 and any(row.votes is None for row in waiting):
        return [Called(tuple(waiting), SettledBy.NOT_SETTLED)]
    calls: Sequence[Call] = call_order(
        Alternate(place, row.votes or 0, row.person.party_since)
        for place, row in enumerate(waiting)
    )
    return [
        Called(tuple(waiting[place] for place in call.places), call.settled_by)
        for call in calls
    ]


@transaction.atomic
def replace_delegate(
    seat_id: UUID, replacing: Replacing, *, seen_version: int, by: User, at: datetime
) -> RollEntry:
    """Give an absent delegate's seat to the alternate whose turn it is."""
    body_id = RollEntry.objects.values_list("body", flat=True).get(pk=seat_id)
    lock_body(body_id)
    seat = lock_row(seat_id, seen_version=seen_version)
    _refuse_not_replaceable(seat, replacing)
    waiting = queries.waiting_alternates(seat)
    alternate = _whose_turn(seat, waiting, replacing)

    alternate = lock_row(alternate.pk, seen_version=alternate.version)
    alternate.in_place_of, alternate.ground = seat, replacing.ground.value
    store(alternate, ("in_place_of", "ground"), by=by, at=at)
    if seat.attendance != Attendance.ABSENT:
        with translation.override("vi"):
            seat.reason = str(labels.LEAVINGS[replacing.ground])
        seat.attendance, seat.accepted = Attendance.ABSENT.value, False
    store(seat, ("attendance", "reason", "accepted"), by=by, at=at)
    trail.record(
        "congress.delegate_replaced",
        subject=alternate,
        scope=seat.body.scope,
        actor=by,
        at=at,
        ground=replacing.ground.value,
        reason=replacing.note,
    )
    return alternate


@transaction.atomic
def take_back_replacing(
    alternate_id: UUID, *, seen_version: int, by: User, at: datetime
) -> RollEntry:
    """Give the seat back; whether its delegate came is asked anew."""
    body_id = RollEntry.objects.values_list("body", flat=True).get(pk=alternate_id)
    lock_body(body_id)
    alternate = lock_row(alternate_id, seen_version=seen_version)
    if alternate.in_place_of_id is None:
        raise ChangedMeanwhile
    seat = lock_row(alternate.in_place_of_id)
    alternate.in_place_of, alternate.ground = None, ""
    store(alternate, ("in_place_of", "ground"), by=by, at=at)
    seat.attendance, seat.reason, seat.accepted = Attendance.UNKNOWN.value, "", False
    store(seat, ("attendance", "reason", "accepted"), by=by, at=at)
    trail.record(
        "congress.replacing_taken_back",
        subject=alternate,
        scope=seat.body.scope,
        actor=by,
        at=at,
    )
    return seat


def _refuse_not_replaceable(seat: RollEntry, replacing: Replacing) -> None:
    if RollEntry.objects.filter(in_place_of=seat).exists():
        raise ChangedMeanwhile
    ground = replacing.ground
    if seat.standing == Standing.REJECTED:
        ground = Leaving.CREDENTIALS_REJECTED
    elif seat.origin == Origin.EX_OFFICIO:
        ground = Leaving.COMMITTEE_MEMBER_ABSENT
    answer = substitution(
        ground, allotted=1, elected=0 if replacing.elected_short else 1
    )
    if not answer.allowed:
        raise NoSubstitute(_cited(seat, answer.rule))
    if seat.origin != Origin.ELECTED or seat.standing != Standing.OFFICIAL:
        raise NoSubstitute(
            _("Chỉ đại biểu chính thức được bầu mới có dự khuyết thay. %(rule)s")
            % {"rule": _cited(seat, answer.rule)}
        )


def _whose_turn(
    seat: RollEntry, waiting: Sequence[RollEntry], replacing: Replacing
) -> RollEntry:
    """Return the alternate that was chosen, if it is his turn."""
    if not waiting:
        raise NoSubstitute(
            _("Tổ chức cử đại biểu này không còn dự khuyết nào trong danh sách.")
        )
    turn = order_of(waiting)[0]
    chosen = [row for row in turn.rows if row.pk == replacing.alternate]
    if not chosen:
        raise UnsoundRow(
            _("Chưa đến lượt người này. Được gọi trước: %(first)s. %(rule)s")
            % {
                "first": ", ".join(map(str, turn.rows)),
                "rule": _cited(seat, Rule.CALL_ORDER),
            },
            "alternate",
        )
    if turn.settled_by is SettledBy.NOT_SETTLED and not replacing.note:
        raise UnsoundRow(
            _("Số phiếu và tuổi đảng chưa xếp được thứ tự. Hãy ghi căn cứ chọn."),
            "note",
        )
    return chosen[0]


def _cited(seat: RollEntry, rule: Rule) -> str:
    congress = seat.body.congress
    rule_set = queries.rule_set_for(congress)
    clause = labels.cited(rule_set.clause(rule), on=congress.opens_on)
    return f"{labels.sentence(rule, rule_set)} ({clause})"
