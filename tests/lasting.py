"""What the tests of a module build once; each of them finds it as it was built."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def lasting(blocker: Any) -> Iterator[None]:
    """Keep what is built within for the tests of a module, and take it back after.

    A test's own transaction becomes a savepoint in this one. ``blocker`` is
    pytest-django's ``django_db_blocker``. For modules without transactional tests.
    """
    around = transaction.atomic()
    # As Django's own: acts that must be the outermost transaction are let through.
    vars(around)["_from_testcase"] = True
    with blocker.unblock():
        around.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
