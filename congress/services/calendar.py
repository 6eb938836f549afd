"""Acts on who of the level above attends, and on private links to a calendar."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from congress.models import CalendarLink, Congress, LinkContent, UpperAttendance
from congress.queries import links
from core.audit import trail
from core.models import Person, User


@transaction.atomic
def send_to_congress(
    congress: Congress, person: Person, *, by: User, at: datetime
) -> UpperAttendance:
    """Have somebody of the level above attend; said twice, it is the same."""
    row, is_new = UpperAttendance.objects.get_or_create(
        congress=congress, person=person, defaults={"by": by, "at": at}
    )
    if is_new:
        trail.record(
            "congress.upper_sent",
            subject=person,
            scope=congress.scope,
            actor=by,
            at=at,
        )
    return row


@transaction.atomic
def take_back_sending(row_id: UUID, *, by: User, at: datetime) -> Person:
    """Have somebody not attend after all."""
    rows = UpperAttendance.objects.select_for_update(of=("self",))
    row = rows.select_related("congress__scope", "person").get(pk=row_id)
    row.delete()
    trail.record(
        "congress.upper_taken_back",
        subject=row.person,
        scope=row.congress.scope,
        actor=by,
        at=at,
    )
    return row.person


@transaction.atomic
def make_calendar_link(
    owner: User,
    *,
    name: str,
    content: LinkContent,
    expires_at: datetime,
    at: datetime,
) -> tuple[CalendarLink, str]:
    """Make an address for a calendar program; its token is returned once, not kept."""
    token = secrets.token_urlsafe(24)
    link = CalendarLink.objects.create(
        owner=owner,
        name=name,
        content=content,
        digest=links.digest_of(token),
        made_at=at,
        expires_at=expires_at,
    )
    trail.record(
        "congress.calendar_link_made", subject=link, scope=None, actor=owner, at=at
    )
    return link, token


@transaction.atomic
def revoke_calendar_link(link_id: UUID, *, by: User, at: datetime) -> CalendarLink:
    """Shut an address at once; it is not opened again."""
    link = CalendarLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    if link.revoked_at is not None:
        return link
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    trail.record(
        "congress.calendar_link_revoked", subject=link, scope=None, actor=by, at=at
    )
    return link
