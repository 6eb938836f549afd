"""Acts on who holds what he was elected to: an office comes to an end."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from congress import queries
from congress.models import Elected, OfficeEnd
from congress.rules.incumbency import BY_THE_SUPERIOR, Cause
from congress.rules.offices import Office
from core.audit import trail
from core.errors import Refused
from core.models import User


class NotInOffice(Refused):
    """The person holds this office no more."""


class DecidedAbove(Refused):
    """What the level above has decided is not taken back here."""


@transaction.atomic
def end_office(
    elected_id: int,
    *,
    cause: Cause,
    ended_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> list[OfficeEnd]:
    """Write down that somebody left his office; who leaves the committee leaves all.

    Raises:
        NotInOffice: his office has come to an end already.
        DecidedAbove: only a decision on the result ends an office so.
    """
    if cause in BY_THE_SUPERIOR:
        raise DecidedAbove(_("Việc này ghi bằng quyết định của cấp trên về kết quả."))
    row = _locked(elected_id)
    if row is None:
        raise NotInOffice(_("Người này đã thôi giữ chức danh đó rồi."))
    leaving = [row]
    if row.elected_list.office == Office.COMMITTEE and row.person_id:
        others = Elected.objects.filter(
            person=row.person_id,
            elected_list__body__congress=row.elected_list.body.congress_id,
            is_alternate=False,
        ).exclude(elected_list__office=Office.DELEGATES.value)
        leaving += queries.still_elected(others).exclude(pk=row.pk).order_by("pk")
    return _end(leaving, cause=cause, ended_on=ended_on, reason=reason, by=by, at=at)


@transaction.atomic
def take_back_end(end_id: UUID, *, by: User, at: datetime) -> OfficeEnd:
    """Take back an end that was noted by mistake; twice is once.

    Raises:
        DecidedAbove: the level above has decided it.
    """
    ends = OfficeEnd.objects.select_related("elected__elected_list__body__scope")
    end = ends.select_for_update(of=("self",)).get(pk=end_id)
    if end.cause in BY_THE_SUPERIOR:
        raise DecidedAbove(_("Quyết định của cấp trên không rút ở đây được."))
    if end.taken_back_at is not None:
        return end
    end.taken_back_by, end.taken_back_at = by, at
    end.save(update_fields=["taken_back_by", "taken_back_at"])
    _record("congress.office_end_taken_back", end, by=by, at=at)
    return end


@transaction.atomic
def end_by_the_superior(
    poll: UUID,
    revision: int,
    *,
    names: Iterable[tuple[UUID | None, str]] | None = None,
    decided_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> list[OfficeEnd]:
    """End what a poll elected by a decision of the level above.

    All of those elected, where no ``names`` single some out; each is a person, where
    one is known, and a name. The app above has written the decision down already.
    """
    rows = Elected.objects.filter(elected_list__poll=poll)
    rows = rows.filter(elected_list__revision=revision)
    rows = queries.still_elected(rows).select_related("elected_list__body__scope")
    wanted = None if names is None else set(names)
    found = [
        row
        for row in rows.order_by("pk")
        if wanted is None or (row.person_id, row.name) in wanted
    ]
    cause = Cause.ANNULLED if wanted is None else Cause.REFUSED
    return _end(found, cause=cause, ended_on=decided_on, reason=reason, by=by, at=at)


def _locked(elected_id: int) -> Elected | None:
    rows = Elected.objects.select_related(
        "elected_list__body__scope", "elected_list__body__congress"
    )
    found = rows.filter(pk=elected_id).first()
    if found:
        # Two requests at once would both find the office held.
        type(found.elected_list).objects.select_for_update(no_key=True).get(
            pk=found.elected_list_id
        )
    return queries.still_elected(rows).filter(pk=elected_id).first()


def _end(
    rows: Iterable[Elected],
    *,
    cause: Cause,
    ended_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> list[OfficeEnd]:
    ends = [
        OfficeEnd(
            elected=row,
            cause=cause.value,
            ended_on=ended_on,
            reason=reason,
            by=by,
            at=at,
        )
        for row in rows
    ]
    OfficeEnd.objects.bulk_create(ends)
    for end in ends:
        _record("congress.office_ended", end, by=by, at=at, cause=cause.value)
    return ends


def _record(act: str, end: OfficeEnd, *, by: User, at: datetime, **detail: str) -> None:
    elected_list = end.elected.elected_list
    trail.record(
        act,
        subject=end,
        scope=elected_list.body.scope,
        actor=by,
        at=at,
        office=elected_list.office,
        **detail,
    )
