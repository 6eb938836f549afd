"""One long-lived child: started in its own session, ended with all that is its own."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.launcher import kernel
from config.launcher.console import CannotGoOn, tail
from config.launcher.stopping import StopWish


@dataclass(frozen=True)
class Program:
    """What to run, and how it is told to stop."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    mark: str
    log: Path
    cwd: Path
    is_ready: Callable[[], bool] = lambda: True
    prepare: Callable[[], None] = lambda: None
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGKILL
    grace: float = 20
    pass_fds: tuple[int, ...] = ()


@dataclass
class Child:
    """A program that runs, or that should."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    failures: list[float] = field(default_factory=list)
    not_before: float = 0

    def start(self) -> None:
        """Start it. The launcher's thread must live as long as the child does."""
        program = self.program
        program.prepare()
        with program.log.open("ab") as log:
            self.process = spawn(program, log.fileno())

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def fate(self) -> str:
        """How it ended, in words."""
        status = self.process.returncode if self.process else None
        if status is not None and status < 0:
            return f"tín hiệu {-status}"
        return f"mã {status}"

    def wait_until_ready(self, stop: StopWish, *, seconds: float) -> None:
        """Wait for its first answer; a child that ends before ends the launcher."""
        name = self.program.name

        def settled() -> bool:
            return self.has_ended or self.program.is_ready()

        in_time = stop.wait_for(settled, seconds=seconds)
        if in_time and not self.has_ended:
            return
        what = f"đã dừng ({self.fate})" if self.has_ended else "không trả lời"
        raise CannotGoOn(
            f"{name} {what} khi khởi động. Cuối tệp {self.program.log}:\n"
            f"{tail(self.program.log)}"
        )

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            kernel.signal_process(self.process.pid, self.program.stop_signal)

    def end(self) -> None:
        """Wait as long as it may take, then leave nothing of it."""
        if self.process is None:
            return
        try:
            self.process.wait(self.program.grace)
        except subprocess.TimeoutExpired:
            kernel.signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.clear()
        self.process = None

    def clear(self) -> None:
        """Kill what is left of its group and of its descendants."""
        if self.process:
            kernel.signal_group(self.process.pid, signal.SIGKILL)
        own = f"{self.program.mark}{self.program.name}"
        for _attempt in range(20):
            left = kernel.strays(own, self.program.cwd)
            if not left:
                return
            for pid in left:
                kernel.signal_process(pid, signal.SIGKILL)
            time.sleep(0.05)


def spawn(program: Program, output: int | None) -> subprocess.Popen[bytes]:
    """A process in its own session, marked as ours, that dies when we do."""
    mark = f"{program.mark}{program.name}"
    try:
        return subprocess.Popen(
            program.argv,
            env={**program.env, kernel.MARK: mark},
            cwd=program.cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            start_new_session=True,
            pass_fds=program.pass_fds,
            preexec_fn=kernel.bound_to_this_process(  # noqa: PLW1509 – one thread
                program.death_signal
            ),
        )
    except OSError as problem:
        raise CannotGoOn(
            f"Không chạy được {os.fspath(program.argv[0])}: {problem.strerror}."
        ) from None
