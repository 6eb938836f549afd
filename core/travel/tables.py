"""Rows of a table as PostgreSQL writes them, and back again, without a model between.

Rows travel as COPY writes them, so that what arrives is what left to the last digit of
a time. Names in these statements are those of our own models.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any, Final, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import BigAutoField, Model
from psycopg2 import sql

from core.models import AuditEvent, Person, User

Kind = type[Model]
BLOCK: Final = 10**9  # numbers of rows that one machine may use in one table

# What must be the same on both machines for a row to be written alike.
_ALIKE: Final = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
)
# Nobody becomes an administrator by a journey. Accounts that only stand in rows as who
# did something sign in nowhere else, and who they are stays here.
_OF_ACCOUNTS: Final = {
    "is_superuser": "false",
    "is_staff": "false",
    "last_login": "NULL",
    "password": "CASE WHEN id = ANY(%(open)s) THEN password ELSE '!' END",
    "is_active": "is_active AND id = ANY(%(open)s)",
    "person_id": "CASE WHEN id = ANY(%(open)s) THEN person_id END",
}
# The same of accounts that come back, which open nothing.
_OF_NEW_ACCOUNTS: Final = {
    "is_superuser": "false",
    "is_staff": "false",
    "is_active": "false",
    "password": "'!'",
    "last_login": "NULL",
    "username": (
        "CASE WHEN EXISTS (SELECT FROM core_user WHERE core_user.username ="
        " arriving_core_user.username) THEN left(username, 40) || '.' || id"
        " ELSE username END"
    ),
}
# Somebody entered in the hall who stands in the register here: two rows, which people
# are shown and merge (core.services.people).
_KEY_OF_SOMEBODY: Final = (
    "CASE WHEN EXISTS (SELECT FROM core_person WHERE core_person.{0} ="
    " arriving_core_person.{0}) THEN '' ELSE {0} END"
)
_OF_NEW: Final[dict[Kind, dict[str, str]]] = {
    User: _OF_NEW_ACCOUNTS,
    Person: {
        each: _KEY_OF_SOMEBODY.format(each) for each in ("citizen_id", "party_card")
    },
}


class Key(NamedTuple):
    """One row: its table and what names it there."""

    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its model describes it."""

    kind: Kind

    @property
    def name(self) -> str:
        """Return its name in the database."""
        return self.kind._meta.db_table

    @property
    def columns(self) -> list[str]:
        """Return the columns that are written; others the database works out."""
        fields = self.kind._meta.concrete_fields
        return [str(each.column) for each in fields if not each.generated]

    @property
    def key(self) -> str:
        """Return the column that names a row."""
        return str(self.kind._meta.pk.column)

    @property
    def arriving(self) -> str:
        """Return the name of the table beside it that holds what arrives."""
        return f"arriving_{self.name}"

    @property
    def counts_rows(self) -> bool:
        """Whether rows are named by a number that the database gives."""
        return isinstance(self.kind._meta.pk, BigAutoField)


def of(kind: Kind) -> Table:
    """Return a model's table."""
    return Table(kind)


def by_name() -> dict[str, Table]:
    """Return every table of the portal's own models by its name."""
    return {
        kind._meta.db_table: Table(kind)
        for kind in apps.get_models()
        if kind._meta.managed
    }


def write_alike() -> None:
    """Have this transaction write rows as every portal does."""
    with connection.cursor() as cursor:
        for setting in _ALIKE:
            cursor.execute(setting)


def read_rows(table: Table, keys: Collection[Any], *, opened: Collection[Any]) -> bytes:
    """Return rows as COPY writes them, in the order of their keys."""
    with connection.cursor() as cursor:
        chosen = cursor.mogrify(
            sql.SQL(
                "SELECT {columns} FROM {table} WHERE {key}::text = ANY(%(keys)s)"
                ' ORDER BY {key}::text COLLATE "C"'
            )
            .format(
                columns=_expressions(table),
                table=sql.Identifier(table.name),
                key=sql.Identifier(table.key),
            )
            .as_string(cursor.cursor),
            {"keys": [str(key) for key in keys], "open": list(opened)},
        )
        out = BytesIO()
        cursor.copy_expert(b"COPY (" + chosen + b") TO STDOUT", out)
    return out.getvalue()


def write_rows(table: Table, rows: IO[bytes], *, into: str = "") -> None:
    """Put rows as COPY writes them into the table, or into one like it."""
    _copy(sql.Identifier(into or table.name), _identifiers(table), rows)


def make_arriving(table: Table, rows: IO[bytes]) -> None:
    """Put rows beside the table, to be compared with what is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE {arriving} ON COMMIT DROP AS"
                " SELECT {columns} FROM {table} WITH NO DATA"
            ).format(
                arriving=sql.Identifier(table.arriving),
                columns=_identifiers(table),
                table=sql.Identifier(table.name),
            )
        )
    write_rows(table, rows, into=table.arriving)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE UNIQUE INDEX ON {} ({})").format(
                sql.Identifier(table.arriving), sql.Identifier(table.key)
            )
        )


def digests(
    table: Table,
    keys: Collection[str] | None = None,
    *,
    opened: Collection[Any] = (),
    arriving: bool = False,
) -> Iterator[tuple[str, str]]:
    """Return key and digest of rows as they would be written."""
    statement = "SELECT {key}::text, md5(ROW({columns})::text) FROM {table}"
    if keys is not None:
        statement += " WHERE {key}::text = ANY(%(keys)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(statement).format(
                key=sql.Identifier(table.key),
                columns=_identifiers(table) if arriving else _expressions(table),
                table=sql.Identifier(table.arriving if arriving else table.name),
            ),
            {"keys": list(keys or ()), "open": list(opened)},
        )
        yield from cursor.fetchall()


def insert_arriving(table: Table, keys: Collection[str]) -> None:
    """Add these of the rows that arrived; an account that is new here opens nothing.

    Whatever the file says of it. A name that somebody has here gets a number, and a
    person's number that somebody has here stays with him.
    """
    other = _OF_NEW.get(table.kind, {})
    columns = [
        sql.SQL(other[each]) if each in other else sql.Identifier(each)
        for each in table.columns
    ]
    _do(
        "INSERT INTO {table} ({names}) SELECT {columns} FROM {arriving}"
        " WHERE {key}::text = ANY(%(keys)s)",
        table,
        keys,
        columns=sql.SQL(", ").join(columns),
    )


def update_from_arriving(table: Table, keys: Collection[str]) -> None:
    """Make these rows what arrived."""
    values = sql.SQL(", ").join(
        sql.SQL("{0} = arriving.{0}").format(sql.Identifier(each))
        for each in table.columns
        if each != table.key
    )
    _do(
        "UPDATE {table} SET {columns} FROM {arriving} arriving"
        " WHERE {table}.{key} = arriving.{key}"
        " AND arriving.{key}::text = ANY(%(keys)s)",
        table,
        keys,
        columns=values,
    )


def delete(table: Table, keys: Collection[str]) -> None:
    """Remove these rows."""
    _do("DELETE FROM {table} WHERE {key}::text = ANY(%(keys)s)", table, keys)


@contextmanager
def without_triggers(
    tables: Collection[Table], *, seals: bool = True
) -> Iterator[None]:
    """Store rows of acts that another portal's triggers have let through.

    Constraints and references hold all the same, and with ``seals`` new audit lines go
    to the sealer. Takes the role that owns the schema; writers wait meanwhile.
    """
    found = [each for each in tables if each.kind is not AuditEvent or not seals]
    _switch(found, "DISABLE")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _switch(found, "ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def empty(tables: Collection[Table]) -> None:
    """Take every row out of tables of a database that nobody has used yet."""
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))


def number_from(block: int) -> None:
    """Give every row made from now on a number out of the block."""
    for table in by_name().values():
        if table.counts_rows:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [f'"{table.name}"', table.key, block * BLOCK],
                )


def _copy(table: sql.Composable, columns: sql.Composable, rows: IO[bytes]) -> None:
    # COPY goes past Django's cursor, its faults are Django's all the same.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)
        cursor.copy_expert(statement.as_string(cursor.cursor), rows)


def _do(
    statement: str,
    table: Table,
    keys: Collection[str],
    *,
    columns: sql.Composable | None = None,
) -> None:
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(statement).format(
                table=sql.Identifier(table.name),
                names=_identifiers(table),
                arriving=sql.Identifier(table.arriving),
                key=sql.Identifier(table.key),
                columns=columns or sql.SQL(""),
            ),
            {"keys": list(keys)},
        )


def _switch(tables: Collection[Table], how: str) -> None:
    statement = sql.SQL("ALTER TABLE {} {} TRIGGER USER")
    with connection.cursor() as cursor:
        for table in sorted(tables, key=lambda each: each.name):
            name = sql.Identifier(table.name)
            cursor.execute(statement.format(name, sql.SQL(how)))


def _identifiers(table: Table) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, table.columns))


def _expressions(table: Table) -> sql.Composed:
    """Return the columns as they leave this machine."""
    if table.kind is not User:
        return _identifiers(table)
    return sql.SQL(", ").join(
        sql.SQL(_OF_ACCOUNTS[each]) if each in _OF_ACCOUNTS else sql.Identifier(each)
        for each in table.columns
    )
