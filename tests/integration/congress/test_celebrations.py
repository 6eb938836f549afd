"""Works to welcome a congress: registered beneath, approved above, done, plaques."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from congress.models import CelebrationProject, Congress, Task, TaskFile, WorkList
from congress.prints import plaques
from congress.queries import celebrations as queries
from congress.rules.tasks import StepKind
from congress.services import celebrations as services
from congress.services.tasks import NotNow
from core.errors import ChangedMeanwhile, Unfit
from core.models import AuditEvent, Notice, Unit, User, WorkItem
from tests import make
from tests.integration.congress import celebrating
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
NOON = make.NOON
TODAY = date(2025, 7, 24)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def congress(province: Unit) -> Congress:
    return make.congress(province)


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=province)


@pytest.fixture
def keeper(province: Unit) -> User:
    return celebrating.staff(province)


@pytest.fixture
def doer(commune: Unit) -> User:
    return celebrating.staff(commune)


@pytest.fixture
def project(commune: Unit, congress: Congress, keeper: User, doer: User) -> Task:
    # Those above exist before it is registered: so they are told.
    assert keeper.pk
    return celebrating.registered(commune, congress, doer)


@pytest.fixture
def finished(project: Task, keeper: User, doer: User) -> Task:
    celebrating.acted(project, StepKind.APPROVED, keeper)
    celebrating.acted(project, StepKind.DONE, doer, day=TODAY)
    return project


def typed(**said: str) -> dict[str, str]:
    usual = {
        "title": "Nhà văn hóa thôn Bản Khoan",
        "kind": "work",
        "site": "Thôn Bản Khoan",
        "value": "420.000.000",
        "sources": "Ngân sách xã",
        "due_on": "30/08/2025",
    }
    return usual | said


def photo() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 60)).save(drawn, "JPEG")
    return SimpleUploadedFile("nha.jpg", drawn.getvalue(), "image/jpeg")


def page(name: str, *args: object) -> str:
    return reverse(f"congress:{name}", args=args)


# --- registered, approved, returned ---------------------------------------------------


def test_unit_registers_with_a_photo_and_the_list_is_made(
    signed_in: SignedIn, commune: Unit, congress: Congress, keeper: User, doer: User
) -> None:
    answer = signed_in(doer).post(
        page("celebration-new"),
        typed(unit=str(commune.pk), congress=str(congress.pk)) | {"files": photo()},
    )

    task = Task.objects.get()
    assert answer["Location"] == page("celebration", task.pk)
    assert (task.state, task.unit, task.celebration.value) == (
        "proposed",
        commune,
        420_000_000,
    )
    assert task.work_list == WorkList.objects.get(kind="celebration", congress=congress)
    assert TaskFile.objects.get(step__task=task).is_photo
    waits = WorkItem.objects.get(kind="congress.task")
    assert (waits.scope, waits.right) == (congress.unit.scope, "work.keep")
    assert Notice.objects.get(kind="congress.task_proposed").user == keeper


def test_second_project_stands_in_the_same_list(
    project: Task, commune: Unit, congress: Congress, doer: User
) -> None:
    other = celebrating.registered(
        commune, congress, doer, title="Vườn hoa", kind="task"
    )
    assert other.work_list == project.work_list
    assert WorkList.objects.filter(kind="celebration").count() == 1


@pytest.mark.parametrize("whose", ["own", "beside"])
def test_only_congresses_above_are_welcomed(
    whose: str, province: Unit, commune: Unit, doer: User
) -> None:
    beside = make.unit("Đảng bộ xã Thượng Lâm", parent=province)
    other = make.congress(commune if whose == "own" else beside)
    with pytest.raises(Unfit, match="cấp trên"):
        celebrating.registered(commune, other, doer)


def test_approving_counts_it_and_returning_does_not(
    project: Task, keeper: User, doer: User
) -> None:
    assert queries.told(queries.projects(keeper)).total == 0
    celebrating.acted(project, StepKind.APPROVED, keeper)
    told = queries.told(queries.projects(keeper))
    assert (told.done, told.total, told.value) == (0, 1, 350_000_000)
    item = WorkItem.objects.get(kind="congress.task")
    assert (item.scope, item.asked_by) == (project.scope, None)
    assert Notice.objects.filter(kind="congress.task_approved", user=doer).exists()


def test_returned_project_is_said_anew(
    signed_in: SignedIn, project: Task, keeper: User, doer: User
) -> None:
    celebrating.acted(project, StepKind.RETURNED, keeper, "Chưa rõ nguồn lực")
    signed_in(doer).post(
        page("celebration-change", project.pk),
        typed(version=str(project.version), seen="{}"),
    )
    project.refresh_from_db()
    assert (project.state, project.title) == ("proposed", "Nhà văn hóa thôn Bản Khoan")
    assert project.celebration.sources == "Ngân sách xã"
    assert AuditEvent.objects.filter(act="congress.task_proposed").count() == 2


def test_unit_neither_approves_its_own_nor_changes_what_was_approved(
    signed_in: SignedIn, project: Task, keeper: User, doer: User
) -> None:
    client = signed_in(doer)
    assert client.post(page("task-act", project.pk, "duyet")).status_code == 404
    celebrating.acted(project, StepKind.APPROVED, keeper)
    assert client.get(page("celebration-change", project.pk)).status_code == 404


def test_neighbour_reads_nothing(
    signed_in: SignedIn, province: Unit, project: Task
) -> None:
    beside = celebrating.staff(make.unit("Đảng bộ xã Thượng Lâm", parent=province))
    client = signed_in(beside)
    assert client.get(page("celebration", project.pk)).status_code == 404
    assert "Nà Vàng" not in client.get(page("celebrations")).content.decode()


def test_two_people_changing_it_see_both_versions(
    signed_in: SignedIn, project: Task, doer: User
) -> None:
    services.change(
        project.pk,
        celebrating.facts(value=1),
        registers=True,
        seen_version=project.version,
        by=doer,
        at=NOON,
    )
    answer = signed_in(doer).post(
        page("celebration-change", project.pk),
        typed(version=str(project.version), seen="{}"),
    )
    project.refresh_from_db()
    assert project.title == "Đường bê tông thôn Nà Vàng"
    assert "Nhà văn hóa thôn Bản Khoan" in answer.content.decode()


def test_task_page_leads_to_the_project(
    signed_in: SignedIn, project: Task, keeper: User
) -> None:
    answer = signed_in(keeper).get(page("task", project.pk))
    assert answer["Location"] == page("celebration", project.pk)


# --- plaques --------------------------------------------------------------------------


def test_plaque_is_granted_and_taken_back(
    signed_in: SignedIn, finished: Task, keeper: User, doer: User
) -> None:
    client = signed_in(keeper)
    client.post(
        page("celebration-plaque", finished.pk),
        {
            "plaque": "Công trình chào mừng",
            "plaque_on": "24/07/2025",
            "version": str(finished.version),
        },
    )
    assert CelebrationProject.objects.get().plaque_on == TODAY
    assert Notice.objects.filter(kind="congress.plaque_granted", user=doer).exists()
    client.post(page("celebration-plaque-back", finished.pk))
    assert CelebrationProject.objects.get().plaque_on is None


def test_plaque_waits_until_it_is_done(project: Task, keeper: User) -> None:
    celebrating.acted(project, StepKind.APPROVED, keeper)
    with pytest.raises(NotNow):
        services.grant_plaque(
            project.pk, "x", TODAY, seen_version=project.version, by=keeper, at=NOON
        )


@pytest.mark.parametrize("day", [date(2025, 7, 23), date(2025, 7, 25)])
def test_plaque_hangs_neither_before_it_was_done_nor_tomorrow(
    day: date, finished: Task, keeper: User
) -> None:
    with pytest.raises(Unfit):
        services.grant_plaque(
            finished.pk, "x", day, seen_version=finished.version, by=keeper, at=NOON
        )


def test_plaque_of_what_was_changed_meanwhile_is_refused(
    finished: Task, keeper: User
) -> None:
    with pytest.raises(ChangedMeanwhile):
        services.grant_plaque(
            finished.pk, "x", TODAY, seen_version=1, by=keeper, at=NOON
        )


def test_task_gets_no_plaque(finished: Task) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CelebrationProject.objects.update(kind="task", plaque="x", plaque_on=TODAY)


def test_work_with_a_plaque_is_not_taken_up_again(finished: Task, keeper: User) -> None:
    services.grant_plaque(
        finished.pk, "x", TODAY, seen_version=finished.version, by=keeper, at=NOON
    )
    with pytest.raises(NotNow, match="thu hồi biển"):
        celebrating.acted(finished, StepKind.REOPENED, keeper, "Làm tiếp")
    finished.refresh_from_db()
    assert finished.state == "done"


def test_doer_grants_no_plaque(signed_in: SignedIn, finished: Task, doer: User) -> None:
    url = page("celebration-plaque", finished.pk)
    assert signed_in(doer).get(url).status_code == 404


# --- lists ----------------------------------------------------------------------------


def test_list_tells_done_of_agreed_and_worth_by_unit(
    signed_in: SignedIn,
    province: Unit,
    congress: Congress,
    finished: Task,
    keeper: User,
) -> None:
    other = make.unit("Đảng bộ xã Thượng Lâm", parent=province)
    second = celebrating.registered(
        other, congress, celebrating.staff(other), value=150_000_000
    )
    celebrating.acted(second, StepKind.APPROVED, keeper)
    shown = signed_in(keeper).get(page("celebrations")).content.decode()
    assert "1/2" in shown
    assert "500.000.000 đồng" in shown
    assert "1/1" in shown
    assert "0/1" in shown


def test_what_a_page_leaves_out_is_told_and_led_to(
    signed_in: SignedIn,
    congress: Congress,
    project: Task,
    keeper: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    province, commune = congress.unit, project.unit
    other = make.unit("Đảng bộ xã Thượng Lâm", parent=province)
    more = celebrating.registered(other, congress, celebrating.staff(other))
    movement = celebrating.movement(province, [commune, other], keeper)
    tied = [project, more]
    CelebrationProject.objects.filter(pk__in=tied).update(emulation=movement)
    monkeypatch.setattr("congress.queries.celebrations.BOARD", 1)
    monkeypatch.setattr("congress.views.emulation.SHOWN", 1)
    client = signed_in(keeper)

    assert "Còn 1 đơn vị nữa" in client.get(page("celebrations")).content.decode()
    shown = client.get(page("emulation", movement.pk)).content.decode()
    assert "Còn 1 công trình, phần việc nữa" in shown

    CelebrationProject.objects.filter(pk=project.pk).update(emulation=None)
    there = {"phong-trao": str(movement.pk)}
    led = client.get(page("celebrations"), there)
    assert [line.row.pk for line in led.context["lines"]] == [more.pk]


def test_list_is_searched_without_accents_and_leaves_as_a_file(
    signed_in: SignedIn, project: Task, keeper: User
) -> None:
    client = signed_in(keeper)
    found = client.get(page("celebrations"), {"tim": "be tong na vang"})
    assert "Nà Vàng" in found.content.decode()
    file = client.get(page("celebrations"), {"xuat": "xlsx"})
    rows = list(load_workbook(BytesIO(file.getvalue())).active.values)
    assert any("Đường bê tông thôn Nà Vàng" in map(str, row) for row in rows)


def test_list_asks_as_much_for_many_as_for_few(
    signed_in: SignedIn,
    project: Task,
    commune: Unit,
    congress: Congress,
    keeper: User,
    doer: User,
) -> None:
    client = signed_in(keeper)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(page("celebrations"))
        return len(found)

    asked()
    before = asked()
    for number in range(5):
        celebrating.registered(commune, congress, doer, title=f"Việc {number}")
    assert asked() == before


def test_nothing_is_registered_where_no_congress_lies_above(
    signed_in: SignedIn, commune: Unit, doer: User
) -> None:
    answer = signed_in(doer).get(page("celebration-new"), follow=True)
    assert "chưa lập đại hội nào" in answer.content.decode()


# --- the list of plaques on paper ----------------------------------------------------


def test_plaques_stand_on_paper_and_works_without_one_do_not(
    finished: Task, commune: Unit, congress: Congress, keeper: User, doer: User
) -> None:
    other = celebrating.registered(commune, congress, doer, title="Vườn hoa")
    celebrating.acted(other, StepKind.APPROVED, keeper)
    services.grant_plaque(
        finished.pk,
        "Biển đồng",
        TODAY,
        seen_version=finished.version,
        by=keeper,
        at=NOON,
    )
    paper = plaques.plaques(finished.work_list, at=NOON)
    assert [(row.title, row.plaque) for row in paper.rows] == [
        ("Đường bê tông thôn Nà Vàng", "Biển đồng")
    ]
    assert paper.value == "350.000.000"
    kept = plaques.print_plaques(finished.work_list_id, by=keeper, at=NOON)
    assert bytes(kept.data).startswith(b"%PDF")
    assert AuditEvent.objects.get(act="congress.plaques_printed")


def test_paper_of_the_list_is_not_for_those_beneath(
    signed_in: SignedIn, project: Task, keeper: User, doer: User
) -> None:
    url = page("celebration-papers", project.work_list_id)
    assert signed_in(keeper).get(url).status_code == 200
    assert signed_in(doer).get(url).status_code == 404
