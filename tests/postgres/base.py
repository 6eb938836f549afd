"""PostgreSQL as it is, but for one thing: a flush between tests is let through.

Triggers refuse TRUNCATE on finished facts, from everybody. Only a flush runs as a
replica, where they are silent; the tests themselves meet every trigger.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations

# Filled by migrations, and the same in every portal.
SEEDED: Final = frozenset({"core_level", "core_unitkind"})


# Of these only the rows that migrations brought; others point to what is emptied.
BROUGHT: Final = {
    "congress_levelterms": "true",
    "congress_legaldocument": "unit_id IS NULL AND file_id IS NULL",
}
KEEP: Final = [
    f"CREATE TEMP TABLE kept_{table} ON COMMIT DROP AS "  # noqa: S608 - as it stands
    f"SELECT * FROM {table} WHERE {which}"
    for table, which in BROUGHT.items()
]
PUT_BACK: Final = [
    f"INSERT INTO {table} SELECT * FROM kept_{table}"  # noqa: S608 - as it stands
    for table in BROUGHT
]


class FlushingOperations(DatabaseOperations):
    """Flushes past the triggers, in the flush's own transaction."""

    def sql_flush(self, style: Any, tables: Iterable[str], **options: Any) -> list[str]:
        """Leave what migrations brought."""
        emptied = [table for table in tables if table not in SEEDED]
        return super().sql_flush(style, emptied, **options)

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        """Truncate the tables as a replica does."""
        silently = "SET LOCAL session_replication_role = replica"
        super().execute_sql_flush([silently, *KEEP, *sql_list, *PUT_BACK])


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection that tests use."""

    ops_class: Any = FlushingOperations
