"""Making the file of a backup, and proving that it can be opened and read.

Proved before the file gets its name: PostgreSQL's own reader went through the dump to
its end, as it lies on the disk, locked and unlocked again with a key of one use. Not
proved: that somebody still knows the passphrase; a page lets that be tried.
"""

import os
import socket
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from core.operations import backup_file, folders, locked_file, postgres
from core.operations.backup_file import ENDING, DamagedBackup, Header
from core.operations.folders import Fault
from core.operations.version import portal_version

# How a hundred parts of the work fall on its stages.
WRITTEN, READ_BACK, WHOLE = 50, 80, 100
UNLOCKED: Final = "khong-ma-hoa"  # stands in the name of a backup without a key

Report = Callable[[int, int], None]


class NoRoomForBackup(Refused):
    """The portal's own folder cannot take another backup."""


class UnprovedBackup(Refused):
    """What came back from the disk is not what was written."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a backup is to be: why, with which key, and how big it may become."""

    reason: str
    at: datetime
    salt: str = ""
    recipient: str = ""
    last_size: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that lies in the portal's own folder."""

    header: Header
    path: Path
    size: int
    sha256: str


def take(wish: Wish, *, report: Report) -> Taken:
    """Write a backup into the portal's own folder and prove it.

    Raises:
        NoRoomForBackup: the disk is full or will be.
        NoPrograms, ProgramFailed: PostgreSQL's programs are missing or complain.
        UnprovedBackup: the disk gives other bytes back than it was given.
    """
    header = _header(wish)
    folder = folders.own()
    expected = wish.last_size or header.database_bytes // 4
    programs = postgres.programs_for(header.postgres)
    name = _name(header)
    try:
        folders.clear_unfinished(folders.make_own())
        if fault := folders.fault_of(folder, needs=expected):
            raise _no_room(folder, fault)
        with folders.writing(folder, name) as file:
            size, sha256 = _write(file, header, programs, _part(report, expected))
    except OSError as error:
        raise _no_room(folder, folders.fault_in(error)) from error
    report(READ_BACK, WHOLE)
    return Taken(header, folder / name, size, sha256)


def copy_to(taken: Taken, folder: Path) -> Fault | None:
    """Put a copy into the second folder; say what is wrong with it, if something is.

    A copy on the same disk is made, and is a fault all the same.
    """
    fault = folders.fault_of(folder, needs=taken.size)
    if fault:
        return fault
    folders.clear_unfinished(folder)
    try:
        folders.copy(taken.path, folder, sha256=taken.sha256)
    except OSError as error:
        return folders.fault_in(error)
    same = folders.on_one_disk(taken.path.parent, folder)
    return Fault.SAME_DISK if same else None


def remove_from(folder: Path, name: str) -> bool:
    """Remove a backup; False while the folder is out of reach and may still have it."""
    try:
        (folder / name).unlink(missing_ok=True)
    except OSError:
        return False
    return folder.is_dir()


def _write(
    file: IO[bytes], header: Header, programs: Path, seen: Callable[[int], None]
) -> tuple[int, str]:
    sink = locked_file.Sink(file)
    with postgres.dumping(postgres.Address.of_the_portal(), programs) as dump:
        key = backup_file.write(sink, header, dump, seen=seen)
    _prove(file, header, key, programs, sink)
    return sink.size, sink.sha256


def _prove(
    file: IO[bytes],
    header: Header,
    key: Any,
    programs: Path,
    written: locked_file.Sink,
) -> None:
    folders.to_disk(file)
    stream = backup_file.Hashed(file, seen=lambda _size: None)
    try:
        read = backup_file.read_header(stream)  # type: ignore[arg-type] # reads alike
        with postgres.reading_through(programs) as dump:
            backup_file.unlock(stream, read, key, dump)
    except (DamagedBackup, backup_file.NotABackup):
        raise _unproved() from None
    if (read, stream.sha256) != (header, written.sha256):
        raise _unproved()


def _unproved() -> UnprovedBackup:
    return UnprovedBackup(
        _(
            "Bản sao lưu vừa ghi đọc lại không đúng, nên không được giữ. Ổ đĩa có thể "
            "sắp hỏng: hãy kiểm tra ổ đĩa, rồi sao lưu lại sang ổ khác."
        )
    )


def _header(wish: Wish) -> Header:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
        version = connection.pg_version  # type: ignore[attr-defined] # PostgreSQL only
    return Header(
        id=str(uuid.uuid4()),
        instance=settings.INSTANCE,
        machine=machine(),
        version=portal_version(),
        reason=wish.reason,
        taken_at=wish.at.isoformat(),
        postgres=version // 10_000,
        database_bytes=size,
        salt=wish.salt,
        recipient=wish.recipient,
    )


def machine() -> str:
    """Return this machine's name."""
    with suppress(OSError):
        return socket.gethostname()
    return os.uname().nodename


def _name(header: Header) -> str:
    """Name the file so that names sort by time and two portals never share one."""
    when = timezone.localtime(header.at).strftime("%Y%m%d-%H%M%S")
    how = "" if header.is_locked else f"-{UNLOCKED}"
    return f"{header.instance}-{when}-{header.id[:8]}{how}{ENDING}"


def _part(report: Report, expected: int) -> Callable[[int], None]:
    """Tell how far the dump is; nobody knows its size before it is over."""
    return lambda seen: report(min(WRITTEN, WRITTEN * seen // max(expected, 1)), WHOLE)


def _no_room(folder: Path, fault: Fault) -> NoRoomForBackup:
    reasons = {
        Fault.FULL: _("ổ đĩa không còn đủ chỗ"),
        Fault.CLOSED: _("cổng không được phép ghi vào đó"),
        Fault.MISSING: _("không thấy thư mục"),
    }
    reason = reasons.get(fault, _("ổ đĩa báo lỗi"))
    return NoRoomForBackup(
        _(
            "Không ghi được bản sao lưu vào %(folder)s: %(reason)s. Hãy dọn ổ đĩa hoặc "
            "xem lại quyền của thư mục, rồi sao lưu lại."
        )
        % {"folder": folder, "reason": reason}
    )
