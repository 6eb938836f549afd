"""Writing down how far congresses are, in the act that brought them there."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection

from congress.labels.points import Worked, points
from congress.models import Congress, PointState

_WRITTEN: Final = ("state", "done", "total", "due_on", "updated_at")
_TOUCHED: Final = ("updated_at",)
_UPSERT: Final = """
INSERT INTO congress_readinesspoint
  (id, updated_at, congress_id, code, state, done, total, due_on)
SELECT gen_random_uuid(), %s, row.*
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::int[], %s::int[], %s::date[])
  AS row
ON CONFLICT (congress_id, code) DO UPDATE SET {taken}
"""
_UNKNOWN: Final = Worked(PointState.NOT_STARTED.value)


def put_point(
    congress: Congress,
    code: str,
    *,
    state: PointState,
    done: int | None = None,
    total: int | None = None,
    due_on: date | None = None,
    at: datetime,
) -> None:
    """Write how one thing stands at a congress; call it in the act that changed it.

    ``code`` is one that an app offers (``congress.labels.points.offer_point``).
    """
    worked = Worked(PointState(state).value, done, total, due_on)
    write({code: {congress.pk: worked}}, at=at)


def refresh(congresses: Collection[UUID], *codes: str, at: datetime) -> None:
    """Work points out anew and write them, last in the act that changed their facts.

    All that can be worked out, where no codes are named.
    """
    asked = [
        each for each in points() if each.work_out and (not codes or each.code in codes)
    ]
    # Two acts on one congress at once: whoever comes second waits here for the first,
    # and then counts what that one has done.
    codes = tuple(each.code for each in asked)
    _store(
        {code: dict.fromkeys(congresses, _UNKNOWN) for code in codes}, _TOUCHED, at=at
    )
    write(
        {each.code: each.work_out(congresses) for each in asked if each.work_out}, at=at
    )


def write(found: Mapping[str, Mapping[UUID, Worked]], *, at: datetime) -> None:
    """Write points, those that are there already over what they said."""
    _store(found, _WRITTEN, at=at)


def _store(
    found: Mapping[str, Mapping[UUID, Worked]], fields: Sequence[str], *, at: datetime
) -> None:
    """Store rows in one order for all, so that nobody waits for one another twice.

    As arrays: 20,000 rows, when a whole province gets its plans, in half a second.
    """
    rows = [
        (key, code, worked.state, worked.done, worked.total, worked.due_on)
        for code, of_congress in sorted(found.items())
        for key, worked in sorted(of_congress.items())
    ]
    if not rows:
        return
    taken = ", ".join(f"{name} = excluded.{name}" for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            _UPSERT.format(taken=taken), [at, *map(list, zip(*rows, strict=True))]
        )
