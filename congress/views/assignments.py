"""Breakthrough assignments: the register, one of them, all of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congress.forms.tasks import UnitForm
from congress.labels.tasks import NARROWING_WORDS, STEP_WORDS
from congress.models import AssignmentRating, BreakthroughAssignment, ProblemKind
from congress.queries import assignment_words
from congress.queries import assignments as queries
from congress.queries import tasks as task_queries
from congress.rules.assignments import NOT_RATED, TERM_YEARS
from congress.rules.tasks import StepKind, TaskState, after
from congress.services import assignments as services
from congress.services import assignments_due
from congress.views import task_rows
from congress.views.typed import Crumb
from core.access import policy
from core.access.rights import Right
from core.listing import Column, Filter, as_file, chosen, listing, wants_file
from core.models import Unit
from core.paging import Keyed
from core.services import note_list_taken
from core.web import StaffRequest

FIRST_YEAR: Final = 2020
# What can be done on the pages of tasks: address, and on whose side.
_BY_DOER: Final = (("bao-cao", StepKind.REPORTED), ("xong", StepKind.DONE))
_BY_KEEPER: Final = (("lam-tiep", StepKind.REOPENED), ("thoi", StepKind.DROPPED))


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment with how its task stands on a day and how it was judged."""

    sheet: BreakthroughAssignment
    on: date
    ratings: Mapping[str, AssignmentRating]

    @property
    def task(self) -> task_rows.Line:
        """How its task stands."""
        return task_rows.Line(self.sheet.task, self.on)

    @property
    def rating(self) -> str:
        """The latest rating in words."""
        word = self.ratings.get(queries.rating_of(self.sheet))
        return str(word) if word else ""

    @property
    def rating_tone(self) -> str:
        """Its colour."""
        word = self.ratings.get(queries.rating_of(self.sheet))
        return word.tone if word else "none"


@dataclass(frozen=True, slots=True)
class Words:
    """The kinds of problem and the ratings that a page names, read once."""

    problems: Mapping[str, ProblemKind]
    ratings: Mapping[str, AssignmentRating]


class _Pages(Keyed):
    counted = queries.COUNTED


# --- the register ---------------------------------------------------------------------


@require_safe
@policy.requires(Right.WORK_READ)
def assignments(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    words = _words()
    rows, filters, unit_form = _narrowed(request, today, words)
    columns = _columns(today, words)
    if wants_file(request):
        return as_file(
            request,
            rows,
            columns,
            default="-ngay-giao",
            title=_("Giao việc đột phá, đổi mới"),
            file_name="giao-viec-dot-pha.xlsx",
            note=partial(_note, request),
        )
    count, told = queries.counted(rows, on=today)
    found = listing(
        request,
        queries.in_columns(rows),
        columns,
        default="-ngay-giao",
        filters=filters,
        pages=_Pages,
        count=count,
    )
    unit = unit_form.unit()
    context = {
        "listing": found,
        "page": found.page,
        "lines": [Line(row, today, words.ratings) for row in found.page],
        "told": told if count <= queries.COUNTED else None,
        "counted_to": queries.COUNTED,
        "unit_field": unit_form["don-vi"],
        "unit": unit,
        "is_narrowed": found.narrowed or unit is not None,
        "may_give": policy.holds(request.user, Right.WORK_KEEP),
        "reports": _reports(request, unit),
    }
    return render(request, "congress/assignments.html", context)


def _words() -> Words:
    return Words(
        {each.pk: each for each in assignment_words.offered_or_used(ProblemKind)},
        {each.pk: each for each in assignment_words.offered_or_used(AssignmentRating)},
    )


def _narrowed(
    request: StaffRequest, today: date, words: Words
) -> tuple[QuerySet[BreakthroughAssignment], list[Filter], UnitForm]:
    rows = queries.assignments(request.user)
    unit_form = UnitForm(request.GET.get("don-vi", ""), request.user)
    if unit := unit_form.unit():
        rows = rows.filter(scope__path__descendants_of=unit.scope.path)
    years = [(str(each), str(each)) for each in range(today.year, FIRST_YEAR - 1, -1)]
    year = chosen(request, "nam", dict(years))
    rows = rows.filter(decided_on__year=int(year)) if year else rows
    terms = [
        (str(each), f"{each}–{each + TERM_YEARS}")
        for each in range(FIRST_YEAR, today.year + 1, TERM_YEARS)
    ]
    term = chosen(request, "nhiem-ky", dict(terms))
    rows = queries.of_term(rows, int(term)) if term else rows
    giver, givers = task_rows.by_key(
        request, "noi-giao", queries.assigners(request.user)
    )
    rows = rows.filter(task__work_list__unit=UUID(giver)) if giver else rows
    post, posts = _by_post(request)
    rows = rows.filter(post__title=post) if post else rows
    problems = _choices(words.problems)
    problem = chosen(request, "van-de", dict(problems))
    rows = rows.filter(problem=problem) if problem else rows
    ratings = [*_choices(words.ratings), (NOT_RATED, _("chưa đánh giá"))]
    rating = chosen(request, "muc", dict(ratings))
    rows = queries.rated(rows, rating) if rating else rows
    how = chosen(request, "tinh-trang", NARROWING_WORDS)
    rows = queries.standing_so(rows, how, on=today) if how else rows
    if wanted := request.GET.get("tim", "").strip():
        rows = queries.having_words(rows, wanted)
    states = [
        (key, word) for key, word in NARROWING_WORDS.items() if key != "cho-duyet"
    ]
    filters = [
        Filter("nam", _("Năm giao"), years, year),
        Filter("nhiem-ky", _("Nhiệm kỳ"), terms, term),
        Filter("noi-giao", _("Đơn vị giao"), givers, giver),
        Filter("chuc-danh", _("Chức danh"), posts, post),
        Filter("van-de", _("Loại vấn đề"), problems, problem),
        Filter("muc", _("Đánh giá"), ratings, rating),
        Filter("tinh-trang", _("Tình trạng"), states, how),
    ]
    return rows, filters, unit_form


def _choices(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in words.items()]


def _by_post(request: StaffRequest) -> tuple[str, list[tuple[str, str]]]:
    titles = queries.titles_of_posts(request.user)
    known = [(each, each) for each in titles]
    return chosen(request, "chuc-danh", dict(known)), known


def _columns(on: date, words: Words) -> list[Column[Any]]:
    def line(row: BreakthroughAssignment) -> Line:
        return Line(row, on, words.ratings)

    return [
        Column(
            "nguoi", _("Người được giao"), lambda row: row.full_name, ("sort_key", "pk")
        ),
        Column(
            "viec", _("Tên việc"), lambda row: row.task.title, ("task__title", "pk")
        ),
        Column(
            "don-vi",
            _("Đơn vị"),
            lambda row: row.task.unit.name,
            ("task__unit__sort_key", "sort_key", "pk"),
        ),
        Column(
            "ngay-giao",
            _("Ngày giao"),
            lambda row: row.decided_on,
            ("decided_on", "-sort_key", "pk"),
        ),
        Column("han", _("Hạn"), lambda row: row.task.due_on, ("task__due_on", "pk")),
        Column("tinh-trang", _("Tình trạng"), lambda row: line(row).task.word),
        Column("danh-gia", _("Đánh giá"), lambda row: line(row).rating),
        *_columns_of_files(words),
    ]


def _columns_of_files(words: Words) -> list[Column[Any]]:
    problems = dict(_choices(words.problems))
    said: list[tuple[str, Any, Any]] = [
        ("chuc-danh", _("Chức danh"), lambda row: row.post.title),
        ("noi-giao", _("Đơn vị giao"), lambda row: row.task.work_list.unit.name),
        ("quyet-dinh", _("Số quyết định"), lambda row: row.decision_number),
        ("giao-cho", _("Giao cho"), lambda row: str(row.get_period_display())),
        ("van-de", _("Loại vấn đề"), lambda row: problems.get(row.problem_id, "–")),
        ("vi-sao", _("Vì sao là đột phá"), lambda row: row.why),
        ("san-pham", _("Sản phẩm"), lambda row: row.task.product),
        ("xong", _("Xong ngày"), lambda row: row.task.done_on),
        ("minh-chung", _("Minh chứng"), lambda row: row.task.evidence),
    ]
    return [Column(key, label, value, only_in_file=True) for key, label, value in said]


def _reports(request: StaffRequest, unit: Unit | None) -> list[tuple[Unit, list[int]]]:
    """Return the units whose yearly reports are led to: the one asked for, or own."""
    own = [unit] if unit else queries.own_units(request.user)
    found = [(each, queries.years_of(each)) for each in own]
    return [(each, years) for each, years in found if years]


def _note(request: StaffRequest, count: int) -> None:
    note_list_taken(
        "congress.assignments_exported",
        right=Right.WORK_READ,
        form="xlsx",
        rows=count,
        by=request.user,
        at=timezone.now(),
    )


# --- one ------------------------------------------------------------------------------


@require_safe
@policy.requires(Right.WORK_READ)
def assignment(request: StaffRequest, assignment: UUID) -> HttpResponse:
    found = queries.assignment_or_404(request.user, assignment)
    task, user, today = found.task, request.user, timezone.localdate()
    keeps = task_queries.keeps(user, task.work_list) and not services.is_own(
        user, found
    )
    does = task_queries.does(user, task)
    doing = task.state == TaskState.OPEN
    judged = task.state in (TaskState.OPEN, TaskState.DONE)
    parts = queries.parts(user, found)
    evaluations = queries.evaluations(found)
    context = {
        "held": found,
        "task": task,
        "line": task_rows.Line(task, today),
        "next_report": assignments_due.next_report(found),
        "today": today,
        "acts": _acts(found, keeps=keeps, does=does),
        "may_change": keeps and after(TaskState(task.state), StepKind.CHANGED),
        "may_hand": does and doing,
        "may_part": does and doing and queries.keeps_lists_of(user, task.unit),
        "may_judge": keeps and judged and services.may_judge(user, found, today=today),
        "evaluations": _with_counting(evaluations),
        "parts": [(each, task_rows.Line(each.task, today)) for each in parts],
        "summary": queries.summary(parts, on=today),
        "parent": _parent(request, found),
        "steps": [
            (step, STEP_WORDS[step.kind], step.kind == StepKind.DONE)
            for step in task_queries.steps(task)
        ],
        "crumbs": task_rows.shown(way(), task.title),
    }
    return render(request, "congress/assignment.html", context)


def _acts(
    held: BreakthroughAssignment, *, keeps: bool, does: bool
) -> list[dict[str, Any]]:
    words = {
        "bao-cao": _("Báo cáo"),
        "xong": _("Báo đã xong"),
        "lam-tiep": _("Giao làm tiếp"),
        "thoi": _("Thôi không làm"),
    }
    sides = [*(_BY_DOER if does else ()), *(_BY_KEEPER if keeps else ())]
    state = TaskState(held.task.state)
    return [
        {"address": address, "word": words[address]}
        for address, kind in sides
        if after(state, kind) is not None
    ]


def _with_counting(evaluations: list[Any]) -> list[tuple[Any, str, bool]]:
    """Say of each evaluation whether it is the one that counts for its year."""
    seen: set[int] = set()
    made = []
    for each in evaluations:
        made.append((each, each.rating.tone, each.year not in seen))
        seen.add(each.year)
    return made


def _parent(
    request: StaffRequest, held: BreakthroughAssignment
) -> BreakthroughAssignment | None:
    key = held.task.parent_id
    if key is None:
        return None
    return queries.assignments(request.user).filter(task=key).first()


# --- one person -----------------------------------------------------------------------


@require_safe
@policy.requires(Right.WORK_READ)
def assignment_person(request: StaffRequest, person: UUID) -> HttpResponse:
    found, rows = queries.of_person(request.user, person)
    ratings = {each.pk: each for each in assignment_words.in_order(AssignmentRating)}
    today = timezone.localdate()
    context = {
        "person": found,
        "lines": [Line(row, today, ratings) for row in rows],
        "summary": queries.summary(rows, on=today),
        "crumbs": task_rows.shown(way(), found.full_name),
    }
    return render(request, "congress/assignment_person.html", context)


def way() -> list[Crumb]:
    """Return the way to the register."""
    return [(_("Giao việc đột phá"), reverse("congress:assignments"))]
