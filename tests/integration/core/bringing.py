"""A list on its way in, as far as a test wants it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from core import registry
from core.imports.kinds import ImportKind
from core.models import ImportRow, ImportRun, Unit, User
from core.queries import imports as reads
from core.services import imports as acts
from tests import make

UNIT_HEADINGS: Final = "Mã;Tên;Loại;Trực thuộc;Ngày thành lập;Đại hội lần thứ"
PERSON_HEADINGS: Final = "Họ và tên;Ngày sinh;CCCD;Số thẻ;Mã chi bộ;Giới tính"


def kind(code: str) -> ImportKind:
    return registry.imports()[code]


def table(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def received(
    code: str, data: bytes, *, to: Unit, by: User, name: str = "danh-sach.csv"
) -> ImportRun:
    return acts.receive_list(
        kind(code),
        scope=to.scope,
        name=name,
        chunks=lambda: [data],
        by=by,
        at=make.NOON,
    )


def read(code: str, data: bytes, *, to: Unit, by: User) -> ImportRun:
    return acts.read_list(received(code, data, to=to, by=by).pk)


def checked(
    code: str,
    *rows: str,
    to: Unit,
    by: User,
    mapping: Mapping[str, int] | None = None,
) -> ImportRun:
    """Read, columns matched as guessed or given, rows judged."""
    run = read(code, table(*rows), to=to, by=by)
    assert run.state == "uploaded", run.fault
    acts.map_columns(run.pk, columns=mapping or run.mapping)
    return check(run)


def check(run: ImportRun) -> ImportRun:
    return acts.check_list(run.pk, at=make.NOON, report=make.unheard)


def confirmed(run: ImportRun, *, by: User, partial: bool = False) -> ImportRun:
    run.refresh_from_db()
    seen = reads.summary(run).fingerprint
    return acts.confirm_list(run.pk, seen=seen, partial=partial, by=by, at=make.NOON)


def apply(run: ImportRun, at: datetime = make.NOON) -> ImportRun:
    return acts.apply_list(run.pk, at=at, report=make.unheard)


def applied(code: str, *rows: str, to: Unit, by: User) -> ImportRun:
    """Everything up to the register."""
    run = checked(code, *rows, to=to, by=by)
    confirmed(run, by=by)
    return apply(run)


def undone(
    run: ImportRun, *, by: User, after: timedelta = timedelta(hours=1)
) -> ImportRun:
    acts.ask_undo(run.pk, by=by, at=make.NOON + after)
    return acts.undo_list(run.pk, at=make.NOON + after, report=make.unheard)


def row(run: ImportRun, number: int) -> ImportRow:
    return run.lines.get(number=number)


def codes(run: ImportRun, number: int) -> list[tuple[str, str]]:
    """What is said of a row: field and code."""
    return [(key, code) for key, code, _values in row(run, number).faults]


def verdicts(run: ImportRun) -> dict[int, str]:
    return dict(run.lines.order_by("number").values_list("number", "verdict"))


def fields_of(row: Any, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)
