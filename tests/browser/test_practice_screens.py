"""A practice through a browser: papers made, batches filled in, the truth shown."""

import os
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots import queries
from ballots.models import Poll
from ballots.prints import practice_ballots
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.ballots import heaps
from tests.integration.ballots.test_practice import counted, filled

pytestmark = pytest.mark.django_db(transaction=True)

PAPERS: Final = 42
# PORTAL_PICTURES=folder leaves a picture of every page there, to be looked at.
PICTURES: Final = os.environ.get("PORTAL_PICTURES", "")
SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1366, "height": 768},
    {"width": 360, "height": 780},
)


def pictured(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"practice-{name}.png", full_page=True)


def test_a_practice_goes_from_papers_to_what_lay_in_the_box(
    new_context: CreateContextCallback, portal: str, settings: Any
) -> None:
    settings.INSTANCE = "practice"
    hall = heaps.opened(returned=PAPERS)
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(hall.head)
    pictured(page, "work")
    visitor.go(hall.url("poll"))
    page.get_by_role("link", name="Diễn tập").last.click()

    expect(page.get_by_role("button", name="Lập tập phiếu")).to_be_visible()
    # The worker of the tests is no practice; what it would do is done here.
    practice_ballots.print_practice_ballots(hall.pk, by=hall.head, at=make.NOON)
    page.reload()
    with page.expect_download() as download:
        link = page.get_by_role("link", name="Mở tập phiếu (PDF)")
        link.evaluate("(it) => it.setAttribute('download', '')")
        link.click()
    expect(page.get_by_role("button", name="Nhập sẵn, gõ đúng hết")).to_be_visible()
    filled(hall)
    page.reload()
    expect(page.get_by_text("Tập nào cũng đã có người nhập.")).to_be_visible()
    pictured(page, "filled")
    counted(
        heaps.Hall(Poll.objects.select_related(*queries.WITH_PLACE).get(), hall.board)
    )
    page.reload()

    expect(page.get_by_text("không có giá trị").first).to_be_visible()
    expect(
        page.get_by_role("heading", name="so với phiếu có trong thùng")
    ).to_be_visible()
    expect(page.get_by_text("có chỗ lệch")).to_have_count(0)
    pictured(page, "truth")
    assert download.value.suggested_filename.startswith("dien-tap-")
    assert visitor.said == []


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["practice", "portal"])
def test_the_pages_of_a_practice_have_no_barrier(
    name: str,
    size: ViewportSize,
    new_context: CreateContextCallback,
    portal: str,
    settings: Any,
) -> None:
    settings.INSTANCE = name
    hall = heaps.opened(returned=PAPERS)
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    page.set_viewport_size(size)
    visitor.sign_in(hall.head)
    slug = hall.poll.election.congress.slug
    checklist = f"/dai-hoi/{slug}/bau-cu/dien-tap/"
    found = {}

    for language in ("VI", "EN"):
        visitor.go(checklist)
        if language == "EN":
            if size["width"] < 1000:
                page.get_by_role("button", name="Trình đơn").click()
            page.get_by_role("button", name="EN", exact=True).click()
        if name == "practice" and language == "VI":
            page.get_by_role("button", name="Tôi đã làm:").first.click()
            expect(page.get_by_text("1/25 việc đã có người làm")).to_be_visible()
        found[language] = (visitor.barriers(), visitor.overflow())
        pictured(page, f"checklist-{name}-{size['width']}-{language}")
        if name == "practice":
            visitor.go(hall.url("poll-practice"))
            found[f"{language} poll"] = (visitor.barriers(), visitor.overflow())
            pictured(page, f"poll-{size['width']}-{language}")

    assert found == dict.fromkeys(found, ([], 0))
    assert visitor.said == []


def test_the_checklist_is_one_sheet_of_paper(
    new_context: CreateContextCallback, portal: str
) -> None:
    hall = heaps.opened()
    visitor = Visitor(new_context(), portal)
    visitor.sign_in(hall.head)
    visitor.go(f"/dai-hoi/{hall.poll.election.congress.slug}/bau-cu/dien-tap/")

    sheet = visitor.page.pdf(format="A4")

    if PICTURES:
        (Path(PICTURES) / "practice-checklist.pdf").write_bytes(sheet)
    assert len(pypdfium2.PdfDocument(sheet)) == 1
