"""Give the application's database role what it may do, and no more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg2 import sql

from core import registry

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON {facts} FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    # Taken back or ended, never unmade.
    "REVOKE DELETE ON core_user, core_appointment, core_signin FROM {role}",
    # Versions are kept whatever a connection says of itself: migrations bring this
    # function along, and it would let anybody switch the triggers off for himself.
    """
    CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME)
    RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS 'SELECT FALSE'
    """,
)


class Command(BaseCommand):
    help = (
        "Grant reading and writing to a role; finished facts only reading and adding."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        role = sql.Identifier(options["role"])
        facts = sql.SQL(", ").join(map(sql.Identifier, registry.facts()))
        with connection.cursor() as cursor:
            for grant in GRANTS:
                cursor.execute(sql.SQL(grant).format(role=role, facts=facts))
