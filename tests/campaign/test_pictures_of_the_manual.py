"""The pictures of the how-to pages, taken anew from the demo, in both languages.

With ``PORTAL_MANUAL`` naming a folder (``docs/how-to/pictures``) they are kept there;
without it they are taken, measured and thrown away. Papers are Vietnamese only: their
pictures serve both languages.
"""

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import BrowserType, Page, ViewportSize, expect

from core.manual import PICTURES
from tests.browser.hall import Clerk, Operator
from tests.campaign import demo_play
from tests.campaign.demo_play import CONSOLE, Machine, Typing
from tests.campaign.test_entry_faults import Portal, free_port
from tests.campaign.test_the_hall_played import hang

LARGEST: Final = 150 * 1024
WIDTH: Final = 1100
LANGUAGES: Final = ("vi", "en")
LAPTOP: Final[ViewportSize] = {"width": 1366, "height": 768}
PROJECTOR: Final[ViewportSize] = {"width": 1280, "height": 720}
COOKIE: Final = "django_language"
SEED: Final = "4216351264"


def nothing() -> None:
    """Before a picture that needs nothing but its page."""


class Album:
    """Where the pictures go."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def keep(self, name: str, language: str, data: bytes) -> None:
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        if picture.width > WIDTH:
            height = picture.height * WIDTH // picture.width
            picture = picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
        path = self.folder / f"{name}.{language}.webp"
        picture.save(path, "WEBP", quality=82, method=6)
        assert path.stat().st_size <= LARGEST, path.name

    def take(
        self,
        page: Page,
        name: str,
        *,
        before: Callable[[], None] = nothing,
        height: int = 0,
        languages: tuple[str, ...] = LANGUAGES,
    ) -> None:
        """Photograph a page as it opens, in each language; it ends in Vietnamese."""
        page.set_viewport_size({**LAPTOP, "height": height or LAPTOP["height"]})
        address = page.url
        for language in languages:
            self._speak(page, language)
            page.goto(address)
            before()
            page.evaluate("document.fonts.ready")
            self.keep(name, language, page.screenshot(animations="disabled"))
        self._speak(page, "vi")
        page.goto(address)

    def _speak(self, page: Page, language: str) -> None:
        page.context.add_cookies([{"name": COOKIE, "value": language, "url": self.url}])

    def paper(self, page: Page, name: str, link: str, words: str = "") -> None:
        """Photograph the first sheet with these words of a PDF that a link leads to."""
        found = page.get_by_role("link", name=link)
        answer = page.request.get(self.url + str(found.get_attribute("href")))
        document = pypdfium2.PdfDocument(answer.body())
        texts = (each.get_textpage().get_text_range() for each in document)
        sheet = next(at for at, text in enumerate(texts) if words in text.lower())
        picture = document[sheet].render(scale=1.6).to_pil()
        made = io.BytesIO()
        picture.save(made, "PNG")
        self.keep(name, "vi", made.getvalue())


@pytest.fixture
def album(tmp_path: Path) -> Album:
    folder = Path(os.environ.get("PORTAL_MANUAL") or tmp_path)
    return Album(folder, "")


@pytest.fixture
def portal() -> Iterator[Portal]:
    with tempfile.TemporaryDirectory(prefix="m", ignore_cleanup_errors=True) as folder:
        started = Portal(Path(folder), port=free_port(), deed="run")
        started.wait_until_ready()
        yield started
        if started.process.poll() is None:
            started.stop()


def the_papers_are_printed(album: Album, head: Clerk) -> None:
    head.open(demo_play.the_poll(), "In phiếu")
    album.take(head.page, "ballot-paper-page", height=900)
    head.press("In tất cả")
    expect(head.page.get_by_role("link", name="Mở bộ giấy (PDF)")).to_be_visible()
    album.paper(head.page, "ballot-paper-ballot", "Mở phiếu bầu (PDF)")
    pack = "Mở bộ giấy (PDF)"
    album.paper(head.page, "board-card-sheet", pack)
    album.paper(head.page, "ballot-paper-tally", pack, "tờ kiểm phiếu")


def the_papers_are_typed(album: Album, one: Operator, other: Operator) -> None:
    poll = demo_play.the_poll()
    papers = demo_play.heap()
    size = demo_play.BATCH
    batches = [papers[at : at + size] for at in range(0, len(papers), size)]
    first = Typing(one, poll, 1, batches[0])
    for _paper in range(17):
        first.one()
    one.is_at(18, size)

    def typed() -> None:
        one.is_ready()
        one.type("3 9 28-31")

    album.take(one.page, "entry-screen", before=typed)
    one.is_ready()
    one.page.locator("#command").fill("")
    while first.one():
        pass
    first.end()
    second = Typing(other, poll, 2, batches[1])
    for _paper in range(9):
        second.one()
    other.is_at(10, size)
    one.go(f"{demo_play.address(poll)}nhap-phieu/")
    album.take(one.page, "entry-batches", height=900)
    while second.one():
        pass
    second.end()
    for number in (3, 4, 5):
        one.types(poll, number, batches[number - 1])
    page = other.open(poll, "Nhập phiếu")
    page.get_by_role("link", name="Đối chiếu 1", exact=True).click()
    album.take(page, "entry-check", height=800)


def the_papers_are_read_again(
    album: Album, head: Clerk, one: Clerk, other: Operator
) -> None:
    poll = demo_play.the_poll()
    one.has_it_counted(poll)
    head.open(poll)
    album.take(head.page, "count-overview")
    head.open(poll, "Đọc lại ngẫu nhiên")
    head.follow("Gieo số, rút phiếu…")
    head.page.get_by_label("Số gieo").fill(SEED)
    head.press("Rút phiếu")
    papers = demo_play.heap()
    other.go(f"{demo_play.address(poll)}doc-lai/")
    album.take(other.page, "look-mine")
    other.page.get_by_role("link", name="Đọc tập").first.click()
    for number in range(3):
        heading = other.page.locator("#paper").inner_text()
        batch, position = drawn(other.page)
        other.page.get_by_label("Số thứ tự người bị gạch").fill(
            papers[(batch - 1) * demo_play.BATCH + position - 1]
        )
        if number == 2:
            break
        other.page.keyboard.press("Enter")
        other.reads("Cổng hiểu")
        other.page.keyboard.press("Enter")
        expect(other.page.locator("#paper")).not_to_have_text(heading)
    command = other.page.get_by_label("Số thứ tự người bị gạch").input_value()
    album.take(
        other.page,
        "look-paper",
        before=lambda: other.page.locator("[name=command]").fill(command),
    )
    head.open(poll, "Đọc lại ngẫu nhiên")
    album.take(head.page, "look-state")


def drawn(page: Page) -> tuple[int, int]:
    """The batch and position of the paper that is to be read again."""
    words = page.locator("#paper").inner_text().split()
    numbers = [int(each) for each in words if each.isdigit()]
    return numbers[0], numbers[1]


class Hall:
    """Those of whose screens pictures are taken, all at one machine."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.head = machine.seat(Clerk, "truongban", viewport=LAPTOP)
        self.one = machine.seat(Operator, "thanhvien", viewport=LAPTOP)
        self.other = machine.seat(Operator, "thanhvien2", viewport=LAPTOP)
        self.chair = machine.seat(Clerk, "chutich", viewport=LAPTOP)
        token = hang(self.chair, "Màn chính")
        self.wall = machine.browser.new_page(viewport=PROJECTOR)
        self.wall.goto(f"{machine.url}/man-chieu/{token}/")

    def shows(self, album: Album, name: str, *, step: int) -> None:
        """Step once more, and photograph the wall."""
        self.head.page.keyboard.press(" ")
        root = self.wall.locator("[data-wall]")
        expect(root).to_have_attribute("data-step", str(step))
        album.keep(name, "vi", self.wall.screenshot())


@pytest.fixture
def hall(
    portal: Portal,
    album: Album,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
) -> Iterator[Hall]:
    album.url = f"http://127.0.0.1:{portal.port}"
    machine = Machine(browser_type, browser_type_launch_args, album.url)
    yield Hall(machine)
    machine.close()


def before_the_vote(album: Album, hall: Hall) -> None:
    head, poll = hall.head, demo_play.the_poll()
    the_papers_are_printed(album, head)
    demo_play.prepares(head, poll)
    head.open(poll)
    album.take(head.page, "board-card-next", height=900)
    demo_play.seals(head, poll)
    head.go(CONSOLE)
    head.press("Nhận điều khiển")
    expect(head.page.locator("[data-act=take]")).to_be_visible()
    hall.shows(album, "wall-guide", step=1)
    demo_play.opens(head, poll)
    head.open(poll, "Phiếu và thùng phiếu")
    album.take(head.page, "count-papers", height=900)


def the_papers_are_compared(hall: Hall) -> None:
    poll, left = demo_play.the_poll(), demo_play.ISSUED
    for number in range(1, 6):
        who = hall.one if number == 2 else hall.other
        who.checks(poll, number, min(demo_play.BATCH, left))
        left -= demo_play.BATCH


def after_the_count(album: Album, hall: Hall) -> None:
    head, poll = hall.head, demo_play.the_poll()
    head.follow("Không đọc lại hết…")
    head.page.get_by_label("Lý do").fill(
        "Ban ba người, đã cùng nhập và đối chiếu phiếu"
    )
    head.press("Ghi lý do")
    head.open(poll, "Kết quả")
    album.take(head.page, "count-result", height=900)
    head.follow("Chốt kết quả…")
    head.page.get_by_label("Số phiếu thu về, chép").fill(str(demo_play.ISSUED))
    head.page.get_by_label("Tôi đã đọc (cho xem) kết quả này").check()
    head.press("Chốt kết quả")
    head.is_told("Đã chốt kết quả.")
    head.open(poll, "Biên bản")
    expect(head.page.get_by_role("link", name="Mở biên bản (PDF)")).to_be_visible()
    album.paper(head.page, "count-minutes", "Mở biên bản (PDF)")


def the_result_is_shown(album: Album, hall: Hall) -> None:
    head = hall.head
    head.open(demo_play.the_poll(), "Màn chiếu")
    result = head.page.get_by_role("link", name="Mở để chiếu").last
    head.page.goto(album.url + str(result.get_attribute("href")))
    expect(head.page.locator("[data-act=take]")).to_be_visible()
    head.page.keyboard.press(" ")
    expect(head.page.locator("[data-step-number]")).to_have_text("2")
    hall.shows(album, "wall-result", step=3)
    album.take(head.page, "wall-console")
    hall.chair.go(f"{CONSOLE}doc/")
    album.take(hall.chair.page, "wall-reader", height=560)


def test_every_picture_of_the_manual_can_be_taken_anew(
    album: Album, hall: Hall
) -> None:
    before_the_vote(album, hall)
    demo_play.divides(hall.one, demo_play.the_poll())
    the_papers_are_typed(album, hall.one, hall.other)
    the_papers_are_compared(hall)
    the_papers_are_read_again(album, hall.head, hall.one, hall.other)
    after_the_count(album, hall)
    the_result_is_shown(album, hall)

    taken = {path.name for path in album.folder.glob("*.webp")}
    assert taken == {path.name for path in PICTURES.glob("*.webp")}
    assert hall.one.said == hall.head.said == []
