"""What the kernel says of a process's memory."""

import re
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from config.launcher import kernel


def peak_while(process: "subprocess.Popen[bytes]") -> float:
    """Wait for the process's end; return the most memory it ever held, in MB.

    ``ru_maxrss`` would count what the parent held at the fork: /proc does not.
    """
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, peak_of(process.pid))
        time.sleep(0.02)
    return peak


def peak_of(pid: int) -> float:
    """The most memory a process ever held, in MB; 0 when it is gone."""
    with suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text()
        if found := re.search(r"VmHWM:\s+(\d+) kB", status):
            return int(found[1]) * 1024 / 1_000_000
    return 0.0


def forget_peak(pid: int) -> None:
    """Let the kernel start anew with the most memory a process ever held."""
    with suppress(OSError):
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def children(parent: int) -> list[int]:
    """The processes that a process has made and that are still there."""
    numbers = (entry.name for entry in Path("/proc").iterdir())
    pids = [int(name) for name in numbers if name.isdigit()]
    return [pid for pid in pids if kernel.parent_of(pid) == parent]
