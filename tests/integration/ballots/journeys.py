"""Two portals on the tests' server: where a congress is at home, and the hall's."""

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg2
from django.db import connection
from psycopg2 import sql

from core.models import Journey, Parcel, Scope, User
from core.queries import open_stored
from core.services import journeys
from core.travel import arriving, parcel, returning
from core.travel.parcel import Content, Header
from core.travel.returning import Brought
from tests import make
from tests.make import unheard

PASSPHRASE = "song dai troi rong ben co lieu"


@dataclass
class Hall:
    """The database of the hall's machine."""

    name: str

    @contextmanager
    def there(self) -> Iterator[None]:
        """Work at the hall's machine for a while."""
        here = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = here

    def receive(self, file: bytes) -> int:
        header, content = opened(file)
        with self.there():
            return arriving.load(header, content, at=make.NOON)

    def send_back(self, journey: Journey) -> bytes:
        with self.there():
            return packed(journey)


@contextmanager
def another_machine() -> Iterator[Hall]:
    """A database like the one of this test, before anything is in it."""
    name = f"{connection.settings_dict['NAME']}_hall"
    connection.close()
    _office("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    with _nobody_in(template := connection.settings_dict["NAME"]):
        _office("CREATE DATABASE {} TEMPLATE {}", name, template)
    yield Hall(name)
    _office("DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def _nobody_in(name: str) -> Iterator[None]:
    """Keep a worker of these tests out, who may look in idly: no copy is made then."""
    _office("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
    try:
        _office(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = {}",
            sql.Literal(name),
        )
        yield
    finally:
        _office("ALTER DATABASE {} ALLOW_CONNECTIONS true", name)


def _office(statement: str, *names: object) -> None:
    words = {**connection.get_connection_params(), "dbname": "postgres"}
    words.pop("cursor_factory", None)
    with closing(psycopg2.connect(**words)) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            said = (
                name if isinstance(name, sql.Literal) else sql.Identifier(str(name))
                for name in names
            )
            cursor.execute(sql.SQL(statement).format(*said))


def take_out(scope: Scope, by: User) -> tuple[Journey, bytes]:
    """A journey and its file."""
    journey = journeys.begin(
        scope, destination="hội trường", passphrase=PASSPHRASE, by=by, at=make.NOON
    )
    return journey, packed(journey)


def packed(journey: Journey) -> bytes:
    made = journeys.make_parcel(str(journey.pk), by=None, at=make.NOON, report=unheard)
    found = Parcel.objects.select_related("file").get(pk=made.pk)
    return open_stored(found.file).read()


def opened(file: bytes, passphrase: str = PASSPHRASE) -> tuple[Header, Content]:
    stream = io.BytesIO(file)
    header = parcel.read_header(stream)
    key = parcel.key_for(header, passphrase)
    return header, parcel.unlock(stream, header, key, seen=lambda _size: None)


def bring_back(file: bytes, *, keep_here: bool = False) -> Brought:
    header, content = opened(file)
    return returning.bring_back(
        header, content, sha256="a" * 64, keep_here=keep_here, at=make.NOON
    )
