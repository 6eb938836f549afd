"""A body held for one act, and what every act says of it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from congress.models import Phase, WorkingBody
from congress.queries.working import accounts_of
from core.access.rights import Right
from core.audit import trail
from core.errors import Refused
from core.models import User
from core.services import notices


class BodyEnded(Refused):
    """What has ended is only read."""


def held_body(body_id: UUID) -> WorkingBody:
    """Return a body on which nobody else acts until this act is over.

    Raises:
        BodyEnded: it has ended.
    """
    rows = WorkingBody.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("scope", "unit__scope", "congress").get(pk=body_id)
    if found.ended_on is not None:
        raise BodyEnded(_("Tiểu ban, tổ này đã kết thúc nên chỉ xem được."))
    return found


def record_for(
    act: str,
    body: WorkingBody,
    *,
    subject: Model | None = None,
    by: User | None,
    at: datetime,
    **detail: Any,
) -> None:
    """Write the line of an act; of personnel it names the body and nothing in it."""
    about = body if body.is_of_personnel else subject or body
    trail.record(act, subject=about, scope=body.scope, actor=by, at=at, **detail)


def said_of(body: WorkingBody, words: str) -> str:
    """Return words that go by e-mail; of personnel nothing but that."""
    return str(Phase.PERSONNEL.label) if body.is_of_personnel else words


def tell(
    kind: str,
    body: WorkingBody,
    *,
    values: Mapping[str, str],
    url_name: str,
    url_args: Collection[object],
    users: Collection[User] | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Tell those in a body, but for whoever acts, something that leads to its page."""
    asked = accounts_of(body) if users is None else users
    notices.tell(
        [user for user in asked if by is None or user.pk != by.pk],
        kind=kind,
        values=values,
        scope=body.scope,
        url_name=url_name,
        url_args=list(url_args),
        seen_with=seen_with(body),
        by=by,
        at=at,
    )


def seen_with(body: WorkingBody) -> Right | None:
    """Return the right that opens its pages, where it is not that of the page."""
    return Right.PERSONNEL_WORK_READ if body.is_of_personnel else None
