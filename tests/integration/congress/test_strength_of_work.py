"""What holds when people leave, units end, files lie, and rows are odd."""

import io
import time
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.models import (
    AssignmentReport,
    CelebrationProject,
    Submission,
    SubmissionDraft,
    Task,
    WorkList,
)
from congress.models.report import WorkReport
from congress.prints import assignments_report, work_report
from congress.queries import above
from congress.rules.assignments import AssignedBy, Period
from congress.rules.tasks import ListKind, StepKind
from congress.services import assignments, assignments_due, drafts, post_lists
from congress.services import submissions as submitting
from congress.services import tasks as services
from congress.services.celebrations import grant_plaque
from congress.services.tasks import ListFacts, NotNow, TaskFacts
from core.access.rights import Role
from core.errors import Unfit
from core.models import Appointment, Notice, Person, StoredPrint, Unit, User, WorkItem
from core.services import Decision, close_account, merge_units, open_account
from core.services.attachments import Handed, keep_attachment
from core.services.roles import revoke_role
from tests import make
from tests.integration.congress import celebrating, reviews, working
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
NOON = make.NOON
KEPT = "Rà soát đồng chí Hà Văn Kín"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=province)


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


def at(page: str, *args: object) -> str:
    return reverse(f"congress:{page}", args=args)


def a_list(of: Unit, **more: Any) -> WorkList:
    said = ListFacts(
        title="Chương trình hành động",
        starts_on=date(2025, 1, 1),
        ends_on=date(2030, 12, 31),
    )
    kind = more.pop("kind", ListKind.PROGRAMME)
    return services.make_list(of, kind, said, by=None, at=NOON, **more)


def a_task(to: WorkList, unit: Unit, **said: Any) -> Task:
    facts: dict[str, Any] = {"title": "Ban hành quy chế", "unit": unit}
    return services.give_task(to.pk, TaskFacts(**(facts | said)), by=None, at=NOON)


def assigned(
    by: Unit, to: Unit, keeper: User, person: Person | None = None, **more: Any
) -> Task:
    held = post_lists.make_post_list(
        by,
        post_lists.SaidList(
            title="Danh mục chức danh",
            number="30-QĐ/TU",
            decided_on=date(2025, 1, 1),
            in_force_from=date(2025, 1, 1),
            posts=[post_lists.SaidPost(title="Giám đốc", assigned_by=AssignedBy.OWNER)],
        ),
        by=keeper,
        at=NOON,
    )
    given = assignments.Given(
        assigner=by,
        unit=to,
        post=held.posts.get(),
        decided_on=date(2025, 2, 1),
        period=Period.YEAR,
        person=person,
        full_name="Hà Văn Kín",
    )
    return assignments.assign(given, of_it(**more), by=keeper, at=NOON).task


def of_it(**more: Any) -> assignments.Said:
    facts: dict[str, Any] = {
        "title": KEPT,
        "decision_number": "12-QĐ/TU",
        "problem": "hard",
        "why": "Việc tồn đọng nhiều năm",
        "product": "Đề án",
        "due_on": date(2025, 12, 1),
        "is_public": True,
    }
    return assignments.Said(**(facts | more))


def row_of(task: Task) -> WorkItem:
    return WorkItem.objects.get(kind=services.WORK, subject_key=str(task.pk))


# --- papers ---------------------------------------------------------------------------


def printed(task: Task) -> list[StoredPrint]:
    held = task.work_list
    of_year = AssignmentReport.objects.create(unit=held.unit, year=2025)
    of_list = WorkReport.objects.create(work_list=held, day=date(2025, 7, 1))
    return [
        assignments_report.print_report(of_year.pk, by=None, at=NOON),
        work_report.print_report(of_list.pk, by=None, at=NOON),
    ]


def test_papers_are_withdrawn_when_what_they_name_is_public_no_longer(
    province: Unit, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    top = make.unit("Trung ương", kind="central")
    Unit.objects.filter(pk=province.pk).update(parent=top)
    task = assigned(province, commune, keeper)
    of_year, of_list = printed(task)
    pages = [
        at("assignment-papers-file", province.code, 2025, of_year.pk),
        at("work-list-papers-file", task.work_list_id, "2025-07-01", of_list.pk),
    ]
    client = signed_in(keeper)
    assert [client.get(page).status_code for page in pages] == [200, 200]

    assignments.change(
        task.pk,
        of_it(is_public=False),
        why="",
        seen_version=task.version,
        by=keeper,
        at=NOON,
    )

    assert [client.get(page).status_code for page in pages] == [404, 404]
    shown = client.get(at("assignment-papers", province.code, 2025)).text
    assert str(of_year.pk) not in shown
    client.post(at("assignment-papers-make", province.code, 2025))
    client.post(at("work-list-papers-make", task.work_list_id, "2025-07-01"))
    assert [client.get(page).status_code for page in pages] == [404, 404]
    # The shelf keeps them, as it keeps all.
    assert StoredPrint.objects.count() == 2


def test_papers_stay_when_nothing_in_them_is_hidden(
    province: Unit, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    task = assigned(province, commune, keeper)
    of_year, _of_list = printed(task)

    assignments.change(
        task.pk,
        of_it(title="Việc khác"),
        why="",
        seen_version=task.version,
        by=keeper,
        at=NOON,
    )

    page = at("assignment-papers-file", province.code, 2025, of_year.pk)
    assert signed_in(keeper).get(page).status_code == 200


def test_no_paper_tells_where_something_is_done_that_is_not_public(
    province: Unit, commune: Unit, keeper: User
) -> None:
    task = assigned(province, commune, keeper, is_public=False)
    report = work_report.report(task.work_list, on=date(2025, 7, 1))

    said = str(report)

    assert "việc không công khai" in said
    assert commune.name not in said
    assert "Kín" not in said


@pytest.mark.parametrize(
    "day", ["0001-01-01", "2024-12-31", "2031-01-01", "9999-12-31"]
)
def test_no_report_of_a_list_is_made_for_a_day_that_is_not_of_it(
    province: Unit, keeper: User, signed_in: SignedIn, day: str
) -> None:
    held = a_list(province)
    client = signed_in(keeper)

    assert client.get(at("work-list-papers", held.pk, day)).status_code == 404
    assert client.post(at("work-list-papers-make", held.pk, day)).status_code == 404
    assert not WorkReport.objects.exists()
    typed = "/".join(reversed(day.split("-")))
    page = client.get(at("work-list", held.pk), {"ngay": typed}).text
    year = date.fromisoformat(day).year
    if 1900 < year < 2100:
        assert "Hãy chọn ngày từ 01/01/2025 đến 31/12/2030." in page
    assert 'role="alert"' in page
    assert f'value="{typed}"' in page
    today = timezone.localdate().isoformat()
    assert at("work-list-papers", held.pk, today) in page


def test_a_list_for_next_year_is_reported_on_today(
    province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    today = timezone.localdate()
    held = a_list(province)
    WorkList.objects.filter(pk=held.pk).update(
        starts_on=today + timedelta(days=30), ends_on=today + timedelta(days=60)
    )

    page = at("work-list-papers", held.pk, today.isoformat())
    assert signed_in(keeper).get(page).status_code == 200


# --- files ----------------------------------------------------------------------------


def crowded(parts: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("word/document.xml", "x")
    data = packed.getvalue()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    directory = entry * parts
    tail = bytearray(data[end:])
    tail[12:16] = len(directory).to_bytes(4, "little")
    return data[:start] + directory + bytes(tail)


def test_a_packed_file_of_half_a_million_parts_is_refused_at_once() -> None:
    data = crowded(250_000)
    assert len(data) < 20 * 1024 * 1024
    began = time.monotonic()

    with pytest.raises(Unfit):
        keep_attachment(
            Handed("dong-cua.docx", [data]),
            scope=make.unit().scope,
            by=make.user(),
            at=NOON,
        )

    assert time.monotonic() - began < 1


def test_a_file_of_many_pictures_is_kept() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        written.writestr("word/document.xml", "x")
        for number in range(3_000):
            written.writestr(f"word/media/image{number}.png", b"")

    kept = keep_attachment(
        Handed("bao-cao.docx", [packed.getvalue()]),
        scope=make.unit().scope,
        by=make.user(),
        at=NOON,
    )

    assert kept.name == "bao-cao.docx"


# --- what has ended -------------------------------------------------------------------


def test_a_list_that_has_ended_is_neither_changed_nor_parted(
    province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    held = a_list(province)
    services.end_list(held.pk, on=date(2025, 7, 1), by=keeper, at=NOON)
    client = signed_in(keeper)

    said = {
        "title": "Tên khác",
        "starts_on": "01/01/2025",
        "ends_on": "31/12/2030",
        "version": 2,
    }
    changed = client.post(at("work-list-change", held.pk), said)
    parted = client.post(at("work-list-groups", held.pk), {"titles": "Nhóm mới"})

    held.refresh_from_db()
    assert (held.title, held.groups.count()) == ("Chương trình hành động", 0)
    for answer in (changed, parted):
        assert answer.status_code == 200
        assert "Danh mục này đã kết thúc" in answer.text
    assert "Tên khác" in changed.text


def test_a_draft_of_what_was_withdrawn_is_begun_once_by_two_clicks(
    commune: Unit, signed_in: SignedIn
) -> None:
    writer = make.holder(Role.UNIT_SECRETARY, at=commune.scope)
    row = reviews.submitted(commune, writer)
    submitting.withdraw_submission(row.pk, by=writer, at=NOON)
    client = signed_in(writer)

    answers = [client.post(at("submitted-again", row.pk)) for _click in "12"]

    assert len({answer["Location"] for answer in answers}) == 1
    draft = SubmissionDraft.objects.get()
    assert draft.files.count() == 1
    # Once something was written in it, another one is another one.
    drafts.change_draft(
        draft.pk,
        drafts.Drafted(title="Bản khác"),
        seen_version=draft.version,
        by=writer,
        at=NOON,
    )
    client.post(at("submitted-again", row.pk))
    assert SubmissionDraft.objects.count() == 2


def merged(gone: Unit, into: Unit, by: User) -> None:
    for each in (gone, into):
        each.refresh_from_db()
    merge_units(
        predecessors={gone.pk: gone.version},
        into=into.pk,
        decision=Decision(on=date(2025, 7, 1), paper="12-NQ/TU"),
        by=by,
        at=NOON,
    )


def test_whoever_has_the_files_of_a_unit_is_told_what_waited_for_it(
    province: Unit, commune: Unit, keeper: User, signed_in: SignedIn
) -> None:
    heir = make.unit("Đảng bộ xã Thượng Lâm", parent=province)
    staff = make.holder(Role.ORGANISATION_STAFF, at=heir.scope)
    task = a_task(a_list(province), commune)
    merged(commune, heir, make.administrator())
    commune.refresh_from_db()

    assert above.staff_of([commune])[commune.scope.path] == [staff]
    services.change_task(
        task.pk,
        TaskFacts(title="Ban hành quy chế mới", unit=commune),
        seen_version=task.version,
        by=keeper,
        at=NOON,
    )
    told = Notice.objects.get(kind="congress.task_changed", user=staff)
    client = signed_in(staff)
    assert client.get(reverse(told.url_name, args=told.url_args)).status_code == 200
    assert "Ban hành quy chế mới" in client.get(reverse("core:start")).text


def test_what_was_submitted_to_a_unit_that_ended_is_decided_by_its_heir(
    province: Unit, commune: Unit
) -> None:
    heir = make.unit("Đảng bộ xã Thượng Lâm", parent=province)
    boss = make.holder(Role.UNIT_SECRETARY, at=heir.scope)
    below = make.unit("Chi bộ Nà Vàng", parent=commune)
    writer = make.holder(Role.UNIT_SECRETARY, at=below.scope)
    row = reviews.submitted(below, writer)
    merged(commune, heir, make.administrator())
    row = Submission.objects.get(pk=row.pk)

    submitting.withdraw_submission(row.pk, by=writer, at=NOON)

    assert Notice.objects.filter(
        kind="congress.submission_withdrawn", user=boss
    ).exists()


# --- who has left ---------------------------------------------------------------------


@pytest.fixture
def doer(commune: Unit) -> User:
    return make.holder(Role.DOCUMENTS_STAFF, at=commune.scope)


@pytest.fixture
def colleague(commune: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=commune.scope)


def start_of(client: Client) -> str:
    return client.get(reverse("core:start")).text


def test_what_waited_for_somebody_who_lost_his_role_waits_for_his_unit(
    province: Unit, commune: Unit, doer: User, colleague: User, signed_in: SignedIn
) -> None:
    task = a_task(a_list(province), commune, owner=doer)
    client = signed_in(colleague)
    assert row_of(task).owner == doer

    held = Appointment.objects.get(user=doer)
    revoke_role(appointment_id=held.pk, by=make.user(), at=NOON)

    assert row_of(task).owner is None
    assert "Ban hành quy chế" in start_of(client)
    task.refresh_from_db()
    assert task.owner == doer
    make.appointment(doer, Role.DOCUMENTS_STAFF, at=commune.scope)
    assert row_of(task).owner == doer


def test_what_waited_for_a_closed_account_waits_for_its_unit(
    province: Unit, commune: Unit, doer: User, colleague: User
) -> None:
    task = a_task(a_list(province), commune, owner=doer)
    boss = make.administrator()

    close_account(user_id=doer.pk, by=boss, at=NOON)
    assert row_of(task).owner is None
    open_account(user_id=doer.pk, by=boss, at=NOON)
    assert row_of(task).owner == doer


def test_what_waited_for_somebody_whose_time_is_over_waits_for_his_unit_by_morning(
    province: Unit, commune: Unit, doer: User, colleague: User, keeper: User
) -> None:
    task = a_task(a_list(province), commune, owner=doer)
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(user=doer).update(ends_on=yesterday)

    services.write_work_beneath(province.scope, NOON)

    assert row_of(task).owner is None
    services.change_task(
        task.pk,
        TaskFacts(title="Quy chế khác", unit=commune, due_on=date(2025, 9, 1)),
        seen_version=task.version,
        by=keeper,
        at=NOON,
    )
    assert Notice.objects.filter(user=colleague, kind="congress.task_changed").exists()


def test_an_interim_report_of_who_left_waits_for_his_unit(
    province: Unit, commune: Unit, keeper: User
) -> None:
    person = make.person("Hà Văn Kín", at=commune)
    himself = make.user(full_name="Hà Văn Kín", person=person)
    given = make.appointment(himself, Role.UNIT_SECRETARY, at=commune.scope)
    task = assigned(province, commune, keeper, person, reports_every=3)
    rows = WorkItem.objects.filter(kind=assignments_due.WORK, subject_key=str(task.pk))
    assert rows.get().owner == himself

    revoke_role(appointment_id=given.pk, by=keeper, at=NOON)

    assert rows.get().owner is None


def test_visits_and_minutes_of_who_lost_his_role_wait_for_who_writes(
    province: Unit, commune: Unit
) -> None:
    body = working.body(province)
    head, clerk, goer = (working.account(commune) for _each in range(3))
    working.member(body, head, part="head")
    working.member(body, clerk, part="secretary")
    member = working.member(body, goer)
    visit = working.visit(body, commune, member=member)
    met = working.meeting(body)

    def owners() -> list[User | None]:
        rows = WorkItem.objects.filter(subject_key__in=[str(visit.pk), str(met.pk)])
        return [row.owner for row in rows.order_by("-kind")]

    assert owners() == [goer, clerk]
    for user, then in ((goer, [clerk, clerk]), (clerk, [head, head])):
        given = Appointment.objects.get(user=user, revoked_at=None)
        revoke_role(appointment_id=given.pk, by=make.user(), at=NOON)
        assert owners() == then
    close_account(user_id=head.pk, by=make.administrator(), at=NOON)
    assert owners() == [None, None]
    assert set(WorkItem.objects.values_list("right", flat=True)) >= {"work.keep"}


# --- the night ------------------------------------------------------------------------


@pytest.fixture
def hung(province: Unit, commune: Unit, keeper: User) -> Task:
    task = celebrating.registered(commune, make.congress(province), make.user())
    celebrating.acted(task, StepKind.APPROVED, keeper)
    celebrating.acted(task, StepKind.DONE, keeper)
    assert task.done_on is not None
    grant_plaque(
        task.pk,
        "Công trình chào mừng",
        task.done_on,
        seen_version=task.version,
        by=keeper,
        at=NOON,
    )
    task.refresh_from_db()
    return task


def test_one_odd_row_does_not_stop_the_renewal_of_all(
    province: Unit, commune: Unit, hung: Task
) -> None:
    other = a_task(a_list(province), commune)
    # As an import or the back office might leave it.
    Task.objects.filter(pk=hung.pk).update(state="open", done_on=None)
    WorkItem.objects.all().delete()

    services.write_work_beneath(province.scope, NOON)

    assert row_of(other).title == "Ban hành quy chế"


@pytest.mark.parametrize("act", [StepKind.REOPENED, StepKind.DROPPED])
def test_a_work_with_a_plaque_stays_done(
    hung: Task, keeper: User, act: StepKind
) -> None:
    with pytest.raises(NotNow):
        celebrating.acted(hung, act, keeper, text="Làm lại")

    assert CelebrationProject.objects.get(pk=hung.pk).plaque_on is not None


def test_a_row_that_cannot_be_written_is_left_out_and_the_rest_is(
    province: Unit,
    commune: Unit,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    held = a_list(province)
    odd, fine = a_task(held, commune, title="Việc lạ"), a_task(held, commune)
    Task.objects.filter(pk=odd.pk).update(title="\u200b")
    WorkItem.objects.all().delete()
    monkeypatch.setattr(Task, "__str__", lambda row: row.title.strip("\u200b"))

    services.write_work_beneath(province.scope, NOON)

    assert [row.subject_key for row in WorkItem.objects.all()] == [str(fine.pk)]
    assert "row of work not renewed" in caplog.text
