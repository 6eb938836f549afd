"""What somebody new to the pages of work stumbled over, each once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.models import SubmissionDraft, SubmissionKind, Visit, WorkList
from congress.queries.working import choosable_units
from congress.services import working as services
from core.access.rights import Role
from core.models import Unit, User
from tests import make
from tests.integration.congress import reviews, working
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
START = "/"


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang", code="TQ")


@pytest.fixture
def commune(province: Unit) -> Unit:
    return make.unit("Đảng bộ xã Khuôn Hà", parent=province, code="KH")


@pytest.fixture
def writer(commune: Unit) -> User:
    return make.holder(Role.UNIT_SECRETARY, at=commune.scope)


@pytest.fixture
def keeper(province: Unit, signed_in: SignedIn) -> Client:
    return signed_in(working.keeper(province))


def told(client: Client) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    page = client.get(START)
    return (
        [(row.title, row.place) for row in page.context["mine"]],
        [(row.title, row.place) for row in page.context["others"]],
    )


def test_what_was_submitted_waits_for_others_until_it_is_decided(
    commune: Unit, province: Unit, writer: User, signed_in: SignedIn
) -> None:
    row = reviews.submitted(commune, writer, title="Báo cáo quý IV")
    client = signed_in(writer)

    before = told(client)
    reviews.clear(row, make.holder(Role.UNIT_SECRETARY, at=province.scope))
    after = told(client)

    assert before == ([], [("Báo cáo quý IV", "Đảng bộ tỉnh Tuyên Quang")])
    assert after == ([], [])


def test_a_draft_waits_for_whoever_writes_it(
    commune: Unit, writer: User, signed_in: SignedIn
) -> None:
    reviews.draft(commune, writer, title="Báo cáo dở")
    colleague = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)

    assert told(signed_in(writer))[0] == [("Báo cáo dở", "Đảng bộ xã Khuôn Hà")]
    assert told(signed_in(colleague)) == ([], [])


def test_a_personnel_plan_is_not_told_of_to_who_may_not_read_it(
    commune: Unit, writer: User, signed_in: SignedIn
) -> None:
    secret = "Đề án nhân sự khóa XXI"
    reviews.submitted(commune, writer, kind=SubmissionKind.PERSONNEL_PLAN, title=secret)
    staff = make.holder(Role.ORGANISATION_STAFF, at=commune.scope)

    assert told(signed_in(staff)) == ([], [])
    assert told(signed_in(writer))[1] == [("Đề án nhân sự", "Đảng bộ tỉnh Tuyên Quang")]
    assert secret not in signed_in(writer).get(START).text


def test_who_has_nothing_to_submit_is_offered_no_draft(
    province: Unit, commune: Unit, writer: User, signed_in: SignedIn
) -> None:
    member = working.account(province)
    working.member(working.body(province), member)
    top = make.holder(Role.UNIT_SECRETARY, at=province.scope)
    begin = reverse("congress:submitted-begin")

    offered = [begin in signed_in(u).get("/trinh/").text for u in (member, top, writer)]

    assert offered == [False, False, True]


def test_what_is_counted_of_my_work_is_out_of_all_of_it(
    commune: Unit, writer: User, signed_in: SignedIn
) -> None:
    reviews.draft(commune, writer, title="Báo cáo dở")
    client = signed_in(writer)

    assert "<b>0/1</b>quá hạn" in client.get(START).text
    assert "<b>0/1</b>quá hạn" in client.get(f"{START}?han=late").text


def test_the_queue_offers_each_state_once(
    commune: Unit, province: Unit, writer: User, signed_in: SignedIn
) -> None:
    reviews.submitted(commune, writer)
    client = signed_in(make.holder(Role.UNIT_SECRETARY, at=province.scope))

    for asked in ("/cho-duyet/", "/cho-duyet/?tinh-trang=submitted"):
        page = client.get(asked)
        state = page.context["listing"].filters[0]
        words = [str(state.blank), *(str(word) for _code, word in state.choices)]
        assert len(set(words)) == len(words)
        assert len(page.context["lines"]) == 1
        assert "một nửa" not in page.text


def test_what_was_said_on_submitting_is_read_once(
    commune: Unit, province: Unit, writer: User, signed_in: SignedIn
) -> None:
    made = reviews.draft(commune, writer)
    SubmissionDraft.objects.filter(pk=made.pk).update(note="Kính trình Tỉnh ủy.")
    row = reviews.send(made, writer)
    above = make.holder(Role.UNIT_SECRETARY, at=province.scope)

    own = signed_in(writer).get(reverse("congress:submitted-one", args=[row.pk]))
    read = signed_in(above).get(reverse("congress:submission", args=[row.pk]))

    assert own.text.count("Kính trình Tỉnh ủy.") == 1
    assert read.text.count("Kính trình Tỉnh ủy.") == 1


def test_a_visit_goes_to_a_unit_of_which_a_part_of_the_name_is_typed(
    province: Unit, commune: Unit, keeper: Client
) -> None:
    body = working.body(province, form="task_force", name="Tổ công tác số 1")
    make.unit("Đảng bộ xã Lăng Can", parent=province, code="LC")
    page = reverse("congress:working-visit-plan", args=[body.pk])
    said = {"mode": "in_person", "purpose": "Kiểm tra", "version": "1"}

    unclear = keeper.post(page, said | {"unit": "Đảng bộ xã"})
    keeper.post(page, said | {"unit": "khuon ha"})

    assert "Chưa rõ là tổ chức nào" in unclear.text
    assert [each.unit for each in Visit.objects.all()] == [commune]


def test_a_visit_goes_to_nobody_beside(province: Unit, keeper: Client) -> None:
    body = working.body(province, form="task_force", name="Tổ công tác số 1")
    make.unit("Đảng bộ xã Nà Hang", code="NH")
    page = reverse("congress:working-visit-plan", args=[body.pk])

    answer = keeper.post(page, {"mode": "in_person", "unit": "Nà Hang"})

    assert "Không có đơn vị nào mang mã hay tên này" in answer.text
    assert not Visit.objects.exists()


def test_rows_of_visits_and_meetings_say_what_is_to_be_done(
    province: Unit, commune: Unit, keeper: Client
) -> None:
    body = working.body(province)
    working.visit(body, commune)
    working.meeting(body)

    page = keeper.get(START)

    titles = {row.title for row in page.context["my_rows"]}
    assert titles == {
        "Báo cáo chuyến đi: Đảng bộ xã Khuôn Hà",
        "Ghi biên bản: Tiểu ban Văn kiện",
    }


def test_the_kinds_of_work_are_written_alike(keeper: Client) -> None:
    page = keeper.get(START)

    [kinds, _when] = page.context["filters"]
    words = [str(word) for _kind, word in kinds.choices]
    assert words
    assert all(word[0].isupper() for word in words)


def test_work_goes_into_the_plan_from_the_page_of_the_body(
    province: Unit, keeper: Client
) -> None:
    body = working.body(province)
    services.make_plan(
        body.pk,
        title="Kế hoạch",
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=90),
        by=make.user(),
        at=timezone.now(),
    )
    plan = WorkList.objects.get(body=body)

    page = keeper.get(reverse("congress:working-body", args=[body.pk]))

    assert reverse("congress:task-new", args=[plan.pk]) in page.text


def test_whoever_only_reads_sees_no_empty_bar(
    province: Unit, commune: Unit, signed_in: SignedIn
) -> None:
    body = working.body(commune)
    page = reverse("congress:working-body", args=[body.pk])
    reader = signed_in(make.holder(Role.UNIT_SECRETARY, at=province.scope))

    shown = reader.get(page).text.partition('aria-labelledby="visits"')[2]

    assert "<footer>" not in shown.partition("</section>")[0]


def test_visits_that_are_not_shown_are_counted(province: Unit, keeper: Client) -> None:
    body = working.body(province, form="task_force", name="Tổ công tác số 1")
    for number in range(1, 8):
        cell = make.unit(f"Chi bộ {number}", parent=province, code=f"C{number}")
        working.visit(body, cell)

    page = keeper.get(reverse("congress:working-body", args=[body.pk]))

    assert "Còn 2 chuyến chưa báo cáo" in page.text


def test_cells_of_one_name_stand_in_order_of_where_they_belong(province: Unit) -> None:
    body = working.body(province, form="task_force", name="Tổ dự sinh hoạt")
    tour = working.tour(body)
    for name in ("Sở Y tế", "Sở Nội vụ", "Sở Tài chính"):
        above = make.unit(f"Đảng bộ {name}", parent=province)
        make.unit("Chi bộ 1", parent=above)

    cells = choosable_units(tour).filter(name="Chi bộ 1")

    assert [each.parent.name for each in cells if each.parent] == [
        "Đảng bộ Sở Nội vụ",
        "Đảng bộ Sở Tài chính",
        "Đảng bộ Sở Y tế",
    ]


def test_a_visit_of_a_round_says_by_when(
    province: Unit, commune: Unit, keeper: Client
) -> None:
    body = working.body(province, form="task_force", name="Tổ dự sinh hoạt")
    tour = working.tour(body)
    services.add_units(tour.pk, [commune], by=make.user(), at=make.NOON)

    page = keeper.get(reverse("congress:working-round", args=[body.pk, tour.pk]))

    assert "đến 31/07/2025" in page.text


def test_what_is_missing_is_told_before_minutes_are_closed(
    province: Unit, keeper: Client
) -> None:
    body = working.body(province)
    working.member(body)
    meeting = working.meeting(body)
    page = reverse("congress:working-minutes-close", args=[body.pk, meeting.pk])

    working.written(meeting, presence="unknown")
    unfinished = keeper.get(page).text
    working.written(meeting)
    finished = keeper.get(page).text

    assert "Còn 1 người chưa điểm danh." in unfinished
    assert 'name="version"' not in unfinished
    assert 'name="version"' in finished
