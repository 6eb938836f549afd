"""What may happen to a laptop in the hall: every process is killed in its turn."""

import os
import pty
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.launcher.state import ROOT
from tests.campaign.launched import Launched, environment, until

CHILDREN = ["web", "worker", "beat", "valkey", "postgres"]


@pytest.fixture
def var() -> Iterator[Path]:
    # A socket's path is short; pytest's own temporary folders are not.
    with tempfile.TemporaryDirectory(prefix="p", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@pytest.fixture
def launched(var: Path, port: int) -> Iterator[Launched]:
    portal = Launched(var, port=port)
    portal.wait_until_ready()
    yield portal
    if portal.process.poll() is None:
        portal.stop()


def test_ctrl_c_ends_everything_with_status_0(launched: Launched) -> None:
    status = launched.stop()

    assert status == 0
    assert launched.remains() == []
    assert "Cổng đã dừng." in launched.words
    assert not (launched.var / "portal.env").is_symlink()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_is_as_good_as_ctrl_c(
    launched: Launched, number: int
) -> None:
    assert launched.stop(number) == 0
    assert launched.remains() == []


def test_a_second_ctrl_c_does_no_harm(launched: Launched) -> None:
    os.kill(launched.process.pid, signal.SIGINT)
    until(lambda: "Đang dừng" in launched.words, seconds=5)

    status = launched.stop()

    assert status == 0
    assert launched.remains() == []


def test_ctrl_c_at_the_terminal_is_success_for_make_too(var: Path, port: int) -> None:
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        own = environment(var, port=port)
        os.execvpe("make", ["make", "run"], own)  # noqa: S606 – a child of the terminal
    said = b""
    while "Nhấn Ctrl-C".encode() not in said:
        said += os.read(terminal, 4096)

    os.write(terminal, b"\x03")
    while "Cổng đã dừng".encode() not in said:
        said += os.read(terminal, 4096)
    _pid, status = os.waitpid(pid, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    os.close(terminal)


def test_the_second_start_is_quick_and_remembers(
    launched: Launched, var: Path, port: int
) -> None:
    secret = (launched.folder / "secret_key").read_text()
    launched.stop()

    again = Launched(var, port=port)
    seconds = again.wait_until_ready()
    again.stop()

    assert seconds < 15
    assert (again.folder / "secret_key").read_text() == secret
    assert "nạp" not in again.words


def test_a_second_launcher_is_refused_in_words(launched: Launched) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "config.launcher", "run"],
        cwd=ROOT,
        env=environment(launched.var, port=launched.port),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert second.returncode == 1
    assert second.stdout.startswith(f"Cổng đang chạy trên {launched.folder};")
    assert second.stderr == ""
    assert launched.is_healthy()


def test_the_demo_is_not_wiped_under_a_running_portal(launched: Launched) -> None:
    reset = subprocess.run(
        [sys.executable, "-m", "config.launcher", "demo-reset"],
        cwd=ROOT,
        env=environment(launched.var, port=launched.port),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert reset.returncode == 1
    assert launched.works_again(seconds=10) < 10


@pytest.mark.parametrize("name", CHILDREN)
def test_a_killed_child_is_replaced_and_work_goes_on(
    launched: Launched, name: str
) -> None:
    launched.works_again(seconds=10)
    killed = launched.child(name)

    os.kill(killed, signal.SIGKILL)

    until(lambda: launched.child(name) not in {0, killed}, seconds=10)
    assert launched.works_again(seconds=10) < 10
    assert f"{name} dừng bất ngờ" in launched.words
    assert launched.stop() == 0
    assert launched.remains() == []


def test_a_child_that_keeps_dying_ends_the_portal_with_its_log(
    launched: Launched,
) -> None:
    for _attempt in range(5):
        until(lambda: launched.child("beat") != 0, seconds=20)
        os.kill(launched.child("beat"), signal.SIGKILL)
        until(lambda: launched.child("beat") == 0, seconds=5)

    status = launched.process.wait(60)

    assert status == 1
    assert "beat đã dừng 5 lần trong một phút" in launched.words
    assert launched.remains() == []


def test_a_killed_launcher_leaves_nothing_and_the_next_start_repairs(
    launched: Launched, var: Path, port: int
) -> None:
    launched.stop(signal.SIGKILL)

    until(lambda: launched.remains() == [], seconds=10)
    again = Launched(var, port=port)
    again.wait_until_ready()
    worked = again.works_again(seconds=10)

    assert worked < 10
    assert again.stop() == 0
    assert again.remains() == []


def test_a_start_right_after_a_killed_launcher_and_database_succeeds(
    launched: Launched, var: Path, port: int
) -> None:
    postgres = launched.child("postgres")
    os.kill(launched.process.pid, signal.SIGKILL)
    os.kill(postgres, signal.SIGKILL)
    launched.process.wait(10)
    assert (launched.folder / "postgres" / "postmaster.pid").exists()

    again = Launched(var, port=port)
    again.wait_until_ready()

    assert again.works_again(seconds=10) < 10
    assert again.stop() == 0
