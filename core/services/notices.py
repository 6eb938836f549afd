"""Telling people what happened: once, in the portal, with a page to go to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from core import registry
from core.access import policy
from core.access.rights import Right
from core.audit import trail
from core.models import Notice, Scope, User
from core.services import letters
from core.vietnamese import names

LONGEST_VALUE: Final = 200
LONGEST: Final = 1000


@transaction.atomic
def tell(
    users: Iterable[User],
    *,
    kind: str,
    values: Mapping[str, str],
    scope: Scope,
    url_name: str,
    url_args: Sequence[object],
    seen_with: Right | None = None,
    by: User | None,
    at: datetime,
) -> int:
    """Tell people a sentence that leads to a page; return how many were told.

    ``kind`` is one of ``registry.name_notices``. Nobody is told who may not open the
    page at that scope (or lacks ``seen_with``, where the page shows some rows with a
    right of their own) or whose account is closed; nor twice on one day while it is
    unread. One line in the trail, for all of them.

    Raises:
        KeyError: no such kind, or its sentence asks for a value that is missing.
    """
    filled = {
        key: " ".join(value.split())[:LONGEST_VALUE] for key, value in values.items()
    }
    args = [str(each) for each in url_args]
    said, day = _said(kind, filled), timezone.localdate(at)
    right = seen_with or policy.right_of_page(url_name, args)
    asked = {user.pk for user in users}
    opened = User.objects.filter(pk__in=asked, is_active=True).order_by("pk")
    told = _write(
        Notice(
            user=user,
            kind=kind,
            values=filled,
            said=said,
            folded=names.fold(said)[:LONGEST],
            scope=scope,
            url_name=url_name,
            url_args=args,
            by=by,
            at=at,
            day=day,
        )
        for user in policy.who_may(opened, right, scope)
    )
    if told:
        letters.write_for(told, at=at)
        trail.record(
            "core.told",
            subject=scope,
            scope=scope,
            actor=by,
            at=at,
            notice=kind,
            people=len(told),
        )
    return len(told)


def _write(rows: Iterable[Notice]) -> list[Notice]:
    """Store what is not there yet; two who tell the same at once tell it once."""
    made = list(rows)
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    keys = [row.pk for row in made]
    return list(Notice.objects.filter(pk__in=keys).order_by("pk"))


def _said(kind: str, values: Mapping[str, str]) -> str:
    """Return the sentence in Vietnamese, whatever language its writer reads."""
    with translation.override("vi"):
        return (str(registry.notices()[kind]) % values)[:LONGEST]


@transaction.atomic
def mark_read(user: User, keys: Collection[UUID] | None, *, at: datetime) -> int:
    """Note that somebody has read these of his notices, or all of them."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if keys is not None:
        unread = unread.filter(pk__in=keys)
    return unread.update(read_at=at)
