"""Rows of Việc của tôi, written by the apps whose facts they follow from."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from django.db import DataError, IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.functional import Promise

from core import registry
from core.access import policy
from core.access.rights import Right
from core.errors import Refused
from core.models import Scope, Unit, User, WorkItem
from core.vietnamese import names

log = logging.getLogger(__name__)

AT_ONCE: Final = 2_000
M = TypeVar("M", bound=Model)
_WRITTEN: Final = (
    "scope",
    "title",
    "folded",
    "state",
    "tone",
    "done",
    "total",
    "due_on",
    "right",
    "seen_with",
    "owner",
    "asked_by",
    "url_name",
    "url_args",
    "at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to be done. Words are Vietnamese as the catalogue has them.

    It waits for ``owner`` or, without one, for whoever holds ``right`` at ``scope``.
    Who else sees it holds the right of its page, or ``seen_with`` where a page shows
    some rows with a right of their own.
    """

    scope: Scope
    kind: str
    subject: Model
    title: str | Promise
    state: str | Promise = ""
    tone: str = WorkItem.Tone.NONE.value
    done: int | None = None
    total: int | None = None
    due_on: date | None = None
    right: Right
    seen_with: Right | None = None
    owner: User | None = None
    asked_by: User | None = None  # who gave it to be done
    url_name: str
    url_args: Sequence[object] = ()


def put_work(  # noqa: PLR0913 - the fields of ``Item``, for one
    *,
    scope: Scope,
    kind: str,
    subject: Model,
    title: str | Promise,
    state: str | Promise = "",
    tone: str = WorkItem.Tone.NONE.value,
    done: int | None = None,
    total: int | None = None,
    due_on: date | None = None,
    right: Right,
    seen_with: Right | None = None,
    owner: User | None = None,
    url_name: str,
    url_args: Sequence[object] = (),
    at: datetime,
) -> None:
    """Write what is to be done about a subject, in place of what stood there."""
    item = Item(
        scope=scope,
        kind=kind,
        subject=subject,
        title=title,
        state=state,
        tone=tone,
        done=done,
        total=total,
        due_on=due_on,
        right=right,
        seen_with=seen_with,
        owner=owner,
        url_name=url_name,
        url_args=url_args,
    )
    put_many([item], at=at)


@transaction.atomic
def put_many(items: Iterable[Item], *, at: datetime) -> None:
    """Write many at once; of thousands, in few statements."""
    with translation.override("vi"):
        rows = [_row(item, at) for item in items]
    # In one order, so that two who write the same rows wait and do not lock up.
    rows.sort(key=lambda row: (row.kind, row.subject_key))
    WorkItem.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["kind", "subject_key"],
        update_fields=_WRITTEN,
    )


def close_work(kind: str, subject: Model) -> None:
    """Take away the row: nothing is to be done about the subject any more."""
    close_many(kind, [subject.pk])


def close_many(kind: str, keys: Collection[object]) -> None:
    """Take away the rows of these subjects, given by their keys."""
    if keys:
        found = WorkItem.objects.filter(kind=kind, subject_key__in=map(str, keys))
        found.delete()


def renew_all(*, at: datetime) -> None:
    """Have the apps write all rows and figures anew, tree by tree.

    Every night: whatever a release before this one, an import or the back office left
    unwritten is there in the morning. What is written ``in_batches`` is stored lot by
    lot, so that nobody at work waits for a whole tree.
    """
    tops = Unit.objects.filter(parent__isnull=True).select_related("scope")
    for scope in [unit.scope for unit in tops.order_by("pk")]:
        registry.renew(scope, at)


def in_batches(rows: QuerySet[M], write: Callable[[list[M]], object]) -> None:
    """Have rows written some at once by their keys, each lot in a transaction.

    Of a lot with one that cannot be written, all but that one are.
    """
    batch: list[M] = []
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        batch.append(row)
        if len(batch) == AT_ONCE:
            _written(batch, write)
            batch = []
    if batch:
        _written(batch, write)


def _written(batch: list[M], write: Callable[[list[M]], object]) -> None:
    try:
        with transaction.atomic():
            write(batch)
    except (Refused, IntegrityError, DataError):
        if len(batch) == 1:
            log.exception(
                "row of work not renewed",
                extra={"model": batch[0]._meta.label, "key": str(batch[0].pk)},
            )
            return
        for row in batch:
            _written([row], write)


def _row(item: Item, at: datetime) -> WorkItem:
    args = [str(each) for each in item.url_args]
    return WorkItem(
        scope=item.scope,
        kind=item.kind,
        subject_key=str(item.subject.pk),
        title=str(item.title)[:400],
        folded=names.fold(str(item.title))[:400],
        state=str(item.state)[:120],
        tone=item.tone,
        done=item.done,
        total=item.total,
        due_on=item.due_on,
        right=item.right.value,
        seen_with=(item.seen_with or policy.right_of_page(item.url_name, args)).value,
        owner=item.owner,
        asked_by=item.asked_by,
        url_name=item.url_name,
        url_args=args,
        at=at,
    )
