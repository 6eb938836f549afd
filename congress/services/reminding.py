"""Those responsible are told what their congress still lacks, once a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from congress.labels.points import Point
from congress.models import Congress, PointState, ReadinessPoint, Reminder
from congress.queries import readiness
from core.audit import trail
from core.errors import Refused
from core.models import User
from core.services import notices

AT_ONCE: Final = 300  # congresses that are reminded in one act


class TooManyAtOnce(Refused):
    """More congresses than one act reminds."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What reminding came to."""

    congresses: int
    people: int
    today: int  # were reminded of it today already
    nobody: int  # there is nobody to remind, or he may not look


@transaction.atomic
def remind(
    congresses: Collection[UUID], point: Point, *, by: User, at: datetime
) -> Reminded:
    """Tell those responsible that a point is missing; not twice a day."""
    if len(congresses) > AT_ONCE:
        raise TooManyAtOnce(
            _("Mỗi lần nhắc nhiều nhất %(most)s đại hội. Hãy lọc để thu hẹp.")
            % {"most": AT_ONCE}
        )
    # Whoever reminds the same ones at this moment goes first.
    held = Congress.objects.select_for_update(of=("self",), no_key=True)
    found = list(
        held.select_related("scope", "unit__scope")
        .filter(pk__in=congresses)
        .order_by("pk")
    )
    today = timezone.localdate(at)
    keys = [each.pk for each in found]
    told_today = readiness.reminded_today(keys, point.code, today)
    ready = set(
        ReadinessPoint.objects.filter(
            congress__in=keys, code=point.code, state=PointState.READY
        ).values_list("congress", flat=True)
    )
    left = [each for each in found if each.pk not in told_today | ready]
    people = readiness.responsible(left, point.code, today=today)
    numbers = [_remind(each, point, people.get(each.pk, []), by, at) for each in left]
    return Reminded(
        congresses=sum(number > 0 for number in numbers),
        people=sum(numbers),
        today=len(told_today),
        nobody=sum(number == 0 for number in numbers),
    )


def _remind(
    congress: Congress, point: Point, people: list[User], by: User, at: datetime
) -> int:
    told = notices.tell(
        people,
        kind="congress.point_missing",
        values={"unit": congress.unit.name, "point": _in_vietnamese(point)},
        scope=congress.scope,
        url_name="congress:readiness",
        url_args=[congress.slug],
        by=by,
        at=at,
    )
    if not told:
        return 0
    row = Reminder.objects.create(
        congress=congress,
        code=point.code,
        day=timezone.localdate(at),
        people=told,
        by=by,
        at=at,
    )
    trail.record(
        "congress.reminded",
        subject=row,
        scope=congress.scope,
        actor=by,
        at=at,
        people=told,
        point=point.code,
    )
    return told


def _in_vietnamese(point: Point) -> str:
    with translation.override("vi"):
        return str(point.label)
