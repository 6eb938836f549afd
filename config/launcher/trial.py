"""Throw-away services around one command: tests, checks, measurements."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.launcher import kernel
from config.launcher.browser import find_browser
from config.launcher.console import CannotGoOn, say
from config.launcher.services import Services
from config.launcher.state import ROOT, State, base
from config.launcher.stopping import StopWish
from config.launcher.supervisor import Supervisor

TIERS = ("tests/unit", "tests/integration", "tests/browser")


@contextmanager
def services(stop: StopWish) -> Iterator[dict[str, str]]:
    """Servers that forget everything, and the environment that leads to them."""
    place = base() / "test"
    _remove_abandoned(place)
    state = State(place / secrets.token_hex(3))
    with state.held():
        supervisor = Supervisor(stop)
        found = Services(state, supervisor, lasting=False)
        try:
            found.start()
            yield _environment(state, found)
        finally:
            supervisor.stop_all()
            state.wipe()
            (state.folder / "lock").unlink()
            state.folder.rmdir()


def run(command: Sequence[str], stop: StopWish) -> int:
    """Run any command with throw-away services; its status is ours."""
    with services(stop) as env:
        return call(command, env, stop)


def run_tests(words: Sequence[str], stop: StopWish) -> int:
    """Run pytest: every tier in parallel, or just what the words name."""
    _look_for_browser()
    named = [w for w in words if (ROOT / w.partition("::")[0]).exists()]
    tiers = [] if named else [tier for tier in TIERS if (ROOT / tier).is_dir()]
    parallel = [] if words else ["-n", os.environ.get("PORTAL_TEST_WORKERS", "2")]
    return run((sys.executable, "-m", "pytest", *parallel, *words, *tiers), stop)


def call(command: Sequence[str], env: dict[str, str], stop: StopWish) -> int:
    """Run a command in the person's own terminal, where Ctrl-C reaches it too."""
    try:
        process = subprocess.Popen(
            command,
            env=env,
            cwd=ROOT,
            preexec_fn=kernel.bound_to_this_process(  # noqa: PLW1509 – one thread
                signal.SIGTERM
            ),
        )
    except OSError as problem:
        raise CannotGoOn(f"Không chạy được {command[0]}: {problem.strerror}.") from None
    while True:
        try:
            return process.wait(0.1)
        except subprocess.TimeoutExpired:
            if stop.made:
                return _end(process)


def _end(process: subprocess.Popen[bytes]) -> int:
    for number, seconds in ((None, 2), (signal.SIGINT, 15), (signal.SIGTERM, 5)):
        if number:
            kernel.signal_process(process.pid, number)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    return process.wait()


def _environment(state: State, found: Services) -> dict[str, str]:
    given = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    browser = find_browser()
    return {
        **given,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        **({"CHROMIUM": browser} if browser else {}),
        kernel.MARK: f"{state.mark}command",
        "DATABASE_URL": found.migrating_url,
        "DATABASE_OWNER_URL": found.migrating_url,
        "REDIS_URL": found.redis_url,
        "PORTAL_VAR": str(state.folder),
    }


def _look_for_browser() -> None:
    if find_browser():
        return
    if os.environ.get("CI") == "true":
        raise CannotGoOn("CI cần Chromium, mà máy này không có: apt install chromium.")
    say("KHÔNG CÓ CHROMIUM: các kiểm thử trình duyệt sẽ bị bỏ qua.")


def _remove_abandoned(place: Path) -> None:
    """Clear what killed launchers left; a folder in use is locked and stays."""
    for folder in place.glob("*/"):
        state = State(folder)
        try:
            with state.held():
                state.sweep()
                state.wipe()
                (folder / "lock").unlink()
                folder.rmdir()
        except (CannotGoOn, OSError):
            continue
