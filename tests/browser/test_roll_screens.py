"""The pages of a roll: no barrier, no overflow, and the roll called by keyboard."""

from typing import Final

import pytest
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from congress.models import BodyKind, VotingBody
from core.access.rights import Role
from tests import make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1366, "height": 768},
    {"width": 360, "height": 780},
)


def congress_with_people() -> tuple[VotingBody, str]:
    """Return a body and the key of the delegate who is away."""
    body = make.body()
    make.body(body.congress, kind=BodyKind.COMMITTEE)
    village = make.unit("Chi bộ thôn Nà Pia", parent=body.congress.unit)
    make.person("Hoàng Thị Én", at=village, position="Bí thư chi bộ")
    here = {"origin": "elected", "sent_by": village}
    away = make.on_roll(
        body,
        make.person("Nông Thị Quỳnh", at=village),
        attendance="absent",
        reason="Ốm, đang điều trị tại bệnh viện tỉnh",
        **here,
    )
    make.on_roll(
        body, make.person("Lục Văn Quý", at=village), attendance="unknown", **here
    )
    make.on_roll(
        body,
        make.person("Bàn Văn An", at=village),
        attendance="unknown",
        origin="ex_officio",
    )
    make.on_roll(
        body,
        make.person("Đặng Thị Vui", at=village),
        standing="alternate",
        votes=118,
        **here,
    )
    return body, str(away.pk)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_the_pages_of_a_roll_have_no_barrier(
    size: ViewportSize, new_context: CreateContextCallback, portal: str
) -> None:
    body, away = congress_with_people()
    unit = body.congress.unit
    visitor = Visitor(new_context(), portal)
    visitor.page.set_viewport_size(size)
    visitor.sign_in(make.holder(Role.ORGANISATION_STAFF, at=unit.scope))
    here, found = f"/dai-hoi/{body.congress.slug}/", {}

    for place in (
        "/dai-hoi/lap/",
        here,
        f"{here}sua/",
        f"{here}lap-hoi-nghi/",
        f"{here}danh-sach/dai-hoi/",
        f"{here}danh-sach/dai-hoi/them/",
        f"{here}danh-sach/dai-hoi/{away}/",
        f"{here}danh-sach/dai-hoi/{away}/thay/",
        f"{here}danh-sach/dai-hoi/{away}/bo/",
        f"{here}danh-sach/ban-chap-hanh-1/trung-cu/",
        f"{here}diem-danh/dai-hoi/",
        f"{here}mau-so/dai-hoi/",
        f"/nhap-danh-sach/moi/trieu-tap/?noi={body.congress.slug}",
    ):
        visitor.go(place)
        found[place] = (visitor.barriers(), visitor.overflow())

    assert found == dict.fromkeys(found, ([], 0))
    assert visitor.said == []


def test_the_roll_is_called_by_keyboard(
    new_context: CreateContextCallback, portal: str
) -> None:
    body, _away = congress_with_people()
    visitor = Visitor(new_context(), portal)
    visitor.sign_in(make.holder(Role.SECRETARIAT, at=body.congress.scope))
    page = visitor.page
    visitor.go(f"/dai-hoi/{body.congress.slug}/diem-danh/dai-hoi/")

    first = page.locator("[data-roll-row]").first
    first.locator("[data-mark]").first.focus()
    page.keyboard.press("c")
    expect(first.locator('[data-mark="present"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator(":focus")).to_have_attribute("data-mark", "present")
    page.keyboard.press("v")
    expect(page.get_by_text("Hãy ghi lý do vắng.")).to_be_visible()
    expect(page.locator(":focus")).to_have_attribute("name", "reason")

    assert body.roll.get(person__full_name="Bàn Văn An").attendance == "present"
    # The browser itself notes the answers; nothing else is complained of.
    assert visitor.said == []
