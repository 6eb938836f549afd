"""How ready congresses are: written with the facts, shown, and reminded of."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from ballots import services as ballots
from congress import services
from congress.labels import points as offered
from congress.models import Congress, PointState, ReadinessPoint, Reminder
from congress.queries import readiness
from congress.services.reminding import AT_ONCE, TooManyAtOnce, remind
from core.access.rights import Role
from core.models import AuditEvent, Notice, Unit, User
from tests import make
from tests.integration.congress import plans
from tests.make import Queries, SignedIn

pytestmark = pytest.mark.django_db
BOARD = "/tien-do/san-sang/"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def commune(name: str, above: Unit, days: int = 60) -> Congress:
    return make.congress(make.unit(name, parent=above), opens_on=in_days(days))


def keeper(of: Unit) -> User:
    return make.holder(Role.ORGANISATION_STAFF, at=of.scope)


def said(of: Congress, code: str) -> tuple[str, int | None, int | None]:
    row = ReadinessPoint.objects.get(congress=of, code=code)
    return row.state, row.done, row.total


def names(client: Client, query: str = "") -> list[str]:
    context = client.get(f"{BOARD}{query}").context
    return [line["congress"].unit.name for line in context["lines"]]


@pytest.fixture
def province() -> Unit:
    return make.unit("Đảng bộ tỉnh Tuyên Quang")


@pytest.fixture
def staff(province: Unit, signed_in: SignedIn) -> Client:
    return signed_in(keeper(province))


# --- points are written in the act that changes them ----------------------------------


def test_a_congress_has_its_points_from_the_beginning(province: Unit) -> None:
    found = commune("Đảng bộ xã Lâm Bình", province)

    codes = {each.code for each in offered.points() if each.work_out}
    assert set(readiness.points_of(found)) == codes
    assert said(found, "plan") == ("not_started", 0, 0)
    assert said(found, "contents") == ("ready", 4, 4)


def test_a_plan_says_how_much_of_it_is_done(province: Unit) -> None:
    template = plans.with_items(province, "Một", "Hai")
    found = plans.planned(template, commune("Đảng bộ xã A", province))
    assert said(found, "plan") == ("in_hand", 0, 2)

    one = plans.done(plans.row(found, "Một"))
    assert said(found, "plan") == ("in_hand", 1, 2)

    plans.done(plans.row(found, "Hai"))
    assert said(found, "plan") == ("ready", 2, 2)

    services.take_back(one.pk, by=make.user(), at=make.NOON)
    assert said(found, "plan") == ("in_hand", 1, 2)

    services.remove_milestone(one.pk, by=make.user(), at=make.NOON)
    assert said(found, "plan") == ("ready", 1, 1)


def test_plans_made_for_all_at_once_are_written_for_all(province: Unit) -> None:
    template = plans.with_items(province, "Một", "Hai", "Ba")
    held = [commune(f"Đảng bộ xã {name}", province) for name in "AB"]

    services.make_plans(template.pk, by=None, at=make.NOON, report=make.unheard)

    assert {said(each, "plan") for each in held} == {("in_hand", 0, 3)}


def test_the_gate_of_personnel_is_one_word(province: Unit, staff: Client) -> None:
    template = plans.template(province)
    found = plans.planned(template, commune("Đảng bộ xã A", province))
    row = found.milestones.get(code="personnel_cleared")

    services.mark_done(
        row.pk, done_on=plans.TODAY, out_of_order=True, by=make.user(), at=make.NOON
    )

    assert said(found, "personnel_cleared") == ("ready", None, None)


def test_contents_that_are_left_out_are_named(province: Unit, staff: Client) -> None:
    found = commune("Đảng bộ xã A", province)
    services.change_congress(
        found.pk,
        services.Arrangements(
            place="",
            opens_on=found.opens_on,
            closes_on=found.closes_on,
            contents=["review", "opinions", "committee"],
            designated=False,
        ),
        seen_version=found.version,
        by=make.user(),
        at=make.NOON,
    )

    page = staff.get(f"/dai-hoi/{found.slug}/san-sang/")

    assert said(found, "contents") == ("in_hand", 3, 4)
    assert "Bầu đoàn đại biểu dự đại hội cấp trên" in page.text


def test_who_is_called_counts_at_once(province: Unit) -> None:
    found = commune("Đảng bộ xã A", province)
    body = found.bodies.get()
    people = [make.person(at=found.unit) for _ in range(2)]
    as_what = services.AsWhat(origin="elected")

    called = services.call_people(
        body.pk,
        [each.pk for each in people],
        as_what=as_what,
        by=make.user(),
        at=make.NOON,
    )
    assert said(found, "roll") == ("ready", 2, 2)

    for row in called:
        services.take_off_roll(row.pk, by=make.user(), at=make.NOON)
    assert said(found, "roll") == ("not_started", 0, 0)


def test_elections_say_how_many_lists_are_closed() -> None:
    poll = make.closed_list()
    found = poll.election.congress
    assert said(found, "lists_closed") == ("ready", 1, 1)

    ballots.reopen_list(str(poll.pk), reason="Thêm người", by=make.user(), at=make.NOON)
    assert said(found, "lists_closed") == ("in_hand", 0, 1)

    ballots.withdraw_before_the_box(
        str(poll.pk), reason="Lập nhầm", by=make.user(), at=make.NOON
    )
    assert said(found, "lists_closed") == ("not_started", 0, 0)


def test_what_is_written_is_what_the_facts_say(province: Unit) -> None:
    template = plans.template(province)
    found = plans.planned(template, commune("Đảng bộ xã A", province))
    plans.done(found.milestones.order_by("place")[0], out_of_order=True, evidence="KH")
    make.closed_list()

    assert readiness.differing() == []
    out = io.StringIO()
    call_command("check_readiness", stdout=out)
    assert "đều đúng" in out.getvalue()


def test_points_follow_the_days_of_a_congress(province: Unit) -> None:
    found = plans.planned(plans.template(province))
    found.opens_on = found.closes_on = found.opens_on + timedelta(days=7)
    found.save(update_fields=["opens_on", "closes_on"])

    services.follow_days(found, at=make.NOON)

    assert readiness.differing() == []


def test_congresses_from_before_are_written_once(province: Unit) -> None:
    commune("Đảng bộ xã A", province)
    ReadinessPoint.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("check_readiness")

    call_command("check_readiness", "--write", stdout=io.StringIO())

    call_command("check_readiness", stdout=io.StringIO())
    assert ReadinessPoint.objects.exists()


def test_put_point_writes_over_what_was_said(province: Unit) -> None:
    found = commune("Đảng bộ xã A", province)
    for done in (1, 2):
        services.put_point(
            found, "hall", state=PointState.IN_HAND, done=done, total=3, at=make.NOON
        )

    assert said(found, "hall") == ("in_hand", 2, 3)


# --- the board ------------------------------------------------------------------------


def test_the_board_begins_with_whoever_lacks_most(
    province: Unit, staff: Client
) -> None:
    ready = commune("Đảng bộ xã Đủ Hơn", province)
    commune("Đảng bộ xã Thiếu Hơn", province)
    make.roll(ready.bodies.get(), 1)
    services.readiness.refresh([ready.pk], at=make.NOON)

    assert names(staff) == ["Đảng bộ xã Thiếu Hơn", "Đảng bộ xã Đủ Hơn"]
    assert names(staff, "?diem=roll") == ["Đảng bộ xã Thiếu Hơn"]
    assert names(staff, "?diem=roll&the-nao=ready") == ["Đảng bộ xã Đủ Hơn"]
    assert names(staff, "?tim=du+hon") == ["Đảng bộ xã Đủ Hơn"]


def test_totals_say_how_many_are_ready_of_all(province: Unit, staff: Client) -> None:
    ready = commune("Đảng bộ xã A", province)
    commune("Đảng bộ xã B", province)
    make.roll(ready.bodies.get(), 1)
    services.readiness.refresh([ready.pk], at=make.NOON)

    totals = staff.get(BOARD).context["totals"]

    found = {str(each["label"]): (each["ready"], each["lacking"]) for each in totals}
    assert found["Danh sách triệu tập"] == (1, 1)
    assert found["Các nội dung của đại hội"] == (2, 0)


def test_a_cell_leads_where_the_reader_may_go(
    province: Unit, signed_in: SignedIn
) -> None:
    found = commune("Đảng bộ xã A", province)
    documents = signed_in(make.holder(Role.DOCUMENTS_STAFF, at=province.scope))

    page = documents.get(BOARD)

    assert f"/dai-hoi/{found.slug}/ke-hoach/" in page.text
    assert f"/dai-hoi/{found.slug}/danh-sach/" not in page.text


def test_the_commune_next_door_sees_nothing(
    province: Unit, signed_in: SignedIn
) -> None:
    commune("Đảng bộ xã Bên Này", province)
    other = commune("Đảng bộ xã Bên Kia", province)
    client = signed_in(keeper(make.unit("Đảng bộ xã Lạ", parent=province)))

    page = client.get(BOARD)

    assert page.context["number"] == 0
    assert all(each["ready"] == 0 for each in page.context["totals"])
    assert client.get(f"/dai-hoi/{other.slug}/san-sang/").status_code == 404
    remind_page = f"/dai-hoi/{other.slug}/san-sang/roll/nhac/"
    assert client.post(remind_page).status_code == 404
    assert client.post(f"{BOARD}nhac/?diem=roll").status_code == 302
    assert not Reminder.objects.exists()


def test_the_board_leaves_as_a_file(province: Unit, staff: Client) -> None:
    commune("Đảng bộ xã A", province)

    answer = staff.get(f"{BOARD}?xuat=xlsx")

    sheet: Any = load_workbook(io.BytesIO(answer.getvalue())).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "Đảng bộ xã A" in cells
    assert "đã đủ 4/4" in cells


def test_the_board_asks_as_often_for_three_as_for_one(
    province: Unit, staff: Client, django_assert_num_queries: Queries
) -> None:
    commune("Đảng bộ xã A", province)
    staff.get(BOARD)
    with django_assert_num_queries(QUERIES):
        staff.get(BOARD)
    for name in "BC":
        commune(f"Đảng bộ xã {name}", province)
    with django_assert_num_queries(QUERIES):
        staff.get(BOARD)


QUERIES = 14


# --- reminding ------------------------------------------------------------------------


def test_those_responsible_are_told_once_a_day(province: Unit, staff: Client) -> None:
    found = commune("Đảng bộ xã A", province)
    told = keeper(found.unit)
    address = f"/dai-hoi/{found.slug}/san-sang/plan/nhac/"

    assert "<strong>1</strong> người phụ trách" in staff.get(address).text
    assert staff.post(address).status_code == 302
    staff.post(address)

    assert Notice.objects.get().user == told
    assert Reminder.objects.get().people == 1
    assert AuditEvent.objects.filter(act="congress.reminded").count() == 1
    assert "Nhắc lần gần nhất" in staff.get(f"/dai-hoi/{found.slug}/san-sang/").text


def test_all_that_lack_a_point_are_reminded_together(
    province: Unit, staff: Client
) -> None:
    held = [commune(f"Đảng bộ xã {name}", province) for name in "ABC"]
    for each in held[:2]:
        keeper(each.unit)

    page = staff.get(f"{BOARD}nhac/?diem=plan")
    assert (page.context["units"], page.context["people"]) == (2, 2)
    assert [each.pk for each in page.context["nobody"]] == [held[2].pk]
    staff.post(f"{BOARD}nhac/?diem=plan")

    assert set(Reminder.objects.values_list("congress", flat=True)) == {
        each.pk for each in held[:2]
    }


def test_who_is_ready_is_not_reminded(province: Unit) -> None:
    found = commune("Đảng bộ xã A", province)
    keeper(found.unit)
    point = offered.point("contents")
    assert point

    made = remind([found.pk], point, by=make.user(), at=timezone.now())

    assert (made.congresses, made.people) == (0, 0)


def test_too_many_are_not_reminded_at_once() -> None:
    point = offered.point("plan")
    assert point
    keys = [uuid4() for _ in range(AT_ONCE + 1)]

    with pytest.raises(TooManyAtOnce):
        remind(keys, point, by=make.user(), at=timezone.now())


def test_an_unknown_point_is_nowhere(province: Unit, staff: Client) -> None:
    found = commune("Đảng bộ xã A", province)

    assert (
        staff.get(f"/dai-hoi/{found.slug}/san-sang/khong-co/nhac/").status_code == 404
    )
    assert staff.get(f"{BOARD}nhac/").status_code == 404
