"""The demo's congress played: from the closed list to the last step on every wall.

Two operators, the head, a reader and two walls sit at five browsers, each a process of
its own; eighteen more walls ask over plain HTTP. While they work the web server and the
worker are killed, walls are cut off for a minute, browsers are killed in mid-step, and
clocks are set back by hours: those of two browsers by the browser's own means, that of
the portal where it asks Django what time it is (the kernel's clock, and with it the
database's and the cache's, goes on). Every wall shows every step, in order, within a
second, and what it shows is what the minutes say.
"""

import os
import re
import signal
import tempfile
import threading
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from ballots.management import demo_hall
from tests.browser.hall import Clerk, Operator
from tests.campaign import demo_play
from tests.campaign.demo_play import CONSOLE, Machine, Typing
from tests.campaign.launched import until
from tests.campaign.test_entry_faults import Portal, free_port, say
from tests.campaign.test_walls_in_the_hall import Watching

CLIENTS: Final = 18
CUT_OFF: Final = (0, 7, 13)  # the clients that lose their network with a wall
PACE: Final = 1.6  # seconds from one step to the next
WITHIN: Final = 1.0
AWAY: Final = 60.0  # a minute, by every clock there is
SET_BACK: Final = 3 * 60 * 60
PATIENCE_MS: Final = 60_000
BATCH: Final = demo_play.BATCH
# The steps before the result, with its first page; then one for each, and the elected.
FIGURES: Final = 6 + 1
PEOPLE: Final = len(demo_play.LISTED)
ELECTED: Final = 4

# A portal whose clock can be set: read by every process of it as it starts.
CLOCK: Final = """
import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

_late, _now = Path(os.environ["PLAY_CLOCK"]), timezone.now
timezone.now = lambda: _now() - timedelta(seconds=int(_late.read_text() or 0))
"""
# Tells of each step that a wall draws, and of each text that a reader is given, by the
# machine's own clock: what the page takes for the time may be another.
TELLS: Final = """
(() => {
  const [began, now] = [performance.timeOrigin, performance.now.bind(performance)];
  const watch = (element, said, options) => {
    const tell = () => window.told([(began + now()) / 1000, ...said(element)]);
    new MutationObserver(tell).observe(element, options);
    tell();
  };
  document.addEventListener("DOMContentLoaded", () => {
    const wall = document.querySelector("[data-wall]");
    if (wall) {
      watch(wall, (at) => [Number(at.dataset.step), at.innerText],
            { attributes: true, attributeFilter: ["data-step"] });
    }
    const reading = document.querySelector(".reader-text");
    if (reading) {
      watch(reading, (at) => [0, at.textContent], { childList: true });
    }
  });
})();
"""


class Seen(NamedTuple):
    """What stood on a screen, and from when."""

    at: float
    number: int
    text: str


class Screen:
    """A browser's page that tells what it shows: a wall, or the reader's view."""

    def __init__(
        self, context: BrowserContext, address: str, page: Page | None = None
    ) -> None:
        self.seen: list[Seen] = []
        context.expose_function("told", lambda said: self.seen.append(Seen(*said)))
        context.add_init_script(TELLS)
        self.page = page or context.new_page()
        self.page.goto(address)

    @property
    def number(self) -> int:
        """The step on the wall. Asked of the page, so that it can tell meanwhile."""
        root = self.page.locator("[data-wall]")
        return int(root.get_attribute("data-step") or 0)


class Client(Watching):
    """A wall without a browser, which can lose its network."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(port, token)
        self.away = threading.Event()
        self.frames: list[Any] = []

    def ask(self) -> None:
        if self.away.is_set():
            raise OSError
        super().ask()

    def hear(self, told: dict[str, Any], now: float) -> None:
        # Frames first: who finds the number finds the frame.
        self.frames.extend(step["frame"] for step in told["steps"])
        super().hear(told, time.time())


class Pressed(NamedTuple):
    """A key at the console: when, and what kept it from being quick, if anything."""

    at: float
    fault: str


class Play:
    """Everybody in the hall, and what was pressed there."""

    def __init__(
        self, portal: Portal, chromium: BrowserType, args: dict[str, Any]
    ) -> None:
        self.portal = portal
        self.url = f"http://127.0.0.1:{portal.port}"
        self.chromium, self.args = chromium, args
        self.machines: list[Machine] = []
        self.poll = demo_play.the_poll()
        self.address = demo_play.address(self.poll)
        self.papers = demo_play.heap()
        ends = range(0, len(self.papers), BATCH)
        self.batches = [self.papers[at : at + BATCH] for at in ends]
        self.pressed: dict[int, Pressed] = {}
        self.faults: list[str] = []
        self.read_after: list[float] = []
        self.deck = ""
        self._sit_down()

    def _sit_down(self) -> None:
        """Five machines, and eighteen walls without one."""
        self.desk, self.table = self.machine(), self.machine()
        self.one = self.machine().seat(Operator, "thanhvien")
        self.other = self.table.seat(Operator, "thanhvien2")
        self.control = self.head = self.desk.seat(Clerk, "truongban")
        self.chair = self.machine().seat(Clerk, "chutich")
        tokens = [hang(self.chair, f"Màn {n}") for n in range(1, CLIENTS + 3)]
        projector = self.machine().browser
        self.walls = [
            Screen(
                projector.new_context(viewport={"width": 1920, "height": 1080}),
                f"{self.url}/man-chieu/{token}/",
            )
            for token in tokens[:2]
        ]
        self.reader = Screen(
            self.chair.page.context, f"{self.url}{CONSOLE}doc/", self.chair.page
        )
        self.clients = [Client(self.portal.port, token) for token in tokens[2:]]
        for client in self.clients:
            client.start()

    def machine(self) -> Machine:
        made = Machine(self.chromium, self.args, self.url)
        self.machines.append(made)
        return made

    def head_sits_down(self) -> None:
        """The head goes on at another machine."""
        self.desk = self.machine()
        self.head = self.desk.seat(Clerk, "truongban")

    def typing(self, who: Operator, number: int) -> Typing:
        return Typing(who, self.poll, number, self.batches[number - 1])

    def table_dies(self, typing: Typing) -> None:
        """A table's browser is killed as a paper is sent; he goes on at another."""
        typing.one()
        self.table.dies()
        self.table = self.machine()
        self.other = self.table.seat(Operator, "thanhvien2")
        sent = typing.done
        typing.goes_on_with(self.other)
        assert typing.done in {sent - 1, sent}
        self.faults.append(f"a table killed at paper {sent}, on at {typing.done + 1}")

    # --- at the console -------------------------------------------------------------

    def takes_control(self, who: Clerk, page: str = CONSOLE) -> None:
        who.go(page)
        holder = who.page.locator("[data-holder]")
        if holder.inner_text() != "Bạn đang điều khiển.":
            who.press("Nhận điều khiển")
        expect(holder).to_have_text("Bạn đang điều khiển.")
        # The page's script listens for keys once it has shown its buttons.
        expect(who.page.locator("[data-act=take]")).to_be_visible()
        self.control = who

    @property
    def last(self) -> int:
        found = self.portal.sql("SELECT coalesce(max(number), 0) FROM congress_step")
        return int(found[0][0])

    def steps_to(self, number: int) -> None:
        while len(self.pressed) < number:
            self.step()

    def step(self, key: str = " ", *, fault: str = "") -> None:
        """Press a key as a person who reads aloud, and wait until it is answered."""
        self.pause()
        number = len(self.pressed) + 1
        self.pressed[number] = Pressed(time.time(), fault)
        self.control.page.keyboard.press(key)
        self.is_answered(number)
        self.is_read(number)

    def pause(self) -> None:
        last = self.pressed[len(self.pressed)].at if self.pressed else 0.0
        self.wait(max(0.0, PACE - (time.time() - last)))

    def wait(self, seconds: float) -> None:
        self.control.page.wait_for_timeout(seconds * 1000)

    def is_answered(self, number: int) -> None:
        if self.control.page.locator("[data-step-number]").count():
            shown = self.control.page.locator("[data-step-number]")
            expect(shown).to_have_text(str(number), timeout=PATIENCE_MS)
        else:
            until(lambda: self.last == number, seconds=30)

    def is_read(self, number: int) -> None:
        """The reader has the text of the cue that the console is at."""
        given = self.control.page.locator("[data-reading]").first.text_content()
        expect(self.reader.page.locator(".reader-text")).to_have_text(str(given))
        took = self.reader.seen[-1].at - self.pressed[number].at
        if took > 0 and not self.pressed[number].fault:
            self.read_after.append(took)

    def step_and_die(self) -> None:
        """Press the key; the head's browser is gone before anybody could answer."""
        self.pause()
        number = len(self.pressed) + 1
        pressed = Pressed(time.time(), "killed")
        self.control.page.keyboard.press(" ")
        self.desk.dies()
        time.sleep(0.5)
        # Either the step was made or it was not: nobody has to know, all see the same.
        if self.last == number:
            self.pressed[number] = pressed
        made = "made" if number in self.pressed else "not made"
        self.faults.append(f"a console killed in step {number}, which was {made}")

    # --- faults ---------------------------------------------------------------------

    def kill(self, name: str) -> None:
        number = self.portal.child(name)
        assert number, name
        os.kill(number, signal.SIGKILL)
        self.faults.append(f"{name} killed")


@pytest.fixture(scope="module")
def clock() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="c") as folder:
        late = Path(folder) / "late"
        late.write_text("0")
        (Path(folder) / "sitecustomize.py").write_text(CLOCK)
        yield late


@pytest.fixture(scope="module")
def portal(clock: Path) -> Iterator[Portal]:
    given = {"PYTHONPATH": str(clock.parent), "PLAY_CLOCK": str(clock)}
    with tempfile.TemporaryDirectory(prefix="h", ignore_cleanup_errors=True) as folder:
        started = Portal(Path(folder), port=free_port(), deed="run", **given)
        started.wait_until_ready()
        yield started
        if started.process.poll() is None:
            started.stop()


@pytest.fixture
def play(
    portal: Portal, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Play]:
    made = Play(portal, browser_type, browser_type_launch_args)
    yield made
    for machine in made.machines:
        machine.close()


def hang(keeper: Clerk, name: str) -> str:
    """Make the address of a wall on the page for it; returns its token."""
    keeper.go(f"{CONSOLE}man-hinh/")
    keeper.page.get_by_label("Đặt ở đâu").fill(name)
    keeper.press("Lập địa chỉ")
    shown = keeper.page.get_by_text(re.compile(r"/man-chieu/[\w-]{32}/")).first
    found = re.search(r"/man-chieu/([\w-]{32})/", shown.inner_text())
    assert found
    return found[1]


def test_the_congress_of_the_demo_is_played_through_every_fault(
    play: Play, clock: Path
) -> None:
    began = time.monotonic()

    how_to_vote_is_shown_and_a_console_dies(play)
    two_type_through_faults(play)
    what_was_typed_is_compared_and_counted(play)
    the_result_begins(play)
    cut = walls_are_cut_off_for_a_minute(play)
    clocks_are_set_back(play, clock)
    the_console_dies_again(play)
    the_result_ends(play)

    check(play, cut)
    shown = figures_shown(play.clients[0].frames)
    assert [votes for _name, votes, _percent in shown["people"]] == [
        str(each) for each in demo_play.votes(play.papers)
    ]
    agrees_with_the_minutes(shown, minutes(play.head, play.address))
    say(
        f"the play took {time.monotonic() - began:.0f} s; {len(play.papers)} papers "
        f"typed and compared; {'; '.join(play.faults)}"
    )


def how_to_vote_is_shown_and_a_console_dies(play: Play) -> None:
    demo_play.prepares(play.head, play.poll)
    demo_play.seals(play.head, play.poll)
    play.takes_control(play.head)
    play.steps_to(4)  # how to vote, two pages of names, voting
    play.step_and_die()
    play.takes_control(play.chair, f"{CONSOLE}doc/")
    play.steps_to(5)  # counting, from the lectern
    play.head_sits_down()
    demo_play.opens(play.head, play.poll)
    demo_play.divides(play.one, play.poll)


def two_type_through_faults(play: Play) -> None:
    """The web server is killed while both type, then a table's browser in mid-step."""
    first, second = play.typing(play.one, 1), play.typing(play.other, 2)
    together(first, second, until=BATCH // 4)
    play.kill("web")
    together(first, second, until=BATCH // 2)
    play.table_dies(second)
    together(first, second)
    together(play.typing(play.one, 3), play.typing(play.other, 4))
    together(play.typing(play.one, 5))


def together(*typing: Typing, until: int = BATCH) -> None:
    """Each types a paper in turn; who has come to the end of a heap ends it."""
    waiting = [each for each in typing if each.done < until]
    while waiting:
        waiting = [each for each in waiting if each.one() and each.done < until]
    for each in typing:
        if until == BATCH:
            each.end()


def what_was_typed_is_compared_and_counted(play: Play) -> None:
    """The worker is killed as it is asked to count."""
    one, other, poll = play.one, play.other, play.poll
    for who, number in ((other, 1), (one, 2), (other, 3), (one, 4), (other, 5)):
        who.checks(poll, number, len(play.batches[number - 1]))
    play.steps_to(6)  # the minutes are being written
    one.open(poll, "Nhập phiếu")
    one.follow("Kết thúc nhập phiếu")
    one.press("Kết thúc nhập phiếu")
    one.is_told("Đã nhập xong phiếu. Có thể kiểm phiếu.")
    play.kill("worker")
    one.press("Kiểm phiếu")
    told = one.page.get_by_text("Đã kiểm xong.").first
    expect(told).to_be_visible(timeout=PATIENCE_MS)
    play.head.confirms(poll, returned=len(play.papers))


def the_result_begins(play: Play) -> None:
    """The figures and five people; the web server is killed before the fifth."""
    head = play.head
    head.open(play.poll, "Màn chiếu")
    head.page.get_by_label("Lần lượt từng người").check()
    head.press("Lập trang chiếu")
    result = head.page.get_by_role("link", name="Mở để chiếu").last
    play.deck = str(result.get_attribute("href"))
    play.takes_control(head, play.deck)
    play.steps_to(FIGURES + 4)
    play.kill("web")
    play.step(fault="killed")


class CutOff(NamedTuple):
    """Who lost the network, at which step, and which steps were made meanwhile."""

    wall: Screen
    clients: list[Client]
    missed: range


def walls_are_cut_off_for_a_minute(play: Play) -> CutOff:
    """The last good frame stays, with a small sign; then every step is caught up."""
    wall, clients = play.walls[1], [play.clients[at] for at in CUT_OFF]
    stood = play.last
    until(lambda: all(client.number == stood for client in clients), seconds=5)
    root, sign = wall.page.locator("[data-wall]"), wall.page.locator("[data-wall-away]")
    expect(root).to_have_attribute("data-step", str(stood))
    before = root.inner_text()

    wall.page.context.set_offline(True)
    for client in clients:
        client.away.set()
    went = time.monotonic()
    while time.monotonic() - went < AWAY:
        if play.last < FIGURES + 24:
            play.step()
        else:
            play.wait(0.5)
    expect(sign).to_be_visible()
    assert (wall.number, root.inner_text()) == (stood, before)
    assert [client.number for client in clients] == [stood] * len(clients)

    back = time.monotonic()
    wall.page.context.set_offline(False)
    for client in clients:
        client.away.clear()
    expect(root).to_have_attribute("data-step", str(play.last))
    expect(sign).to_be_hidden()
    missed = range(stood + 1, play.last + 1)
    play.faults.append(
        f"a wall and {len(clients)} clients {back - went:.0f} s without network, "
        f"{len(missed)} steps caught up in {time.monotonic() - back:.1f} s"
    )
    return CutOff(wall, clients, missed)


def clocks_are_set_back(play: Play, clock: Path) -> None:
    """By hours: the portal's, the console's and that of a wall."""
    clock.write_text(str(SET_BACK))
    for page in (play.walls[0].page, play.head.page):
        page.clock.set_system_time(time.time() - SET_BACK)
        assert page.evaluate("Date.now() / 1000") < time.time() - SET_BACK / 2
    play.faults.append(f"clocks of portal, console and wall {SET_BACK // 3600} h back")
    play.steps_to(FIGURES + PEOPLE - 2)


def the_console_dies_again(play: Play) -> None:
    play.step_and_die()
    play.head_sits_down()
    play.takes_control(play.head, play.deck)


def the_result_ends(play: Play) -> None:
    """Those who are left, the elected, and a blank wall."""
    play.steps_to(FIGURES + PEOPLE + ELECTED)
    play.step("b")
    until(lambda: all(each.number == play.last for each in play.clients), seconds=10)
    for wall in play.walls:
        expect(wall.page.locator("[data-wall]")).to_have_class("wall-frame is-blank")
    for client in play.clients:
        client.enough.set()
        client.join(10)


def check(play: Play, cut: CutOff) -> None:
    """Every wall showed every step in order, the same on all, and in time."""
    play.wait(0.5)
    made = play.portal.sql(
        "SELECT s.number, f.content, f.reading FROM congress_step s"
        " LEFT JOIN congress_frame f ON f.id = s.frame_id ORDER BY s.number"
    )
    numbers, contents, readings = map(list, zip(*made, strict=True))
    frames = play.clients[0].frames
    assert numbers == list(play.pressed) == list(range(1, len(made) + 1))
    for client in play.clients:
        assert [number for number, _at in client.seen] == numbers
        assert client.frames == frames
    for frame, content in zip(frames, contents, strict=True):
        assert content == (frame and {key: frame[key] for key in content})
    for wall in play.walls:
        assert [each.number for each in wall.seen] == [0, *numbers]
        for each, content in zip(wall.seen[1:], contents, strict=True):
            assert stands_on(each.text, content), (each, content)
    read = without_repeats([each.text for each in play.reader.seen])
    assert read == without_repeats([each or "–" for each in ["", *readings]])
    tell_and_check_delays(play, cut)


def tell_and_check_delays(play: Play, cut: CutOff) -> None:
    """Within a second, but where there was no network, no server or no console."""
    shown = [(wall.seen[1:], wall is cut.wall, True) for wall in play.walls]
    shown += [
        ([Seen(at, n, "") for n, at in client.seen], client in cut.clients, False)
        for client in play.clients
    ]
    delays: dict[str, list[float]] = {"browsers": [], "clients": [], "killed": []}
    for seen, was_cut, is_browser in shown:
        for each in seen:
            if was_cut and each.number in cut.missed:
                continue
            kind = play.pressed[each.number].fault
            kind = kind or ("browsers" if is_browser else "clients")
            delays[kind].append(each.at - play.pressed[each.number].at)
    quick = sorted(delays["browsers"] + delays["clients"])
    say(
        f"{len(play.walls)} browsers and {len(play.clients)} clients × "
        f"{len(play.pressed)} steps: half within {quick[len(quick) // 2]:.2f} s, 95 of "
        f"100 within {quick[len(quick) * 95 // 100]:.2f} s, the slowest in a browser "
        f"{max(delays['browsers']):.2f} s, elsewhere {max(delays['clients']):.2f} s; "
        f"with server or console killed {max(delays['killed']):.1f} s; the reader's "
        f"text within {max(play.read_after):.2f} s"
    )
    assert quick[-1] < WITHIN


def stands_on(text: str, content: dict[str, Any] | None) -> bool:
    """Whether a wall's text holds every cell of the frame; a blank one has none."""
    if content is None:
        return not text.strip()
    wanted = [content["title"], content.get("lead", "")]
    for row in content.get("rows", ()):
        wanted += row["cells"]
    for pair in (*content.get("figures", ()), *content.get("names", ())):
        wanted += pair
    flat = squeezed(text)
    return all(squeezed(each) in flat for each in wanted)


def squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    return re.sub(r"[\s\u00a0]+", " ", plain).strip().lower()


def without_repeats(texts: list[str]) -> list[str]:
    return [each for at, each in enumerate(texts) if not at or texts[at - 1] != each]


def figures_shown(frames: list[Any]) -> dict[str, list[tuple[str, ...]]]:
    """What the walls said of papers, of each person and of those elected."""
    found: dict[str, dict[str, tuple[str, ...]]] = {
        "figures": {},
        "people": {},
        "elected": {},
    }
    for frame in frames:
        kind = frame and frame["kind"]
        if kind == "figures":
            found[kind] = {label: (label, value) for label, value in frame["figures"]}
        if kind in {"people", "elected"}:
            for row in frame["rows"]:
                number, name, *rest = row["cells"]
                found[kind][number] = (name, rest[0], rest[1])
    return {kind: list(rows.values()) for kind, rows in found.items()}


def minutes(head: Clerk, address: str) -> str:
    head.go(f"{address}bien-ban/")
    paper = head.page.get_by_role("link", name="Mở biên bản (PDF)")
    answer = head.page.request.get(head.portal + str(paper.get_attribute("href")))
    document = pypdfium2.PdfDocument(answer.body())
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def agrees_with_the_minutes(shown: dict[str, list[tuple[str, ...]]], text: str) -> None:
    """Every figure of the walls stands in the minutes, to the last digit."""
    flat = squeezed(text)

    def stands(*words: str) -> bool:
        line = r"\W+".join(re.escape(squeezed(each)) for each in words)
        return re.search(rf"{line}(?![\d,])", flat) is not None

    missing = [row for rows in shown.values() for row in rows if not stands(*row)]
    assert missing == []
    assert len(shown["people"]) == len(demo_play.LISTED)
    past_half = [row for row in shown["people"] if 2 * int(row[1]) > demo_play.PRESENT]
    assert len(shown["elected"]) == min(len(past_half), demo_hall.SEATS)
    assert len(shown["figures"]) == 6
