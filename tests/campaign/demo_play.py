"""The demo's hall at real browsers: who sits there, its papers, its poll by address."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

from playwright.sync_api import Browser, BrowserType, expect

from ballots.management import demo_accounts, demo_hall
from ballots.models import Election, Poll
from congress.models import Congress, VotingBody
from core.models import User
from tests.browser.hall import Clerk, Operator
from tests.browser.visitor import Visitor

CONSOLE: Final = f"/dai-hoi/{demo_hall.SLUG}/man-chieu/"
LISTED: Final = range(1, demo_hall.ON_THE_LIST + 1)
PRINTED: Final = 250
PRESENT: Final = 237  # of 240: three stayed away
ISSUED: Final = 236
BATCH: Final = 50

Person = TypeVar("Person", bound=Visitor)


def the_poll() -> Poll:
    """The poll of the demo's hall, as far as its address tells; nothing is read."""
    body = VotingBody(congress=Congress(slug=demo_hall.SLUG))
    return Poll(number=1, election=Election(number=1, body=body))


def heap() -> list[str]:
    """What is typed of the papers: those last on the list are struck most often."""
    drawn = Random(24)  # noqa: S311 - papers that are always the same
    found = []
    for _each in range(ISSUED):
        liked = {n: drawn.random() ** (3 if n > 25 else 0.7) for n in LISTED}
        struck = sorted(LISTED, key=liked.__getitem__)[: drawn.choice((4, 4, 5, 6))]
        found.append(" ".join(map(str, sorted(struck))))
    # Nobody struck, everybody struck, too few struck: none of the three is valid.
    found[3], found[60], found[110] = "0", "*", "1 2"
    return found


def votes(commands: list[str]) -> list[int]:
    """Votes by number, worked out from what was typed and from nothing else."""
    struck = [{int(each) for each in line.split()} for line in commands if line != "*"]
    least = len(LISTED) - demo_hall.SEATS
    valid = [each for each in struck if 0 not in each and len(each) >= least]
    return [sum(number not in each for each in valid) for number in LISTED]


class Machine:
    """One machine in the hall: a browser process of its own, that can be killed."""

    def __init__(self, chromium: BrowserType, args: dict[str, Any], url: str) -> None:
        before = _browsers()
        self.browser: Browser = chromium.launch(**args)
        self.processes = _browsers() - before
        self.url = url

    def seat(
        self,
        who: Callable[..., Person],
        username: str,
        **context: Any,
    ) -> Person:
        """Somebody signs in here."""
        usual = {"locale": "vi-VN", "viewport": {"width": 1366, "height": 768}}
        made = who(self.browser.new_context(**{**usual, **context}), self.url)
        made.sign_in(User(username=username), demo_accounts.PASSWORD)
        return made

    def dies(self) -> None:
        """Kill the browser without a word."""
        assert self.processes
        for number in self.processes:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def close(self) -> None:
        if self.browser.is_connected():
            self.browser.close()


def _browsers() -> set[int]:
    """The first process of each browser that runs; those it started have a type."""
    found = set()
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            words = entry.name.isdigit() and (entry / "cmdline").read_bytes()
            if (
                words
                and b"--remote-debugging-pipe" in words
                and b"--type=" not in words
            ):
                found.add(int(entry.name))
    return found


# --- the course of the poll, by what stands on the pages ----------------------------


def prepares(head: Clerk, poll: Poll) -> None:
    """The board is written down, the papers are printed, the box is sealed."""
    head.open(poll)
    head.tab("Phiếu và thùng phiếu")
    head.follow("Ghi ban kiểm phiếu")
    head.press("Lưu ban kiểm phiếu")
    head.is_told("Đã ghi ban kiểm phiếu của lần bầu này.")
    head.tab("Phiếu và thùng phiếu")
    head.fill({"Phiếu in": PRINTED, "Phiếu in hỏng": 0})
    head.press("Ghi số phiếu")
    head.is_told("Đã ghi số liệu.")


def seals(head: Clerk, poll: Poll) -> None:
    """The empty box is sealed before witnesses; the ballots are handed out."""
    head.open(poll, "Phiếu và thùng phiếu")
    head.page.get_by_label("Thùng phiếu rỗng").check()
    head.page.get_by_label("Ban kiểm phiếu ghi ở trên đã đúng").check()
    head.page.get_by_label("Số niêm phong").fill("BP-24")
    head.page.get_by_label("Người chứng kiến").fill("Tô Văn Phương, Mạc Thị Ngân")
    head.press("Niêm phong thùng phiếu")
    head.is_told("Đã niêm phong thùng phiếu.")
    head.press("Bắt đầu phát phiếu")
    head.is_told("Bắt đầu phát phiếu. Phát xong thì ghi số phiếu.")


def opens(head: Clerk, poll: Poll, returned: int = ISSUED) -> None:
    """The figures of the vote, and then the box."""
    head.open(poll, "Phiếu và thùng phiếu")
    head.fill(
        {
            "Có mặt khi bỏ phiếu": PRESENT,
            "Phiếu phát ra": returned,
            "Phiếu đổi": 0,
            "Phiếu còn lại": PRINTED - returned,
        }
    )
    head.press("Ghi số phiếu")
    head.is_told("Đã ghi số liệu.")
    checked_again(head)
    head.follow("Mở thùng phiếu…")
    head.page.get_by_label("Mọi người đã bỏ phiếu xong").check()
    head.press("Mở thùng phiếu")
    head.is_told("Đã mở thùng phiếu.")
    head.open(poll)
    head.follow("Ghi số phiếu thu về")
    head.fill({"Phiếu thu về": returned})
    head.press("Ghi số phiếu")
    head.is_told("Đã ghi số liệu.")
    checked_again(head)


def checked_again(head: Clerk) -> None:
    """Where the portal finds a figure odd, the board says that it looked again."""
    box = head.page.get_by_label("Ban kiểm phiếu đã đếm lại")
    if box.count():
        box.check()
        head.press("Xác nhận đã kiểm tra")
        head.is_told("Đã ghi nhận ban đã kiểm tra cảnh báo.")


def divides(member: Clerk, poll: Poll, size: int = BATCH) -> None:
    member.open(poll)
    member.follow("Chia tập")
    member.page.get_by_label("Số tờ mỗi tập").fill(str(size))
    member.press("Chia tập")
    member.is_told("Đã ghi các tập phiếu.")


class Typing:
    """A batch that somebody types paper by paper, while others do the same."""

    def __init__(self, who: Operator, poll: Poll, batch: int, lines: list[str]) -> None:
        self.who, self.poll, self.batch, self.lines = who, poll, batch, lines
        self.done = 0
        who.take(poll, batch)

    def one(self) -> bool:
        """Type one paper; false once there is none left."""
        if self.done == len(self.lines):
            return False
        self.who.is_at(self.done + 1, len(self.lines))
        self.who.enter(self.lines[self.done])
        self.done += 1
        return True

    def goes_on_with(self, who: Operator) -> None:
        """Somebody sits down at another machine and goes on where the portal is."""
        self.who = who
        who.go(f"{address(self.poll)}nhap-phieu/")
        who.page.get_by_role("button", name=f"Nhập tiếp tập {self.batch}").click()
        who.is_ready()
        heading = who.page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(f"/ {len(self.lines)}")
        self.done = int(heading.inner_text().split("Tờ ")[1].split(" /")[0]) - 1

    def end(self) -> None:
        self.who.ends(len(self.lines))


def address(poll: Poll) -> str:
    election = poll.election
    return (
        f"/dai-hoi/{election.body.congress.slug}/bau-cu/{election.number}"
        f"/lan-{poll.number}/"
    )
