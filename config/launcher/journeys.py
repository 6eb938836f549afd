"""Congresses that travel: loaded here, brought back, or copied to practise with."""

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.launcher.console import CannotGoOn, say
from config.launcher.stack import DEMO, PORTAL, PRACTICE, PRACTICE_PORTS, Portal
from config.launcher.state import State, base
from config.launcher.stopping import StopWish
from config.launcher.trial import call

MANAGE = (sys.executable, "manage.py")
LONGEST_LINE = 4096
NEXT = {
    PORTAL: "Chạy `make start` để chuẩn bị, `make hall` để mở cho cả hội trường.",
    DEMO: "Đây là dữ liệu trình diễn: chạy `make run` để mở.",
}


def load(file: str, stop: StopWish) -> int:
    """Load a congress that was taken out on another machine into a portal here."""
    path = _path_of(file, "make load FILE=đường/dẫn/tệp.daihoi")
    instance = _instance_of(path)
    portal = Portal(instance, stop)
    with portal.with_its_database() as env:
        status = call((*MANAGE, "load_parcel", str(path)), env, stop)
        if status == 0 and instance == DEMO:
            portal.remember_demo_data(env)
    if status == 0:
        say(NEXT[instance])
    return status


def bring_back(file: str, stop: StopWish, *, keep_here: bool) -> int:
    """Bring back what was done with a congress on another machine."""
    path = _path_of(file, "make bring-back FILE=đường/dẫn/tệp.daihoi")
    words = ("--keep-here",) if keep_here else ()
    with Portal(_instance_of(path), stop).with_its_database() as env:
        as_owner = env | {"DATABASE_URL": env["DATABASE_OWNER_URL"]}
        return call((*MANAGE, "bring_back", *words, str(path)), as_owner, stop)


def practise(congress: str, source: str, stop: StopWish, *, hall: bool) -> None:
    """Run a practice: the one that is there, or a new one of the congress named."""
    state = State(base() / PRACTICE)
    if congress and state.postgres.exists():
        raise CannotGoOn(
            "Đã có một buổi diễn tập. Mở tiếp: make practice. Bỏ và nạp lại: "
            "make practice-wipe, rồi make practice CONGRESS=…"
        )
    if not state.postgres.exists():
        _renew(state, congress, source, stop)
    os.environ.setdefault("PORT", PRACTICE_PORTS[hall])
    Portal(PRACTICE, stop, hall=hall).run()


def _renew(state: State, congress: str, source: str, stop: StopWish) -> None:
    """Copy a congress into a practice of its own; an older practice is forgotten."""
    file = base() / f"practice-{secrets.token_hex(4)}.daihoi"
    key = {"PORTAL_PARCEL_PASSPHRASE": secrets.token_urlsafe(24)}
    try:
        with _database_of(source, stop) as env:
            words = (*MANAGE, "pack_practice", congress, str(file))
            _succeed(call(words, env | key, stop))
        # Only now: whoever mistypes a congress keeps the practice that is there.
        with state.held():
            state.sweep()
            state.wipe()
        with Portal(PRACTICE, stop).with_its_database() as env:
            words = (*MANAGE, "load_parcel", "--agreed", str(file))
            _succeed(call(words, env | key, stop))
    finally:
        file.unlink(missing_ok=True)


@contextmanager
def _database_of(instance: str, stop: StopWish) -> Iterator[dict[str, str]]:
    """The environment of a portal's database, whether the portal runs or not."""
    state = State(base() / instance)
    if not state.folder.exists():
        raise CannotGoOn(
            f"Chưa có cổng nào ở {state.folder}. Diễn tập với dữ liệu trình diễn: "
            "make practice INSTANCE=demo"
        )
    try:
        with state.held():
            runs = False
    except CannotGoOn:
        runs = True
    if runs:
        # The settings of a running portal lie in its folder, for second terminals.
        yield {**os.environ, "PORTAL_VAR": str(state.folder)}
        return
    with Portal(instance, stop).with_its_database() as env:
        yield env


def _succeed(status: int) -> None:
    if status:
        raise CannotGoOn("Chưa lập được diễn tập.")


def _path_of(file: str, usage: str) -> Path:
    if not file:
        raise CannotGoOn(f"Hãy cho biết tệp: {usage}")
    return Path(file).expanduser().absolute()


def _instance_of(path: Path) -> str:
    """Which portal a file is for; what cannot be read is refused later, in words."""
    with suppress(OSError, ValueError, AttributeError):
        with path.open("rb") as stream:
            said = json.loads(stream.readline(LONGEST_LINE)).get("instance")
        return DEMO if said == DEMO else PORTAL
    return PORTAL
