import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.launcher import kernel
from config.launcher.console import CannotGoOn
from config.launcher.state import LOG_BYTES, LONGEST_SOCKET_FOLDER, State


@pytest.fixture
def state(tmp_path: Path) -> State:
    folder = tmp_path / "demo"
    folder.mkdir()
    return State(folder)


def permissions(path: Path) -> str:
    return stat.filemode(path.stat().st_mode)


def test_a_folder_is_held_by_one_launcher_at_a_time(state: State) -> None:
    other = State(state.folder)

    with state.held(), pytest.raises(CannotGoOn, match="Cổng đang chạy"), other.held():
        pass

    with other.held():
        assert (state.folder / "lock").exists()


def test_the_secret_is_made_once_and_for_its_owner_only(state: State) -> None:
    secret = state.secret_key()

    assert state.secret_key() == secret
    assert len(secret) >= 50
    assert permissions(state.folder / "secret_key") == "-rw-------"


def test_two_folders_have_two_secrets(tmp_path: Path) -> None:
    secrets = set()
    for name in ("demo", "portal"):
        (tmp_path / name).mkdir()
        secrets.add(State(tmp_path / name).secret_key())

    assert len(secrets) == 2


@pytest.mark.parametrize("name", ["x" * 100, "Đại hội", "with space", "comma,"])
def test_sockets_of_an_awkward_folder_lie_in_a_short_one(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()

    sockets = State(folder).sockets()

    assert len(bytes(sockets)) <= LONGEST_SOCKET_FOLDER
    assert str(sockets).isascii()
    assert " " not in str(sockets)
    assert permissions(sockets) == "drwx------"
    assert State(folder).sockets() == sockets
    sockets.rmdir()


def test_sockets_of_a_plain_folder_lie_in_it() -> None:
    state = State(Path(f"/tmp/p{os.getpid()}"))  # noqa: S108 – the path must be short

    sockets = state.sockets()

    assert sockets == state.folder / "run"
    sockets.rmdir()
    state.folder.rmdir()


def test_a_socket_folder_that_is_a_link_is_refused(state: State) -> None:
    long = State(state.folder / ("x" * 100))
    sockets = long.sockets()
    sockets.rmdir()
    sockets.symlink_to(state.folder)

    with pytest.raises(CannotGoOn, match="người dùng khác"):
        long.sockets()

    sockets.unlink()


def test_a_big_log_is_put_aside_and_a_small_one_is_not(state: State) -> None:
    state.log("web").write_bytes(b"x" * (LOG_BYTES + 1))
    state.log("web").write_bytes(b"new")

    assert state.log("web").read_bytes() == b"new"
    assert (state.folder / "log" / "web.log.1").stat().st_size == LOG_BYTES + 1


def test_three_old_logs_are_kept_and_no_more(state: State) -> None:
    for number in range(6):
        state.log("web").write_bytes(bytes([number]) * (LOG_BYTES + 1))
    state.log("web")

    kept = {
        path.name: path.read_bytes()[0] for path in (state.folder / "log").iterdir()
    }
    assert kept == {"web.log.1": 5, "web.log.2": 4, "web.log.3": 3}


def test_the_running_portal_is_announced_until_it_falls_silent(state: State) -> None:
    link = state.folder.parent / "portal.env"

    state.announce({"REDIS_URL": "redis+socket:///x?y=1"}, foremost=True)

    assert link.read_text() == "REDIS_URL='redis+socket:///x?y=1'\n"
    assert permissions(state.folder / "portal.env") == "-rw-------"
    state.fall_silent()
    assert not link.is_symlink()
    assert not (state.folder / "portal.env").exists()


def test_falling_silent_leaves_another_portal_announced(
    state: State, tmp_path: Path
) -> None:
    (tmp_path / "portal").mkdir()
    other = State(tmp_path / "portal")
    state.announce({"PORTAL_INSTANCE": "demo"}, foremost=True)
    other.announce({"PORTAL_INSTANCE": "portal"}, foremost=True)

    state.fall_silent()

    assert (tmp_path / "portal.env").read_text() == "PORTAL_INSTANCE='portal'\n"


def test_wiping_leaves_only_the_lock(state: State) -> None:
    with state.held():
        state.secret_key()
        state.log("web").write_text("words")

        state.wipe()

        assert [path.name for path in state.folder.iterdir()] == ["lock"]


def test_sweeping_ends_marked_strays_and_nobody_else(
    state: State, tmp_path: Path
) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    other = State(tmp_path / "demo2")
    stray = subprocess.Popen(sleep, env={kernel.MARK: f"{state.mark}worker"})
    stranger = subprocess.Popen(sleep, env={kernel.MARK: f"{other.mark}worker"})

    state.sweep()

    assert stray.wait(5) != 0
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
