"""What every test may ask for: services, workers, a browser, somebody signed in."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation

from core.models import Job, User
from tests.make import SignedIn
from tests.worker import Worker, until

BROWSER_TESTS: Final = Path(__file__).parent / "browser"
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


# --- the language -----------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_language_of_another() -> Iterator[None]:
    """Leave no test in the language that somebody chose in the one before it."""
    yield
    translation.deactivate()


# --- the cache --------------------------------------------------------------------


@pytest.fixture
def own_cache(settings: Any) -> Callable[[], None]:
    """Leave the test a cache that nobody has written to; called, it forgets all again.

    Clearing it would empty the store beneath: what other tests keep there, and what
    waits for their workers.
    """

    def forget() -> None:
        fresh = settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}
        settings.CACHES = {"default": fresh}

    forget()
    return forget


# --- somebody signed in -----------------------------------------------------------


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
    # Each test has its own database and must not find the backups of another.
    shutil.rmtree(_one_worker.backups, ignore_errors=True)
    yield _one_worker
    until(lambda: not Job.objects.filter(state__in=Job.LIVE).exists())


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
