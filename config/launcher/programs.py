"""The portal's own programs: web, two workers and beat."""

import multiprocessing
import sys
from collections.abc import Callable, Mapping

from config.launcher.children import Program
from config.launcher.entrance import Entrance
from config.launcher.state import ROOT, State

WORKER = (
    *("config.launcher.worker", "-A", "config", "worker"),
    *("--without-gossip", "--without-mingle"),
)
# Long files have a worker of their own: counting, printing and the sweeper never wait.
# It has two hands, so that a backup need not wait for the end of one long list.
WORKERS = {
    "worker": ("-Q", "quick,print", "-c", "2"),
    "reader": ("-Q", "files,backups", "-c", "2"),
}
PROCESSES = ("-P", "prefork", "--max-tasks-per-child", "50")
THREADS = ("-P", "threads")
BEAT = ("celery", "-A", "config", "beat", "--pidfile=")
WEB = ("gunicorn", "config.wsgi", "-c", "python:config.launcher.gunicorn_conf")


def workers(
    state: State, env: Mapping[str, str], *, prepare: Callable[[], None]
) -> list[Program]:
    """Celery's workers, one for each group of queues."""
    return [_worker(name, state, env, prepare=prepare) for name in WORKERS]


def _worker(
    name: str, state: State, env: Mapping[str, str], *, prepare: Callable[[], None]
) -> Program:
    pool = PROCESSES if _has_semaphores() else THREADS
    return Program(
        name=name,
        argv=_module(
            *WORKER, *WORKERS[name], "-n", f"{name}@%h", *_loudness(env), *pool
        ),
        env=env,
        mark=state.mark,
        log=state.log(name),
        cwd=ROOT,
        prepare=prepare,
    )


def beat(state: State, env: Mapping[str, str]) -> Program:
    """Celery's clock."""
    return Program(
        name="beat",
        argv=_module(*BEAT, *_loudness(env), "-s", str(state.folder / "beat-schedule")),
        env=env,
        mark=state.mark,
        log=state.log("beat"),
        cwd=ROOT,
        grace=5,
    )


def web(state: State, env: Mapping[str, str], *, entrance: Entrance) -> Program:
    """Gunicorn behind doors that stay open while it is restarted."""
    https = env["PORTAL_SECURE"] == "1"
    doors = tuple(door.fileno() for door in entrance.doors)
    binds = (word for door in doors for word in ("-b", f"fd://{door}"))
    return Program(
        name="web",
        argv=_module(*WEB, *binds, *entrance.words),
        env=env,
        mark=state.mark,
        log=state.log("web"),
        cwd=ROOT,
        is_ready=lambda: entrance.is_healthy(https=https),
        pass_fds=doors,
    )


def _has_semaphores() -> bool:
    """Celery's processes share some; a bare chroot's /dev/shm may refuse them."""
    try:
        multiprocessing.get_context("fork").Semaphore()
    except OSError:
        return False
    return True


def _loudness(env: Mapping[str, str]) -> tuple[str, str]:
    """Celery tells of every tick of its clock at INFO: a day of that is 40 MB."""
    return ("-l", env.get("PORTAL_LOG", "WARNING"))


def _module(name: str, *words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *words)
