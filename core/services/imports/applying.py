"""A checked list is confirmed and written, whole or not at all."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from core.audit import trail
from core.imports.kinds import Clerk, Judged, Task
from core.imports.storing import copy_in
from core.models import ImportChange, ImportRow, ImportRun, User
from core.queries.imports import summary
from core.services.imports.judging import (
    Decision,
    Verdict,
    is_as_seen,
    review,
)
from core.services.imports.looking import (
    NothingToWrite,
    Report,
    State,
    StillToDecide,
    at_step,
    clerk_of,
    judged_again,
    kind_of,
    lines_of,
    locked,
    still_may,
)

log = logging.getLogger(__name__)


class _Moved(Exception):  # noqa: N818 - named for the fact
    """The register is not any more as the person saw it."""


@transaction.atomic
def confirm_list(
    run_id: UUID | str, *, seen: str, partial: bool, by: User, at: datetime
) -> ImportRun:
    """Say that a list is to be written as it was seen.

    ``partial`` says that the rows that are wrong are to be left out.
    """
    run = at_step(run_id, State.CHECKED)
    told = summary(run)
    if told.fingerprint != seen:
        raise StillToDecide(
            _("Danh sách vừa được kiểm tra hoặc quyết định lại. Hãy xem lại các số.")
        )
    if told.undecided:
        raise StillToDecide(still_to_decide(told.undecided))
    if told.wrong and not partial:
        raise StillToDecide(
            _("Còn %(count)s dòng có lỗi. Hãy sửa tệp, hoặc chọn chỉ nhập dòng đúng.")
            % {"count": told.wrong}
        )
    if not told.to_write:
        raise NothingToWrite(_("Không có dòng nào để ghi."))
    run.state, run.partial, run.applied_by, run.fault = State.APPLYING, partial, by, {}
    run.save(update_fields=["state", "partial", "applied_by", "fault"])
    return run


def still_to_decide(count: int) -> str:
    """Say why a list cannot be written yet."""
    return _(
        "Còn %(count)s dòng nghi trùng chưa có quyết định, nên chưa ghi vào sổ được. "
        "Hãy chọn cho từng dòng."
    ) % {"count": count}


def apply_list(run_id: UUID | str, *, at: datetime, report: Report) -> ImportRun:
    """Write a confirmed list into the register, in one transaction.

    If anything is not as the person saw it, nothing is written, and the list waits for
    him again.
    """
    try:
        return _apply(run_id, at=at, report=report)
    except _Moved:
        pass
    except (DataError, IntegrityError) as fault:
        # Somebody entered the same code or number by hand in this very moment, or a
        # value is none that the register can hold.
        log.warning("list not written", extra={"run": str(run_id), "fault": str(fault)})
    return review(run_id, at=at, report=report)


@transaction.atomic
def _apply(run_id: UUID | str, *, at: datetime, report: Report) -> ImportRun:
    run = locked(run_id)
    by = run.applied_by
    if run.state != State.APPLYING or by is None:
        return run
    if not still_may(by, run):
        run.state, run.applied_by = State.CHECKED, None
        run.fault = {"code": "no-longer-may"}
        run.save(update_fields=["state", "applied_by", "fault"])
        return run
    _one_at_a_time(run.kind)
    clerk = clerk_of(run, at=at, for_good=True)
    rows = lines_of(run)
    for batch in judged_again(run, clerk, report=report):
        _write(run, clerk, list(islice(rows, len(batch))), batch, by=by, at=at)
    run.state, run.applied_at = State.APPLIED, at
    run.save(update_fields=["state", "applied_at"])
    told = summary(run)
    trail.record(
        "core.list_applied",
        subject=run,
        scope=run.scope,
        actor=by,
        at=at,
        list=run.kind,
        made=told.made,
        changed=told.changed,
        left_out=told.left_out,
    )
    return run


def _one_at_a_time(kind: str) -> None:
    """Wait for other lists of the kind: of two with the same rows one goes in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"list of {kind}"]
        )


def _write(
    run: ImportRun,
    clerk: Clerk,
    rows: list[ImportRow],
    batch: list[Judged],
    *,
    by: User,
    at: datetime,
) -> None:
    pairs = list(zip(rows, batch, strict=True))
    if not all(is_as_seen(row, found) for row, found in pairs):
        raise _Moved
    tasks = list(_tasks(pairs))
    made = clerk.write(tasks, by=by, at=at)
    table = kind_of(run).table
    changes = (
        {
            "run": run.pk,
            "number": task.judged.line.number,
            "table": table,
            "key": each.key,
            "before": each.before,
            "version": each.version,
        }
        for task, each in zip(tasks, made, strict=True)
    )
    copy_in(ImportChange, changes)


def _tasks(pairs: Iterable[tuple[ImportRow, Judged]]) -> Iterator[Task]:
    for row, found in pairs:
        if found.verdict is Verdict.NEW or row.decision == Decision.NEW:
            yield Task(found, as_new=True)
        elif found.changes and (
            found.verdict is Verdict.CHANGED or row.decision == Decision.SAME
        ):
            yield Task(found, as_new=False)
