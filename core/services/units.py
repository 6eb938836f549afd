"""Acts on Party organisations."""

from datetime import date, datetime

from django.db import transaction

from core.audit import trail
from core.models import (
    Unit,
    User,
)
from core.models.scope import ScopeKind
from core.services.scopes import open_scope
from core.vietnamese import names


@transaction.atomic
def found_unit(
    *,
    name: str,
    code: str,
    kind: str,
    parent: Unit | None,
    by: User | None,
    at: datetime,
    founded_on: date | None = None,
    congress_number: int | None = None,
) -> Unit:
    """Enter a Party organisation into the tree."""
    name = names.clean(name)
    scope = open_scope(
        title=name, kind=ScopeKind.UNIT, beneath=parent.scope if parent else None
    )
    unit = Unit.objects.create(
        scope=scope,
        parent=parent,
        code=code,
        name=name,
        kind_id=kind,
        founded_on=founded_on,
        congress_number=congress_number,
        changed_by=by,
        changed_at=at,
    )
    trail.record("core.unit_founded", subject=unit, scope=scope, actor=by, at=at)
    return unit
