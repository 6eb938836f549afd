"""The register's forms that ask, and pages of people who left."""

from datetime import date
from typing import Final

import pytest
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from core.access.rights import Role
from core.models import Person
from core.models.person import LeftWhy
from core.services import Leaving, let_person_leave
from tests import make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1366, "height": 768},
    {"width": 390, "height": 844},
)


def left(person: Person) -> Person:
    return let_person_leave(
        person_id=person.pk,
        seen_version=person.version,
        leaving=Leaving(on=date(2025, 7, 1), why=LeftWhy.MOVED_AWAY),
        by=None,
        at=make.NOON,
    )


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_somebody_leaves_and_is_brought_back_without_a_barrier(
    size: ViewportSize, new_context: CreateContextCallback, portal: str
) -> None:
    unit = make.unit("Đảng bộ xã Khe Vàng")
    person = make.person("Lục Văn Quý", at=unit, born_on=date(1975, 8, 5))
    make.post(person)
    left(make.person("Nông Thị Ba", at=unit))
    visitor = Visitor(new_context(), portal)
    visitor.page.set_viewport_size(size)
    visitor.sign_in(make.holder(Role.PERSONNEL_STAFF, at=unit.scope))
    page, found = visitor.page, {}

    def look(name: str) -> None:
        found[name] = (visitor.barriers(), visitor.overflow())

    visitor.go(f"/nguoi/{person.pk}/sua/")
    page.get_by_label("Ngày vào Đảng").fill("1/1/1990")
    page.get_by_label("Dân tộc").fill("h'mong")
    page.get_by_role("button", name="Lưu").click()
    tick = page.get_by_label("Đã kiểm tra, giữ như vậy")
    expect(tick).not_to_be_checked()
    look("a doubt")
    tick.check()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    look("one person")
    page.get_by_role("link", name="Ghi rời sổ…").click()
    look("leaving")
    page.get_by_label("Lý do rời sổ").select_option("died")
    page.get_by_label("Ngày rời sổ").fill("1/7/2025")
    page.get_by_role("button", name="Ghi rời sổ").click()
    expect(page.get_by_text("Đã rời sổ từ ngày 01/07/2025: từ trần.")).to_be_visible()
    look("who left")
    visitor.go("/nguoi/?so=roi")
    look("all who left")
    page.get_by_role("link", name="Lục Văn Quý").click()
    page.get_by_role("link", name="Đưa trở lại sổ…").click()
    look("coming back")
    page.get_by_label("Lý do").fill("Ghi nhầm người.")
    page.get_by_role("button", name="Đưa trở lại sổ").click()
    expect(page.get_by_role("link", name="Ghi rời sổ…")).to_be_visible()

    assert found == dict.fromkeys(found, ([], 0))
    assert visitor.said == []
    assert Person.objects.get(pk=person.pk).ethnicity == "Mông"
