"""What units submit to the level above them, and what waits there."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from congress.models import (
    Congress,
    Milestone,
    Submission,
    SubmissionKind,
    SubmissionState,
    SubmissionStep,
)
from core.access import policy
from core.access.rights import Right
from core.models import Appointment, Unit, User
from core.queries import with_words

_OF_A_PLAN = (
    *("code", "title", "phase", "due_on", "owner_role", "owner_id"),
    *("needs_evidence", "after__code"),
)


def plan_digest(congress: Congress) -> str:
    """Return the digest of what a plan says; what is done by now does not change it."""
    return plan_digests([congress])[congress.pk]


def plan_digests(congresses: Iterable[Congress]) -> dict[UUID, str]:
    """Return the digests of several plans, in one query."""
    said: dict[UUID, list[Any]] = {
        each.pk: [[each.opens_on, each.closes_on, sorted(each.contents)]]
        for each in congresses
    }
    rows = Milestone.objects.filter(congress__in=said).order_by("code")
    for key, *row in rows.values_list("congress", *_OF_A_PLAN):
        said[key].append(row)
    return {key: _digest(lines) for key, lines in said.items()}


def _digest(lines: list[Any]) -> str:
    told = json.dumps(lines, default=str, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def superior_of(unit: Unit) -> Unit | None:
    """Return the unit that a unit submits to: the one right above it, if it lives."""
    if unit.parent_id is None:
        return None
    above = Unit.objects.select_related("scope").filter(pk=unit.parent_id)
    return above.filter(dissolved_on__isnull=True).first()


def decided_by(user: User) -> QuerySet[Submission]:
    """Return what is submitted to the units for which a user decides."""
    units = policy.within_reach(Unit.objects.all(), user, Right.SUBMISSION_DECIDE)
    found = Submission.objects.filter(superior__in=units.values("pk"))
    return found.select_related(
        "unit__kind__level", "superior", "congress", "submitted_by", "decided_by"
    )


def submission_or_404(user: User, key: UUID) -> Submission:
    """Return one submission on which a user may decide, or could have."""
    rows = decided_by(user).select_related(
        "unit__scope", "superior__scope", "congress__scope", "congress__term"
    )
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def searched(rows: QuerySet[Submission], wanted: str) -> QuerySet[Submission]:
    """Keep what units with these words submit, whatever the accents."""
    return with_words(rows, "unit__name", wanted)


def waiting(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Keep what waits to be decided."""
    return rows.filter(state=SubmissionState.SUBMITTED)


def plan_of(congress: Congress) -> Submission | None:
    """Return the latest submission of a congress's plan."""
    rows = Submission.objects.filter(congress=congress, kind=SubmissionKind.PLAN)
    related = rows.select_related("superior", "submitted_by", "decided_by")
    return related.order_by("-submitted_at", "-pk").first()


def steps(submission: Submission) -> list[SubmissionStep]:
    """Return what happened to a submission, the last first."""
    rows = SubmissionStep.objects.filter(submission=submission)
    return list(rows.select_related("by").order_by("-at", "-revision", "-pk"))


def changed_since(submission: Submission) -> bool:
    """Whether what was submitted reads otherwise now."""
    congress = submission.congress
    return congress is not None and plan_digest(congress) != submission.digest


def works_for(user: User, unit: Unit, *, today: Any) -> bool:
    """Whether somebody is appointed at a unit or at one of its congresses."""
    rows = Appointment.objects.filter(user=user, scope__home=unit.scope.home)
    return rows.in_force(today).exists()


def who_decides(unit: Unit, *, today: Any) -> list[User]:
    """Return who may decide on what is submitted to a unit."""
    rows = Appointment.objects.filter(Q(scope=unit.scope)).in_force(today)
    users = {row.user_id: row.user for row in rows.select_related("user")}
    return policy.who_may(users.values(), Right.SUBMISSION_DECIDE, unit.scope)
