"""Visits to units and rounds of them: shared out, reported, counted."""

import io
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from congress.models import BodyMember, Visit, VisitRound, WorkingBody
from congress.services import working as services
from core.access.rights import Right
from core.errors import ChangedMeanwhile, Refused
from core.models import Notice, Unit, User, WorkItem
from tests import make
from tests.integration.congress import working
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
REPORT = {
    "held_on": "20/07/2025",
    "invited": "31",
    "present": "29",
    "observed": "Sinh hoạt nền nếp.",
    "requests": "Sửa nhà văn hóa.",
    "version": "1",
}


@pytest.fixture
def unit() -> Unit:
    return make.unit("Đảng bộ xã Lâm Bình", parent=make.unit("Đảng bộ tỉnh"))


@pytest.fixture
def cells(unit: Unit) -> list[Unit]:
    return [
        make.unit(f"Chi bộ thôn {number}", parent=unit, kind="cell", code=f"CB{number}")
        for number in range(1, 8)
    ]


@pytest.fixture
def body(unit: Unit) -> WorkingBody:
    return working.body(unit, form="task_force", name="Tổ công tác số 1")


@pytest.fixture
def user(unit: Unit) -> User:
    return working.account(unit)


@pytest.fixture
def members(body: WorkingBody, user: User) -> list[BodyMember]:
    return [
        working.member(body, user),
        *(working.member(body, full_name=f"Hà Văn {name}") for name in ("Ba", "Cầu")),
    ]


@pytest.fixture
def here(members: list[BodyMember], user: User, signed_in: SignedIn) -> Client:
    return signed_in(user)


def at(name: str, *args: object) -> str:
    return reverse(f"congress:working-{name}", args=args)


def test_a_visit_is_planned_and_whoever_goes_is_told(
    unit: Unit,
    body: WorkingBody,
    cells: list[Unit],
    members: list[BodyMember],
    signed_in: SignedIn,
) -> None:
    client = signed_in(working.keeper(unit))
    said = {"unit": "CB3", "member": members[0].pk, "mode": "in_person"}

    client.post(at("visit-plan", body.pk), said | {"planned_on": "21/07/2025"})

    visit = Visit.objects.get()
    item = WorkItem.objects.get()
    assert (visit.unit, visit.member) == (cells[2], members[0])
    assert (item.owner, item.title) == (members[0].user, "Chi bộ thôn 3")
    assert Notice.objects.get(kind="congress.visit_assigned").said == (
        "Tổ công tác số 1: bạn được phân công đi Chi bộ thôn 3."
    )


def test_nobody_is_sent_beside_or_above(
    unit: Unit, body: WorkingBody, here: Client
) -> None:
    beside = make.unit("Đảng bộ xã Bên cạnh", parent=unit.parent)
    said = {"mode": "in_person", "purpose": "Đã gõ"}

    for stranger in (beside, unit):
        page = here.post(at("visit-plan", body.pk), said | {"unit": stranger.code})
        assert set(page.context["form"].errors) == {"unit"}
        assert "Đã gõ" in page.text
        with pytest.raises(Refused):
            working.visit(body, stranger)
    assert not Visit.objects.exists()


def test_a_visit_is_reported_and_waits_no_more(
    body: WorkingBody, cells: list[Unit], members: list[BodyMember], here: Client
) -> None:
    visit = working.visit(body, cells[0], member=members[0])

    here.post(at("visit-report", body.pk, visit.pk), REPORT)

    page = here.get(at("visit", body.pk, visit.pk)).text
    assert "29/31" in page
    assert "Sửa nhà văn hóa." in page
    assert not WorkItem.objects.exists()
    assert here.get(at("visit-cancel", body.pk, visit.pk)).status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"present": "32"}, "present"),
        ({"invited": ""}, "invited"),
        ({"held_on": "20/07/2099"}, "held_on"),
        ({"observed": " "}, "observed"),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_stays(
    said: dict[str, str],
    field: str,
    body: WorkingBody,
    cells: list[Unit],
    here: Client,
) -> None:
    visit = working.visit(body, cells[0])

    page = here.post(at("visit-report", body.pk, visit.pk), REPORT | said)

    assert set(page.context["form"].errors) == {field}
    assert "Sửa nhà văn hóa." in page.text
    visit.refresh_from_db()
    assert visit.held_on is None


def test_two_who_report_one_visit_lose_nothing(
    body: WorkingBody, cells: list[Unit], user: User, here: Client
) -> None:
    visit = working.visit(body, cells[0])
    address = at("visit-report", body.pk, visit.pk)
    form = here.get(address).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    working.reported(visit, user, seen="Của người ta.")

    mine = {"requests": "Của tôi.", "held_on": "20/07/2025", "observed": "Tôi thấy."}
    page = here.post(address, shown | mine)

    assert "Người khác vừa sửa" in page.text
    assert page.context["form"]["requests"].value() == "Của tôi."


def test_units_are_chosen_at_once_and_shared_out_evenly(
    body: WorkingBody,
    cells: list[Unit],
    members: list[BodyMember],
    here: Client,
    unit: Unit,
    signed_in: SignedIn,
) -> None:
    client = signed_in(working.keeper(unit))
    said = {
        "title": "Dự sinh hoạt trực tuyến",
        "mode": "online",
        "starts_on": "01/07/2025",
        "ends_on": "31/07/2025",
    }
    client.post(at("round-make", body.pk), said)
    tour = VisitRound.objects.get()
    codes = [cell.code for cell in cells]

    client.post(at("round-units", body.pk, tour.pk), {"don-vi": codes})
    client.post(
        at("round-share", body.pk, tour.pk),
        {"cach": "deu", "nguoi": [each.pk for each in members]},
    )

    loads = Counter(Visit.objects.values_list("member", flat=True))
    assert sorted(loads.values()) == [2, 2, 3]
    assert set(Visit.objects.values_list("mode", flat=True)) == {"online"}
    own = loads[members[0].pk]
    assert WorkItem.objects.filter(owner=members[0].user).count() == own
    assert Notice.objects.get(kind="congress.round_shared").said == (
        f"Bạn được phân công {own} buổi: Dự sinh hoạt trực tuyến."
    )
    assert "0/7" in here.get(at("round", body.pk, tour.pk)).text


def _round(body: WorkingBody, units: list[Unit]) -> VisitRound:
    tour = working.tour(body)
    services.add_units(tour.pk, units, by=make.user(), at=make.NOON)
    return tour


def test_a_unit_is_in_a_round_once(body: WorkingBody, cells: list[Unit]) -> None:
    tour = _round(body, cells[:3])

    made = services.add_units(tour.pk, cells[:4], by=make.user(), at=make.NOON)

    assert [each.unit for each in made] == [cells[3]]


def test_what_is_reported_stays_where_it_is_when_shared_anew(
    body: WorkingBody, cells: list[Unit], members: list[BodyMember], user: User
) -> None:
    tour = _round(body, cells)
    by = make.user()
    services.share_out(tour.pk, members[:1], anew=False, by=by, at=make.NOON)
    done = working.reported(Visit.objects.get(unit=cells[0]), user)

    services.share_out(tour.pk, members[1:], anew=True, by=by, at=make.NOON)

    done.refresh_from_db()
    left = Visit.objects.exclude(pk=done.pk)
    loads = Counter(left.values_list("member", flat=True))
    assert done.member == members[0]
    assert loads == {members[1].pk: 3, members[2].pk: 3}


def test_visits_are_given_by_hand(
    body: WorkingBody, cells: list[Unit], members: list[BodyMember], here: Client
) -> None:
    tour = _round(body, cells[:2])
    first, second = Visit.objects.order_by("unit__sort_key")
    said = {f"di-{first.pk.hex}": members[1].pk, f"di-{second.pk.hex}": ""}

    here.post(at("round-share", body.pk, tour.pk), said)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.member, second.member) == (members[1], None)


def test_nobody_of_another_body_is_sent(
    unit: Unit, body: WorkingBody, cells: list[Unit]
) -> None:
    stranger = working.member(working.body(unit))
    tour = _round(body, cells[:1])
    visit = Visit.objects.get()

    for act in (
        lambda: services.share_out(
            tour.pk, [stranger], anew=False, by=make.user(), at=make.NOON
        ),
        lambda: services.assign_visits(
            tour.pk, {visit.pk: stranger}, by=make.user(), at=make.NOON
        ),
        lambda: working.visit(body, cells[0], member=stranger),
    ):
        with pytest.raises(Refused, match="đang trong tiểu ban"):
            act()


def test_a_round_counts_what_is_held_by_whom_and_is_taken_out(
    body: WorkingBody,
    cells: list[Unit],
    members: list[BodyMember],
    user: User,
    here: Client,
) -> None:
    tour = _round(body, cells)
    by = make.user()
    services.share_out(tour.pk, members, anew=False, by=by, at=make.NOON)
    mine = Visit.objects.filter(member=members[0]).order_by("unit__sort_key")
    working.reported(mine[0], user, invited=20, present=18)
    address = at("round", body.pk, tour.pk)

    page = here.get(address)
    held = here.get(address, {"tinh-trang": "held"}).context["lines"]
    own = here.get(address, {"nguoi": str(members[0].pk)}).context["lines"]
    found = here.get(address, {"tim": "thon 3"}).context["lines"]
    answer = here.get(address, {"xuat": "xlsx"})
    sheet: Any = load_workbook(io.BytesIO(answer.content)).active

    assert page.context["figures"].done == 1
    assert page.context["figures"].total == 7
    assert "1/3" in page.text
    assert (len(held), len(own), len(found)) == (1, 3, 1)
    assert "18/20" in {str(cell.value) for row in sheet.iter_rows() for cell in row}


def test_a_visit_that_was_cancelled_may_be_planned_again(
    body: WorkingBody, cells: list[Unit], here: Client
) -> None:
    tour = _round(body, cells[:1])
    visit = Visit.objects.get()

    here.post(at("visit-cancel", body.pk, visit.pk))
    services.add_units(tour.pk, cells[:1], by=make.user(), at=make.NOON)

    assert Visit.objects.count() == 2
    assert Visit.objects.filter(cancelled_at__isnull=True).count() == 1


def test_a_change_seen_too_early_is_refused(
    body: WorkingBody, cells: list[Unit]
) -> None:
    visit = working.visit(body, cells[0])

    with pytest.raises(ChangedMeanwhile):
        services.change_visit(
            visit.pk,
            services.VisitFacts(unit=cells[0], mode="online"),
            seen_version=7,
            by=make.user(),
            at=make.NOON,
        )


def test_what_is_nobodys_waits_for_who_writes_for_the_body_not_for_all_in_it(
    unit: Unit, body: WorkingBody, cells: list[Unit], members: list[BodyMember]
) -> None:
    working.visit(body, cells[0], member=members[1])
    kept = WorkItem.objects.get()
    writer = working.account(unit, full_name="Ma Thị Thư")
    working.member(body, writer, part="secretary")

    working.visit(body, cells[1])

    assert (kept.owner, kept.right) == (None, Right.WORK_KEEP.value)
    assert WorkItem.objects.get(title=cells[1].name).owner == writer


def test_a_cell_of_another_base_is_told_apart(
    unit: Unit, body: WorkingBody, here: Client
) -> None:
    bases = [make.unit(f"Đảng bộ cơ sở {name}", parent=unit) for name in ("A", "B")]
    _round(body, [make.unit("Chi bộ 1", parent=base) for base in bases])

    shown = here.get(at("visits", body.pk)).text

    assert "Chi bộ 1 (Đảng bộ cơ sở A)" in shown
    assert "Chi bộ 1 (Đảng bộ cơ sở B)" in shown
