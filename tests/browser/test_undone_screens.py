"""A result annulled in a browser, and an election within the term: no barrier."""

import os
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots import queries
from ballots.models import Annulment, MidTerm, Poll
from congress.models import Congress
from congress.queries import elected_people
from congress.rules.offices import Office
from core.access.rights import Role
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.ballots import undone

pytestmark = pytest.mark.django_db(transaction=True)

SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1366, "height": 768},
    {"width": 360, "height": 780},
)
NAMES: Final = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Cúc", "Phạm Văn Đào")


def committee() -> tuple[Poll, Congress]:
    congress = undone.congress_below()
    people = [make.person(name, at=congress.unit) for name in NAMES]
    poll = undone.announced(congress.bodies.get(), people=people)
    return Poll.objects.select_related(*queries.WITH_PLACE).get(pk=poll.pk), congress


def look(visitor: Visitor, name: str, size: ViewportSize) -> None:
    """Nobody is kept from the page; with a folder named, keep its pictures there."""
    assert (visitor.barriers(), visitor.overflow()) == ([], 0)
    if folder := os.environ.get("PORTAL_PICTURES"):
        picture = Path(folder) / f"{name}-{size['width']}.png"
        visitor.page.screenshot(path=picture, full_page=True)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_a_result_is_annulled_and_held_again(
    size: ViewportSize, new_context: CreateContextCallback, portal: str
) -> None:
    poll, congress = committee()
    here = f"/dai-hoi/{congress.slug}/bau-cu/1/lan-1/"
    visitor = Visitor(new_context(), portal)
    visitor.page.set_viewport_size(size)
    visitor.sign_in(undone.decider(poll))

    visitor.go(here)
    visitor.page.get_by_role("link", name="Cấp trên hủy, không chuẩn y…").click()
    look(visitor, "annul", size)
    visitor.page.get_by_label("Hủy toàn bộ kết quả").check()
    visitor.page.get_by_label("Số quyết định").fill("125-QĐ/TU")
    visitor.page.get_by_label("Ngày quyết định").fill("20/7/2025")
    visitor.page.get_by_label("Nơi quyết định").fill("Ban Thường vụ Tỉnh ủy Cao Minh")
    visitor.page.get_by_label("Vi phạm thủ tục").check()
    visitor.page.get_by_label("Lý do").fill(
        "Thùng phiếu niêm phong không có chứng kiến"
    )
    visitor.page.get_by_role("button", name="Xem lại…").click()
    expect(visitor.page.get_by_role("heading", level=2)).to_contain_text(
        ["Xem lại lần cuối trước khi ghi"]
    )
    look(visitor, "annul-confirm", size)
    assert not Annulment.objects.exists()
    visitor.page.get_by_role("button", name="Ghi quyết định này").click()
    expect(visitor.page.get_by_text("Kết quả bị hủy theo Quyết định")).to_be_visible()
    look(visitor, "annulled", size)

    keeper = Visitor(new_context(), portal)
    keeper.page.set_viewport_size(size)
    keeper.sign_in(make.holder(Role.SECRETARIAT, at=congress.scope))
    keeper.go(f"/dai-hoi/{congress.slug}/bau-cu/trinh-tu/")
    expect(keeper.page.get_by_text("kết quả bị hủy", exact=True)).to_be_visible()
    look(keeper, "annulled-sequence", size)
    keeper.go(here)
    keeper.page.get_by_role("link", name="Lập cuộc bầu lại…").click()
    look(keeper, "again", size)
    keeper.page.get_by_role("button", name="Lập cuộc bầu").click()
    expect(keeper.page.get_by_text("Bầu thay cho cuộc bầu số 1")).to_be_visible()

    assert visitor.said + keeper.said == []


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_somebody_is_elected_within_the_term(
    size: ViewportSize, new_context: CreateContextCallback, portal: str
) -> None:
    _poll, congress = committee()
    visitor = Visitor(new_context(), portal)
    visitor.page.set_viewport_size(size)
    visitor.sign_in(make.holder(Role.ORGANISATION_STAFF, at=congress.unit.scope))
    first = elected_people(congress, Office.COMMITTEE)[0]

    visitor.go(f"/dai-hoi/{congress.slug}/bau-cu/trong-nhiem-ky/")
    visitor.page.get_by_role("link", name="Thôi giữ chức…").first.click()
    look(visitor, "office-end", size)
    visitor.page.get_by_label("Từ ngày").fill("10/7/2025")
    visitor.page.get_by_label("Quyết định, lý do").fill("QĐ 88-QĐ/TU, 10/7/2025")
    visitor.page.get_by_role("button", name="Ghi thôi giữ chức").click()
    expect(visitor.page.get_by_role("cell", name="2/3").first).to_be_visible()
    visitor.page.get_by_label("Số lượng cần bầu").fill("1")
    visitor.page.get_by_label("Số văn bản đồng ý").fill("312-CV/TU")
    visitor.page.get_by_label("Ngày văn bản").fill("20/7/2025")
    visitor.page.get_by_label("Nơi đồng ý").fill("Ban Thường vụ Tỉnh ủy Cao Minh")
    visitor.page.get_by_label("Lý do").fill(f"Thay {first.name} chuyển đi")
    look(visitor, "mid-term", size)
    visitor.page.get_by_role("button", name="Triệu tập hội nghị").click()
    expect(visitor.page.get_by_text("Bầu trong nhiệm kỳ.")).to_be_visible()
    look(visitor, "mid-term-poll", size)

    assert MidTerm.objects.get().standing == 2
    assert visitor.said == []
