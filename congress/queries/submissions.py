"""What units submit to the level above them, and what waits there."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from congress.models import (
    Congress,
    Milestone,
    Submission,
    SubmissionKind,
    SubmissionStep,
)
from core.access import policy
from core.access.rights import Right
from core.models import Appointment, Unit, User

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


def plan_of(congress: Congress) -> Submission | None:
    """Return the latest submission of a congress's plan."""
    rows = Submission.objects.filter(congress=congress, kind=SubmissionKind.PLAN)
    related = rows.select_related("superior", "submitted_by", "decided_by")
    return related.order_by("-submitted_at", "-pk").first()


def steps(submission: Submission) -> list[SubmissionStep]:
    """Return what happened to a submission, the last first."""
    rows = SubmissionStep.objects.filter(submission=submission)
    return list(rows.select_related("by").order_by("-at", "-revision", "-pk"))


def papers_digest(
    kind: str, title: str, note: str, files: Iterable[tuple[str, str]]
) -> str:
    """Return the digest of papers as submitted; of each file its title and SHA-256."""
    return _digest([kind, title, note, [list(each) for each in files]])


def digest_now(submission: Submission) -> str:
    """Return how it reads now: papers never change, the plan of a congress may."""
    if submission.is_of_papers or submission.congress is None:
        return submission.digest
    return plan_digest(submission.congress)


def changed_since(submission: Submission) -> bool:
    """Whether what was submitted reads otherwise now."""
    return digest_now(submission) != submission.digest


def works_for(user: User, unit: Unit, *, today: Any) -> bool:
    """Whether somebody is appointed at a unit or at one of its congresses."""
    rows = Appointment.objects.filter(user=user, scope__home=unit.scope.home)
    return rows.in_force(today).exists()


def who_decides(unit: Unit, *, today: Any, of_personnel: bool = False) -> list[User]:
    """Return who may decide on what is submitted to a unit."""
    found = _holding(unit, Right.SUBMISSION_DECIDE, today=today)
    if not of_personnel:
        return found
    return policy.who_may(found, Right.PERSONNEL_WORK_READ, unit.scope)


def who_reads(unit: Unit, *, today: Any) -> list[User]:
    """Return who reads what is submitted to a unit, those of personnel left open."""
    return _holding(unit, Right.SUBMISSION_READ, today=today)


def _holding(unit: Unit, right: Right, *, today: Any) -> list[User]:
    # Where a unit is no more, at the one that has its files.
    rows = Appointment.objects.filter(scope__path=unit.scope.home).in_force(today)
    users = {row.user_id: row.user for row in rows.select_related("user")}
    return policy.who_may(users.values(), right, unit.scope)
