"""What points have to report, and who of them is told."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy

from congress.models import (
    Conference,
    ConferencePoint,
)
from congress.queries import above
from core.access.rights import Right
from core.models import Scope, User, WorkItem
from core.services import notices, work
from core.vietnamese import dates

WORK: Final = "congress.conference_point"
_WAITS: Final = gettext_lazy("chờ báo số người dự họp")


def write_work_beneath(scope: Scope, at: datetime) -> None:
    """Write anew what points beneath a scope have to report, every night."""
    rows = ConferencePoint.objects.filter(
        unit__scope__path__descendants_of=scope.path,
        reported_at__isnull=True,
        conference__cancelled_at__isnull=True,
        conference__ended_at__isnull=True,
    )
    points = rows.select_related("unit__scope", "conference")
    work.in_batches(points, partial(write_work, at=at))


def write_work(points: Iterable[ConferencePoint], *, at: datetime) -> None:
    """Write anew what these points have to report; last in the act that changed it."""
    items, over = [], []
    for point in points:
        held = point.conference
        is_open = held.cancelled_at is None and held.ended_at is None
        if not is_open or point.reported_at is not None:
            over.append(point.pk)
            continue
        items.append(
            work.Item(
                scope=point.unit.scope,
                kind=WORK,
                subject=point,
                title=held.title,
                state=_WAITS,
                tone=WorkItem.Tone.NONE.value,
                due_on=timezone.localdate(held.starts_at),
                right=Right.WORK_DO,
                url_name="congress:conference-point",
                url_args=[point.pk],
            )
        )
    work.put_many(items, at=at)
    work.close_many(WORK, over)


def call(
    kind: str,
    held: Conference,
    points: Iterable[ConferencePoint],
    by: User | None,
    at: datetime,
) -> None:
    """Tell those who work at the points; each is led to his own."""
    called = list(points)
    staff = above.staff_of([point.unit for point in called])
    day = dates.short(timezone.localdate(held.starts_at))
    told = [
        notices.Told(
            users=[
                each
                for each in staff.get(point.unit.scope.path, [])
                if by is None or each.pk != by.pk
            ],
            values={"unit": held.unit.name, "what": held.title, "day": day},
            scope=point.unit.scope,
            url_args=[point.pk],
        )
        for point in called
    ]
    notices.tell_each(
        told, kind=kind, url_name="congress:conference-point", by=by, at=at
    )
