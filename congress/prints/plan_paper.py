"""The plan of a congress on paper: what is to be done, by when, by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from django.utils import timezone, translation

from congress import labels
from congress.models import Congress, Milestone
from congress.prints import heads, kept
from congress.queries import legal, plans
from core.models import StoredPrint, User
from core.vietnamese import dates

FORM: Final = kept.Form(
    "congress.plan",
    "congress/print/plan.html",
    "Kế hoạch tổ chức đại hội",
    "congress.plan_printed",
)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. ``word`` says how it stands on the day of the paper."""

    number: int
    title: str
    due: str
    who: str
    word: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the plan, with what belongs to it."""

    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """The whole paper. Numbers and days are written as it shows them."""

    above: str
    unit: str
    place: str
    day: str
    subject: str
    term: str
    days: str
    contents: tuple[str, ...]
    bases: tuple[str, ...]
    gates: tuple[tuple[str, str], ...]
    done: int
    late: int
    total: int
    parts: tuple[Part, ...]


def print_plan(
    congress_id: str | UUID, *, by: User | None, at: datetime
) -> StoredPrint:
    """Put the plan as it is today on the shelf; the same plan is printed once a day."""
    congress = Congress.objects.select_related(*_WITH_PLACE).get(pk=congress_id)
    paper = plan_paper(congress, today=timezone.localdate(at))
    return kept.keep(
        FORM,
        paper,
        subject=congress,
        scope=congress.scope,
        file_name=f"ke-hoach-{congress.slug}-{timezone.localdate(at):%Y%m%d}.pdf",
        by=by,
        at=at,
    )


def plan_paper(congress: Congress, *, today: date) -> PlanPaper:
    """Fill the paper. Papers are Vietnamese only."""
    with translation.override("vi"):
        return _plan_paper(congress, today)


_WITH_PLACE: Final = ("unit__parent", "unit__kind__level", "term", "scope")


def _plan_paper(congress: Congress, today: date) -> PlanPaper:
    rows = plans.in_order(congress)
    numbered = [_task(number, row, today) for number, row in enumerate(rows, start=1)]
    parts = groupby(zip(rows, numbered, strict=True), lambda each: each[0].phase)
    figures = plans.plan_figures(congress, today)
    return PlanPaper(
        above=congress.unit.parent.name if congress.unit.parent else "",
        unit=congress.unit.name,
        place=congress.place,
        day=dates.long(today),
        subject=str(congress),
        term=str(congress.term),
        days=heads.days(congress),
        contents=tuple(heads.contents(congress)),
        bases=tuple(_basis(each) for each in legal.cited_by(congress, today)),
        gates=tuple((each.label, each.word) for each in plans.gates(congress, today)),
        done=figures.done,
        late=figures.late,
        total=figures.total,
        parts=tuple(_part(list(each)) for _phase, each in parts),
    )


def _basis(cited: legal.Cited) -> str:
    """Name a document by number and day, and say so where it holds no longer."""
    said = f"{cited.document} {cited.document.title}"
    return said if cited.holds else f"{said} ({labels.FORCES[cited.force.value]})"


def _part(rows: list[tuple[Milestone, Task]]) -> Part:
    return Part(rows[0][0].get_phase_display(), tuple(task for _row, task in rows))


def _task(number: int, row: Milestone, today: date) -> Task:
    standing = plans.standing_of(row, today)
    word = str(labels.PLAN_STANDINGS[standing.value])
    if row.done_on:
        word = f"{word} ({dates.short(row.done_on)})"
    return Task(
        number=number,
        title=str(row),
        due=dates.short(row.due_on) if row.due_on else "",
        who=row.owner.full_name if row.owner else str(row.get_owner_role_display()),
        word=word,
        evidence=row.evidence if row.done_on else "",
    )
