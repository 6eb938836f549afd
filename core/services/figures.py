"""Figures of Tổng hợp, written by the apps whose facts they count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from core import registry
from core.models import Figure, Scope

AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Count:
    """One number of one place."""

    scope: Scope
    code: str
    value: int
    total: int | None = None


def put_figure(
    scope: Scope, code: str, *, value: int, total: int | None = None, at: datetime
) -> None:
    """Write a number of a place, in place of what stood there.

    Raises:
        KeyError: nobody said what that figure is called.
    """
    put_many([Count(scope, code, value, total)], at=at)


@transaction.atomic
def put_many(counts: Iterable[Count], *, at: datetime) -> None:
    """Write many at once."""
    known = registry.figures()
    rows = []
    for each in counts:
        known[each.code]
        rows.append(
            Figure(
                scope=each.scope,
                code=each.code,
                value=each.value,
                total=each.total,
                at=at,
            )
        )
    rows.sort(key=lambda row: (row.scope_id, row.code))
    Figure.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["scope", "code"],
        update_fields=["value", "total", "at"],
    )


def drop_figures(scope: Scope, *codes: str) -> None:
    """Take numbers of a place away: what they counted is no more."""
    Figure.objects.filter(scope=scope, code__in=codes).delete()
