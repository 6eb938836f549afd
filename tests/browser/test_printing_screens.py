"""The page on which ballots are printed: no barrier, and followed to its end."""

from typing import Final

import pytest
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from core.access.rights import Role
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.ballots import heaps

pytestmark = pytest.mark.django_db(transaction=True)

SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1366, "height": 768},
    {"width": 360, "height": 780},
)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_the_page_of_printing_has_no_barrier(
    size: ViewportSize, new_context: CreateContextCallback, portal: str
) -> None:
    closed = heaps.with_closed_list()
    open_ = make.election()
    make.put_forward(open_, make.person("Lò Văn Cả"), make.person("Lục Thị Ba"))
    presidium = make.holder(Role.PRESIDIUM, at=open_.election.congress.scope)
    found = {}

    for who, hall in (
        (closed.head, closed),
        (presidium, heaps.Hall(open_, make.board(open_.election.body))),
    ):
        visitor = Visitor(new_context(), portal)
        visitor.page.set_viewport_size(size)
        visitor.sign_in(who)
        visitor.go(hall.url("poll-print"))
        expect(visitor.page.locator(".ballot-preview .ballot")).to_be_visible()
        found[str(who)] = (visitor.barriers(), visitor.overflow(), visitor.said)

    assert found == dict.fromkeys(found, ([], 0, []))


def test_everything_is_printed_with_one_button_and_followed_to_its_end(
    new_context: CreateContextCallback, portal: str
) -> None:
    hall = heaps.with_closed_list()
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(hall.head)
    visitor.go(hall.url("poll-print"))

    page.get_by_label("A5, hai phiếu").check()
    page.get_by_label("Màu phiếu").select_option("green")
    page.get_by_label("Số phiếu cần in").fill("9")
    page.get_by_role("button", name="In tất cả").click()

    expect(page.get_by_role("link", name="Tải tất cả (ZIP)")).to_be_visible()
    expect(page.get_by_text("10 phiếu, 5 tờ giấy")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tất cả (ZIP)").click()
    assert download.value.suggested_filename.startswith("in-tat-ca-")
    assert visitor.said == []
