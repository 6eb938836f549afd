"""A programme's tasks, from the file to the list and back."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from congress.models import Task, WorkGroup, WorkList
from congress.rules.tasks import ListKind, StepKind
from congress.services import tasks as services
from congress.services.tasks import ListFacts, Said, TaskFacts
from core.access.rights import Role
from core.models import ImportRun, Notice, Unit, User, WorkItem
from core.services import imports as acts
from tests import make
from tests.integration.core import bringing
from tests.make import SignedIn

pytestmark = pytest.mark.django_db

HEADINGS = "Nhiệm vụ;Nhóm việc;Cơ quan chủ trì;Phối hợp;Thời hạn;Sản phẩm;Minh chứng"
PLAIN = "Ban hành quy chế;;;;;;"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang", code="TQ")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Thượng Lâm", parent=province, code="TL")


@pytest.fixture
def keeper(province: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope)


@pytest.fixture
def held(province: Unit) -> WorkList:
    made = a_list(province)
    services.set_groups(made.pk, ["Công tác tư tưởng"], by=make.user(), at=make.NOON)
    return made


def a_list(of: Unit, title: str = "Chương trình 2021", **said: Any) -> WorkList:
    facts = ListFacts(title=title, starts_on=make.LONG_AGO, ends_on=make.NOON.date())
    return services.make_list(
        of, ListKind.PROGRAMME, facts, by=None, at=make.NOON, **said
    )


def checked(to: WorkList, *rows: str, by: User) -> ImportRun:
    data = bringing.table(HEADINGS, *rows)
    run = acts.receive_list(
        bringing.kind("tasks"),
        scope=to.scope,
        into=str(to.pk),
        name="nhiem-vu.csv",
        chunks=lambda: [data],
        by=by,
        at=make.NOON,
    )
    acts.read_list(run.pk)
    run.refresh_from_db()
    acts.map_columns(run.pk, columns=run.mapping)
    return bringing.check(run)


def applied(to: WorkList, *rows: str, by: User) -> ImportRun:
    run = checked(to, *rows, by=by)
    bringing.confirmed(run, by=by)
    return bringing.apply(run)


def page_of(held: WorkList) -> str:
    return f"{reverse('core:import-new', args=['viec'])}?noi={held.pk}"


def test_rows_come_into_the_list_in_their_order(
    held: WorkList, commune: Unit, keeper: User
) -> None:
    there = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)

    run = applied(
        held,
        "Ban hành quy chế;công tác tư tưởng;TL;Ban Tổ chức;30/9/2021;Quy chế;x",
        "Xây dựng đề án;;đảng bộ xã thượng lâm;;;;",
        "Kiểm tra;;;;;;",
        by=keeper,
    )

    assert run.state == "applied"
    first, second, third = Task.objects.filter(work_list=held).order_by("place")
    assert bringing.fields_of(first, "title", "unit", "helpers", "product") == (
        "Ban hành quy chế",
        commune,
        "Ban Tổ chức",
        "Quy chế",
    )
    assert first.group == WorkGroup.objects.get(work_list=held)
    assert (f"{first.due_on:%d/%m/%Y}", first.needs_evidence) == ("30/09/2021", True)
    assert (second.unit, second.due_on, third.unit) == (commune, None, held.unit)
    rows = WorkItem.objects.filter(kind=services.WORK)
    assert set(rows.values_list("subject_key", flat=True)) == {
        str(task.pk) for task in (first, second, third)
    }
    assert Notice.objects.get(user=there).said == (
        "Đảng bộ tỉnh Tuyên Quang giao 2 việc trong “Chương trình 2021”."
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (";Công tác tư tưởng;TL;;;;", ("title", "missing")),
        ("Kiểm tra;Nhóm lạ;;;;;", ("group", "group-unknown")),
        ("Kiểm tra;;BT;;;;", ("unit", "unit-unknown")),
        ("Kiểm tra;;;;mai kia;;", ("due_on", "date-odd")),
        ("Việc đã có;;;;;;", ("title", "task-there")),
        (PLAIN, ("title", "task-twice")),
    ],
)
def test_what_is_wrong_with_a_row_is_told_and_nothing_written(
    held: WorkList, keeper: User, row: str, told: tuple[str, str]
) -> None:
    make.unit("Đảng bộ tỉnh Bình Thuận", code="BT")
    facts = TaskFacts(title="việc Đã có", unit=held.unit)
    services.give_task(held.pk, facts, by=None, at=make.NOON)

    run = checked(held, PLAIN, row, by=keeper)

    assert bringing.verdicts(run) == {2: "new", 3: "wrong"}
    assert told in bringing.codes(run, 3)
    assert Task.objects.count() == 1


def test_a_list_is_taken_back_while_nothing_happened_to_its_tasks(
    held: WorkList, keeper: User
) -> None:
    run = applied(held, PLAIN, "Kiểm tra;;;;;;", by=keeper)

    assert bringing.undone(run, by=keeper).state == "undone"

    assert not Task.objects.exists()
    assert not WorkItem.objects.filter(kind=services.WORK).exists()


def test_a_task_that_was_reported_stays_and_with_it_its_list(
    held: WorkList, keeper: User
) -> None:
    run = applied(held, PLAIN, "Kiểm tra;;;;;;", by=keeper)
    task = Task.objects.get(title="Kiểm tra")
    said = Said(text="Đang làm")
    services.act_on(task.pk, StepKind.REPORTED, said, by=keeper, at=make.NOON)

    run = bringing.undone(run, by=keeper)

    assert (run.state, run.fault["code"]) == ("applied", "held")
    assert Task.objects.count() == 2


def test_into_a_list_that_ended_meanwhile_nothing_comes(
    held: WorkList, keeper: User
) -> None:
    run = checked(held, PLAIN, by=keeper)
    bringing.confirmed(run, by=keeper)
    services.end_list(held.pk, on=make.NOON.date(), by=keeper, at=make.NOON)

    run = bringing.apply(run)

    assert run.state == "checked"
    assert ("", "list-ended") in bringing.codes(run, 2)
    assert not Task.objects.exists()


def test_one_file_for_two_lists_is_two_lists(
    held: WorkList, province: Unit, keeper: User
) -> None:
    other = a_list(province, "Đề án 16")

    assert checked(held, PLAIN, by=keeper) != checked(other, PLAIN, by=keeper)
    assert checked(held, "Kiểm tra;;;;;;", by=keeper).into == str(held.pk)


def test_a_file_is_brought_in_from_the_page_of_many_tasks(
    held: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    client = signed_in(keeper)
    lines = client.get(reverse("congress:task-lines", args=[held.pk]))
    assert page_of(held) in lines.content.decode()

    file = SimpleUploadedFile("viec.csv", bringing.table(HEADINGS, PLAIN))
    client.post(page_of(held), {"file": file})

    run = ImportRun.objects.get()
    assert (run.kind, run.into) == ("tasks", str(held.pk))
    page = client.get(reverse("core:import", args=[run.pk])).content.decode()
    assert f"nhập vào {held.title}" in page


def test_another_file_goes_to_the_same_list(
    held: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    run = checked(held, PLAIN, by=keeper)
    acts.drop_list(run.pk, by=keeper, at=make.NOON)

    page = signed_in(keeper).get(reverse("core:import", args=[run.pk]))

    assert page_of(held) in page.content.decode()


def test_its_page_tells_how_a_task_came_in(
    held: WorkList, keeper: User, signed_in: SignedIn
) -> None:
    applied(held, PLAIN, by=keeper)

    page = signed_in(keeper).get(reverse("congress:task", args=[Task.objects.get().pk]))

    assert "Đưa vào danh mục" in page.content.decode()


def test_into_lists_of_others_and_of_personnel_nothing_is_brought(
    held: WorkList, commune: Unit, province: Unit, keeper: User, signed_in: SignedIn
) -> None:
    neighbour = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)
    above = signed_in(keeper)
    own = a_list(commune)
    WorkList.objects.filter(pk=own.pk).update(is_of_personnel=True)

    assert signed_in(neighbour).get(page_of(held)).status_code == 404
    assert above.get(page_of(own)).status_code == 404
    assert above.get(reverse("core:import-new", args=["viec"])).status_code == 404
    services.end_list(held.pk, on=make.NOON.date(), by=keeper, at=make.NOON)
    assert above.get(page_of(held)).status_code == 404


def test_the_template_names_what_the_file_must_hold(
    keeper: User, signed_in: SignedIn
) -> None:
    page = signed_in(keeper).get(reverse("core:import-template", args=["viec"]))

    sheet = load_workbook(io.BytesIO(page.content)).worksheets[0]
    assert [cell.value for cell in next(sheet.iter_rows())][:3] == [
        "Việc phải làm *",
        "Nhóm việc",
        "Đơn vị chủ trì",
    ]
