"""A country's units coming in as a list: read, checked, written, taken back."""

import time
from collections.abc import Iterator
from typing import Final

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import registry
from core.models import ImportRun, Unit, User
from core.queries import imports as reads
from core.services import imports as acts
from core.writers import xlsx
from tests.bench import nation, pages
from tests.bench.table import Line

ROWS: Final = nation.UNITS
GOAL: Final = 60.0  # s, until all are in the register
HEADINGS: Final = ("Mã", "Tên", "Loại", "Trực thuộc", "Ngày thành lập")


def measured() -> Iterator[Line]:
    """Bring the same country in as CSV and as XLSX, beside the one that is there."""
    centre = Unit.objects.select_related("scope").get(code=nation.ROOT)
    by = User.objects.get(username="bench-centre")
    client = Client()
    client.force_login(by, backend=pages.BACKEND)
    for name, file in (("units.csv", _csv), ("units.xlsx", _xlsx)):
        data = file(list(_rows(name.rpartition(".")[2].upper())))
        began = time.perf_counter()
        run = acts.receive_list(
            registry.imports()["units"],
            scope=centre.scope,
            name=name,
            chunks=lambda data=data: [data],  # type: ignore[misc] # bound at once
            by=by,
            at=timezone.now(),
        )
        run = acts.read_list(run.pk)
        acts.map_columns(run.pk, columns=run.mapping)
        run = acts.check_list(run.pk, at=timezone.now(), report=_unheard)
        assert run.state == "checked", run.fault
        yield from _looked_at(client, run)
        checked = time.perf_counter()
        _write(run, by)
        took = time.perf_counter() - began
        yield Line(f"{name}: {ROWS:,} units read, checked, written", took, "s", GOAL)
        yield Line("  of which writing", time.perf_counter() - checked, "s")
        began = time.perf_counter()
        acts.ask_undo(run.pk, by=by, at=timezone.now())
        run = acts.undo_list(run.pk, at=timezone.now(), report=_unheard)
        assert run.state == "undone", run.fault
        yield Line("  taken back", time.perf_counter() - began, "s")


def _write(run: ImportRun, by: User) -> None:
    told = reads.summary(run)
    assert told.wrong == 0
    acts.confirm_list(
        run.pk, seen=told.fingerprint, partial=False, by=by, at=timezone.now()
    )
    run = acts.apply_list(run.pk, at=timezone.now(), report=_unheard)
    assert run.state == "applied", run.fault


def _looked_at(client: Client, run: ImportRun) -> Iterator[Line]:
    address = reverse("core:import", args=[run.pk])
    yield pages.page(client, "  its preview", address)
    yield pages.page(client, "  its preview, last page", f"{address}?trang=last")


def _rows(mark: str) -> Iterator[tuple[str, ...]]:
    for n in range(ROWS):
        if n < nation.COMMUNES:
            above, name, kind = nation.PROVINCE, f"Đảng bộ xã Mới {n}", "Đảng bộ xã"
        else:
            above = f"{mark}{n % nation.COMMUNES}"
            name, kind = f"Chi bộ thôn Mới {n}", "Chi bộ"
        yield f"{mark}{n}", name, kind, above, "01/07/2025"


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    return "\n".join(";".join(row) for row in (HEADINGS, *rows)).encode()


def _xlsx(rows: list[tuple[str, ...]]) -> bytes:
    return xlsx.workbook("Danh sách", HEADINGS, rows)


def _unheard(_done: int, _whole: int) -> None:
    """Nobody watches."""
