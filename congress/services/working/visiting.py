"""Visits: planned, reported, cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.models import BodyMember, Visit, WorkingBody
from congress.queries import working as queries
from congress.services.working.holding import held_body, record_for, said_of, tell
from congress.services.working.waiting import write_visits
from core.errors import ChangedMeanwhile, Refused, Unfit
from core.models import Unit, User
from core.vietnamese import names


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """Who goes where, when, what for."""

    unit: Unit
    member: BodyMember | None = None
    mode: str
    planned_on: date | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What somebody saw; members called and present are those of the unit's meeting."""

    held_on: date
    invited: int | None = None
    present: int | None = None
    seen: str
    requests: str = ""


class VisitOver(Refused):
    """The visit was reported or cancelled."""


@transaction.atomic
def plan_visit(body_id: UUID, facts: VisitFacts, *, by: User, at: datetime) -> Visit:
    """Plan that somebody of a body goes to a unit; he is told."""
    body = held_body(body_id)
    visit = Visit(body=body)
    _say(visit, facts)
    visit.save(force_insert=True)
    record_for("congress.visit_planned", body, subject=visit, by=by, at=at)
    write_visits([visit], at=at)
    tell_of_visit(visit, by=by, at=at)
    return visit


@transaction.atomic
def change_visit(
    visit_id: UUID, facts: VisitFacts, *, seen_version: int, by: User, at: datetime
) -> Visit:
    """Put right who goes, when and what for, while it is not reported."""
    visit = _open_visit(visit_id)
    if visit.version != seen_version:
        raise ChangedMeanwhile
    before = visit.member_id
    _say(visit, facts)
    visit.version += 1
    visit.save()
    record_for("congress.visit_changed", visit.body, subject=visit, by=by, at=at)
    write_visits([visit], at=at)
    if visit.member_id != before:
        tell_of_visit(visit, by=by, at=at)
    return visit


@transaction.atomic
def report_visit(
    visit_id: UUID, said: Reported, *, seen_version: int, by: User, at: datetime
) -> Visit:
    """Write down what was seen; said again it is put right.

    Raises:
        VisitOver: it was cancelled.
        Unfit: a number or a day that cannot be.
    """
    visit = held_visit(visit_id)
    if visit.version != seen_version:
        raise ChangedMeanwhile
    if visit.cancelled_at is not None:
        raise VisitOver(_("Chuyến đi này đã hủy."))
    _refuse_unfit(said, timezone.localdate(at))
    visit.held_on, visit.invited, visit.present = (
        said.held_on,
        said.invited,
        said.present,
    )
    visit.seen, visit.requests = names.tidy(said.seen), names.tidy(said.requests)
    visit.reported_by, visit.reported_at = by, at
    visit.version += 1
    visit.save()
    record_for("congress.visit_reported", visit.body, subject=visit, by=by, at=at)
    write_visits([visit], at=at)
    return visit


@transaction.atomic
def cancel_visit(visit_id: UUID, *, by: User, at: datetime) -> Visit:
    """Have a visit not be made; the unit may be put into its round again."""
    visit = _open_visit(visit_id)
    visit.cancelled_at = at
    visit.version += 1
    visit.save(update_fields=["cancelled_at", "version"])
    record_for("congress.visit_cancelled", visit.body, subject=visit, by=by, at=at)
    write_visits([visit], at=at)
    return visit


def held_visit(visit_id: UUID) -> Visit:
    """Return a visit that only this act changes, with what its lines need."""
    body_id = Visit.objects.values_list("body", flat=True).get(pk=visit_id)
    body = held_body(body_id)
    rows = Visit.objects.select_for_update(of=("self",), no_key=True)
    visit = rows.select_related("unit__parent", "member__user", "round").get(
        pk=visit_id
    )
    visit.body = body
    return visit


def tell_of_visit(visit: Visit, *, by: User, at: datetime) -> None:
    """Tell whoever has to go, if he has an account."""
    member, body = visit.member, visit.body
    if member is None or member.user is None:
        return
    tell(
        "congress.visit_assigned",
        body,
        values={
            "body": said_of(body, body.name),
            "unit": said_of(body, queries.place_of(visit)),
        },
        url_name="congress:working-visit",
        url_args=[body.pk, visit.pk],
        users=[member.user],
        by=by,
        at=at,
    )


def refuse_strangers(body: WorkingBody, members: Iterable[BodyMember]) -> None:
    """Refuse to send somebody who is not in the body now, whatever was read before."""
    wanted = {member.pk for member in members}
    here = BodyMember.objects.filter(body=body, until_on__isnull=True, pk__in=wanted)
    if here.count() != len(wanted):
        raise Unfit(_("Hãy chọn người đang trong tiểu ban, tổ."), "member")


def refuse_elsewhere(body: WorkingBody, unit: Unit) -> None:
    """Refuse a unit that does not lie beneath the body's own."""
    if not unit.scope.path.startswith(f"{body.unit.scope.path}."):
        raise Unfit(
            _("%(unit)s không ở bên dưới %(own)s.")
            % {"unit": unit.name, "own": body.unit.name},
            "unit",
        )


def _open_visit(visit_id: UUID) -> Visit:
    visit = held_visit(visit_id)
    if visit.held_on is not None:
        raise VisitOver(_("Chuyến đi này đã báo cáo."))
    if visit.cancelled_at is not None:
        raise VisitOver(_("Chuyến đi này đã hủy."))
    return visit


def _say(visit: Visit, facts: VisitFacts) -> None:
    body: WorkingBody = visit.body
    refuse_elsewhere(body, facts.unit)
    refuse_strangers(body, [facts.member] if facts.member else [])
    if visit.round_id and facts.unit.pk != visit.unit_id:
        raise Unfit(_("Chuyến đi thuộc một đợt nên không đổi đơn vị được."), "unit")
    visit.unit, visit.member, visit.mode = facts.unit, facts.member, facts.mode
    visit.planned_on, visit.purpose = facts.planned_on, names.clean(facts.purpose)


def _refuse_unfit(said: Reported, today: date) -> None:
    if said.held_on > today:
        raise Unfit(_("Ngày đi không được sau hôm nay."), "held_on")
    if not names.tidy(said.seen):
        raise Unfit(_("Hãy ghi tình hình."), "seen")
    if said.present is None:
        return
    if said.invited is None:
        raise Unfit(_("Hãy ghi số được triệu tập."), "invited")
    if said.present > said.invited:
        raise Unfit(_("Số có mặt không được hơn số được triệu tập."), "present")
