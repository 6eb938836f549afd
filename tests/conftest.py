"""What every test may ask for: services, workers, a browser, somebody signed in."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connection
from django.test import Client

from core.models import Job, User

ROOT: Final = Path(__file__).resolve().parents[1]
BROWSER_TESTS: Final = ROOT / "tests" / "browser"
# What made Chromium quiet and quick here; nothing in it looks outside.
CHROMIUM_FLAGS: Final = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """Warnings are errors; each exception has its date."""
    # 2026-11: WeasyPrint 70 leaves the colour profile of PDF/A open.
    config.addinivalue_line(
        "filterwarnings", "ignore:unclosed file .*sRGB2014.icc:ResourceWarning"
    )


# --- the browser ------------------------------------------------------------------


def chromium() -> str | None:
    """Return where the browser is: ``CHROMIUM``, or Debian's."""
    given = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return given if given and Path(given).exists() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser's tests where there is none; on CI that is an error."""
    browsed = [item for item in items if item.path.is_relative_to(BROWSER_TESTS)]
    if not browsed or chromium():
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError("CI needs Chromium: set CHROMIUM to its path.")
    for item in browsed:
        item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: browser not tested"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    # Playwright keeps a loop running in this thread, where Django suspects async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {
        "executable_path": chromium(),
        "headless": True,
        "args": CHROMIUM_FLAGS,
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": {"width": 1366, "height": 768},
    }


# --- somebody signed in -----------------------------------------------------------

SignedIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    """Return a client in which this person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


# --- the application's role in the database ---------------------------------------


@pytest.fixture
def application_role(db: None) -> str:
    """Return a database role that has just what the portal's has."""
    role = f"applicant_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
    call_command("grant_application_role", role)
    return role


# --- a real worker ----------------------------------------------------------------


class Worker:
    """Celery's worker on the tests' own database and broker."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "config.launcher.worker"),
                    *("-A", "config", "worker", "-Q", "quick,print", "-c", "1"),
                    *("-l", "info", "--without-gossip", "--without-mingle"),
                    "--without-heartbeat",
                ],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": _test_database_url()},
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


@pytest.fixture(scope="session")
def _one_worker(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    current_app.control.purge()
    worker = Worker(tmp_path_factory.mktemp("worker") / "worker.log")
    yield worker
    worker.stop()


@pytest.fixture
def worker(_one_worker: Worker, transactional_db: None) -> Iterator[Worker]:
    """Return a worker that does what is asked; at the end nothing is left to do."""
    yield _one_worker
    until(lambda: not Job.objects.filter(state__in=Job.LIVE).exists())


def until(happened: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for it; fail when it does not come in time."""
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def ended() -> Callable[[Job], Job]:
    """Return the wait for a job's end; it returns the job as it ended."""

    def wait(job: Job) -> Job:
        until(lambda: not Job.objects.get(pk=job.pk).is_live)
        return Job.objects.get(pk=job.pk)

    return wait


# --- somebody at a browser --------------------------------------------------------


@pytest.fixture
def portal(worker: Worker, live_server: Any) -> str:
    """Return the address of a portal with everything behind it."""
    address: str = live_server.url
    return address
