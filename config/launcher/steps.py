"""Commands that run once and end, such as ``manage.py migrate``."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

from config.launcher import kernel
from config.launcher.children import Program, spawn
from config.launcher.console import CannotGoOn, tail
from config.launcher.state import ROOT, State
from config.launcher.stopping import Stopped, StopWish

AN_HOUR = 3600.0


def manage(state: State, stop: StopWish, env: Mapping[str, str], *words: str) -> None:
    """Run a ``manage.py`` command into the log; its failure ends the launcher."""
    log = state.log(words[0])
    start = log.stat().st_size if log.exists() else 0
    program = Program(
        name=words[0],
        argv=(sys.executable, "manage.py", *words),
        env=env,
        mark=state.mark,
        log=log,
        cwd=ROOT,
    )
    with log.open("ab") as output:
        status = wait(spawn(program, output.fileno()), stop)
    if status:
        raise CannotGoOn(
            f"Lệnh `manage.py {' '.join(words)}` không thành (mã {status}). "
            f"Cuối tệp {log} (từ byte {start}):\n{tail(log, 25)}"
        )


def answer(env: Mapping[str, str], *words: str) -> str:
    """What a short ``manage.py`` command prints; nothing when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def wait(process: subprocess.Popen[bytes], stop: StopWish) -> int:
    """Wait for its end; when the person asks to stop, it ends too."""
    try:
        stop.wait_for(lambda: process.poll() is not None, seconds=AN_HOUR)
    except Stopped:
        kernel.signal_process(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        raise
    finally:
        kernel.signal_group(process.pid, signal.SIGKILL)
    return process.wait()
