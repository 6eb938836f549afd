"""PostgreSQL and Valkey together, each only where the environment names no other."""

import os
from collections.abc import Callable
from pathlib import Path

from config.launcher.postgres import APPLICATION, OWNER, Postgres
from config.launcher.state import State
from config.launcher.supervisor import Supervisor
from config.launcher.valkey import Valkey


class Services:
    """The addresses of database and broker, ours or somebody else's."""

    def __init__(self, state: State, supervisor: Supervisor, *, lasting: bool) -> None:
        self.state = state
        self.supervisor = supervisor
        self.lasting = lasting
        self.database_url = os.environ.get("DATABASE_URL", "")
        self.owner_url = os.environ.get("DATABASE_OWNER_URL", "")
        self.redis_url = os.environ.get("REDIS_URL", "")
        self.postgres_programs: Path | None = None
        self.before_worker: Callable[[], None] = lambda: None

    @property
    def migrating_url(self) -> str:
        """The address of the role that owns the schema."""
        return self.owner_url or self.database_url

    def start(self) -> None:
        """Start what is not given, and learn its address."""
        self.start_database()
        if not self.redis_url:
            self._start_valkey(dict(os.environ))

    def start_database(self) -> None:
        """Start the database alone, unless one is given."""
        if not self.database_url:
            self._start_postgres(dict(os.environ))

    def _start_postgres(self, env: dict[str, str]) -> None:
        postgres = Postgres(self.state, env, lasting=self.lasting)
        self.supervisor.start(postgres.program())
        postgres.furnish()
        self.postgres_programs = postgres.programs
        self.database_url = postgres.url(APPLICATION)
        self.owner_url = postgres.url(OWNER)

    def _start_valkey(self, env: dict[str, str]) -> None:
        valkey = Valkey(self.state, env, lasting=self.lasting)
        self.supervisor.start(valkey.program())
        self.before_worker = valkey.give_back_unfinished
        self.redis_url = valkey.url
