"""What a unit assigned, and what came of it in a year, on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import translation

from congress.labels.tasks import STANDING_WORDS
from congress.models import (
    AssignmentRating,
    AssignmentReport,
    BreakthroughAssignment,
    ProblemKind,
)
from congress.prints import kept
from congress.queries import assignment_words
from congress.queries import assignments as queries
from congress.rules.tasks import TaskState, counts, standing
from core.models import StoredPrint, User
from core.vietnamese import dates, numbers

FORM: Final = kept.Form(
    "congress.assignment_report",
    "congress/print/assignment_report.html",
    "Báo cáo giao việc đột phá, đổi mới",
    "congress.assignments_printed",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One assignment."""

    who: str
    post: str
    title: str
    product: str
    due: str
    state: str
    rating: str
    parts: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole paper. Numbers and days are written as it shows them."""

    above: str
    unit: str
    year: int
    day: str
    total: str
    done: str
    late: str
    ratings: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    parts: str  # n/N of what was handed on, or nothing


def print_report(
    report_id: str | UUID, *, by: User | None, at: datetime
) -> StoredPrint:
    """Put the report of a unit on a year on the shelf."""
    found = AssignmentReport.objects.select_related("unit__parent", "unit__scope")
    asked = found.get(pk=report_id)
    return kept.keep(
        FORM,
        report(asked, today=at.date()),
        subject=asked,
        scope=asked.unit.scope,
        file_name=f"giao-viec-dot-pha-{asked.unit.code}-{asked.year}.pdf",
        by=by,
        at=at,
    )


def report(asked: AssignmentReport, *, today: date) -> Report:
    """Fill the paper: as it stood at the end of the year, or stands today in it."""
    on = min(date(asked.year, 12, 31), today)
    with translation.override("vi"):
        return _report(asked, on)


def _report(asked: AssignmentReport, on: date) -> Report:
    rows = [
        row
        for row in queries.at_work_in(asked.unit, asked.year)
        if counts(TaskState(row.task.state))
    ]
    # By name; what is not named stands last, so that its place tells nothing.
    rows.sort(key=lambda row: row.task.is_restricted)
    told = queries.summary(rows, on=on)
    parent = asked.unit.parent
    handed_on = [queries.parts_of(row) for row in rows]
    parts_done = sum(done for done, _total in handed_on)
    parts = sum(total for _done, total in handed_on)
    ratings = assignment_words.in_order(AssignmentRating)
    judged = assignment_words.listed(ratings, told.ratings)
    problems = assignment_words.in_order(ProblemKind)
    solved = assignment_words.listed(problems, told.problems)
    words = {each.pk: str(each) for each in ratings}
    return Report(
        above=parent.name if parent else "",
        unit=asked.unit.name,
        year=asked.year,
        day=dates.long(on),
        total=numbers.grouped(told.total),
        done=_of(told.done, told.total),
        late=numbers.grouped(told.late),
        ratings=tuple(
            (str(word), _of(number, told.total))
            for word, number in [*judged, ("chưa đánh giá", told.not_rated)]
        ),
        problems=tuple((str(word), _of(number, told.total)) for word, number in solved),
        rows=tuple(_row(row, on, words) for row in rows),
        parts=_of(parts_done, parts) if parts else "",
    )


def _row(row: BreakthroughAssignment, on: date, ratings: Mapping[str, str]) -> Row:
    task = row.task
    how = standing(
        TaskState(task.state), due_on=task.due_on, done_on=task.done_on, on=on
    )
    state, evidence = str(STANDING_WORDS[how]), ""
    if task.done_on is not None and task.done_on <= on:
        state += f" ngày {dates.short(task.done_on)}"
        evidence = task.evidence
    done, total = queries.parts_of(row)
    # What is read only where it is done and given stands on no paper that others read.
    is_kept = task.is_restricted
    return Row(
        who="–" if is_kept else row.full_name,
        post="" if is_kept else f"{row.post.title}, {task.unit.name}",
        title=str(task),
        product="" if is_kept else "; ".join(filter(None, (task.product, evidence))),
        due=dates.short(task.due_on) if task.due_on else "–",
        state=state,
        rating=ratings.get(queries.rating_of(row), "–"),
        parts=_of(done, total) if total else "",
    )


def _of(part: int, total: int) -> str:
    return f"{numbers.grouped(part)}/{numbers.grouped(total)}"
