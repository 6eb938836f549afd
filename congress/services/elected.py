"""Those elected, told by the app above once a result is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from congress.models import Elected, ElectedList, VotingBody
from congress.rules.offices import Office
from core.audit import trail
from core.models import Person, User


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectedRow:
    """One person elected; ``person`` is missing where a list came in a file."""

    person: Person | None
    name: str
    rank: int
    votes: int
    is_alternate: bool = False


@transaction.atomic
def record_elected(  # noqa: PLR0917 - as the apps above agreed to call it
    body: VotingBody,
    office: Office,
    poll: UUID,
    revision: int,
    rows: Sequence[ElectedRow],
    at: datetime,
    by: User | None,
) -> ElectedList:
    """Keep whom a poll elected; told again, what is kept stays."""
    elected_list, is_new = ElectedList.objects.get_or_create(
        poll=poll,
        revision=revision,
        defaults={"body": body, "office": office.value, "recorded_at": at},
    )
    if not is_new:
        return elected_list
    Elected.objects.bulk_create(
        Elected(
            elected_list=elected_list,
            person=row.person,
            name=row.name,
            is_alternate=row.is_alternate,
            rank=row.rank,
            votes=row.votes,
        )
        for row in rows
    )
    trail.record(
        "congress.elected_recorded",
        subject=elected_list,
        scope=body.scope,
        actor=by,
        at=at,
        office=office.value,
        people=len(rows),
    )
    return elected_list


@transaction.atomic
def revoke_elected(
    poll: UUID, revision: int, at: datetime, by: User | None
) -> ElectedList | None:
    """Take back the list of a result that is taken up again; once is enough."""
    found = (
        ElectedList.objects.select_for_update(of=("self",))
        .select_related("body__scope")
        .filter(poll=poll, revision=revision)
        .first()
    )
    if found is None or found.revoked_at is not None:
        return found
    found.revoked_at = at
    found.save(update_fields=["revoked_at"])
    trail.record(
        "congress.elected_revoked",
        subject=found,
        scope=found.body.scope,
        actor=by,
        at=at,
        office=found.office,
    )
    return found
