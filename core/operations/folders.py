"""Folders that backups lie in: a file is there whole, under its name, or not at all."""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from core.operations.backup_file import ENDING

PIECE: Final = 1024 * 1024
_UNFINISHED: Final = f"{ENDING}.part"
_SYSTEM: Final = (
    *("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/usr", "/boot"),
    *("/etc", "/root", "/dev", "/proc", "/sys", "/run", "/snap"),
    *("/var/cache", "/var/lib", "/var/log", "/var/run", "/var/spool"),
)
# Where desktops put USB sticks.
_MEDIA: Final = "/run/media"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class Fault(StrEnum):
    """Why a folder is no good place for a backup."""

    MISSING = "missing"  # not there: the USB stick is not plugged in
    CLOSED = "closed"  # nobody lets us write
    FULL = "full"
    SAME_DISK = "same_disk"  # a second copy that dies with the first
    BROKEN = "broken"  # the system reports an error
    SYSTEM = "system"  # what the machine itself lives on


def own() -> Path:
    """Return the portal's own folder; before the first backup it need not be there."""
    return Path(settings.BACKUPS)


def make_own() -> Path:
    """Have the portal's own folder, which nobody else may look into."""
    folder = own()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def nearest(folder: Path) -> Path:
    """Return the folder, or where it would be made."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def is_systems(folder: Path) -> bool:
    """Whether the machine itself lives there, whatever name leads to it."""
    return any(
        path == Path("/")
        or (any(map(path.is_relative_to, _SYSTEM)) and not path.is_relative_to(_MEDIA))
        for path in (folder, folder.resolve())
    )


def fault_of(folder: Path, *, needs: int = 0) -> Fault | None:
    """Look whether a file of so many bytes could be written there."""
    if not folder.is_dir():
        return Fault.MISSING
    if not os.access(folder, os.W_OK | os.X_OK):
        return Fault.CLOSED
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return Fault.BROKEN
    return Fault.FULL if free < needs else None


def on_one_disk(one: Path, other: Path) -> bool:
    """Whether both lie, or would lie, on the same device."""
    try:
        return nearest(one).stat().st_dev == nearest(other).stat().st_dev
    except OSError:
        return False


def fault_in(error: OSError) -> Fault:
    """Say what an error of the system means for the folder."""
    if error.errno in _FULL:
        return Fault.FULL
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Fault.CLOSED
    return Fault.MISSING if error.errno == errno.ENOENT else Fault.BROKEN


@contextmanager
def writing(folder: Path, name: str) -> Iterator[IO[bytes]]:
    """Give a file that gets its name when the block ends well, and never before.

    Its bytes are on the disk by then. While it is written it is locked, so that
    ``clear_unfinished`` spares it.
    """
    draft = folder / f".{name}.part"
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb+") as file:
            # A network's file system may know no locks: then nothing is spared.
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file
            to_disk(file)
            draft.rename(folder / name)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _names_to_disk(folder)


def copy(source: Path, folder: Path, *, sha256: str) -> None:
    """Copy a file into a folder and read it back from there.

    Raises:
        OSError: it could not be written, or came back with other bytes.
    """
    with writing(folder, source.name) as file:
        with source.open("rb") as stream:
            shutil.copyfileobj(stream, file, PIECE)
        if read_back(file) != sha256:
            raise OSError(errno.EIO, "read back with other bytes")


def read_back(file: IO[bytes]) -> str:
    """Return the digest of what really lies on the disk."""
    to_disk(file)
    return sha256_of(file)


def sha256_of(file: IO[bytes]) -> str:
    """Return the digest of a file from where it stands to its end."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def clear_unfinished(folder: Path) -> None:
    """Remove what a killed worker left half written."""
    for draft in folder.glob(f".*{_UNFINISHED}"):
        with suppress(OSError), draft.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()


def backups_in(folder: Path) -> list[Path]:
    """Return the finished backups of a folder, by name."""
    return sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file())


def to_disk(file: IO[bytes]) -> None:
    """Write it down, forget what memory still holds of it, and go to its start."""
    file.flush()
    os.fsync(file.fileno())
    with suppress(OSError):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(0)


def _names_to_disk(folder: Path) -> None:
    # Some file systems of USB sticks know no such thing for folders.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
