"""The pages of plans: no barrier, no overflow, and something marked as done."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from django.utils import timezone
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from congress.models import Congress, Milestone, PlanTemplate
from core.access.rights import Role
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.congress import plans

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES: Final = os.environ.get("PORTAL_PICTURES")
SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1366, "height": 768},
    {"width": 360, "height": 780},
)


def planned() -> tuple[Congress, PlanTemplate]:
    """A congress in two months whose template has changed since its plan was made."""
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    template = plans.template(province)
    opens = timezone.localdate() + timedelta(days=60)
    commune = make.unit(parent=province)
    congress = plans.planned(template, make.congress(commune, opens_on=opens))
    issued = Milestone.objects.get(congress=congress, code="plan_issued")
    plans.done(issued, evidence="Kế hoạch 12-KH/ĐU")
    plans.item(template, "Làm công trình chào mừng")
    plans.change(template.items.get(code="venue_ready"), days=20)
    return congress, template


def shoot(visitor: Visitor, name: str) -> None:
    if PICTURES:
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_the_pages_of_plans_have_no_barrier(
    size: ViewportSize, new_context: CreateContextCallback, portal: str
) -> None:
    congress, template = planned()
    item = template.items.get(code="venue_ready").pk
    row = Milestone.objects.get(congress=congress, code="venue_ready").pk
    visitor = Visitor(new_context(), portal)
    visitor.page.set_viewport_size(size)
    visitor.sign_in(make.holder(Role.ORGANISATION_STAFF, at=template.unit.scope))
    plan, kept = f"/dai-hoi/{congress.slug}/ke-hoach/", f"/ke-hoach-mau/{template.pk}/"
    found = {}

    for number, place in enumerate(
        (
            plan,
            f"{plan}?in=1",
            f"{plan}lap/",
            f"{plan}them/",
            f"{plan}mau/",
            f"{plan}{row}/",
            f"{plan}{row}/xong/",
            f"{plan}{row}/bo/",
            "/ke-hoach-mau/",
            "/ke-hoach-mau/lap/",
            kept,
            f"{kept}sua/",
            f"{kept}chep/",
            f"{kept}lap-ke-hoach/",
            f"{kept}them/",
            f"{kept}viec/{item}/",
            f"{kept}viec/{item}/bo/",
        )
    ):
        visitor.go(place)
        shoot(visitor, f"plan-{size['width']}-{number:02}")
        found[place] = (visitor.barriers(), visitor.overflow())

    assert found == dict.fromkeys(found, ([], 0))
    assert visitor.said == []


def test_something_is_marked_as_done(
    new_context: CreateContextCallback, portal: str
) -> None:
    congress, template = planned()
    visitor = Visitor(new_context(), portal)
    visitor.sign_in(make.holder(Role.ORGANISATION_STAFF, at=template.unit.scope))
    page = visitor.page
    visitor.go(f"/dai-hoi/{congress.slug}/ke-hoach/")

    page.get_by_role("link", name="Ghi xong – Lập ban tổ chức").click()
    page.get_by_label("Minh chứng").fill("Quyết định 45-QĐ/ĐU")
    page.get_by_role("button", name="Ghi là xong").click()

    expect(page.get_by_text("Quyết định 45-QĐ/ĐU")).to_be_visible()
    assert visitor.said == []
