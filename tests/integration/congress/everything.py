"""One of everything that two places do together, and the addresses of its pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from congress.models import AssignmentReport, Submission, SubmissionKind, WorkingBody
from congress.models.report import WorkReport
from congress.prints import (
    assignments_report,
    body_minutes,
    conference_report,
    plaques,
    work_report,
)
from congress.rules.assignments import AssignedBy, Period
from congress.rules.tasks import ListKind, StepKind
from congress.services import assignments, conferences, post_lists, working
from congress.services import tasks as services
from congress.services.celebrations import grant_plaque
from congress.services.tasks import ListFacts, Said, TaskFacts
from core.access.rights import Role
from core.models import Unit, User
from tests import make
from tests.integration.congress import celebrating, reviews
from tests.integration.congress import working as bodies

WORD = "Mật khẩu của cuộc thử"  # stands in every title
DAY = "2025-07-01"


@dataclass(frozen=True, slots=True)
class Place:
    """Who works together here: a unit, the one above it, their people."""

    above: Unit
    unit: Unit
    keeper: User  # above
    doer: User  # at the unit


def place() -> Place:
    above = make.unit("Đảng bộ tỉnh Tuyên Quang")
    unit = make.unit("Đảng bộ xã Lâm Bình", parent=above)
    keeper = make.holder(Role.UNIT_SECRETARY, at=above.scope)
    doer = make.holder(Role.UNIT_SECRETARY, at=unit.scope)
    return Place(above, unit, keeper, doer)


def addresses(here: Place) -> dict[str, str]:
    """Make one of everything; return its pages by name."""
    found = {
        **_tasks(here),
        **_body(here),
        **_submissions(here),
        **_conference(here),
        **_assignment(here),
        **_celebration(here),
        **_emulation(here),
    }
    return {
        name: reverse(f"congress:{name}", args=args) for name, args in found.items()
    }


def _tasks(here: Place) -> dict[str, list[object]]:
    said = ListFacts(title=WORD, starts_on=date(2025, 1, 1), ends_on=date(2030, 12, 31))
    held = services.make_list(
        here.above, ListKind.PROGRAMME, said, by=here.keeper, at=make.NOON
    )
    facts = TaskFacts(title=WORD, unit=here.unit)
    task = services.give_task(held.pk, facts, by=here.keeper, at=make.NOON)
    step = services.act_on(
        task.pk,
        StepKind.REPORTED,
        Said(text=WORD, files=[reviews.paper()]),
        by=here.doer,
        at=make.NOON,
    )
    report = WorkReport.objects.create(work_list=held, day=date.fromisoformat(DAY))
    paper = work_report.print_report(report.pk, by=None, at=make.NOON)
    of_list = ("change", "groups", "end", "take-up")
    return {
        "work-list": [held.pk],
        **{f"work-list-{act}": [held.pk] for act in of_list},
        "task-new": [held.pk],
        "task-lines": [held.pk],
        "work-list-papers": [held.pk, DAY],
        "work-list-papers-make": [held.pk, DAY],
        "work-list-papers-file": [held.pk, DAY, paper.pk],
        **{f"task{act}": [task.pk] for act in ("", "-change", "-hand", "-part")},
        **{f"task-{act}": [task.pk] for act in ("up", "down")},
        "task-act": [task.pk, "bao-cao"],
        "task-file": [step.files.get().pk],
    }


def _body(here: Place) -> dict[str, list[object]]:
    return pages_of_body(bodies.body(here.above, name=WORD), here)


def pages_of_body(body: WorkingBody, here: Place) -> dict[str, list[object]]:
    member = bodies.member(body, by=here.keeper)
    closed = bodies.closed(bodies.meeting(body))
    met = bodies.meeting(body)
    visit = bodies.visit(body, here.unit, member=member)
    tour = bodies.tour(body)
    file = working.add_file(
        body.pk, reviews.paper(), title=WORD, by=here.keeper, at=make.NOON
    )
    paper = body_minutes.print_minutes(closed.pk, by=None, at=make.NOON)
    acts = {
        "": ("body", "change", "end", "member-add", "territory", "plan-make"),
        "m": ("member-change", "member-leave"),
        "c": ("meeting", "meeting-change", "minutes", "minutes-close"),
        "k": ("meeting-cancel", "conclude", "paper-make"),
        "v": ("visit", "visit-change", "visit-report", "visit-cancel"),
        "r": ("round", "round-change", "round-units", "round-share"),
        "f": ("file", "file-remove"),
        "o": ("meeting-call", "file-add", "visits", "visit-plan", "round-make"),
    }
    keys = {"m": member, "c": met, "k": met, "v": visit, "r": tour, "f": file}
    found: dict[str, list[object]] = {
        f"working-{name}": [body.pk, *([keys[kind].pk] if kind in keys else [])]
        for kind, names in acts.items()
        for name in names
    }
    return found | {
        "working-paper-make": [body.pk, closed.pk],
        "working-paper-file": [body.pk, closed.pk, paper.pk],
    }


def _submissions(here: Place) -> dict[str, list[object]]:
    sent: Submission = reviews.submitted(
        here.unit, here.doer, kind=SubmissionKind.REPORT, title=WORD
    )
    draft = reviews.draft(here.unit, here.doer, title=WORD)
    file, drafted = sent.files.get(), draft.files.get()
    return {
        "submission": [sent.pk],
        "submission-comment": [sent.pk],
        "submission-file": [sent.pk, file.pk],
        "submitted-draft": [draft.pk],
        "submitted-send": [draft.pk],
        "submitted-drop": [draft.pk],
        "submitted-draft-file": [draft.pk, drafted.pk],
        "submitted-file-drop": [draft.pk, drafted.pk],
        "submitted-one": [sent.pk],
        "submitted-file": [sent.pk, file.pk],
        "submitted-withdraw": [sent.pk],
        "submitted-again": [sent.pk],
    }


def _conference(here: Place) -> dict[str, list[object]]:
    now = timezone.now()
    held = conferences.hold_conference(
        here.above,
        conferences.ConferenceFacts(title=WORD, starts_at=now - timedelta(hours=1)),
        by=here.keeper,
        at=now,
    )
    point = conferences.add_point(
        held.pk,
        conferences.PointFacts(name=WORD, unit=here.unit),
        by=here.keeper,
        at=now,
    )
    people = [conferences.Expected("Hà Văn Kín", WORD)]
    conferences.expect_people(point.pk, people, by=here.keeper, at=now)
    file = conferences.add_files(held.pk, [reviews.paper()], by=here.keeper, at=now)[0]
    paper = conference_report.print_conference(held.pk, by=None, at=now)
    whole = ("", "-change", "-file-add", "-papers", "-papers-make", "-people")
    of_point = ("", "-change", "-remove", "-people", "-report", "-note")
    return {
        **{f"conference{act}": [held.pk] for act in whole},
        "conference-act": [held.pk, "huy"],
        "conference-file": [held.pk, file.pk],
        "conference-file-remove": [held.pk, file.pk],
        "conference-papers-file": [held.pk, paper.pk],
        "conference-point-add": [held.pk],
        "conference-points-beneath": [held.pk],
        **{f"conference-point{act}": [point.pk] for act in of_point},
        "conference-point-person-remove": [point.pk, point.people.get().pk],
    }


def _assignment(here: Place) -> dict[str, list[object]]:
    held = post_lists.make_post_list(
        here.above,
        post_lists.SaidList(
            title="Danh mục chức danh",
            number="30-QĐ/TU",
            decided_on=date(2025, 1, 1),
            in_force_from=date(2025, 1, 1),
            posts=[post_lists.SaidPost(title="Bí thư", assigned_by=AssignedBy.OWNER)],
        ),
        by=here.keeper,
        at=make.NOON,
    )
    person = make.person("Hà Văn Kín", at=here.unit)
    given = assignments.Given(
        assigner=here.above,
        unit=here.unit,
        post=held.posts.get(),
        decided_on=date(2025, 2, 1),
        period=Period.YEAR,
        person=person,
    )
    said = assignments.Said(
        title=WORD,
        decision_number="12-QĐ/TU",
        problem="hard",
        why="Việc tồn đọng nhiều năm",
        product="Đề án",
        due_on=date(2030, 12, 1),
        is_public=True,
    )
    task = assignments.assign(given, said, by=here.keeper, at=make.NOON).task
    year: list[object] = [here.above.code, 2025]
    report = AssignmentReport.objects.create(unit=here.above, year=2025)
    paper = assignments_report.print_report(report.pk, by=None, at=make.NOON)
    return {
        **{f"assignment{act}": [task.pk] for act in ("", "-change", "-evaluate")},
        "assignment-person": [person.pk],
        "assignment-papers": year,
        "assignment-papers-make": year,
        "assignment-papers-file": [*year, paper.pk],
        **{f"post-list{act}": [held.pk] for act in ("", "-change", "-replace")},
    }


def _celebration(here: Place) -> dict[str, list[object]]:
    welcomed = make.congress(here.above)
    task = celebrating.registered(here.unit, welcomed, here.doer, title=WORD)
    celebrating.acted(task, StepKind.APPROVED, here.keeper)
    celebrating.acted(task, StepKind.DONE, here.doer)
    assert task.done_on is not None
    grant_plaque(
        task.pk,
        WORD,
        task.done_on,
        seen_version=task.version,
        by=here.keeper,
        at=make.NOON,
    )
    held = task.work_list
    paper = plaques.print_plaques(held.pk, by=None, at=make.NOON)
    return {
        **{f"celebration{act}": [task.pk] for act in ("", "-change", "-plaque")},
        "celebration-plaque-back": [task.pk],
        "celebration-papers": [held.pk],
        "celebration-papers-make": [held.pk],
        "celebration-papers-file": [held.pk, paper.pk],
        "working-of-congress": [welcomed.slug],
    }


def _emulation(here: Place) -> dict[str, list[object]]:
    held = celebrating.movement(here.above, [here.unit], here.keeper)
    acts = ("", "-change", "-conclude", "-take-up")
    return {
        **{f"emulation{act}": [held.pk] for act in acts},
        "emulation-report": [held.pk, held.called.get().pk],
        "emulation-new": [here.above.code],
    }
