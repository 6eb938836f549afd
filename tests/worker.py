"""Celery's worker as a process of its own, on the tests' database and broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from celery import shared_task
from django.db import connection, transaction
from django.utils import timezone

from core.jobs import ledger
from core.models import Job

Ended = Callable[[Job], Job]
ROOT: Final = Path(__file__).resolve().parents[1]


@shared_task(name="tests.nothing")
def nothing(*, job_id: str) -> None:
    """A kind of work that no worker knows."""


class Worker:
    """Celery's worker on the tests' own database and broker."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.backups = log.parent / "backups"
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "config.launcher.worker"),
                    *(
                        "-A",
                        "config",
                        "worker",
                        "-Q",
                        "quick,print,files,backups",
                        "-c",
                        "1",
                    ),
                    *("-l", "info", "--without-gossip", "--without-mingle"),
                    "--without-heartbeat",
                ],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DATABASE_URL": _test_database_url(),
                    "PORTAL_BACKUPS": str(self.backups),
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready(process)
        return process

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        begun = self._log.stat().st_size
        ends = time.monotonic() + 60
        while b" ready." not in self._log.read_bytes()[begun:]:
            assert process.poll() is None, self._log.read_text()
            assert time.monotonic() < ends, self._log.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it and everything it started, as a power failure would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def start_again(self) -> None:
        """Start a fresh one in the place of the killed one."""
        self._process = self._start()

    def stop(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self.kill()


def _test_database_url() -> str:
    """Return the given address, with the name of the database that tests use."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    return urlunsplit(address._replace(path=f"/{name}"))


def until(happened: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for it; fail when it does not come in time."""
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def stuck_before_writing(table: str) -> Iterator[None]:
    """Whoever writes into the table waits until the end of the block."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{table}" IN SHARE MODE')
        yield


def waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks "
            "WHERE NOT granted AND relation = %s::regclass",
            [table],
        )
        return bool(cursor.fetchone()[0])


def killed_and_done_again(
    job: Job, table: str, worker: Worker, ended: Ended, seen: Callable[[], int]
) -> tuple[Job, int]:
    """Kill the worker when it is about to write into a table; have it done again.

    Returns the job, and what was to be seen of its work when it was killed.
    """
    with stuck_before_writing(table):
        until(lambda: waits_for(table))
        half_way = seen()
        worker.kill()
    worker.start_again()
    silent = timezone.now() - ledger.LOST_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(beat_at=silent, sent_at=silent)
    ledger.resend_stale(at=timezone.now())
    return ended(job), half_way
