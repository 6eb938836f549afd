"""Every page of work that is really there, tried by those it is not for."""

import io
from collections.abc import Callable
from typing import Final

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from openpyxl import load_workbook

from congress.services import conferences as conferring
from congress.urls import (
    assignments,
    bodies,
    celebrations,
    conferences,
    reviews,
    tasks,
)
from core.access.rights import Role
from core.models import Appointment, User
from tests import make
from tests.integration.congress import everything, working
from tests.integration.congress.everything import WORD, Place
from tests.make import SignedIn

pytestmark = pytest.mark.django_db
ROOMS: Final = (assignments, bodies, celebrations, conferences, reviews, tasks)
# Pages of no one thing: each shows what its reader reaches.
LISTS: Final = {
    "assignments",
    "assignment-give",
    "celebrations",
    "celebration-new",
    "conferences",
    "conference-new",
    "emulations",
    "post-lists",
    "post-list-make",
    "submissions",
    "submitted",
    "submitted-begin",
    "tasks",
    "work-lists",
    "work-list-make",
    "working-bodies",
    "working-found",
    "working-customary",
}
# What the level above keeps for those beneath it is read there.
FROM_ABOVE: Final = {"post-list"}


@pytest.fixture
def here() -> Place:
    return everything.place()


@pytest.fixture
def pages(here: Place) -> dict[str, str]:
    return everything.addresses(here)


def rows() -> dict[str, int]:
    """How many rows there are of everything that an act leaves a trace in."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"congress", "core"}
    }


def answers(client: Client, pages: dict[str, str]) -> dict[str, set[int]]:
    return {
        name: {client.get(page).status_code, client.post(page).status_code}
        for name, page in pages.items()
    }


def test_every_page_of_work_is_tried_here(pages: dict[str, str]) -> None:
    known = {
        str(each.name)
        for room in ROOMS
        for each in room.urlpatterns
        if isinstance(each, URLPattern)
    }

    assert known == pages.keys() | LISTS


def next_door(here: Place) -> User:
    other = make.unit("Đảng bộ xã Khuôn Hà", parent=here.above)
    return make.holder(Role.UNIT_SECRETARY, at=other.scope)


def of_another_province(here: Place) -> User:
    other = make.unit("Đảng bộ tỉnh Lào Cai")
    user = make.holder(Role.UNIT_SECRETARY, at=other.scope)
    make.appointment(user, Role.ORGANISATION_STAFF, at=other.scope)
    return user


def in_a_cell(here: Place) -> User:
    cell = make.unit("Chi bộ Nà Vàng", parent=here.unit, kind="cell")
    return make.holder(Role.UNIT_SECRETARY, at=cell.scope)


def in_another_body(here: Place) -> User:
    body = working.body(here.above, name="Tiểu ban khác")
    return make.holder(Role.BODY_MEMBER, at=body.scope)


def in_a_body_of_the_unit(here: Place) -> User:
    body = working.body(here.unit, name="Tiểu ban khác")
    return make.holder(Role.BODY_MEMBER, at=body.scope)


def whose_roles_ended(here: Place) -> User:
    user = make.user()
    for scope in (here.above.scope, here.unit.scope):
        given = make.appointment(user, Role.UNIT_SECRETARY, at=scope)
        Appointment.objects.filter(pk=given.pk).update(ends_on=given.starts_on)
    return user


def an_administrator(here: Place) -> User:
    return make.administrator()


OUTSIDERS: Final[list[Callable[[Place], User]]] = [
    next_door,
    of_another_province,
    in_a_cell,
    in_another_body,
    in_a_body_of_the_unit,
    whose_roles_ended,
    an_administrator,
]


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_whoever_does_not_belong_here_finds_nothing_and_does_nothing(
    here: Place,
    pages: dict[str, str],
    signed_in: SignedIn,
    outsider: Callable[[Place], User],
) -> None:
    user = outsider(here)
    client = signed_in(user)
    client.get(reverse("core:start"))
    before = rows()

    found = answers(client, pages)

    reads_lists = outsider in (next_door, in_a_cell)
    opened = {name for name, codes in found.items() if not codes <= {404, 405}}
    assert opened == (FROM_ABOVE if reads_lists else set())
    assert rows() == before
    lists = [f"congress:{name}" for name in sorted(LISTS)] + ["core:start"]
    for name in lists:
        for asked in ({}, {"tim": "mat khau"}, {"xem": "khac"}, {"in": "1"}):
            assert WORD not in client.get(reverse(name), asked).text, (name, asked)


def test_what_is_of_personnel_is_not_opened_without_its_right(
    here: Place, signed_in: SignedIn
) -> None:
    body = working.body(here.above, field="personnel", name="Tiểu ban Nhân sự")
    found = everything.pages_of_body(body, here)
    pages = {
        name: reverse(f"congress:{name}", args=args) for name, args in found.items()
    }
    staff = make.holder(Role.ORGANISATION_STAFF, at=here.above.scope)
    keeper = signed_in(here.keeper)
    assert keeper.get(pages["working-body"]).status_code == 200
    client = signed_in(staff)
    before = rows()

    tried = answers(client, pages)

    assert not [name for name, codes in tried.items() if not codes <= {404, 405}]
    assert rows() == before


def test_whoever_loses_his_role_while_a_page_is_open_does_nothing_with_it(
    here: Place, pages: dict[str, str], signed_in: SignedIn
) -> None:
    user = make.holder(Role.UNIT_SECRETARY, at=here.above.scope)
    client = signed_in(user)
    assert client.get(pages["task-new"]).status_code == 200
    Appointment.objects.filter(user=user).update(
        revoked_at=make.NOON, revoked_by=make.administrator()
    )
    before = rows()

    found = {name: client.post(page).status_code for name, page in pages.items()}

    assert set(found.values()) <= {404, 405}
    assert rows() == before


def test_every_act_of_work_asks_for_the_token_of_its_page(
    here: Place, pages: dict[str, str], signed_in: SignedIn
) -> None:
    known = signed_in(here.keeper)
    client = Client(enforce_csrf_checks=True)
    client.cookies = known.cookies
    before = rows()

    found = {name: client.post(page).status_code for name, page in pages.items()}

    assert set(found.values()) <= {403, 405}
    assert rows() == before


def test_why_somebody_stayed_away_is_not_read_at_the_other_points(
    here: Place, signed_in: SignedIn
) -> None:
    other = make.unit("Đảng bộ xã Khuôn Hà", parent=here.above)
    neighbour = make.holder(Role.UNIT_SECRETARY, at=other.scope)
    now = timezone.now()
    held = conferring.hold_conference(
        here.above,
        conferring.ConferenceFacts(title="Hội nghị", starts_at=now),
        by=here.keeper,
        at=now,
    )
    points = conferring.add_points_beneath(held.pk, by=here.keeper, at=now)
    point = next(each for each in points if each.unit == here.unit)
    conferring.report_point(
        point.pk,
        number=7,
        note="Đồng chí Kín vắng vì kỷ luật",
        seen_version=point.version,
        by=here.doer,
        at=now,
    )
    page = reverse("congress:conference", args=[held.pk])

    def told(user: User) -> str:
        client = signed_in(user)
        sheet = load_workbook(io.BytesIO(client.get(page, {"xuat": "xlsx"}).getvalue()))
        cells = [str(cell.value) for row in sheet.active.iter_rows() for cell in row]
        return client.get(page).text + " ".join(cells)

    assert "Kín" not in told(neighbour)
    assert "Đảng bộ xã Lâm Bình" in told(neighbour)
    assert "Kín" in told(here.doer)
    assert "Kín" in told(here.keeper)
