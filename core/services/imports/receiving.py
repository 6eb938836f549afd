"""A list comes in: its file is kept, read, and its columns are matched to fields."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import trail
from core.imports import limits, mapping, reading
from core.imports.faults import Unreadable
from core.imports.kinds import ImportKind
from core.imports.mapping import Columns
from core.imports.reading import Look
from core.models import ImportRun, RememberedMapping, Scope, User
from core.services.files import store_file
from core.services.imports.looking import (
    MappingIncomplete,
    NotNow,
    State,
    at_step,
    kind_of,
    locked,
    opened,
)

OPEN: Final = (State.UPLOADED, State.CHECKING, State.CHECKED, State.APPLYING)
DROPPABLE: Final = (*OPEN, State.REFUSED)


@transaction.atomic
def receive_list(
    kind: ImportKind,
    *,
    scope: Scope,
    into: str = "",
    name: str,
    chunks: Callable[[], Iterable[bytes]],
    by: User,
    at: datetime,
) -> ImportRun:
    """Keep a file with a list for a unit; the same file twice is one list.

    Only while the first is on its way: a list that was written or dropped may come
    again. ``into`` is what the address of its place named.
    """
    digest = hashlib.sha256()
    for piece in chunks():
        digest.update(piece)
    # Two clicks wait for each other here.
    Scope.objects.select_for_update(no_key=True).get(pk=scope.pk)
    same = ImportRun.objects.filter(
        kind=kind.code,
        scope=scope,
        into=into,
        state__in=OPEN,
        file__sha256=digest.hexdigest(),
    )
    if found := same.order_by("started_at").first():
        return found
    file = store_file(
        name=name, chunks=chunks(), scope=scope, by=by, at=at, limit=limits.FILE_BYTES
    )
    run = ImportRun.objects.create(
        kind=kind.code,
        scope=scope,
        into=into,
        file=file,
        started_by=by,
        started_at=at,
    )
    trail.record(
        "core.list_received",
        subject=run,
        scope=scope,
        actor=by,
        at=at,
        list=kind.code,
        sha256=file.sha256,
    )
    return run


def read_list(run_id: UUID | str) -> ImportRun:
    """Find out what the file is, where its headings are and which fields they name."""
    run = ImportRun.objects.select_related("scope", "file").get(pk=run_id)
    if _was_read(run):
        return run
    try:
        with opened(run) as file:
            look = reading.look(file, sheet=run.reading.get("sheet", ""))
        return _keep_look(run_id, look)
    except Unreadable as fault:
        return refuse(run_id, fault, states=(State.UPLOADED,))


@transaction.atomic
def read_again(run_id: UUID | str, *, sheet: str, header_row: int) -> ImportRun:
    """Have the file read again, from another sheet or with other headings."""
    run = at_step(run_id, State.UPLOADED, State.CHECKED)
    if sheet not in ("", *run.reading.get("sheets", [])):
        raise NotNow
    other_sheet = bool(sheet) and sheet != run.reading.get("sheet", "")
    run.reading = {"sheet": sheet} | ({} if other_sheet else {"header_row": header_row})
    run.state, run.headings, run.mapping, run.counts = State.UPLOADED, [], {}, {}
    run.save(update_fields=["state", "reading", "headings", "mapping", "counts"])
    run.lines.all().delete()
    return run


@transaction.atomic
def map_columns(run_id: UUID | str, *, columns: Mapping[str, int]) -> ImportRun:
    """Say which column is which field, and have the rows checked; it is remembered."""
    run = at_step(run_id, State.UPLOADED, State.CHECKED)
    kind = kind_of(run)
    wanted: Columns = {
        key: place
        for key, place in columns.items()
        if kind.column(key) and 0 <= place < len(run.headings)
    }
    if missing := kind.missing(wanted):
        raise MappingIncomplete(
            _("Hãy chọn cột cho: %(fields)s.")
            % {"fields": ", ".join(str(column.label) for column in missing)}
        )
    if len(set(wanted.values())) < len(wanted):
        raise MappingIncomplete(
            _("Một cột của tệp được chọn cho hai mục. Hãy để mỗi cột cho một mục.")
        )
    run.mapping, run.state, run.counts, run.fault = wanted, State.CHECKING, {}, {}
    run.save(update_fields=["mapping", "state", "counts", "fault"])
    RememberedMapping.objects.update_or_create(
        kind=run.kind,
        scope=run.scope,
        headings=mapping.fingerprint(run.headings),
        defaults={"mapping": wanted},
    )
    return run


@transaction.atomic
def drop_list(run_id: UUID | str, *, by: User, at: datetime) -> ImportRun:
    """Forget a list that was not written; the run itself stays as a trace."""
    run = locked(run_id)
    if run.state == State.DROPPED:
        return run
    if run.state not in DROPPABLE:
        raise NotNow
    run.state, run.applied_by = State.DROPPED, None
    run.counts, run.reading, run.headings = {}, {}, []
    run.save(update_fields=["state", "applied_by", "counts", "reading", "headings"])
    run.lines.all().delete()
    trail.record(
        "core.list_dropped",
        subject=run,
        scope=run.scope,
        actor=by,
        at=at,
        list=run.kind,
    )
    return run


@transaction.atomic
def refuse(
    run_id: UUID | str, fault: Unreadable, *, states: tuple[ImportRun.State, ...]
) -> ImportRun:
    """Keep why a file cannot be read."""
    run = locked(run_id)
    if run.state in states:
        run.state = State.REFUSED
        run.fault = {"code": fault.code, "values": dict(fault.values)}
        run.save(update_fields=["state", "fault"])
    return run


@transaction.atomic
def _keep_look(run_id: UUID | str, look: Look) -> ImportRun:
    run = locked(run_id)
    if _was_read(run):
        return run
    kind = kind_of(run)
    chosen = run.reading.get("header_row")
    header = chosen or mapping.heading_row(look.first, kind.names)
    headings, rows = _beneath(look, header)
    if not rows and not chosen:
        raise Unreadable("no-heading")
    run.headings, run.rows = headings, rows
    run.reading = {
        **look.reading.kept(),
        "sheets": look.sheets,
        "header_row": header,
        "first": [[number, _short(row)] for number, row in look.first],
    }
    run.mapping = _remembered(run) or mapping.guess(headings, kind.names)
    run.save(update_fields=["headings", "rows", "reading", "mapping"])
    return run


def _was_read(run: ImportRun) -> bool:
    return run.state != State.UPLOADED or bool(run.headings)


def _beneath(look: Look, header: int) -> tuple[list[str], int]:
    """Return the headings, and how many rows stand beneath them."""
    above = [row for number, row in look.first if number <= header]
    below = [row for number, row in look.first if number > header]
    numbering = bool(below) and mapping.is_numbering(below[0])
    width = max((len(row) for _number, row in look.first), default=0)
    headings = above[-1] if above else []
    headings = headings + [""] * (width - len(headings))
    return headings, look.rows - len(above) - numbering


def _remembered(run: ImportRun) -> dict[str, Any]:
    kept = RememberedMapping.objects.filter(
        kind=run.kind,
        scope=run.scope,
        headings=mapping.fingerprint(run.headings),
    ).first()
    kind = kind_of(run)
    return {k: at for k, at in kept.mapping.items() if kind.column(k)} if kept else {}


def _short(row: list[str]) -> list[str]:
    return [cell[:80] for cell in row]
