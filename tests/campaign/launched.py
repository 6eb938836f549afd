"""A real launcher with a real portal, on a state folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

from celery import Celery
from kombu.exceptions import OperationalError

from config.launcher import kernel
from config.launcher.state import ROOT

PROOF = "core.resend_stale_jobs"
PROD = "config.settings.prod"
# How long a first start may take, in seconds, where others are at work as well.
PATIENCE = 300
SIGNS = {
    "web": b"gunicorn",
    "worker": b"worker@%h",
    "reader": b"reader@%h",
    "beat": b"beat",
    "valkey": b"valkey-server",
    "postgres": b"postgres",
}


FOLDERS = {"run": "demo"}


class Launched:
    """``python -m config.launcher run`` as a person would have it, but watched."""

    def __init__(
        self, var: Path, *, port: int, deed: str = "run", **given: str
    ) -> None:
        self.var = var
        self.folder = var / FOLDERS.get(deed, "portal")
        self.port = port
        self.deed = deed
        self.given = given
        self.said = var / "said.txt"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.said.open("wb") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "config.launcher", *self.deed.split()],
                cwd=ROOT,
                env=environment(self.var, port=self.port) | self.given,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def wait_until_ready(self) -> float:
        """Seconds until the launcher says that everything can be stopped."""
        return until(
            lambda: "Nhấn Ctrl-C" in self.words,
            seconds=PATIENCE,
            unless=self._ended_early,
        )

    def _ended_early(self) -> bool:
        if self.process.poll() is None:
            return False
        sys.stdout.write(self.words)  # what pytest shows beside the failure
        return True

    def child(self, name: str) -> int:
        """The process number of one child of the launcher."""
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if (
                    entry.name.isdigit()
                    and kernel.parent_of(int(entry.name)) == self.process.pid
                    and SIGNS[name] in (entry / "cmdline").read_bytes()
                ):
                    return int(entry.name)
        return 0

    def is_healthy(self) -> bool:
        line = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except OSError:
            return False
        finally:
            line.close()

    def works_again(self, *, seconds: float) -> float:
        """Seconds until a page answers and a task asked for now has been done."""
        began = time.monotonic()
        until(self.is_healthy, seconds=seconds)
        asked = self.ask_for_work(seconds)
        log = self.folder / "log" / "worker.log"
        done = f"{PROOF}[{asked}] succeeded"
        until(lambda: done in log.read_text(errors="replace"), seconds=seconds)
        return time.monotonic() - began

    def ask_for_work(self, seconds: float) -> str:
        broker = f"redis+socket://{self.folder}/run/valkey.sock"
        ends = time.monotonic() + seconds
        while True:
            try:
                with Celery(broker=broker) as sender:
                    return str(sender.send_task(PROOF, queue="quick", retry=False).id)
            except (OSError, OperationalError):
                if time.monotonic() > ends:
                    raise
                time.sleep(0.2)

    def ask(self, code: str) -> str:
        """What a line of Python prints in a second terminal."""
        return manage(self.var, "shell", "-v", "0", "-c", code)

    def remains(self) -> list[int]:
        """Everything of this portal that still runs, the launcher aside."""
        homes = (self.folder / "postgres", self.folder / "valkey")
        return kernel.strays(f"{self.folder}::", *homes)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ask it to stop, and return its exit status."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, number)
        return self.process.wait(60)


def environment(var: Path, *, port: int) -> dict[str, str]:
    """What a person's terminal would have: no services but the embedded ones."""
    outside = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", kernel.MARK}
    return {k: v for k, v in os.environ.items() if k not in outside} | {
        "PORTAL_VAR": str(var),
        "PORT": str(port),
        "PORTAL_LOG": "INFO",  # Celery then names each task it has done
    }


def manage(var: Path, *words: str, **given: str) -> str:
    """What a command prints in a second terminal, which the running portal leads."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(var, port=0) | {"DJANGO_SETTINGS_MODULE": PROD} | given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def launch(var: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """One deed of the launcher that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "config.launcher", *words],
        cwd=ROOT,
        env=environment(var, port=0) | given,
        input=given.get("TYPED", ""),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def until(
    happened: Callable[[], bool],
    *,
    seconds: float,
    unless: Callable[[], bool] = lambda: False,
) -> float:
    """Wait for it; fail loudly when it does not come in time."""
    began = time.monotonic()
    while not happened():
        assert not unless(), "it ended before"
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.1)
    return time.monotonic() - began
