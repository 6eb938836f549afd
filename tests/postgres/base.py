"""PostgreSQL as it is, but for one thing: a flush between tests is let through.

Triggers refuse to empty finished facts, from everybody. Only a flush runs as a
replica, where they are silent; the tests themselves meet every trigger.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations

# Filled by migrations, and the same in every portal.
SEEDED: Final = frozenset(
    {
        *("core_level", "core_unitkind", "congress_levelterms"),
        *("congress_problemkind", "congress_assignmentrating"),
        *("django_content_type", "auth_permission"),
    }
)
# Of these, the rows that migrations brought stay.
BROUGHT: Final = {"congress_legaldocument": "unit_id IS NULL AND file_id IS NULL"}

# Most tables are empty: to look is quicker than to make new files for each, as
# TRUNCATE does. A replica asks for no order among tables that point to each other.
EMPTY: Final = """
DO $$
DECLARE
    row_of RECORD;
    is_filled boolean;
BEGIN
    FOR row_of IN SELECT * FROM (VALUES %s) AS listed (named, stays) LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', row_of.named) INTO is_filled;
        IF is_filled THEN
            EXECUTE format(
                'DELETE FROM %%I WHERE NOT (%%s)', row_of.named, row_of.stays
            );
        END IF;
    END LOOP;
END $$
"""


class FlushingOperations(DatabaseOperations):
    """Flushes past the triggers, in the flush's own transaction."""

    def sql_flush(self, style: Any, tables: Iterable[str], **options: Any) -> list[str]:
        """Leave what migrations brought."""
        emptied = ", ".join(
            f"('{table}', '{BROUGHT.get(table, 'false')}')"
            for table in tables
            if table not in SEEDED
        )
        return [EMPTY % emptied]

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        """Empty the tables as a replica does."""
        silently = "SET LOCAL session_replication_role = replica"
        super().execute_sql_flush([silently, *sql_list])


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection that tests use."""

    ops_class: Any = FlushingOperations
