"""Lists of work and their tasks: given, reported, done; who reads and who acts."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress.models import Task, TaskFile, WorkGroup, WorkList
from congress.models.report import WorkReport
from congress.prints import work_report
from congress.queries import tasks as queries
from congress.rules.tasks import ListKind, StepKind
from congress.services import handing_on
from congress.services import tasks as services
from congress.services.tasks import ListFacts, Said, TaskFacts
from core.access.rights import Role
from core.errors import ChangedMeanwhile
from core.models import AuditEvent, Notice, StoredPrint, Unit, User, WorkItem
from core.services.roles import revoke_role
from tests import make
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
TODAY = date(2025, 7, 24)
NOON = make.NOON


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=province)


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


@pytest.fixture
def doer(commune: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=commune.scope)


@pytest.fixture
def programme(province: Unit, keeper: User) -> WorkList:
    return programme_of(province, by=keeper)


def programme_of(unit: Unit, *, by: User, **said: Any) -> WorkList:
    facts: dict[str, Any] = {
        "title": "Chương trình công tác năm 2025",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
    }
    return services.make_list(
        unit, ListKind.PROGRAMME, ListFacts(**(facts | said)), by=by, at=NOON
    )


def given(to: WorkList, title: str = "Ban hành quy chế", **facts: Any) -> Task:
    by = facts.pop("by", None)
    said: dict[str, Any] = {"title": title, "unit": to.unit} | facts
    return services.give_task(to.pk, TaskFacts(**said), by=by, at=NOON)


def finish(task: Task, *, by: User, on: date = TODAY) -> None:
    services.act_on(task.pk, StepKind.DONE, Said(day=on), by=by, at=NOON)


def at(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


def text(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def told_to(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("said", flat=True))


# --- lists ----------------------------------------------------------------------------


def test_a_programme_is_made_and_found_without_accents(
    province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    client = signed_in(keeper)

    answer = client.post(
        at("work-list-make") + "?loai=project",
        {
            "unit": province.code,
            "title": "Đề án số 03",
            "situation": "49 chi bộ được khảo sát.",
            "starts_on": "01/01/2021",
            "ends_on": "31/12/2025",
        },
    )

    made = WorkList.objects.get()
    assert answer.headers["Location"] == at("work-list", made.pk)
    assert (made.kind, made.situation) == ("project", "49 chi bộ được khảo sát.")
    assert "Đề án số 03" in text(client, at("work-lists"), tim="de an 03")
    assert "Đề án số 03" not in text(client, at("work-lists"), tim="chuong trinh")


def test_a_list_that_ends_before_it_begins_is_refused_beside_the_field(
    province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    answer = signed_in(keeper).post(
        at("work-list-make"),
        {
            "unit": province.code,
            "title": "Chương trình",
            "starts_on": "01/02/2025",
            "ends_on": "01/01/2025",
        },
    )

    assert answer.context["form"].errors["ends_on"]
    assert not WorkList.objects.exists()


def test_two_who_change_a_list_see_both_versions(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    client = signed_in(keeper)
    page = at("work-list-change", programme.pk)
    form = client.get(page).context["form"]
    typed = {
        name: form[name].value() or "" for name in ("title", "basis", "version", "seen")
    }
    programme.basis, programme.version = "Kết luận số 01", 2
    programme.save()

    answer = client.post(
        page,
        typed | {"title": "Tên mới", "starts_on": "1/1/2025", "ends_on": "31/12/2025"},
    )

    programme.refresh_from_db()
    assert programme.title == "Chương trình công tác năm 2025"
    assert "Người khác vừa sửa" in answer.content.decode()
    assert answer.context["form"].initial["title"] == "Tên mới"
    assert answer.context["form"].initial["basis"] == "Kết luận số 01"


def test_how_far_a_programme_was_is_told_by_any_day(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    groups = services.set_groups(programme.pk, ["Nhóm A", "Nhóm B"], by=keeper, at=NOON)
    early = given(programme, "Việc một", group=groups[0], due_on=date(2025, 3, 31))
    late = given(programme, "Việc hai", group=groups[1], due_on=date(2025, 4, 30))
    given(programme, "Việc ba", group=groups[1], due_on=date(2025, 12, 1))
    dropped = given(programme, "Việc bốn")
    finish(early, by=keeper, on=date(2025, 3, 1))
    finish(late, by=keeper, on=date(2025, 7, 1))
    services.act_on(dropped.pk, StepKind.DROPPED, Said(text="Gộp."), by=keeper, at=NOON)
    client = signed_in(keeper)

    today = text(client, at("work-list", programme.pk))
    before = text(client, at("work-list", programme.pk), ngay="30/06/2025")

    assert "2/3 việc xong đến 24/07/2025" in today
    assert "1/3 việc xong đến 30/06/2025" in before
    assert "1/3 quá hạn" in before
    by_group = queries.progress_of_groups(programme, on=date(2025, 6, 30))
    assert by_group[groups[0].pk] == queries.Progress(done=1, total=1, late=0)
    assert by_group[groups[1].pk] == queries.Progress(done=0, total=2, late=1)


@pytest.mark.parametrize("name", ["work-list", "tasks", "work-lists"])
def test_a_list_asks_as_often_for_many_tasks_as_for_few(
    name: str, programme: WorkList, keeper: User
) -> None:
    client = Client()
    client.force_login(keeper)
    given(programme, "Việc đầu", owner=keeper)
    page = at(name, *([programme.pk] if name == "work-list" else []))
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for number in range(5):
        given(programme, f"Việc {number}", owner=keeper)
        programme_of(programme.unit, by=keeper, title=f"Chương trình {number}")
    client.get(page)
    with CaptureQueriesContext(connection) as many:
        client.get(page)

    assert len(many) == len(few)


def test_the_file_of_a_list_holds_every_task_with_its_state(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    finish(given(programme, "Việc một", product="Quy chế"), by=keeper)
    given(programme, "Việc hai", due_on=date(2025, 7, 1))

    answer = signed_in(keeper).get(at("work-list", programme.pk), {"xuat": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert {"Việc một", "đã xong", "Quy chế", "Việc hai", "quá hạn"} <= set(cells)


def test_a_list_is_ended_and_taken_up_again(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    task = given(programme)
    client = signed_in(keeper)

    client.post(at("work-list-end", programme.pk), {"on": "24/07/2025"})
    refused = client.post(at("task-act", task.pk, "bao-cao"), {"text": "Đang làm."})
    client.post(at("work-list-take-up", programme.pk))

    assert "Danh mục này đã kết thúc" in refused.content.decode()
    programme.refresh_from_db()
    assert programme.ended_on is None


def test_of_a_list_that_has_ended_nothing_waits(
    programme: WorkList, province: Unit, keeper: User
) -> None:
    given(programme)

    services.end_list(programme.pk, on=TODAY, by=keeper, at=NOON)
    services.write_work_beneath(province.scope, NOON)
    ended = WorkItem.objects.count()
    services.end_list(programme.pk, on=None, by=keeper, at=NOON)

    assert (ended, WorkItem.objects.count()) == (0, 1)


def test_a_group_with_tasks_stays(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    group = services.set_groups(programme.pk, ["Nhóm A"], by=keeper, at=NOON)[0]
    given(programme, group=group)

    answer = signed_in(keeper).post(
        at("work-list-groups", programme.pk), {"titles": "Nhóm B"}
    )

    assert "đang có việc nên không bỏ được" in answer.content.decode()
    assert [each.title for each in WorkGroup.objects.all()] == ["Nhóm A"]


# --- tasks ----------------------------------------------------------------------------


def test_a_task_given_to_a_unit_beneath_waits_there_and_is_told(
    programme: WorkList, commune: Unit, keeper: User, doer: User, signed_in: SignedIn
) -> None:
    signed_in(keeper).post(
        at("task-new", programme.pk),
        {"title": "Rà soát chi bộ", "unit": commune.code, "due_on": "01/09/2025"},
    )

    task = Task.objects.get()
    assert task.scope == commune.scope
    assert "Rà soát chi bộ" in text(signed_in(doer), reverse("core:start"))
    assert told_to(doer) == [f"{commune.name} được giao việc: “Rà soát chi bộ”."]
    assert told_to(keeper) == []


def test_who_does_it_reports_with_a_file_and_finishes_with_evidence(
    programme: WorkList, commune: Unit, keeper: User, doer: User, signed_in: SignedIn
) -> None:
    task = given(programme, unit=commune, needs_evidence=True, by=keeper)
    client = signed_in(doer)
    paper = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.7\n")

    client.post(
        at("task-act", task.pk, "bao-cao"),
        {"text": "Đã làm một nửa.", "percent": "50", "files": [paper]},
    )
    refused = client.post(at("task-act", task.pk, "xong"), {"day": "24/07/2025"})
    client.post(
        at("task-act", task.pk, "xong"), {"day": "23/07/2025", "evidence": "12-BC/ĐU"}
    )

    task.refresh_from_db()
    assert refused.context["form"].errors["evidence"]
    assert (task.state, task.done_on, task.percent) == ("done", date(2025, 7, 23), 100)
    kept = TaskFile.objects.get()
    sent: Any = client.get(at("task-file", kept.pk))
    assert b"".join(sent.streaming_content) == b"%PDF-1.7\n"
    assert not WorkItem.objects.filter(subject_key=str(task.pk)).exists()
    assert len(told_to(keeper)) == 2
    assert [step.kind for step in queries.steps(task)] == ["done", "reported", "given"]


def test_what_was_typed_is_there_again_when_a_file_is_refused(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    task = given(programme)
    wrong = SimpleUploadedFile("anh.pdf", b"no pdf at all")

    answer = signed_in(keeper).post(
        at("task-act", task.pk, "bao-cao"), {"text": "Đã gửi.", "files": [wrong]}
    )

    assert answer.context["form"].errors["files"]
    assert "Đã gửi." in answer.content.decode()
    assert queries.steps(task)[0].kind == "given"


def test_another_day_needs_a_reason_which_stays_in_the_steps(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    task = given(programme, due_on=date(2025, 8, 1))
    client = signed_in(keeper)
    page = at("task-change", task.pk)
    typed = {
        "title": task.title,
        "unit": task.unit.code,
        "due_on": "01/10/2025",
        "version": "1",
    }

    refused = client.post(page, typed)
    client.post(page, typed | {"why": "Chờ hướng dẫn của Trung ương."})

    assert refused.context["form"].errors["why"]
    task.refresh_from_db()
    assert task.due_on == date(2025, 10, 1)
    step = queries.steps(task)[0]
    assert (step.kind, step.text, step.day) == (
        "changed",
        "Chờ hướng dẫn của Trung ương.",
        date(2025, 10, 1),
    )


def test_two_who_change_a_task_lose_nothing(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    task = given(programme)
    client = signed_in(keeper)
    page = at("task-change", task.pk)
    form = client.get(page).context["form"]
    seen = form.initial["seen"]
    services.change_task(
        task.pk,
        TaskFacts(title=task.title, unit=task.unit, product="Quy chế"),
        seen_version=1,
        by=keeper,
        at=NOON,
    )

    answer = client.post(
        page,
        {
            "title": "Tên khác",
            "unit": task.unit.code,
            "helpers": "Văn phòng",
            "version": "1",
            "seen": seen,
        },
    )

    shown = answer.context["form"].initial
    assert "Người khác vừa sửa" in answer.content.decode()
    assert (shown["title"], shown["helpers"]) == ("Tên khác", "Văn phòng")
    assert shown["product"] == "Quy chế"


def test_a_task_is_given_up_taken_up_again_and_never_forgets(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    task = given(programme)
    client = signed_in(keeper)

    client.post(at("task-act", task.pk, "thoi"), {"text": "Đã gộp vào việc khác."})
    assert Task.objects.get().state == "dropped"
    client.post(
        at("task-act", task.pk, "lam-tiep"),
        {"text": "Tách lại.", "day": "01/11/2025"},
    )

    task.refresh_from_db()
    assert (task.state, task.due_on) == ("open", date(2025, 11, 1))
    assert [step.kind for step in queries.steps(task)][:2] == ["reopened", "dropped"]
    assert AuditEvent.objects.filter(act="congress.task_reopened").exists()


def test_the_place_that_does_it_says_who(
    programme: WorkList, commune: Unit, doer: User, keeper: User, signed_in: SignedIn
) -> None:
    task = given(programme, unit=commune, by=keeper)
    clerk = make.holder(Role.DOCUMENTS_STAFF, at=commune.scope)

    signed_in(doer).post(
        at("task-hand", task.pk), {"owner": str(clerk.pk), "version": "1"}
    )

    assert Task.objects.get().owner == clerk
    assert WorkItem.objects.get(subject_key=str(task.pk)).owner == clerk
    assert any("được giao việc" in said for said in told_to(clerk))
    with pytest.raises(ChangedMeanwhile):
        handing_on.hand_to(task.pk, None, seen_version=1, by=doer, at=NOON)


def test_who_has_left_is_offered_no_task_and_told_of_none(
    programme: WorkList, keeper: User, province: Unit, doer: User, commune: Unit
) -> None:
    colleague = make.holder(Role.ORGANISATION_STAFF, at=province.scope)
    task = given(programme, unit=commune, by=keeper)
    post = keeper.appointments.get()
    revoke_role(appointment_id=post.pk, by=make.user(), at=NOON)

    services.act_on(
        task.pk, StepKind.REPORTED, Said(text="Đang làm."), by=doer, at=NOON
    )

    assert list(queries.accounts_at(province.scope)) == [colleague]
    assert (told_to(keeper), len(told_to(colleague))) == ([], 1)


def test_a_part_handed_on_counts_beneath_the_whole(
    programme: WorkList, commune: Unit, doer: User, keeper: User, signed_in: SignedIn
) -> None:
    whole = given(programme, "Khảo sát sinh hoạt chi bộ", unit=commune, by=keeper)
    own = programme_of(commune, by=doer, title="Chương trình của xã")
    client = signed_in(doer)

    assert "Chương trình của xã" in text(client, at("task-part", whole.pk))
    client.post(
        at("task-new", own.pk) + f"?tu={whole.pk}",
        {"title": "Khảo sát thôn Nà Đông", "unit": commune.code},
    )

    part = Task.objects.get(parent=whole)
    assert part.work_list == own
    finish(part, by=doer)
    assert "1/1 xong" in text(signed_in(keeper), at("task", whole.pk))


def test_tasks_change_places_within_their_group(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    first, second = given(programme, "Một"), given(programme, "Hai")
    client = signed_in(keeper)

    client.post(at("task-up", second.pk))
    client.post(at("task-up", second.pk))  # nothing above it: no harm

    order = Task.objects.order_by("place").values_list("title", flat=True)
    assert list(order) == ["Hai", "Một"]
    client.post(at("task-down", second.pk))
    assert list(order.all()) == ["Một", "Hai"]
    assert first.work_list_id == second.work_list_id


def test_lines_are_looked_at_before_they_become_tasks(
    programme: WorkList, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    services.set_groups(programme.pk, ["Tổ chức cơ sở đảng"], by=keeper, at=NOON)
    client, page = signed_in(keeper), at("task-lines", programme.pk)
    lines = (
        "Việc một\ttổ chức cơ sở đảng\t\t30/9/2025\tBáo cáo\n"
        f"Việc hai\t\t{commune.code}\t\t\n"
    )

    seen = client.post(page, {"lines": lines})
    assert (len(seen.context["read"].facts), Task.objects.count()) == (2, 0)
    wrong = client.post(
        page, {"lines": "Việc | | KHONG-CO | 31/2/2025", "dua-vao": "1"}
    )
    assert "Dòng 1:" in wrong.content.decode()
    client.post(page, {"lines": lines, "dua-vao": "1"})

    one, two = Task.objects.order_by("place")
    assert (one.title, one.due_on, one.product) == (
        "Việc một",
        date(2025, 9, 30),
        "Báo cáo",
    )
    assert one.group is not None
    assert two.unit == commune


def test_the_paper_tells_the_same_figures(programme: WorkList, keeper: User) -> None:
    group = services.set_groups(programme.pk, ["Nhóm A"], by=keeper, at=NOON)[0]
    finish(given(programme, "Việc một", group=group), by=keeper, on=date(2025, 3, 1))
    given(programme, "Việc hai", due_on=date(2025, 2, 1))
    report = WorkReport.objects.create(work_list=programme, day=date(2025, 6, 30))

    paper = work_report.report(programme, on=report.day)
    kept = work_report.print_report(report.pk, by=keeper, at=NOON)

    assert (paper.done, paper.late) == ("1/2", "1")
    assert [(part.title, part.done) for part in paper.parts] == [
        ("Nhóm A", "1/1"),
        ("Việc không theo nhóm", "0/1"),
    ]
    assert bytes(StoredPrint.objects.get(pk=kept.pk).data).startswith(b"%PDF")


def test_how_well_a_task_is_done_is_said_by_who_keeps_the_list_and_stands_on_paper(
    programme: WorkList, commune: Unit, keeper: User, doer: User, signed_in: SignedIn
) -> None:
    task = given(programme, unit=commune, by=keeper)
    judging = at("task-act", task.pk, "danh-gia")
    client = signed_in(keeper)

    early = client.get(judging).status_code  # what is not done is not judged
    finish(task, by=doer)
    empty = client.post(judging, {"text": " "})
    client.post(judging, {"text": "Sát cơ sở, cần bổ sung số liệu."})
    page = text(client, at("task", task.pk))
    paper = work_report.report(programme, on=TODAY)

    assert early == 404
    assert empty.context["form"].errors["text"]
    assert "Sát cơ sở, cần bổ sung số liệu." in page
    assert (
        paper.parts[0]
        .rows[0]
        .result.endswith("chất lượng: Sát cơ sở, cần bổ sung số liệu.")
    )
    assert "đã được đánh giá" in told_to(doer)[-1]
    assert signed_in(doer).get(judging).status_code == 404


def test_nobody_says_how_well_he_did_himself_and_work_taken_up_again_is_judged_anew(
    programme: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    own = given(programme, owner=keeper, by=keeper)
    other = given(programme, "Việc khác", by=keeper)
    finish(own, by=keeper)
    finish(other, by=keeper)
    client = signed_in(keeper)

    refused = client.post(at("task-act", own.pk, "danh-gia"), {"text": "Rất tốt."})
    client.post(at("task-act", other.pk, "danh-gia"), {"text": "Chưa đạt."})
    client.post(at("task-act", other.pk, "lam-tiep"), {"text": "Làm lại."})
    finish(other, by=keeper)
    other.refresh_from_db()

    assert "Không ai tự đánh giá" in refused.content.decode()
    assert queries.quality_of([own, other]) == {}


# --- who reads, who acts --------------------------------------------------------------


def test_who_does_a_task_does_not_read_the_list_of_the_unit_above(
    programme: WorkList, commune: Unit, keeper: User, doer: User, signed_in: SignedIn
) -> None:
    task = given(programme, unit=commune, by=keeper)
    client = signed_in(doer)

    assert client.get(at("work-list", programme.pk)).status_code == 404
    page = text(client, at("task", task.pk))

    assert at("work-list", programme.pk) not in page
    for act in ("thoi", "lam-tiep"):
        answer = client.post(at("task-act", task.pk, act), {"text": "Không."})
        assert answer.status_code == 404
    assert client.get(at("task-change", task.pk)).status_code == 404
    assert client.post(at("task-up", task.pk)).status_code == 404


def test_next_door_nothing_of_it_exists(
    programme: WorkList,
    province: Unit,
    commune: Unit,
    keeper: User,
    signed_in: SignedIn,
) -> None:
    task = given(programme, "Việc kín đáo", unit=commune, by=keeper)
    other = make.unit("Đảng bộ xã Thượng Lâm", parent=province)
    client = signed_in(make.holder(Role.ORGANISATION_STAFF, at=other.scope))

    assert "Việc kín đáo" not in text(client, at("tasks"))
    assert "Việc kín đáo" not in text(client, reverse("core:start"))
    for page in (
        at("task", task.pk),
        at("task-act", task.pk, "bao-cao"),
        at("task-hand", task.pk),
        at("work-list", programme.pk),
        at("task-new", programme.pk),
        at("work-list-papers", programme.pk, "2025-06-30"),
    ):
        assert client.get(page).status_code == 404


def test_the_unit_above_reads_and_does_not_act_for_those_beneath(
    commune: Unit, keeper: User, doer: User, signed_in: SignedIn
) -> None:
    own = programme_of(commune, by=doer)
    task = given(own, by=doer)
    client = signed_in(keeper)

    assert own.title in text(client, at("work-list", own.pk))
    assert client.get(at("task", task.pk)).context["acts"] == []
    assert client.get(at("task-act", task.pk, "xong")).status_code == 404
    assert client.get(at("work-list-change", own.pk)).status_code == 404
    assert client.get(at("task-new", own.pk)).status_code == 404


def test_a_task_about_personnel_is_for_those_who_may_read_that(
    province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    secretary = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    plan = WorkList.objects.create(
        scope=province.scope,
        unit=province,
        kind=ListKind.PROGRAMME.value,
        title="Kế hoạch nhân sự kín",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        is_of_personnel=True,
    )
    task = given(plan, "Rà soát ông A", by=secretary)

    staff, reader = signed_in(keeper), signed_in(secretary)

    assert staff.get(at("work-list", plan.pk)).status_code == 404
    assert staff.get(at("task", task.pk)).status_code == 404
    assert "Rà soát ông A" not in text(staff, at("tasks"))
    assert "Kế hoạch nhân sự kín" not in text(staff, at("work-lists"))
    assert "Rà soát ông A" in text(reader, at("task", task.pk))
    written = [
        *Notice.objects.values_list("said", flat=True),
        *WorkItem.objects.values_list("title", flat=True),
        *map(str, AuditEvent.objects.values_list("detail", flat=True)),
    ]
    assert not any("ông A" in each for each in written)


def test_tasks_of_everybody_are_narrowed_by_state_unit_and_who_gave_them(
    programme: WorkList, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    given(programme, "Việc của tỉnh", by=keeper, due_on=TODAY - timedelta(days=1))
    given(programme, "Việc của xã", unit=commune, due_on=TODAY)
    client = signed_in(keeper)

    late = text(client, at("tasks"), **{"tinh-trang": "qua-han"})
    beneath = text(client, at("tasks"), **{"don-vi": commune.code})
    by_me = text(client, at("tasks"), **{"cua-ai": "toi-giao"})

    assert ("Việc của tỉnh" in late, "Việc của xã" in late) == (True, False)
    assert ("Việc của tỉnh" in beneath, "Việc của xã" in beneath) == (False, True)
    assert ("Việc của tỉnh" in by_me, "Việc của xã" in by_me) == (True, False)


# --- the sample -----------------------------------------------------------------------


def test_a_demo_gets_its_tasks_with_what_waits_for_them(settings: Any) -> None:
    settings.INSTANCE = "demo"
    call_command("load_register", units=80, people=0, verbosity=0)

    call_command("load_tasks", tasks=100, verbosity=0)

    open_ones = Task.objects.filter(state="open").count()
    assert (Task.objects.count(), WorkList.objects.count()) == (100, 3)
    assert WorkItem.objects.filter(kind="congress.task").count() == open_ones
    with pytest.raises(CommandError, match="đã được nạp"):
        call_command("load_tasks", tasks=100, verbosity=0)


def test_the_sample_of_tasks_is_for_demos_only(settings: Any) -> None:
    settings.INSTANCE = "prod"

    with pytest.raises(CommandError, match="trình diễn"):
        call_command("load_tasks", verbosity=0)


@pytest.mark.parametrize("role", [Role.ORGANISATION_STAFF, Role.UNIT_SECRETARY])
def test_tasks_beneath_a_unit_are_those_within_reach(
    role: Role, programme: WorkList, commune: Unit, keeper: User
) -> None:
    given(programme, "Việc của tỉnh")
    below = given(programme, "Việc của xã", unit=commune)
    user = make.holder(role, at=programme.unit.scope)

    assert list(queries.tasks_beneath(user, commune)) == [below]
    assert list(queries.tasks(user).filter(unit=commune)) == [below]
