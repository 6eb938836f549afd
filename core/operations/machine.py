"""This machine: its disks, its memory, its clock. Asked of the kernel alone."""

import ctypes
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MEMINFO: Final = Path("/proc/meminfo")
# Difference of the wall's clock and of one that nobody sets, as this process began. A
# laptop that slept is no clock that was set: the second goes on in its sleep.
_BEGAN: Final = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class Room:
    """How much of something there is and how much is free, in bytes."""

    free: int
    total: int

    @property
    def percent(self) -> int:
        """How much is free, 0 to 100."""
        return 100 * self.free // self.total if self.total else 0


def disk_of(folder: Path) -> Room | None:
    """Return the room on a folder's disk; nothing where the folder is not there."""
    try:
        found = shutil.disk_usage(folder)
    except OSError:
        return None
    return Room(free=found.free, total=found.total)


def memory() -> Room | None:
    """Return the memory that programs can still get."""
    try:
        lines = MEMINFO.read_text("ascii").splitlines()
    except OSError:
        return None
    facts = dict(line.split(":", 1) for line in lines)
    return Room(
        free=_kilobytes(facts.get("MemAvailable", "0")),
        total=_kilobytes(facts.get("MemTotal", "0")),
    )


def clock_was_set_by() -> float:
    """Return by how many seconds somebody set the clock since this process began."""
    now = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    return now - _BEGAN


def has_library(name: str) -> bool:
    """Whether a library of the system can be loaded."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _kilobytes(words: str) -> int:
    return int(words.split(maxsplit=1)[0]) * 1024
