"""Lists of people that leave the portal."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from core.audit import trail
from core.models import Unit, User


@transaction.atomic
def note_people_taken(
    *,
    form: str,
    rows: int,
    of: Unit,
    narrowed: Mapping[str, str],
    by: User,
    at: datetime,
) -> None:
    """Write down who took how many people of which unit, as a file or on paper.

    ``narrowed`` says by what the list was filtered, never which name was searched.
    """
    trail.record(
        "core.people_taken",
        subject=of,
        scope=of.scope,
        actor=by,
        at=at,
        form=form,
        rows=rows,
        **narrowed,
    )
