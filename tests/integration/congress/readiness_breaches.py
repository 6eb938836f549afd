"""Each constraint of points, reminders and submissions, broken once."""

from collections.abc import Callable
from typing import Any, Final

from congress.models import (
    Congress,
    ProgressReport,
    ReadinessPoint,
    Reminder,
    Submission,
    SubmissionStep,
)
from tests import make


def _congress() -> Congress:
    return make.congress(make.unit(parent=make.unit()))


def point(**changes: Any) -> ReadinessPoint:
    fields = {"code": "hall", "state": "ready", "updated_at": make.NOON} | changes
    return ReadinessPoint.objects.create(congress=_congress(), **fields)


def point_twice() -> None:
    ReadinessPoint.objects.create(
        congress=point().congress, code="hall", state="ready", updated_at=make.NOON
    )


def reminder(of: Congress | None = None, **changes: Any) -> Reminder:
    fields = {"code": "plan", "day": make.LONG_AGO, "people": 1} | changes
    return Reminder.objects.create(
        congress=of or _congress(), by=make.user(), at=make.NOON, **fields
    )


def submission(of: Congress | None = None, **changes: Any) -> Submission:
    congress = of or _congress()
    fields: dict[str, Any] = {
        "scope": congress.scope,
        "congress": congress,
        "unit": congress.unit,
        "superior": congress.unit.parent,
        "kind": "plan",
        "title": "x",
        "state": "submitted",
        "digest": "x",
        "submitted_by": make.user(),
        "submitted_at": make.NOON,
    }
    return Submission.objects.create(**fields | changes)


def decided(**changes: Any) -> Submission:
    said: dict[str, Any] = {
        "decided_by": make.user(),
        "decided_at": make.NOON,
        "state": "cleared",
    }
    return submission(**said | changes)


def by_himself() -> Submission:
    who = make.user()
    return decided(submitted_by=who, decided_by=who)


def to_itself() -> Submission:
    congress = _congress()
    return submission(congress, superior=congress.unit)


def open_twice() -> Submission:
    first = submission()
    return decided(of=first.congress, state="sent_back", decision_note="x")


def step(of: Submission | None = None, **changes: Any) -> SubmissionStep:
    fields = {"revision": 1, "act": "submitted", "digest": "x"} | changes
    return SubmissionStep.objects.create(
        submission=of or submission(), by=make.user(), at=make.NOON, **fields
    )


def report_twice() -> None:
    unit = make.unit()
    for _time in range(2):
        ProgressReport.objects.create(unit=unit, first_year=2025)


READINESS: Final[dict[str, Callable[[], object]]] = {
    "congress_point_once": point_twice,
    "congress_point_known_state": lambda: point(state="x"),
    "congress_point_done_within_total": lambda: point(done=2, total=1),
    "congress_progress_report_once": report_twice,
    "congress_reminder_once_a_day": lambda: reminder(reminder().congress),
    "congress_reminder_told_somebody": lambda: reminder(people=0),
    "congress_submission_one_open": open_twice,
    "congress_submission_known_kind_and_state": lambda: submission(title=""),
    "congress_submission_plan_of_a_congress": lambda: submission(congress=None),
    "congress_submission_goes_up": to_itself,
    "congress_submission_decided_by_somebody": lambda: submission(state="cleared"),
    "congress_submission_sent_back_with_a_reason": lambda: decided(state="sent_back"),
    "congress_submission_not_decided_by_who_submits": by_himself,
    "congress_submission_step_once": lambda: step(step().submission),
    "congress_submission_step_known_act": lambda: step(act="x"),
}
