import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.launcher import kernel
from config.launcher.children import Program
from config.launcher.console import CannotGoOn
from config.launcher.stopping import Stopped, StopWish
from config.launcher.supervisor import FAILURES_ALLOWED, Supervisor

SLEEPS = "import time; time.sleep(60)"
FAILS = "import time; time.sleep(0.2); print('no luck today'); raise SystemExit(3)"
# A child that ignores TERM and has a child of its own, as a busy worker has.
STUBBORN = (
    "import os, signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "os.fork()\n"
    "print(os.getpid(), flush=True)\n"
    "time.sleep(60)\n"
)


def program(folder: Path, code: str, *, name: str = "worker") -> Program:
    return Program(
        name=name,
        argv=(sys.executable, "-c", code),
        env=dict(os.environ),
        mark=f"{folder}::",
        log=folder / f"{name}.log",
        cwd=folder,
        grace=0.5,
    )


def is_gone(pid: int) -> bool:
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        )
    except OSError:
        return True


def all_gone(pids: list[int]) -> bool:
    """Whether they end; a killed process is dying for a moment on a busy machine."""
    return StopWish().wait_for(lambda: all(map(is_gone, pids)), seconds=10)


def leads(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return False


class ImpatientWish(StopWish):
    """Stops by itself when the time is over."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.until = time.monotonic() + seconds

    def check(self) -> None:
        if time.monotonic() > self.until:
            raise Stopped


def test_a_child_that_fails_to_start_is_reported_with_its_log(tmp_path: Path) -> None:
    supervisor = Supervisor(StopWish())
    slow = program(tmp_path, FAILS)
    never = Program(**{**vars(slow), "is_ready": lambda: False})

    with pytest.raises(CannotGoOn, match=r"(?s)worker đã dừng \(mã 3\).*no luck today"):
        supervisor.start(never)

    supervisor.stop_all()


def test_a_program_that_is_not_there_is_reported_in_words(tmp_path: Path) -> None:
    absent = Program(
        **{**vars(program(tmp_path, SLEEPS)), "argv": (str(tmp_path / "nothing"),)}
    )

    with pytest.raises(CannotGoOn, match="Không chạy được"):
        Supervisor(StopWish()).start(absent)


def test_stopping_leaves_nothing_even_of_those_who_ignore_it(tmp_path: Path) -> None:
    supervisor = Supervisor(StopWish())
    stubborn = program(tmp_path, STUBBORN)
    supervisor.start(stubborn)
    both = StopWish().wait_for(
        lambda: len(stubborn.log.read_text().split()) == 2, seconds=60
    )

    supervisor.stop_all()

    assert both, stubborn.log.read_text()
    pids = [int(word) for word in stubborn.log.read_text().split()]
    assert all_gone(pids)


def test_stages_stop_in_reverse_order(tmp_path: Path) -> None:
    says = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    open('order', 'a').write(sys.argv[1] + ' ')\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "open(sys.argv[1], 'w').close()\n"
        "time.sleep(60)\n"
    )
    supervisor = Supervisor(StopWish())
    for name in ("postgres", "valkey", "worker", "web"):
        named = program(tmp_path, says, name=name)
        words = {
            "argv": (*named.argv, name),
            "is_ready": (tmp_path / name).exists,
            "grace": 10,
        }
        supervisor.start(Program(**{**vars(named), **words}))

    supervisor.stop_all()

    assert (tmp_path / "order").read_text() == "web worker valkey postgres "


def test_a_killed_child_is_replaced_together_with_its_own_children(
    tmp_path: Path,
) -> None:
    supervisor = Supervisor(ImpatientWish(2))
    stubborn = program(tmp_path, STUBBORN)
    supervisor.start(stubborn)
    StopWish().wait_for(lambda: len(stubborn.log.read_text().split()) == 2, seconds=10)
    first = [int(word) for word in stubborn.log.read_text().split()]

    # Either of the two may have printed first; the supervised one leads the session.
    os.kill(next(filter(leads, first)), signal.SIGKILL)
    with pytest.raises(Stopped):
        supervisor.watch()

    assert all_gone(first)
    assert len(stubborn.log.read_text().split()) == 4
    supervisor.stop_all()


def test_a_child_that_keeps_dying_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.launcher.supervisor.TICK", 0.01)
    monkeypatch.setattr("config.launcher.supervisor.pause_after", lambda _count: 0.0)
    supervisor = Supervisor(StopWish())
    failing = program(tmp_path, FAILS)
    supervisor.start(failing)

    with pytest.raises(CannotGoOn, match=r"worker đã dừng 5 lần trong một phút"):
        supervisor.watch()

    assert failing.log.read_text().count("no luck") == FAILURES_ALLOWED
    supervisor.stop_all()


def test_a_child_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    starts = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from config.launcher.children import Program, spawn\n"
        "child = spawn(Program(name='x', argv=('sleep', '60'), env=dict(os.environ),\n"
        "    mark='m::', log=Path('x'), cwd=Path('/')), None)\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", starts],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert not is_gone(child)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert StopWish().wait_for(lambda: is_gone(child), seconds=5)


def test_a_process_of_ours_is_never_its_own_stray() -> None:
    code = (
        "from config.launcher import kernel\nprint(kernel.strays('/some/folder::'))\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, kernel.MARK: "/some/folder::test"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert said == "[]\n"
