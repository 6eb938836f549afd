"""Those who count at their browsers: what each does, by what he reads on the screen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from playwright.sync_api import Locator, Page, ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots import queries
from ballots.models import Poll
from tests import make
from tests.browser.visitor import Visitor

SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 360, "height": 780},
    {"width": 1366, "height": 768},
)


class Clerk(Visitor):
    """Somebody who works on the pages of one poll."""

    def open(self, poll: Poll, tab: str = "") -> Page:
        """Open the poll by its address, then one of its pages by its tab."""
        self.go(reverse("ballots:poll", args=queries.address(poll)))
        if tab:
            self.tab(tab)
        return self.page

    def tab(self, name: str) -> None:
        """Go to another page of the poll, or of where it is held."""
        name_of_bar = re.compile("^Các trang của")
        tabs = self.page.get_by_role("navigation", name=name_of_bar)
        tabs.get_by_role("link", name=name, exact=True).click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        # The tabs come first; what is due stands after them.
        link = self.page.get_by_role("main").get_by_role("link", name=name).last
        # Whoever looks next must not look at the page that is being left.
        with self.page.expect_navigation():
            link.click()

    def reads(self, words: str) -> None:
        """Wait until this stands on the page."""
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def is_told(self, words: str) -> None:
        """Wait for what the portal answers to an act."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def panel(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def fill(self, fields: dict[str, int | str]) -> None:
        for label, value in fields.items():
            # A star follows the name of a field that has to be filled in.
            starred = re.compile(rf"^\s*{label}\s*\*?\s*$")
            self.page.get_by_label(starred).fill(str(value))

    def look(self) -> None:
        """Nobody is kept from this page, and it fits a phone and a laptop."""
        for size in SIZES:
            self.page.set_viewport_size(size)
            found = (self.barriers(), self.overflow())
            assert (self.page.url, size["width"], *found) == (
                *(self.page.url, size["width"]),
                *([], 0),
            )

    def checks(self, poll: Poll, batch: int, papers: int, *, wrong: int = 0) -> None:
        """Compare a batch paper by paper; one of them may be another than typed."""
        page = self.open(poll, "Nhập phiếu")
        page.get_by_role("link", name=f"Đối chiếu {batch}", exact=True).click()
        expect(page.get_by_role("button", name="Tờ này khớp")).to_be_visible()
        for position in range(1, papers + 1):
            page.keyboard.press("-" if position == wrong else "Enter")
        expect(page.get_by_label("Số tờ phiếu giấy đã so")).to_be_focused()
        page.keyboard.type(str(papers))
        if wrong:
            self.press("Trả lại để nhập lại")
            self.reads(f"tờ {wrong}")
            return
        self.press("Cả tập khớp với phiếu")
        self.is_told(f"Tập {batch} khớp với phiếu.")

    def has_it_counted(self, poll: Poll) -> None:
        """End the entry and have the machine count."""
        self.open(poll, "Nhập phiếu")
        self.follow("Kết thúc nhập phiếu")
        self.press("Kết thúc nhập phiếu")
        self.is_told("Đã nhập xong phiếu. Có thể kiểm phiếu.")
        self.press("Kiểm phiếu")
        self.is_told("Đã kiểm xong.")

    def confirms(self, poll: Poll, *, returned: int) -> None:
        """Read the result, and confirm it by the number on the board's own sheet."""
        page = self.open(poll)
        self.follow("Xem kết quả")
        self.follow("Đọc lại ngẫu nhiên…")
        self.follow("Không đọc lại hết…")
        page.get_by_label("Lý do").fill("Ban ba người, đã cùng nhập và đối chiếu phiếu")
        self.press("Ghi lý do")
        self.follow("Chốt kết quả…")
        page.get_by_label("Số phiếu thu về, chép").fill(str(returned))
        page.get_by_label("Tôi đã đọc (cho xem) kết quả này").check()
        self.press("Chốt kết quả")
        self.is_told("Đã chốt kết quả.")

    def verdicts(self, poll: Poll) -> dict[str, tuple[int, str]]:
        """Return the votes of each and what became of him, as the page says it."""
        self.open(poll, "Kết quả")
        found = {}
        for cells in self.rows("Kết quả theo thứ tự trên phiếu"):
            # Where people agree or disagree, those against stand after the votes.
            _number, name, votes, *_against, verdict, _rule = cells
            found[name] = (int(votes.split("/")[0]), verdict)
        return found

    def rows(self, table: str) -> list[list[str]]:
        """Return the cells of a table's rows."""
        rows = self.panel(table).locator("tbody tr")
        expect(rows.first).to_be_visible()
        return [row.locator("th, td").all_inner_texts() for row in rows.all()]


class Operator(Clerk):
    """Somebody with a batch on the table."""

    def take(self, poll: Poll, number: int = 1) -> Page:
        """Take a batch on the page of all batches."""
        self.go(reverse("ballots:poll-entry", args=queries.address(poll)))
        row = self.page.get_by_role("row").nth(number)
        row.get_by_role("button", name="Nhận tập này").click()
        self.is_ready()
        return self.page

    def is_ready(self) -> None:
        """Wait for the screen's script; without it the form works as a form does."""
        expect(self.page.locator("form[data-ready]")).to_have_count(1)
        expect(self.command).to_be_focused()

    @property
    def command(self) -> Locator:
        return self.page.locator("#command")

    def type(self, command: str) -> None:
        """Type into whatever has the focus, as a person does."""
        self.page.keyboard.type(command)

    def enter(self, command: str = "") -> None:
        self.type(command)
        self.page.keyboard.press("Enter")

    def is_at(self, position: int, of: int) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(
            f"Tờ {position} / {of}"
        )

    def types(self, poll: Poll, batch: int, commands: Sequence[str]) -> None:
        """Take a batch, type all of its papers by keys and end it."""
        self.take(poll, batch)
        for position, command in enumerate(commands, start=1):
            self.is_at(position, len(commands))
            self.enter(command)
        self.ends(len(commands))

    def ends(self, papers: int) -> None:
        finish = self.page.get_by_role("link", name="Kết thúc tập…")
        expect(finish).to_be_focused()
        self.page.keyboard.press("Enter")
        self.press(f"Đúng {papers} tờ, kết thúc")
        self.is_told("chờ đối chiếu")


@dataclass(frozen=True)
class AtWork:
    """The board of a body, each of them at a browser of his own."""

    head: Clerk
    member: Operator
    technician: Operator

    @property
    def said(self) -> list[str]:
        """What any of their consoles complained of."""
        return [*self.head.said, *self.member.said, *self.technician.said]

    def count(self, poll: Poll, commands: Iterable[str]) -> None:
        """Take one batch from the open box to the confirmed result."""
        papers = list(commands)
        self.technician.types(poll, 1, papers)
        self.member.checks(poll, 1, len(papers))
        self.member.has_it_counted(poll)
        self.head.confirms(poll, returned=len(papers))


def at_work(
    board: make.Board, new_context: CreateContextCallback, portal: str
) -> AtWork:
    """Sign the board in, each in a browser of his own."""
    head = Clerk(new_context(), portal)
    member, technician = (Operator(new_context(), portal) for _each in range(2))
    head.sign_in(board.head)
    member.sign_in(board.member)
    technician.sign_in(board.technician)
    return AtWork(head, member, technician)
