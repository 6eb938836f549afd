"""The PostgreSQL of one state folder: made once, reached by a socket only."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from config.launcher.children import Program
from config.launcher.console import CannotGoOn
from config.launcher.postgres_programs import (
    Guise,
    find_programs,
    give_to,
    guise_for,
)
from config.launcher.state import State

OWNER = "portal_owner"
APPLICATION = "portal_app"
DATABASE = "portal"
FAST_SHUTDOWN = signal.SIGINT

# A database for tests may be lost with the power; a portal's may not.
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")

# psql writes the names in; \gexec runs what a query has written.
FURNISH = r"""
SELECT format('CREATE ROLE %I LOGIN', :'guest')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'guest') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
"""


class Postgres:
    """A cluster whose superuser owns the portal's schema; the portal is a guest."""

    def __init__(self, state: State, env: Mapping[str, str], *, lasting: bool) -> None:
        self.state = state
        self.env = {k: v for k, v in env.items() if not k.startswith("PG")}
        self.lasting = lasting
        self.data = state.postgres
        self.sockets = state.sockets()

    @cached_property
    def programs(self) -> Path:
        made_by = self.data / "PG_VERSION"
        major = made_by.read_text().strip() if made_by.exists() else None
        return find_programs(wanted_major=major)

    @cached_property
    def guise(self) -> Guise:
        return guise_for(self.programs)

    def url(self, role: str) -> str:
        """The address for a role. The host is a folder, so it goes into the query."""
        return f"postgres://{role}@/{DATABASE}?host={quote(str(self.sockets))}"

    def program(self) -> Program:
        """The server as a child of the launcher."""
        log = self.state.log("postgres")
        self._make_cluster(log)
        settings = (
            "listen_addresses=",
            "port=5432",
            "unix_socket_permissions=0700",
            "max_connections=60",
            # A page waits for its compiler longer than it ever saves.
            "jit=off",
            *(() if self.lasting else CARELESS),
        )
        return Program(
            name="postgres",
            argv=(
                *self._as_guise("postgres"),
                *("-D", str(self.data), "-k", str(self.sockets)),
                *(word for setting in settings for word in ("-c", setting)),
            ),
            env=self.env,
            mark=self.state.mark,
            log=log,
            cwd=self.data,
            is_ready=self._is_ready,
            prepare=self._tidy,
            stop_signal=FAST_SHUTDOWN,
            death_signal=FAST_SHUTDOWN,
            grace=30,
        )

    def furnish(self) -> None:
        """Make the portal's role and database where they are not there yet."""
        done = subprocess.run(
            [
                self.programs / "psql",
                *("-X", "-q", "-v", "ON_ERROR_STOP=1"),
                *("-v", f"guest={APPLICATION}", "-v", f"owner={OWNER}"),
                *("-v", f"database={DATABASE}"),
                *("-h", self.sockets, "-U", OWNER, "-d", "postgres", "-f", "-"),
            ],
            input=FURNISH,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotGoOn(f"Không tạo được cơ sở dữ liệu:\n{done.stderr}")

    def _make_cluster(self, log: Path) -> None:
        if (self.data / "PG_VERSION").exists():
            give_to(self.guise.owner, self.data)
            return
        # Made under another name and then moved: half a cluster never counts as one.
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        give_to(self.guise.owner, draft)
        with log.open("ab") as output:
            status = subprocess.run(
                [
                    *self._as_guise("initdb"),
                    *("-D", str(draft), "-U", OWNER, "--auth=trust"),
                    *("-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"),
                    *(() if self.lasting else ("--no-sync",)),
                ],
                env=self.env,
                cwd=draft,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                check=False,
            ).returncode
        if status:
            raise CannotGoOn(f"Không tạo được cụm PostgreSQL; xem {log}.")
        draft.rename(self.data)

    def _as_guise(self, name: str) -> tuple[str, ...]:
        program = str(self.programs / name)
        if not self.guise.prefix:
            return (program,)
        # Changing who one is clears the wish to die with one's parent: say it again.
        return (*self.guise.prefix, "setpriv", "--pdeathsig", "INT", "--", program)

    def _tidy(self) -> None:
        """Remove what a killed server left; the folder's lock says nobody uses it."""
        give_to(self.guise.owner, self.sockets)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for socket in self.sockets.glob(".s.PGSQL.*"):
            socket.unlink(missing_ok=True)

    def _is_ready(self) -> bool:
        client = str(self.programs / "pg_isready")
        asked = [client, "-q", "-h", str(self.sockets), "-U", OWNER]
        return subprocess.run(asked, env=self.env, check=False).returncode == os.EX_OK
