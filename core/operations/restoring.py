"""Bringing a backup back: into a new database, whole, before anything is replaced."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import Refused
from core.operations import backup_file, postgres
from core.operations.backup_file import Header
from core.operations.server import Server, room_for

SETTLE: Final = "settle_restored"  # the command that finishes a filled database


class CannotRestore(Refused):
    """This backup does not fit this portal, or there is no room for it."""


class NotSettled(Refused):
    """The filled database could not be brought up to this version."""


def look(file: Path) -> Header:
    """Read what a backup says of itself.

    Raises:
        CannotRestore: the file is not there or may not be read.
        NotABackup: it is something else.
    """
    try:
        with file.open("rb") as stream:
            return backup_file.read_header(stream)
    except OSError as error:
        raise CannotRestore(
            _("Không đọc được tệp %(file)s: %(reason)s.")
            % {"file": file, "reason": error.strerror}
        ) from None


def look_whether_it_fits(header: Header, file: Path, server: Server) -> None:
    """Refuse before anything is begun.

    Raises:
        CannotRestore: another instance's backup, too old a server, too little room.
        StillInUse: the portal runs.
    """
    if header.instance != settings.INSTANCE:
        raise CannotRestore(
            _(
                "Đây là bản sao lưu của “%(theirs)s”, còn cổng này là “%(ours)s”: số "
                "liệu trình diễn và số liệu thật không được lẫn vào nhau."
            )
            % {"theirs": header.instance, "ours": settings.INSTANCE}
        )
    server.refuse_while_in_use()
    if server.major() < header.postgres:
        raise CannotRestore(
            _(
                "Bản sao lưu lấy từ PostgreSQL %(theirs)s, máy chủ này là bản %(ours)s "
                "nên không nhận được. Hãy dùng máy chủ bản %(theirs)s trở lên."
            )
            % {"theirs": header.postgres, "ours": server.major()}
        )
    needed = header.database_bytes + file.stat().st_size
    if server.is_here and not room_for(needed, Path(settings.VAR)):
        raise CannotRestore(
            _(
                "Ổ đĩa không đủ chỗ: cần khoảng %(needed)s MB trống. Hãy dọn bớt rồi "
                "làm lại. Chưa thay đổi gì."
            )
            % {"needed": needed // 2**20 + 1}
        )


def fill(
    name: str,
    *,
    file: Path,
    key: Any,
    server: Server,
    seen: Callable[[int], None],
) -> None:
    """Bring a backup into a new database of that name; nothing unlocked is written.

    Raises:
        DamagedBackup: the file is cut or changed.
        ProgramFailed: PostgreSQL does not take it.
    """
    programs = postgres.programs_for(server.major())
    server.make(name)
    with file.open("rb") as plain:
        header = backup_file.read_header(plain)
        stream = backup_file.Hashed(plain, seen=seen)
        with postgres.filling(server.address.another(name), programs) as dump:
            backup_file.unlock(stream, header, key, dump)


def settle(
    name: str, *, header: Header, file: Path, aside: str, role: str, server: Server
) -> str:
    """Bring a filled database up to this version; return what is in it, in words.

    It runs as a process of its own, whose database is the new one.

    Raises:
        NotSettled: it cannot be done; its last words say why.
    """
    facts = {**asdict(header), "file": file.name, "aside": aside}
    if role:
        server.let_in(role, name=name)
    done = subprocess.run(
        [sys.executable, "manage.py", SETTLE, "--role", role],
        cwd=settings.ROOT,
        env={**os.environ, "DATABASE_URL": server.url_of(name)},
        input=json.dumps(facts),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotSettled(
            _(
                "Không đưa được dữ liệu cũ lên phiên bản này: %(complaint)s. "
                "Chưa thay đổi gì."
            )
            % {"complaint": " ".join(done.stderr.split())[-postgres.TOLD :]}
        )
    return done.stdout


def restore(
    *,
    file: Path,
    header: Header,
    key: Any,
    server: Server,
    role: str,
    at: datetime,
    seen: Callable[[int], None],
) -> tuple[str, str]:
    """Replace the portal's data by a backup's; return where the old are and a summary.

    Whatever goes wrong, the portal's data are what they were.
    """
    new, aside = server.new_names(at)
    server.drop_unfinished()
    try:
        fill(new, file=file, key=key, server=server, seen=seen)
        told = settle(
            new, header=header, file=file, aside=aside, role=role, server=server
        )
        server.swap(new, aside=aside)
    except BaseException:
        server.drop(new)
        raise
    return aside, told
