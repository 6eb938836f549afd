"""Each constraint of lists of posts and assignments, broken once."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.db import connection

from congress.models import (
    AssignmentEvaluation,
    AssignmentRating,
    AssignmentReport,
    BreakthroughAssignment,
    ListedPost,
    PostList,
    ProblemKind,
)
from core.models import Unit
from tests import make
from tests.integration.congress.task_breaches import a_list, task

SINCE: Final = date(2025, 1, 1)


def post_list(unit: Unit | None = None, **changes: Any) -> PostList:
    fields: dict[str, Any] = {
        "unit": unit or make.unit(),
        "title": "Danh mục",
        "number": "30-QĐ/TU",
        "decided_on": SINCE,
        "in_force_from": SINCE,
    }
    return PostList.objects.create(**fields | changes)


def two_lists() -> None:
    unit = make.unit()
    post_list(unit, in_force_until=date(2025, 6, 30))
    post_list(unit, in_force_from=date(2025, 6, 30))


def post(held: PostList | None = None, **changes: Any) -> ListedPost:
    fields: dict[str, Any] = {
        "post_list": held or post_list(),
        "place": 1,
        "title": "Giám đốc sở",
        "assigned_by": "owner",
    }
    return ListedPost.objects.create(**fields | changes)


def post_twice() -> None:
    held = post_list()
    for _again in range(2):
        post(held)


def assignment(**changes: Any) -> BreakthroughAssignment:
    held = a_list(kind="assignments")
    given = task(work_list=held, scope=held.scope, unit=held.unit)
    fields: dict[str, Any] = {
        "task": given,
        "scope": given.scope,
        "post": post(post_list(held.unit)),
        "full_name": "Nông Văn Bé",
        "sort_key": "x",
        "decision_number": "1-QĐ",
        "decided_on": date(2025, 6, 1),
        "period": "year",
        "problem_id": "hard",
        "why": "Việc khó.",
        "is_public": not given.is_restricted,
    }
    return BreakthroughAssignment.objects.create(**fields | changes)


def evaluation(**changes: Any) -> AssignmentEvaluation:
    fields: dict[str, Any] = {
        "assignment": assignment(),
        "year": 2025,
        "rating_id": "done",
        "note": "Tốt.",
        "by": make.user(),
        "at": make.NOON,
    }
    return AssignmentEvaluation.objects.create(**fields | changes)


def reported_twice() -> None:
    unit = make.unit()
    for _again in range(2):
        AssignmentReport.objects.create(unit=unit, year=2025)


def ended_before_an_assignment() -> None:
    held = assignment().post.post_list
    held.in_force_until = date(2025, 5, 31)
    held.save()


def one_more_post() -> None:
    post(assignment().post.post_list, title="Trưởng phòng")


def moved() -> None:
    given = assignment().task
    given.unit = make.unit()
    given.scope = given.unit.scope
    given.save()


def at_once() -> None:
    """Ask now what is asked when an act ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def hidden_alone() -> None:
    """An assignment that is not public, whose task everybody reads."""
    assignment(is_public=False)
    at_once()


def shown_alone() -> None:
    """A public assignment, whose task is read only where it is done."""
    given = assignment(is_public=True).task
    given.is_restricted = True
    given.save()
    at_once()


def a_rating(**changes: Any) -> AssignmentRating:
    fields: dict[str, Any] = {"code": "x", "name": "x", "tone": "ok", "position": 1}
    return AssignmentRating.objects.create(**fields | changes)


ASSIGNED: Final[dict[str, Callable[[], object]]] = {
    "congress_post_list_in_order": lambda: post_list(in_force_until=date(2024, 1, 1)),
    "congress_post_list_one_at_a_time": two_lists,
    "congress_listed_post_once": post_twice,
    "congress_listed_post_known_assigner": lambda: post(assigned_by="x"),
    "congress_breakthrough_known_words": lambda: assignment(why=""),
    "congress_breakthrough_reports_within_a_year": lambda: assignment(reports_every=13),
    "congress_evaluation_of_a_year_with_a_note": lambda: evaluation(year=2014),
    "congress_problem_kind_named": lambda: ProblemKind.objects.create(
        code="x", name="", position=1
    ),
    "congress_assignment_rating_named": lambda: a_rating(tone="x"),
    "congress_assignment_rating_is_not_none": lambda: a_rating(code="chua"),
    "congress_assignment_report_once": reported_twice,
}


def elsewhere() -> None:
    """An assignment said to lie where its task does not."""
    assignment(scope=make.unit().scope)


# Kept by triggers, which have no row among the constraints.
GUARDED: Final[dict[str, Callable[[], object]]] = {
    "congress_breakthrough_fits": lambda: assignment(decided_on=date(2024, 12, 31)),
    "congress_breakthrough_fits, elsewhere": elsewhere,
    "congress_post_list_keeps_days": ended_before_an_assignment,
    "congress_listed_post_stays": one_more_post,
    "congress_task_of_breakthrough_stays": moved,
    "congress_breakthrough_shown_alike": hidden_alone,
    "congress_breakthrough_shown_alike, its task": shown_alone,
}
