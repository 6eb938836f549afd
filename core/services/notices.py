"""Telling people what happened: once, in the portal, with a page to go to."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Whom something is told, in which words, with which page."""

    users: Sequence[User]
    values: Mapping[str, str]
    scope: Scope
    url_args: Sequence[object]


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
    one = Told(users=list(users), values=values, scope=scope, url_args=url_args)
    return tell_each(
        [one], kind=kind, url_name=url_name, seen_with=seen_with, by=by, at=at
    )


@transaction.atomic
def tell_each(
    each_told: Sequence[Told],
    *,
    kind: str,
    url_name: str,
    seen_with: Right | None = None,
    by: User | None,
    at: datetime,
) -> int:
    """Tell people of many places at once, as ``tell`` does, with a line for each place.

    What is asked of the database does not grow with the places, but for the lines.
    """
    asked = {user.pk for told in each_told for user in told.users}
    opened = User.objects.filter(pk__in=asked, is_active=True).in_bulk()
    policy.read_at_once(opened.values())
    written = _write(
        notice
        for told in each_told
        for notice in _notices(
            told,
            opened,
            kind=kind,
            url_name=url_name,
            seen_with=seen_with,
            by=by,
            at=at,
        )
    )
    if not written:
        return 0
    letters.write_for(written, at=at)
    people = Counter(notice.scope_id for notice in written)
    for scope in {told.scope.pk: told.scope for told in each_told}.values():
        if people[scope.pk]:
            trail.record(
                "core.told",
                subject=scope,
                scope=scope,
                actor=by,
                at=at,
                notice=kind,
                people=people[scope.pk],
            )
    return len(written)


def _notices(
    told: Told,
    opened: Mapping[int, User],
    *,
    kind: str,
    url_name: str,
    seen_with: Right | None,
    by: User | None,
    at: datetime,
) -> Iterator[Notice]:
    values = {
        key: " ".join(value.split())[:LONGEST_VALUE]
        for key, value in told.values.items()
    }
    args = [str(each) for each in told.url_args]
    said = _said(kind, values)
    right = seen_with or policy.right_of_page(url_name, args)
    for key in sorted({user.pk for user in told.users} & opened.keys()):
        if not policy.allows(opened[key], right, told.scope):
            continue
        yield Notice(
            user=opened[key],
            kind=kind,
            values=values,
            said=said,
            folded=names.fold(said)[:LONGEST],
            scope=told.scope,
            url_name=url_name,
            url_args=args,
            by=by,
            at=at,
            day=timezone.localdate(at),
        )


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
