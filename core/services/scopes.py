"""Making and moving places in the tree.

Who moves a branch holds the tree alone; who opens a leaf shares it, so that no leaf
lands on a path that is about to move. Both hold it until their transaction ends.
"""

import secrets
from collections.abc import Collection

from django.db import connection

from core.models import (
    Scope,
)
from core.models.scope import ScopeKind

TREE = 0x636F7265_74726565  # "coretree"

# A branch goes beneath another place, homes and all.
_MOVE = """
UPDATE core_scope SET
  path = %(place)s::ltree || subpath(path, nlevel(%(above)s::ltree)),
  home = %(place)s::ltree || subpath(home, nlevel(%(above)s::ltree))
WHERE path <@ %(above)s::ltree AND path <@ ANY(%(branches)s::ltree[])
"""

# What is left of a branch goes beneath its heir; what its owner owned is the heir's.
_LEAVE = """
UPDATE core_scope SET
  path = %(heir)s::ltree || subpath(path, nlevel(%(left)s::ltree) - 1),
  home = CASE WHEN home = %(left)s::ltree THEN %(home)s::ltree
    ELSE %(heir)s::ltree || subpath(home, nlevel(%(left)s::ltree) - 1) END
WHERE path <@ %(left)s::ltree
"""


def share_the_tree() -> None:
    """Keep the tree's shape as it is until this transaction ends."""
    _hold("pg_advisory_xact_lock_shared")


def hold_the_tree() -> None:
    """Wait until nobody else opens or moves a place, and let nobody begin to."""
    _hold("pg_advisory_xact_lock")


def open_scope(
    *, title: str, kind: ScopeKind, beneath: Scope | None, home: Scope | None = None
) -> Scope:
    """Make a new leaf of the tree; its home is its own path unless one is given.

    Labels are random, so that a path says nothing about what lies there.
    """
    share_the_tree()
    # As they lie now: what the caller read may have moved since.
    now = Scope.objects.in_bulk([each.pk for each in (beneath, home) if each])
    label = f"s{secrets.token_hex(6)}"
    path = f"{now[beneath.pk].path}.{label}" if beneath else label
    return Scope.objects.create(
        path=path, home=now[home.pk].home if home else path, kind=kind, title=title
    )


def move_branches(branches: Collection[Scope], *, beneath: Scope) -> None:
    """Move branches that lie side by side, with all on them, beneath another place."""
    if not branches:
        return
    paths = [branch.path for branch in branches]
    above = paths[0].rpartition(".")[0]
    _run(_MOVE, place=beneath.path, above=above, branches=paths)


def leave_to(heir: Scope, left: Scope) -> None:
    """Lay what a unit leaves beneath its heir, whose it is from now on."""
    _run(_LEAVE, heir=heir.path, home=heir.home, left=left.path)


def _hold(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [TREE])


def _run(statement: str, **values: str | list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
