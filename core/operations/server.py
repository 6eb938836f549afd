"""A database server seen by the role that owns the schema: whole databases.

What is there is never overwritten: a restore fills a new database, and the two change
names in one transaction. The one that was there stays, under another name.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

import environ
import psycopg2
import psycopg2.extensions
from django.utils.translation import gettext as _
from psycopg2 import sql

from core.errors import Refused
from core.operations.postgres import Address

_BEFORE: Final = "before"  # portal_before_20261122_070955: what a restore put aside
_FILLING: Final = "restoring"
_STAMP: Final = "%Y%m%d_%H%M%S"
# A database beside ours, from which ours may change its name.
_OFFICE: Final = "postgres"
GOING: Final = 2  # seconds until whoever hung up is not counted any more


class ServerRefuses(Refused):
    """The database server is away, too old, or does not let the owner do it."""


class StillInUse(Refused):
    """Somebody is connected to the database that is to be replaced."""


class NoSuchDatabase(Refused):
    """There is no database of that name that a restore has put aside."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A database that a restore has put aside."""

    name: str
    size: int


@dataclass(frozen=True)
class Server:
    """The server of one portal, and the name of the portal's database on it."""

    url: str

    @property
    def address(self) -> Address:
        """The portal's database in libpq's words."""
        named = environ.Env.db_url_config(self.url)
        words = {
            "dbname": named["NAME"],
            "user": named.get("USER"),
            "password": named.get("PASSWORD"),
            "host": named.get("HOST"),
            "port": named.get("PORT"),
            **named.get("OPTIONS", {}),
        }
        return Address({k: v for k, v in words.items() if v})

    @property
    def name(self) -> str:
        """The portal's database."""
        return self.address.name

    @property
    def is_here(self) -> bool:
        """Whether the server runs on this machine."""
        host = str(self.address.words.get("host", ""))
        return host.startswith("/") or host in {"", "localhost", "127.0.0.1", "::1"}

    def url_of(self, name: str) -> str:
        """Return the address of another database on the server."""
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{quote(name)}"))

    def major(self) -> int:
        """Return the server's version."""
        with self._at(_OFFICE) as line:
            return int(line.server_version) // 10_000

    def new_names(self, at: datetime) -> tuple[str, str]:
        """Return names for the database to fill and for the one to put aside."""
        stamp = at.strftime(_STAMP)
        return f"{self.name}_{_FILLING}_{stamp}", f"{self.name}_{_BEFORE}_{stamp}"

    def make(self, name: str) -> None:
        """Make an empty database like the portal's."""
        self._do("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def let_in(self, role: str, *, name: str) -> None:
        """Let the application's role connect."""
        self._do("GRANT CONNECT ON DATABASE {} TO {}", name, role)

    def drop_unfinished(self) -> None:
        """Remove what a broken-off restore had begun to fill."""
        for name in self._named(_FILLING):
            self.drop(name)

    def put_aside(self) -> list[Aside]:
        """Return what restores have put aside and nobody has removed, newest first."""
        with self._at(_OFFICE) as line, line.cursor() as cursor:
            cursor.execute("SELECT datname, pg_database_size(datname) FROM pg_database")
            sizes = dict(cursor.fetchall())
        names = sorted(self._named(_BEFORE), reverse=True)
        return [Aside(name, sizes[name]) for name in names if name in sizes]

    def forget(self, name: str) -> None:
        """Remove a database that a restore has put aside."""
        self.drop(self._known(name))

    def forget_if_blank(self, name: str) -> None:
        """Remove a database put aside in which no portal has ever made a table."""
        if name not in self._named(_BEFORE):
            return
        with self._at(name) as line, line.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.django_migrations') IS NULL")
            found: Any = cursor.fetchone()
        if found[0]:
            self.drop(name)

    def swap(self, new: str, *, aside: str) -> None:
        """Give the portal's name to ``new``; what has it now is called ``aside``.

        Raises:
            StillInUse: the portal runs.
        """
        self.refuse_while_in_use()
        renames = []
        if self.name in self._databases():
            renames.append((self.name, aside))
        renames.append((new, self.name))
        with self._at(_OFFICE, autocommit=False) as line, line.cursor() as cursor:
            for before, after in renames:
                cursor.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(before), sql.Identifier(after)
                    )
                )
            line.commit()

    def refuse_while_in_use(self) -> None:
        """Raise ``StillInUse`` while somebody is connected to the portal's database."""
        gone_by = time.monotonic() + GOING
        # Whoever has hung up is still counted for a moment.
        while (others := self.connections()) and time.monotonic() < gone_by:
            time.sleep(0.1)
        if others:
            raise StillInUse(
                _(
                    "Còn %(count)s kết nối vào cơ sở dữ liệu %(name)s. Hãy dừng cổng "
                    "(web, worker, beat) ở mọi máy rồi làm lại. Chưa thay đổi gì."
                )
                % {"count": others, "name": self.name}
            )

    def go_back(self, name: str, *, at: datetime) -> str:
        """Give the portal's name back to a database put aside; return what is now."""
        _filling, aside = self.new_names(at)
        self.swap(self._known(name), aside=aside)
        return aside

    def connections(self) -> int:
        """Return how many clients are connected to the portal's database."""
        with self._at(_OFFICE) as line, line.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s "
                "AND backend_type = 'client backend'",
                [self.name],
            )
            found: Any = cursor.fetchone()
            return int(found[0])

    def _known(self, name: str) -> str:
        if name not in self._named(_BEFORE):
            raise NoSuchDatabase(
                _("Không có bản cũ nào tên %(name)s. Xem tên bằng `make restore-kept`.")
                % {"name": name}
            )
        return name

    def _named(self, what: str) -> list[str]:
        pattern = re.compile(rf"{re.escape(self.name)}_{what}_\d{{8}}_\d{{6}}")
        return [name for name in self._databases() if pattern.fullmatch(name)]

    def _databases(self) -> list[str]:
        with self._at(_OFFICE) as line, line.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database")
            return [name for (name,) in cursor.fetchall()]

    def _do(self, statement: str, *names: str) -> None:
        with self._at(_OFFICE) as line, line.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @contextmanager
    def _at(
        self, name: str, *, autocommit: bool = True
    ) -> Iterator[psycopg2.extensions.connection]:
        """Connect as the owner; what the server refuses is said in its words."""
        line: Any = None
        try:
            line = psycopg2.connect(**self.address.another(name).words)
            line.autocommit = autocommit
            yield line
        except psycopg2.Error as fault:
            raise ServerRefuses(
                _("Máy chủ cơ sở dữ liệu không cho làm việc này: %(complaint)s")
                % {"complaint": " ".join(str(fault).split())}
            ) from fault
        finally:
            if line is not None:
                line.close()


def of_the_owner() -> Server:
    """Return the server as ``DATABASE_OWNER_URL`` names it.

    Raises:
        ServerRefuses: no such address is given.
    """
    if url := os.environ.get("DATABASE_OWNER_URL"):
        return Server(url)
    raise ServerRefuses(
        _(
            "Chưa cho biết cơ sở dữ liệu nào. Trên máy dùng `make start` hãy chạy "
            "`make restore FILE=…`; trên máy chủ hãy đặt DATABASE_OWNER_URL."
        )
    )


def role_of_the_application() -> str:
    """Return the role that the portal itself uses, if it is not the owner."""
    urls = (os.environ.get(name) for name in ("DATABASE_OWNER_URL", "DATABASE_URL"))
    owner, own = (_user(url) for url in urls)
    return "" if own == owner else own


def _user(url: str | None) -> str:
    return str(environ.Env.db_url_config(url).get("USER") or "") if url else ""


def room_for(size: int, folder: Path) -> bool:
    """Whether so many bytes fit on the disk of a folder."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= size
