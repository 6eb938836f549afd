"""Caring for a portal that does not run: upgrading it, bringing a backup back."""

import json
import sys
from contextlib import suppress
from pathlib import Path

from config.launcher.console import CannotGoOn, say
from config.launcher.stack import DEMO, INSTANCES, PORTAL, Portal
from config.launcher.state import State, base
from config.launcher.stopping import StopWish
from config.launcher.trial import call

RESTORE = (sys.executable, "manage.py", "restore_backup")
LONGEST_LINE = 4096


def look_that_nothing_runs() -> int:
    """Refuse while a portal of this checkout runs."""
    for instance in INSTANCES:
        state = State(base() / instance)
        if state.folder.exists():
            with state.held():
                pass
    return 0


def upgrade(instance: str, stop: StopWish) -> int:
    """Back up, then bring tables and files up to this version."""
    portal = Portal(instance, stop)
    if not portal.state.postgres.exists() and not portal.services.database_url:
        say(f"Chưa có dữ liệu nào ở {portal.state.folder}; không cần nâng cấp.")
        return 0
    portal.upgrade()
    say("Nâng cấp xong. Khởi động lại cổng bằng `make start`.")
    return 0


def restore(file: str, stop: StopWish) -> int:
    """Bring a backup back into the instance it was taken of."""
    if not file:
        raise CannotGoOn("Hãy cho biết tệp sao lưu: make restore FILE=đường/dẫn/tệp")
    path = Path(file).expanduser().absolute()
    instance = _instance_of(path)
    portal = Portal(instance, stop)
    with portal.with_its_database() as env:
        status = call((*RESTORE, str(path)), env, stop)
        if status == 0 and instance == DEMO:
            portal.remember_demo_data(env)
    if status == 0:
        target = "run" if instance == DEMO else "start"
        say(f"Khởi động lại cổng bằng `make {target}`.")
    return status


def ask_of(instance: str, stop: StopWish, *words: str) -> int:
    """Look at what restores have put aside, go back to it, or forget it."""
    if "" in words:
        raise CannotGoOn("Hãy cho biết tên: NAME=…; `make restore-kept` liệt kê.")
    with Portal(instance, stop).with_its_database() as env:
        return call((*RESTORE, *words), env, stop)


def _instance_of(path: Path) -> str:
    """Which portal a backup is of; what cannot be read is refused later, in words."""
    with suppress(OSError, ValueError, AttributeError):
        with path.open("rb") as stream:
            said = json.loads(stream.readline(LONGEST_LINE)).get("instance")
        return DEMO if said == DEMO else PORTAL
    return PORTAL
