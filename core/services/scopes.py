"""Making places in the tree."""

import secrets

from core.models import (
    Scope,
)
from core.models.scope import ScopeKind


def open_scope(
    *, title: str, kind: ScopeKind, beneath: Scope | None, home: Scope | None = None
) -> Scope:
    """Make a new leaf of the tree; its home is its own path unless one is given.

    Labels are random, so that a path says nothing about what lies there.
    """
    label = f"s{secrets.token_hex(6)}"
    path = f"{beneath.path}.{label}" if beneath else label
    return Scope.objects.create(
        path=path, home=home.home if home else path, kind=kind, title=title
    )
