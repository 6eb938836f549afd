"""A list that was written is taken back, whole or not at all."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from core.audit import trail
from core.errors import Refused
from core.imports import tracing
from core.imports.kinds import ImportKind
from core.imports.storing import overwrite, put_back
from core.models import ImportRun, User
from core.services.imports.looking import (
    Report,
    State,
    at_step,
    by_number,
    in_batches,
    kind_of,
    locked,
    still_may,
)
from core.services.scopes import hold_the_tree

UNDO_WITHIN: Final = timedelta(hours=24)
TOLD: Final = 200  # rows that stand in the way and are named one by one


class TooLate(Refused):
    """The day in which an import can be taken back is over."""


def undo_until(run: ImportRun) -> datetime | None:
    """Return until when a written list can be taken back."""
    return run.applied_at and run.applied_at + UNDO_WITHIN


def may_undo(run: ImportRun, *, at: datetime) -> bool:
    """Whether a list can still be taken back."""
    until = undo_until(run)
    return run.state == State.APPLIED and until is not None and at <= until


@transaction.atomic
def ask_undo(run_id: UUID | str, *, by: User, at: datetime) -> ImportRun:
    """Ask for a written list to be taken back, within a day."""
    run = at_step(run_id, State.APPLIED)
    if not may_undo(run, at=at):
        raise TooLate(_("Đã quá 24 giờ từ lúc ghi vào sổ, không hoàn tác được nữa."))
    run.state, run.undone_by, run.fault = State.UNDOING, by, {}
    run.save(update_fields=["state", "undone_by", "fault"])
    return run


def undo_list(run_id: UUID | str, *, at: datetime, report: Report) -> ImportRun:
    """Delete what a list made and give back what it changed.

    Where anything stands in the way nothing is taken back, and the rows are listed.
    """
    try:
        return _undo(run_id, at=at, report=report)
    except IntegrityError:
        # A number that a row had before is another's by now.
        return _refuse(run_id, {"code": "clash", "values": {}})


@transaction.atomic
def keep_list(run_id: UUID | str) -> ImportRun:
    """Leave a list in the register whose taking back was asked for and did not work."""
    run = at_step(run_id, State.UNDOING)
    run.state, run.undone_by, run.fault = State.APPLIED, None, {"code": "not-undone"}
    run.save(update_fields=["state", "undone_by", "fault"])
    return run


@transaction.atomic
def _undo(run_id: UUID | str, *, at: datetime, report: Report) -> ImportRun:
    run = locked(run_id)
    by = run.undone_by
    if run.state != State.UNDOING or by is None:
        return run
    if not still_may(by, run):
        return _refuse(run_id, {"code": "no-longer-may", "values": {}})
    kind = kind_of(run)
    # Nobody enters anything into units while it is asked what points to them.
    hold_the_tree()
    traces = tracing.traces_of(run, kind)
    held, count = traces.held(at_most=TOLD)
    if count:
        return _refuse(
            run_id, {"code": "held", "values": {"count": count}, "rows": held}
        )
    changed = _put_back(run, kind, by=by, at=at, report=report)
    made = traces.delete_made()
    # What points to them by now is refused here, and not at the very end.
    connection.check_constraints()
    kind.undone(run.scope, traces.made, at)
    run.lines.all().delete()
    run.changes.all().delete()
    run.state, run.undone_at = State.UNDONE, at
    run.save(update_fields=["state", "undone_at"])
    trail.record(
        "core.list_undone",
        subject=run,
        scope=run.scope,
        actor=by,
        at=at,
        list=run.kind,
        made=made,
        changed=changed,
    )
    return run


def _put_back(
    run: ImportRun, kind: ImportKind, *, by: User, at: datetime, report: Report
) -> int:
    """Give changed rows back what they held, as their next version."""
    changes = run.changes.filter(before__isnull=False)
    total, done = changes.count(), 0
    for batch in in_batches(by_number(changes)):
        rows = kind.model._default_manager.in_bulk([change.key for change in batch])
        by_key = {str(key): row for key, row in rows.items()}
        for change in batch:
            put_back(by_key[change.key], change.before or {})
        fields = {name for change in batch for name in change.before or {}}
        overwrite(list(rows.values()), fields, by=by, at=at)
        kind.follow(list(rows.values()))
        done += len(batch)
        report(done, total)
    return done


@transaction.atomic
def _refuse(run_id: UUID | str, fault: dict[str, Any]) -> ImportRun:
    run = locked(run_id)
    if run.state == State.UNDOING:
        run.state, run.undone_by, run.fault = State.APPLIED, None, fault
        run.save(update_fields=["state", "undone_by", "fault"])
    return run
