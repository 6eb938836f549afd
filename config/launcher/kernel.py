"""What the launcher asks of Linux: children that die with it, and finding strays."""

import ctypes
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

MARK = "PORTAL_CHILD"
PR_SET_PDEATHSIG = 1
# These two overwrite their environment with a title, but live in their data folder.
SERVERS = frozenset({"postgres", "valkey-server", "redis-server"})

_libc = ctypes.CDLL(None)


def die_with_parent(death_signal: int = signal.SIGKILL) -> None:
    """Have the kernel signal this process when the one that made it is gone."""
    _libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)


def bound_to_this_process(death_signal: int) -> Callable[[], None]:
    """What a child does between fork and exec so that it cannot outlive us."""
    parent = os.getpid()

    def bind() -> None:
        die_with_parent(death_signal)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def signal_group(leader: int, number: int) -> None:
    """Signal a child's whole process group, if anything of it is left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def signal_process(pid: int, number: int) -> None:
    """Signal one process that may be gone already."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def strays(mark: str, *homes: Path) -> list[int]:
    """Processes that carry the mark, and database servers at home in the folders."""
    spared = _self_and_ancestors()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) in spared:
            continue
        with suppress(OSError):
            if _carries(entry, mark) or _serves_from(entry, homes):
                found.append(int(entry.name))
    return found


def _carries(process: Path, mark: str) -> bool:
    sought = f"{MARK}={mark}".encode()
    environment = (process / "environ").read_bytes().split(b"\0")
    return any(line.startswith(sought) for line in environment)


def _serves_from(process: Path, homes: tuple[Path, ...]) -> bool:
    if (process / "comm").read_text().strip() not in SERVERS:
        return False
    at = (process / "cwd").stat()
    return any(
        (at.st_dev, at.st_ino) == (home.stat().st_dev, home.stat().st_ino)
        for home in homes
        if home.exists()
    )


def _self_and_ancestors() -> set[int]:
    family = set()
    pid = os.getpid()
    while pid > 0 and pid not in family:
        family.add(pid)
        pid = parent_of(pid)
    return family


def parent_of(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])
