"""Reminding people of what they have to do: once before its day, once after it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import WorkItem
from core.services.notices import tell
from core.vietnamese import dates

BEFORE: Final = timedelta(days=3)
SOON: Final = "core.work_soon"
MUCH_SOON: Final = "core.work_soon_several"
LATE: Final = "core.work_late"
MUCH_LATE: Final = "core.work_late_several"
NOTICES: Final[dict[str, Promise]] = {
    SOON: _("Sắp đến hạn: “%(title)s” (%(place)s), hạn %(day)s."),
    MUCH_SOON: _(
        "%(count)s việc sắp đến hạn ở %(place)s; sớm nhất là “%(title)s”, hạn %(day)s."
    ),
    LATE: _("Quá hạn: “%(title)s” (%(place)s), hạn %(day)s."),
    MUCH_LATE: _(
        "%(count)s việc quá hạn ở %(place)s; lâu nhất là “%(title)s”, hạn %(day)s."
    ),
}


def remind(*, at: datetime) -> int:
    """Remind owners of what is due within three days or overdue; return how many told.

    What one person has to do on one page is one notice. A day that changes, or another
    owner, is reminded of anew.
    """
    today = timezone.localdate(at)
    due = WorkItem.objects.filter(owner__isnull=False, due_on__lte=today + BEFORE)
    waiting: dict[tuple[object, ...], list[WorkItem]] = defaultdict(list)
    for item in due.select_related("scope", "owner").order_by("due_on", "pk"):
        if item.reminded != _mark(item, today):
            page = (item.url_name, *item.url_args)
            waiting[item.owner_id, item.scope_id, _is_late(item, today), page].append(
                item
            )
    return sum(_remind(items, today, at) for items in waiting.values())


@transaction.atomic
def _remind(items: Sequence[WorkItem], today: date, at: datetime) -> int:
    """Tell of what is still there; a task that runs twice tells once."""
    keys = [item.pk for item in items]
    held = WorkItem.objects.select_for_update(no_key=True).filter(pk__in=keys)
    still = {item.pk: item for item in held.order_by("pk")}
    left = [
        item
        for item in items
        if item.pk in still and still[item.pk].reminded == item.reminded
    ]
    if not left:
        return 0
    for item in left:
        item.reminded = _mark(item, today)
    WorkItem.objects.bulk_update(left, ["reminded"])
    first = left[0]
    if first.owner is None or first.due_on is None:
        return 0
    one = len(left) == 1
    late = _is_late(first, today)
    kinds = (LATE, MUCH_LATE) if late else (SOON, MUCH_SOON)
    return tell(
        [first.owner],
        kind=kinds[0] if one else kinds[1],
        values={
            "title": first.title,
            "place": first.scope.title,
            "day": dates.short(first.due_on),
            "count": str(len(left)),
        },
        scope=first.scope,
        url_name=first.url_name,
        url_args=first.url_args,
        by=None,
        at=at,
    )


def _is_late(item: WorkItem, today: date) -> bool:
    return item.due_on is not None and item.due_on < today


def _mark(item: WorkItem, today: date) -> str:
    when = "late" if _is_late(item, today) else "soon"
    return f"{item.owner_id} {item.due_on} {when}"
