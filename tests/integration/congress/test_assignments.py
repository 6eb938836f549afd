"""Breakthrough assignments: by the tree and the dated list of posts, then judged."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress.models import (
    AssignmentEvaluation,
    AssignmentReport,
    BreakthroughAssignment,
    ListedPost,
    PostList,
    Task,
    WorkList,
)
from congress.prints import assignments_report
from congress.queries import assignments as queries
from congress.queries.tasks import Progress
from congress.rules.assignments import AssignedBy, Period
from congress.rules.tasks import StepKind
from congress.services import assignments as services
from congress.services import assignments_due, post_lists, tasks
from congress.services.assignments import Given, Said
from congress.services.post_lists import SaidList, SaidPost
from core.access.rights import Role
from core.errors import ChangedMeanwhile
from core.models import AuditEvent, Notice, Unit, User, WorkItem
from tests import make
from tests.integration.congress.assignment_breaches import GUARDED, evaluation
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
NOON = make.NOON
TODAY = date(2025, 7, 24)
SINCE = date(2025, 5, 20)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def department(province: Unit) -> Unit:
    return make.unit("Đảng bộ Sở Nội vụ", parent=province)


@pytest.fixture
def cell(department: Unit) -> Unit:
    return make.unit("Chi bộ Thanh tra", parent=department)


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


@pytest.fixture
def doer(department: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=department.scope)


@pytest.fixture
def listed(province: Unit, keeper: User) -> PostList:
    return list_of(province, by=keeper)


def list_of(unit: Unit, *, by: User, **said: Any) -> PostList:
    facts: dict[str, Any] = {
        "title": "Danh mục theo Quy định số 30",
        "number": "30-QĐ/TU",
        "decided_on": SINCE,
        "in_force_from": SINCE,
        "posts": [
            SaidPost(title="Giám đốc sở", assigned_by=AssignedBy.OWNER),
            SaidPost(title="Trưởng phòng", assigned_by=AssignedBy.DELEGATED),
        ],
    }
    replaces = said.pop("replaces", None)
    return post_lists.make_post_list(
        unit, SaidList(**facts | said), replaces=replaces, by=by, at=NOON
    )


def post_of(held: PostList, title: str = "Giám đốc sở") -> ListedPost:
    return ListedPost.objects.select_related(
        "post_list__unit__scope", "unit__scope"
    ).get(post_list=held, title=title)


def said(**changes: Any) -> Said:
    facts: dict[str, Any] = {
        "title": "Cắt giảm 30% thời gian giải quyết thủ tục",
        "decision_number": "15-QĐ/TU",
        "problem": "prolonged",
        "why": "Tồn đọng nhiều năm.",
        "product": "Đề án được duyệt",
        "due_on": date(2025, 12, 1),
        "is_public": True,
    }
    return Said(**facts | changes)


def assigned(held: PostList, unit: Unit, *, by: User, **changes: Any) -> Any:
    given = {
        "unit": unit,
        "post": post_of(held, changes.pop("post", "Giám đốc sở")),
        "decided_on": changes.pop("decided_on", date(2025, 6, 1)),
        "period": changes.pop("period", Period.YEAR),
        "person": changes.pop("person", None),
        "full_name": "Nông Văn Bé",
        "assigner": changes.pop("assigner", held.unit),
    }
    parent = changes.pop("parent", None)
    return services.assign(
        Given(**given), said(**changes), parent=parent, by=by, at=NOON
    )


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def text(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(listed: PostList, unit: Unit, **changes: str) -> dict[str, str]:
    return {
        "decided_on": "01/06/2025",
        "period": "year",
        "post": str(post_of(listed).pk),
        "unit": unit.code,
        "full_name": "Nông Văn Bé",
        "decision_number": "15-QĐ/TU",
        "title": "Cắt giảm thủ tục",
        "problem": "hard",
        "why": "Việc khó.",
        "product": "Đề án",
        "due_on": "01/12/2025",
    } | changes


# --- lists of posts -------------------------------------------------------------------


def test_a_list_is_typed_with_a_post_at_one_unit_and_put_right(
    province: Unit, department: Unit, keeper: User, signed_in: SignedIn
) -> None:
    client = signed_in(keeper)
    told = {
        "unit": province.code,
        "title": "Danh mục theo Quy định số 30",
        "number": "30-QĐ/TU",
        "decided_on": "20/05/2025",
        "in_force_from": "20/05/2025",
        "owned": f"Giám đốc sở\nChủ tịch hội đồng | {department.code}",
        "delegated": "Trưởng phòng",
    }

    unknown = client.post(at("post-list-make"), told | {"owned": "Ai đó | KHONG-CO"})
    answer = client.post(at("post-list-make"), told)

    assert "KHONG-CO" in unknown.context["form"].errors["owned"][0]
    held = PostList.objects.get()
    assert answer["Location"] == at("post-list", held.pk)
    found = [
        (each.title, each.assigned_by, each.unit) for each in queries.posts_of(held)
    ]
    assert found == [
        ("Trưởng phòng", "delegated", None),
        ("Giám đốc sở", "owner", None),
        ("Chủ tịch hội đồng", "owner", department),
    ]
    shown = client.get(at("post-list-change", held.pk)).context["form"].initial
    assert shown["owned"] == told["owned"]
    client.post(
        at("post-list-change", held.pk), told | {"delegated": "", "version": "1"}
    )
    assert [each.title for each in queries.posts_of(held)] == [
        "Giám đốc sở",
        "Chủ tịch hội đồng",
    ]


def test_a_list_from_which_something_was_assigned_is_only_replaced(
    listed: PostList, department: Unit, keeper: User, signed_in: SignedIn
) -> None:
    assigned(listed, department, by=keeper)
    client = signed_in(keeper)
    told = {
        "title": "Danh mục mở rộng",
        "number": "45-QĐ/TU",
        "decided_on": "01/07/2025",
        "in_force_from": "01/07/2025",
        "owned": "Giám đốc sở\nỦy viên Ban Thường vụ",
        "version": "1",
    }

    refused = client.post(at("post-list-change", listed.pk), told)
    too_early = client.post(
        at("post-list-replace", listed.pk), told | {"in_force_from": "01/06/2025"}
    )
    client.post(at("post-list-replace", listed.pk), told)

    assert "Hãy thay danh mục" in refused.content.decode()
    assert too_early.context["form"].errors["in_force_from"]
    listed.refresh_from_db()
    assert listed.in_force_until == date(2025, 6, 30)
    new = PostList.objects.get(number="45-QĐ/TU")
    shown = text(client, at("post-lists"), ngay="30/06/2025")
    assert "30-QĐ/TU" in shown
    assert "45-QĐ/TU" not in shown
    assert "45-QĐ/TU" in text(client, at("post-lists"), ngay="01/07/2025")
    assert new.in_force_until is None


def test_two_lists_of_a_unit_do_not_hold_on_one_day(
    listed: PostList, province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    answer = signed_in(keeper).post(
        at("post-list-make"),
        {
            "unit": province.code,
            "title": "Khác",
            "number": "1",
            "decided_on": "01/07/2025",
            "in_force_from": "01/07/2025",
            "owned": "Giám đốc",
        },
    )

    assert answer.context["form"].errors["in_force_from"]
    assert PostList.objects.count() == 1


# --- who assigns whom -----------------------------------------------------------------


def test_a_unit_of_several_registers_is_one_choice_among_those_who_assign(
    listed: PostList,
    province: Unit,
    department: Unit,
    keeper: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assigned(listed, department, by=keeper)
    assigned(listed, department, by=keeper, period=Period.TERM)
    monkeypatch.setattr("congress.queries.tasks.CHOICES", 1)

    assert queries.assigners(keeper) == [(province.pk, province.name)]


def test_an_assignment_by_the_list_stands_in_the_register_of_the_year(
    listed: PostList, department: Unit, keeper: User, doer: User, signed_in: SignedIn
) -> None:
    answer = signed_in(keeper).post(at("assignment-give"), typed(listed, department))

    made = BreakthroughAssignment.objects.get()
    assert answer["Location"] == at("assignment", made.pk)
    register = WorkList.objects.get()
    assert (register.kind, register.starts_on) == ("assignments", date(2025, 1, 1))
    assert AuditEvent.objects.filter(act="congress.task_given").count() == 1
    assert Notice.objects.filter(user=doer).exists()
    assert WorkItem.objects.filter(subject_key=str(made.pk)).exists()


@pytest.mark.parametrize(
    ("case", "field", "sentence"),
    [
        ("upward", "unit", "Không giao việc lên cấp trên"),
        ("sideways", "unit", "Không giao việc ngang cấp"),
        ("early", "decided_on", "không có hiệu lực"),
        ("owner_only", "post", "do Đảng bộ tỉnh Tuyên Quang giao"),
        ("delegated_only", "post", "cấp dưới giao"),
    ],
)
def test_what_the_rule_refuses_is_told_beside_the_field_and_nothing_is_lost(  # noqa: PLR0917
    case: str,
    field: str,
    sentence: str,
    listed: PostList,
    province: Unit,
    department: Unit,
    signed_in: SignedIn,
) -> None:
    beside = make.unit("Đảng bộ Sở Y tế", parent=province)
    assigner, unit, changes = province, department, {}
    if case == "upward":
        assigner, unit = department, province
    elif case == "sideways":
        assigner, unit = department, beside
    elif case == "owner_only":
        assigner = department
    elif case == "early":
        changes = {"decided_on": "19/05/2025"}
    else:
        changes = {"post": str(post_of(listed, "Trưởng phòng").pk)}
    who = make.holder(Role.ORGANISATION_STAFF, at=assigner.scope)
    make.appointment(who, Role.INSPECTOR, at=province.scope)

    answer = signed_in(who).post(
        at("assignment-give") + f"?giao={assigner.code}",
        typed(listed, unit, **changes),
    )

    assert sentence in answer.context["form"].errors[field][0]
    assert "Cắt giảm thủ tục" in answer.content.decode()
    assert not Task.objects.exists()


def test_an_evaluation_never_changes_and_never_goes() -> None:
    made = evaluation()
    rows = AssignmentEvaluation.objects.filter(pk=made.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(rating="outstanding")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


@pytest.mark.parametrize("name", GUARDED)
def test_a_trigger_keeps_what_was_assigned_and_by_which_list(name: str) -> None:
    with pytest.raises(IntegrityError, match=r"assign|hold"), transaction.atomic():
        GUARDED[name]()


@pytest.mark.parametrize("case", ["kind", "early", "delegated", "moved"])
def test_the_database_refuses_as_well(
    case: str, listed: PostList, province: Unit, department: Unit, keeper: User
) -> None:
    made = assigned(listed, department, by=keeper)
    if case == "kind":
        WorkList.objects.filter(pk=made.task.work_list_id).update(kind="programme")
    rows = BreakthroughAssignment.objects.filter(pk=made.pk)
    of_task = Task.objects.filter(pk=made.pk)
    breaches: dict[str, Any] = {
        "kind": lambda: rows.update(decided_on=date(2025, 6, 2)),
        "early": lambda: rows.update(decided_on=date(2025, 5, 19)),
        "delegated": lambda: rows.update(post=post_of(listed, "Trưởng phòng")),
        "moved": lambda: of_task.update(unit=province, scope=province.scope),
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        breaches[case]()


def test_the_unit_next_door_and_staff_without_the_right_assign_nothing(
    listed: PostList, province: Unit, department: Unit, signed_in: SignedIn
) -> None:
    beside = make.unit("Đảng bộ tỉnh khác")
    stranger = make.holder(Role.ORGANISATION_STAFF, at=beside.scope)
    clerk = make.holder(Role.DOCUMENTS_STAFF, at=province.scope)

    answer = signed_in(stranger).post(
        at("assignment-give") + f"?giao={province.code}", typed(listed, department)
    )
    assert answer.context["form"] is None
    assert signed_in(stranger).get(at("post-list", listed.pk)).status_code == 404
    assert signed_in(clerk).get(at("assignment-give")).status_code == 404
    assert not Task.objects.exists()


# --- read, reported, judged -----------------------------------------------------------


def test_what_is_not_public_is_read_where_it_is_done_and_given_only(
    listed: PostList,
    department: Unit,
    province: Unit,
    keeper: User,
    doer: User,
    signed_in: SignedIn,
) -> None:
    centre_reader = make.holder(Role.INSPECTOR, at=province.scope)
    left = list_of(
        department,
        by=doer,
        posts=[SaidPost(title="Trưởng phòng", assigned_by=AssignedBy.OWNER)],
    )
    cell = make.unit("Chi bộ Văn phòng", parent=department)
    made = assigned(left, cell, by=doer, post="Trưởng phòng", is_public=False)
    page = at("assignment", made.pk)

    assert signed_in(doer).get(page).status_code == 200
    assert signed_in(keeper).get(page).status_code == 404
    assert signed_in(centre_reader).get(page).status_code == 404
    assert "Cắt giảm 30%" not in text(signed_in(keeper), at("assignments"))
    assert "Cắt giảm 30%" in text(signed_in(doer), at("assignments"))
    item = WorkItem.objects.get(kind=tasks.WORK, subject_key=str(made.pk))
    assert item.title == "việc không công khai"


def test_the_next_interim_report_waits_and_moves_on_with_each_report(
    listed: PostList, department: Unit, keeper: User, doer: User, signed_in: SignedIn
) -> None:
    made = assigned(listed, department, by=keeper, reports_every=2)

    def waiting() -> list[date | None]:
        rows = WorkItem.objects.filter(
            kind=assignments_due.WORK, subject_key=str(made.pk)
        )
        return list(rows.values_list("due_on", flat=True))

    assert waiting() == [date(2025, 8, 1)]
    answer = signed_in(doer).post(
        at("task-act", made.pk, "bao-cao"), {"text": "Đã trình dự thảo."}, follow=True
    )
    assert answer.redirect_chain[-1][0] == at("assignment", made.pk)
    assert waiting() == [date(2025, 9, 24)]
    tasks.act_on(
        made.pk, StepKind.DONE, tasks.Said(evidence="Quyết định 9"), by=doer, at=NOON
    )
    assert waiting() == []


def test_the_page_says_which_interim_report_comes_next_and_which_is_overdue(
    listed: PostList, department: Unit, keeper: User, signed_in: SignedIn
) -> None:
    late = assigned(listed, department, by=keeper, reports_every=1)
    soon = assigned(listed, department, by=keeper, title="Việc mới", reports_every=2)
    client = signed_in(keeper)

    said_late, said_soon = (
        client.get(at("assignment", each.pk)).content.decode() for each in (late, soon)
    )

    assert "báo cáo giữa kỳ quá hạn từ 01/07/2025" in said_late
    assert "báo cáo giữa kỳ tới: 01/08/2025" in said_soon


def test_in_a_register_that_has_ended_no_report_waits(
    listed: PostList, department: Unit, keeper: User
) -> None:
    made = assigned(listed, department, by=keeper, reports_every=2)
    rows = WorkItem.objects.filter(subject_key=str(made.pk))
    assert rows.count() == 2

    register = made.task.work_list
    tasks.end_list(register.pk, on=date(2025, 7, 24), by=keeper, at=NOON)

    assert not rows.exists()


def test_who_assigned_judges_each_year_and_the_latest_counts(
    listed: PostList,
    department: Unit,
    keeper: User,
    doer: User,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = assigned(listed, department, by=keeper)
    client, page = signed_in(keeper), at("assignment-evaluate", made.pk)
    told = {"year": "2025", "rating": "partly", "note": "Chậm một bước."}

    client.post(page, told)
    later = NOON + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client.post(page, told | {"rating": "done", "note": "Đã xong bước cuối."})

    found = queries.assignment_or_404(keeper, made.pk)
    assert queries.rating_of(found) == "done"
    assert AssignmentEvaluation.objects.count() == 2
    shown = text(client, at("assignment", made.pk))
    assert "Chậm một bước." in shown
    assert "đã thay bằng bản sau" in shown
    assert signed_in(doer).post(page, told).status_code == 404
    line = AuditEvent.objects.filter(act="congress.task_evaluated").first()
    assert line is not None
    assert line.detail["rating"] in ("hoàn thành một phần", "hoàn thành")


def test_what_was_done_years_ago_is_judged_for_the_year_in_which_it_was(
    listed: PostList,
    department: Unit,
    keeper: User,
    doer: User,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = assigned(listed, department, by=keeper)
    evidence = tasks.Said(evidence="Quyết định 9")
    tasks.act_on(made.pk, StepKind.DONE, evidence, by=doer, at=NOON)
    monkeypatch.setattr(timezone, "now", lambda: NOON.replace(year=2027))

    shown = text(signed_in(keeper), at("assignment-evaluate", made.pk))

    assert '<option value="2025" selected>' in shown
    assert '<option value="2027">' in shown


def test_nobody_judges_what_was_assigned_to_himself(
    listed: PostList,
    province: Unit,
    department: Unit,
    keeper: User,
    signed_in: SignedIn,
) -> None:
    person = make.person("Nông Văn Bé", at=department)
    himself = make.user(person=person)
    make.appointment(himself, Role.ORGANISATION_STAFF, at=province.scope)
    made = assigned(listed, department, by=keeper, person=person)

    page = at("assignment-evaluate", made.pk)
    assert signed_in(himself).get(page).status_code == 404
    with pytest.raises(services.OwnWork):
        services.evaluate(
            made.pk, year=2025, rating="done", note="Tốt", by=himself, at=NOON
        )
    assert made.task.owner == himself


def test_what_was_assigned_is_handed_on_beneath_and_counted(
    listed: PostList,
    department: Unit,
    cell: Unit,
    keeper: User,
    doer: User,
    signed_in: SignedIn,
) -> None:
    whole = assigned(listed, department, by=keeper)
    left = post_of(listed, "Trưởng phòng")
    page = at("assignment-give") + f"?tu={whole.pk}"

    answer = signed_in(doer).post(
        page, typed(listed, cell, post=str(left.pk), is_public="on")
    )

    part = BreakthroughAssignment.objects.exclude(pk=whole.pk).get()
    assert answer["Location"] == at("assignment", part.pk)
    assert part.task.parent_id == whole.pk
    assert part.task.work_list.unit == department
    assert "0/1 xong" in text(signed_in(keeper), at("assignment", whole.pk))
    assert signed_in(keeper).get(page).status_code == 404


def test_two_who_change_an_assignment_lose_nothing(
    listed: PostList, department: Unit, keeper: User, signed_in: SignedIn
) -> None:
    made = assigned(listed, department, by=keeper)
    client, page = signed_in(keeper), at("assignment-change", made.pk)
    seen = client.get(page).context["form"].initial["seen"]
    services.change(
        made.pk, said(why="Lý do khác"), why="Sửa", seen_version=1, by=keeper, at=NOON
    )

    answer = client.post(
        page,
        typed(listed, department)
        | {
            "title": "Tên khác",
            "why": "Tồn đọng nhiều năm.",
            "change_why": "Theo kết luận.",
            "version": "1",
            "seen": seen,
        },
    )

    shown = answer.context["form"].initial
    assert "Người khác vừa sửa" in answer.content.decode()
    assert (shown["title"], shown["why"]) == ("Tên khác", "Lý do khác")
    with pytest.raises(ChangedMeanwhile):
        services.change(made.pk, said(), why="Sửa", seen_version=1, by=keeper, at=NOON)


# --- lists and papers -----------------------------------------------------------------


def test_an_assignment_is_found_by_words_of_person_decision_and_task_together(
    listed: PostList, department: Unit, keeper: User
) -> None:
    made = assigned(listed, department, by=keeper, title="Mở đường Khe Vàng")

    def found(wanted: str) -> bool:
        return queries.having_words(queries.assignments(keeper), wanted).exists()

    assert found("nong be khe vang")
    assert found(f"{made.decision_number.lower()} duong")
    assert not found("nong be khe vang ban may")
    services.change(
        made.pk,
        said(title="Làm cầu Bản Mây", decision_number="16-QĐ/TU"),
        why="Sửa",
        seen_version=1,
        by=keeper,
        at=NOON,
    )
    assert found("nong be 16-qd ban may")
    assert not found("khe vang")
    assert not found("15-qd")


def test_the_register_is_counted_so_far_and_no_further(
    listed: PostList,
    department: Unit,
    keeper: User,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _one in range(3):
        assigned(listed, department, by=keeper)
    client, page = signed_in(keeper), at("assignments")

    assert client.get(page).context["told"] == Progress(done=0, total=3, late=0)

    monkeypatch.setattr(queries, "COUNTED", 2)
    monkeypatch.setattr("congress.views.assignments._Pages.counted", 2)
    answer = client.get(page)
    assert answer.context["told"] is None
    assert answer.context["page"].paginator.has_more_than_counted
    assert "Hơn 2 việc" in answer.content.decode()


def test_the_register_is_narrowed_searched_and_taken_away_with_a_line_in_the_trail(
    listed: PostList, department: Unit, keeper: User, signed_in: SignedIn
) -> None:
    first = assigned(listed, department, by=keeper)
    assigned(listed, department, by=keeper, title="Việc mới", problem="new")
    services.evaluate(
        first.pk, year=2025, rating="done", note="Tốt", by=keeper, at=NOON
    )
    client, page = signed_in(keeper), at("assignments")

    def titles(**asked: str) -> set[str]:
        rows = client.get(page, asked).context["lines"]
        return {line.sheet.task.title for line in rows}

    both = {"Cắt giảm 30% thời gian giải quyết thủ tục", "Việc mới"}
    assert titles() == both
    assert titles(**{"van-de": "new"}) == {"Việc mới"}
    assert titles(muc="chua") == {"Việc mới"}
    assert titles(muc="done") == both - {"Việc mới"}
    assert titles(tim="cat giam") == both - {"Việc mới"}
    assert titles(tim="nong be") == both
    assert titles(nam="2024") == set()
    assert titles(**{"nhiem-ky": "2025", "tinh-trang": "chua-xong"}) == both
    assert titles(**{"tinh-trang": "qua-han"}) == set()
    assigned(
        listed, department, by=keeper, title="Việc nhiệm kỳ trước", period=Period.TERM
    )
    assert titles(**{"nhiem-ky": "2020"}) == {"Việc nhiệm kỳ trước"}
    assert titles(**{"nhiem-ky": "2025"}) == both
    both |= {"Việc nhiệm kỳ trước"}
    assert (
        titles(**{"noi-giao": str(listed.unit.pk), "chuc-danh": "Giám đốc sở"}) == both
    )
    answer = client.get(page, {"xuat": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    assert "Nông Văn Bé" in [row[1].value for row in sheet.iter_rows()]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert {"việc mới, đổi mới cách làm", "việc tồn đọng kéo dài"} <= set(cells)
    assert AuditEvent.objects.filter(act="congress.assignments_exported").exists()


def test_where_the_rules_come_from_is_told_and_that_they_are_to_be_confirmed(
    listed: PostList, keeper: User, signed_in: SignedIn
) -> None:
    client = signed_in(keeper)
    lists = client.get(at("post-lists")).content.decode()
    giving = client.get(at("assignment-give"), {"giao": listed.unit.code})

    for shown in (lists, giving.content.decode()):
        assert "Quy định số 30 ngày 20/5/2020" in shown
        assert "cần xác nhận" in shown


def test_the_register_asks_as_many_questions_for_one_row_as_for_ten(
    listed: PostList, department: Unit, keeper: User, signed_in: SignedIn
) -> None:
    client, page = signed_in(keeper), at("assignments")
    assigned(listed, department, by=keeper)
    client.get(page)
    with CaptureQueriesContext(connection) as of_one:
        client.get(page)
    for number in range(9):
        assigned(listed, department, by=keeper, title=f"Việc {number}")
    with CaptureQueriesContext(connection) as of_ten:
        client.get(page)

    assert len(of_ten) == len(of_one)


def test_all_of_one_person_is_on_one_page(
    listed: PostList, department: Unit, keeper: User, signed_in: SignedIn
) -> None:
    person = make.person("Nông Văn Bé", at=department)
    assigned(listed, department, by=keeper, person=person)
    nobody = make.person("Người khác", at=department)
    client = signed_in(keeper)

    assert "0/1 việc đã xong" in text(client, at("assignment-person", person.pk))
    assert client.get(at("assignment-person", nobody.pk)).status_code == 404


def test_the_yearly_report_counts_and_keeps_what_is_not_public_to_itself(
    listed: PostList, department: Unit, keeper: User, doer: User
) -> None:
    done = assigned(listed, department, by=keeper)
    assigned(listed, department, by=keeper, title="Việc mật", is_public=False)
    late = assigned(
        listed, department, by=keeper, title="Muộn", due_on=date(2025, 7, 1)
    )
    tasks.act_on(
        done.pk, StepKind.DONE, tasks.Said(evidence="Đề án số 5"), by=doer, at=NOON
    )
    services.evaluate(
        done.pk, year=2025, rating="outstanding", note="Tốt", by=keeper, at=NOON
    )
    asked = AssignmentReport.objects.create(unit=listed.unit, year=2025)

    paper = assignments_report.report(asked, today=TODAY)

    assert (paper.total, paper.done, paper.late) == ("3", "1/3", "1")
    assert paper.ratings[0] == ("hoàn thành xuất sắc", "1/3")
    assert paper.ratings[-1] == ("chưa đánh giá", "2/3")
    titles = {row.title: row for row in paper.rows}
    assert "Việc mật" not in titles
    assert titles["việc không công khai"].who == "–"
    assert "Đề án số 5" in titles[done.task.title].product
    assert titles[late.task.title].state == "quá hạn"


def test_the_yearly_report_is_printed_by_who_reads_the_unit_and_opened(
    listed: PostList, department: Unit, keeper: User, signed_in: SignedIn
) -> None:
    assigned(listed, department, by=keeper)
    beside = make.unit("Đảng bộ tỉnh khác")
    stranger = make.holder(Role.ORGANISATION_STAFF, at=beside.scope)
    page = at("assignment-papers", listed.unit.code, 2025)

    assert "Lập bản in mới" in text(signed_in(keeper), page)
    assert signed_in(stranger).get(page).status_code == 404
    empty = at("assignment-papers", listed.unit.code, 2019)
    assert signed_in(keeper).get(empty).status_code == 404
    report = AssignmentReport.objects.create(unit=listed.unit, year=2025)
    paper = assignments_report.print_report(report.pk, by=keeper, at=NOON)
    opened = signed_in(keeper).get(
        at("assignment-papers-file", listed.unit.code, 2025, paper.pk)
    )
    assert opened.status_code == 200
    assert b"".join(opened).startswith(b"%PDF")
