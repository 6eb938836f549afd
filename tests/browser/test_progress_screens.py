"""Boards and calendars: no barrier, no overflow, on a desk and on a phone."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from django.utils import timezone
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from congress.models import Congress
from core.access.rights import Role
from core.models import User
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.congress.plans_of import milestone, sent

pytestmark = pytest.mark.django_db(transaction=True)

SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1366, "height": 768},
    {"width": 360, "height": 780},
)
# Where pictures go, if somebody wants to look at them.
PICTURES: Final = os.environ.get("PORTAL_PICTURES", "")


def province_of_congresses() -> tuple[User, Congress]:
    today = timezone.localdate()
    province = make.unit("Đảng bộ tỉnh Tuyên Quang")
    somebody = make.person("Nông Văn Thái", at=province, position="Phó Bí thư Tỉnh ủy")
    make.post(somebody, "Phó Bí thư Tỉnh ủy", unit=province)
    held = []
    for number, name in enumerate(("Khe Vàng", "Sơn Bình", "Đông Hòa", "Nậm Lành")):
        unit = make.unit(f"Đảng bộ xã {name}", parent=province)
        day = today + timedelta(days=[3, 3, -5, 40][number])
        held.append(make.congress(unit, opens_on=day))
    for each in held[:2]:
        sent(somebody, each)
        milestone(each, "documents_cleared", due_on=today - timedelta(days=4))
        milestone(each, "tally_rehearsed", due_on=today + timedelta(days=2))
    done = today - timedelta(days=9)
    milestone(held[3], "personnel_cleared", due_on=done, done_on=done)
    make.unit("Đảng bộ xã Chưa Lập", parent=province)
    return make.holder(Role.ORGANISATION_STAFF, at=province.scope), held[3]


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_boards_and_calendars_have_no_barrier(
    size: ViewportSize, new_context: CreateContextCallback, portal: str
) -> None:
    user, congress = province_of_congresses()
    visitor = Visitor(new_context(), portal)
    visitor.page.set_viewport_size(size)
    visitor.sign_in(user)
    found = {}

    for name, place in (
        ("list", "/dai-hoi/"),
        ("board", "/tien-do/"),
        ("print", "/tien-do/?in=1"),
        ("without", "/tien-do/?tinh-trang=none"),
        ("month", "/lich-dai-hoi/"),
        ("year", "/lich-dai-hoi/ca-nam/"),
        ("links", "/lich-dai-hoi/lien-ket/"),
        ("upper", f"/dai-hoi/{congress.slug}/cap-tren-du/"),
    ):
        visitor.go(place)
        found[place] = (visitor.barriers(), visitor.overflow())
        if PICTURES:
            file = Path(PICTURES) / f"{name}-{size['width']}.png"
            visitor.page.screenshot(path=file, full_page=True)

    assert found == dict.fromkeys(found, ([], 0))
    assert visitor.said == []


def test_a_link_is_made_and_shown_once(
    new_context: CreateContextCallback, portal: str
) -> None:
    user, _congress = province_of_congresses()
    visitor = Visitor(new_context(), portal)
    visitor.sign_in(user)
    visitor.go("/lich-dai-hoi/lien-ket/")

    visitor.page.get_by_label("Dùng ở đâu").fill("Điện thoại")
    visitor.page.get_by_role("button", name="Lập liên kết").click()

    expect(visitor.page.locator("[data-address]")).to_contain_text(".ics")
    visitor.go("/lich-dai-hoi/lien-ket/")
    expect(visitor.page.locator("[data-address]")).to_have_count(0)
