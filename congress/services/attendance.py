"""Saying who came."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from congress import queries
from congress.models import RollEntry, VotingBody
from congress.rules.roll import Attendance, Condition, Standing
from congress.rules.tally_base import Body
from congress.services.roll import UnsoundRow, lock_body, lock_row, store
from core.audit import trail
from core.errors import Refused
from core.models import User


class NotAsked(Refused):
    """Whether this person came is not asked, or follows from something else."""


@transaction.atomic
def mark_attendance(
    row_id: UUID,
    attendance: Attendance,
    *,
    seen_version: int,
    by: User,
    at: datetime,
    reason: str = "",
    accepted: bool = False,
) -> RollEntry:
    """Say whether somebody came; who stayed away has a reason."""
    row = lock_row(row_id, seen_version=seen_version)
    _refuse_not_asked(row)
    is_away = attendance in (Attendance.PART, Attendance.ABSENT)
    reason = reason.strip() if is_away else ""
    if is_away and not reason:
        raise UnsoundRow(_("Hãy ghi lý do vắng."), "reason")
    accepted = accepted and attendance is Attendance.ABSENT
    if accepted and queries.body_of(row.body) is not Body.MEMBERS_CONGRESS:
        accepted = False
    said = (attendance.value, reason, accepted)
    if said == (row.attendance, row.reason, row.accepted):
        return row
    row.attendance, row.reason, row.accepted = said
    store(row, ("attendance", "reason", "accepted"), by=by, at=at)
    trail.record(
        "congress.attendance_marked",
        subject=row,
        scope=row.body.scope,
        actor=by,
        at=at,
        attendance=attendance.value,
    )
    return row


@transaction.atomic
def mark_rest_present(body_id: UUID, *, by: User, at: datetime) -> int:
    """Say that all came of whom nothing is said; not who is exempted or transferred.

    Those count only if they come, so of each of them somebody must say that he did.
    """
    body: VotingBody = lock_body(body_id)
    rows = RollEntry.objects.filter(
        queries.SEATED,
        queries.TO_ASK,
        body=body,
        attendance=Attendance.UNKNOWN.value,
        condition=Condition.ACTIVE.value,
    )
    marked = rows.update(
        attendance=Attendance.PRESENT.value,
        version=F("version") + 1,
        changed_by=by,
        changed_at=at,
    )
    if marked:
        trail.record(
            "congress.rest_marked_present",
            subject=body,
            scope=body.scope,
            actor=by,
            at=at,
            people=marked,
        )
    return marked


def _refuse_not_asked(row: RollEntry) -> None:
    if row.standing == Standing.REJECTED or row.condition in queries.NOT_ASKED:
        raise NotAsked(
            _("%(name)s không dự được, nên không điểm danh.") % {"name": row}
        )
    if RollEntry.objects.filter(in_place_of=row).exists():
        raise NotAsked(
            _("%(name)s đã có dự khuyết thay. Muốn điểm danh lại, hãy bỏ việc thay.")
            % {"name": row}
        )
