"""The rows of a list are judged, and a person decides about the doubtful ones."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from core.imports.faults import Unreadable
from core.imports.kinds import ImportKind, Judged
from core.imports.storing import copy_in
from core.models import ImportRow, ImportRun
from core.queries import imports as reads
from core.services.imports.looking import (
    Report,
    State,
    at_step,
    clerk_of,
    data_rows,
    judged,
    judged_again,
    kind_of,
    lines_of,
    locked,
    opened,
)
from core.services.imports.receiving import refuse

Verdict, Decision = ImportRow.Verdict, ImportRow.Decision


def check_list(run_id: UUID | str, *, at: datetime, report: Report) -> ImportRun:
    """Judge every row of a list whose columns are matched, and keep what was found."""
    run = ImportRun.objects.select_related("scope", "file").get(pk=run_id)
    if run.state != State.CHECKING:
        return run
    try:
        with opened(run) as file, transaction.atomic():
            run = locked(run_id)
            if run.state != State.CHECKING:
                return run
            run.lines.all().delete()
            clerk = clerk_of(run, at=at, for_good=False)
            filled: set[int] = set()
            for batch in judged(
                run, clerk, lambda: data_rows(file, run), report=report
            ):
                copy_in(ImportRow, (_row(run, each) for each in batch))
                for each in batch:
                    filled.update(_filled(each.line.cells))
            run.reading["filled"] = sorted(filled)
            return _checked(run)
    except Unreadable as fault:
        return refuse(run_id, fault, states=(State.CHECKING,))


@transaction.atomic
def decide(run_id: UUID | str, *, decisions: Mapping[int, str]) -> int:
    """Keep what a person says of doubtful rows, by row; return how many are new."""
    run = at_step(run_id, State.CHECKED)
    kind = kind_of(run)
    doubtful = run.lines.filter(
        verdict=Verdict.DUPLICATE, number__in=list(decisions)
    ).defer("cells")
    return _keep(row for row in doubtful if _take(kind, row, decisions[row.number]))


@transaction.atomic
def decide_all(run_id: UUID | str, *, decision: str) -> int:
    """Say the same of all doubtful rows of which it can be said."""
    run = at_step(run_id, State.CHECKED)
    kind = kind_of(run)
    doubtful = run.lines.filter(verdict=Verdict.DUPLICATE).defer("cells")
    return _keep(row for row in doubtful.iterator() if _take(kind, row, decision))


def review(run_id: UUID | str, *, at: datetime, report: Report) -> ImportRun:
    """Judge the rows of a confirmed list anew, because the register has moved on.

    Rows of which something else is to be said are marked, and the list waits for the
    person again.
    """
    with transaction.atomic():
        run = locked(run_id)
        if run.state != State.APPLYING:
            return run
        clerk = clerk_of(run, at=at, for_good=False)
        moved = 0
        stored = lines_of(run)
        for batch in judged_again(run, clerk, report=report):
            moved += _mark_moved([(next(stored), each) for each in batch])
        run.fault = {"code": "moved-rows" if moved else "not-written"} | (
            {"values": {"count": moved}} if moved else {}
        )
        run.applied_by = None
        return _checked(run)


def is_as_seen(row: ImportRow, found: Judged) -> bool:
    """Whether the same is to be said of a row as when the person saw it."""
    return (row.verdict, row.target, row.target_version, row.changes) == (
        found.verdict,
        found.target,
        found.target_version,
        found.changes,
    )


def _filled(cells: Iterable[str]) -> Iterator[int]:
    """Yield which of the cells hold something."""
    return (place for place, cell in enumerate(cells) if cell)


def _row(run: ImportRun, found: Judged) -> dict[str, Any]:
    return {
        "run": run.pk,
        "number": found.line.number,
        "cells": found.line.cells,
        "decision": "",
        **_said(found),
    }


def _said(found: Judged) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "faults": [list(fault) for fault in found.faults],
        "target": found.target,
        "target_version": found.target_version,
        "changes": found.changes,
    }


def _mark_moved(pairs: Iterable[tuple[ImportRow, Judged]]) -> int:
    moved = []
    for row, found in pairs:
        if not is_as_seen(row, found):
            for name, value in _said(found).items():
                setattr(row, name, value)
            row.faults.append(["", "moved", {}])
            row.decision = ""
            moved.append(row)
    ImportRow.objects.bulk_update(moved, ["decision", *_FIELDS], batch_size=100)
    return len(moved)


_FIELDS = ("verdict", "faults", "target", "target_version", "changes")


def _checked(run: ImportRun) -> ImportRun:
    counted = (
        run.lines.order_by()
        .values_list("verdict")
        .annotate(Count("pk"), noted=Count("pk", filter=reads.IS_NOTED))
    )
    found = list(counted)
    run.counts = {verdict: count for verdict, count, _noted in found if count}
    run.rows = sum(run.counts.values())
    if noted := sum(noted for _verdict, _count, noted in found):
        run.counts[reads.NOTED] = noted
    run.state = State.CHECKED
    run.save(
        update_fields=["counts", "reading", "rows", "state", "fault", "applied_by"]
    )
    return run


def _take(kind: ImportKind, row: ImportRow, decision: str) -> bool:
    if decision == row.decision or decision not in kind.decisions(row):
        return False
    row.decision = decision
    return True


def _keep(rows: Iterable[ImportRow]) -> int:
    by_decision: dict[str, list[int]] = {}
    for row in rows:
        by_decision.setdefault(row.decision, []).append(row.pk)
    for decision, keys in by_decision.items():
        ImportRow.objects.filter(pk__in=keys).update(decision=decision)
    return sum(map(len, by_decision.values()))
