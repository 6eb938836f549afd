"""A database of the first release comes up to date with its rows as they were."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "first_release"


@pytest.fixture
def address() -> Iterator[str]:
    """An empty database beside the one of the tests."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME}")
        known = cursor.connection.info
        there = f"?host={known.host}&port={known.port}"
    yield f"postgres://{known.user}@/{NAME}{there}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def migrated(address: str, *to: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0", *to],
        cwd=settings.ROOT,
        env=os.environ | {"DATABASE_URL": address, "DATABASE_OWNER_URL": address},
        check=True,
    )


def test_of_a_files_papers_the_entry_that_was_finished_counts(address: str) -> None:
    migrated(address, "ballots", "0004")
    batch, finished, cut_short = (str(uuid.uuid4()) for _each in range(3))
    with psycopg2.connect(address) as first, first.cursor() as cursor:
        # A file's papers, read once and once more until somebody stopped the reading.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO ballots_batch (id, poll_id, number, papers)"
            " VALUES (%s, %s, 1, 9)",
            [batch, str(uuid.uuid4())],
        )
        for number, (entry, digest) in enumerate(
            ((finished, "ab" * 32), (cut_short, "")), start=1
        ):
            cursor.execute(
                "INSERT INTO ballots_entry"
                " (id, batch_id, number, digest, finished_at)"
                " VALUES (%s, %s, %s, %s, now())",
                [entry, batch, number, digest],
            )

    migrated(address)

    with psycopg2.connect(address) as today, today.cursor() as cursor:
        cursor.execute("SELECT agreed_id::text FROM ballots_batch")
        assert cursor.fetchall() == [(finished,)]
