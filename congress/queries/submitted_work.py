"""What a person's places submit, among what waits on the page Việc của tôi.

The stored row of a submission waits above, and leads to a page that only those above
open. So whoever submitted it is told by rows that are worked out when asked.
"""

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congress.models import Submission, SubmissionDraft, SubmissionState
from congress.queries import reviews
from core.access import policy
from core.access.rights import Right
from core.models import User
from core.registry import Work

_FIRST: Final = 200


def work_of(user: User) -> list[Work]:
    """Return drafts that wait to be submitted, and what waits above."""
    if not policy.holds(user, Right.WORK_DO):
        return []
    return [*_drafts(user), *_above(user)]


def _drafts(user: User) -> Iterator[Work]:
    rows = reviews.drafts_of(user).filter(changed_by=user)
    rows = rows.select_related(None).select_related("unit")
    for row in rows.order_by("changed_at", "pk")[:_FIRST]:
        yield Work(
            title=_title(row),
            place=row.unit.name,
            state=_("đang soạn, chưa trình"),
            tone="warn",
            url=reverse("congress:submitted-draft", args=[row.pk]),
            mine=True,
        )


def _above(user: User) -> Iterator[Work]:
    rows = reviews.submitted_from(user).filter(state=SubmissionState.SUBMITTED)
    rows = rows.select_related(None).select_related("superior")
    for row in rows.order_by("submitted_at", "pk")[:_FIRST]:
        yield Work(
            title=_title(row),
            place=row.superior.name,
            state=SubmissionState.SUBMITTED.label,
            tone="warn",
            url=reverse("congress:submitted-one", args=[row.pk]),
            mine=False,
        )


def _title(row: Submission | SubmissionDraft) -> str:
    """Return what it is called; a personnel plan by its kind alone, as everywhere."""
    return str(row.get_kind_display()) if row.is_of_personnel else str(row)
