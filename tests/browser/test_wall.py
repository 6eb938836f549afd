"""An operator, a reader and two walls, each at a browser of his own."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots import services
from ballots.models import Poll
from congress.models import Congress, DeckWay, Frame, Step
from congress.services import write_message
from core.access.rights import Role
from core.models import User
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.congress import walls

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_cache"),
]

LAPTOP: Final[ViewportSize] = {"width": 1366, "height": 768}
PROJECTOR: Final[ViewportSize] = {"width": 1920, "height": 1080}
# PORTAL_PICTURES=folder leaves a picture of every frame there, to be looked at.
PICTURES: Final = os.environ.get("PORTAL_PICTURES", "")

# The lowest contrast of any text on the page; the background's lightest red is assumed
# wherever nothing lies between.
CONTRAST: Final = """
() => {
  const parts = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const each = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * each[0] + 0.7152 * each[1] + 0.0722 * each[2];
  };
  const behind = (element) => {
    for (let at = element; at && !at.matches(".wall"); at = at.parentElement) {
      const [r, g, b, a = 1] = parts(getComputedStyle(at).backgroundColor);
      if (a === 1) {
        return [r, g, b];
      }
    }
    return [122, 18, 21];
  };
  const ratios = [...document.querySelectorAll("[data-wall] *")]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3))
    .map((each) => {
      const letters = parts(getComputedStyle(each).color);
      const two = [light(letters), light(behind(each))];
      return (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
    });
  return Math.min(...ratios);
}
"""
CUT_OFF: Final = """
() => {
  const root = document.querySelector("[data-wall]");
  const body = root.querySelector(".wall-body");
  const page = document.documentElement;
  return [
    root.scrollHeight - root.clientHeight, root.scrollWidth - root.clientWidth,
    body.scrollHeight - body.clientHeight, page.scrollHeight - page.clientHeight,
    page.scrollWidth - page.clientWidth,
  ].filter((over) => over > 1);
}
"""
# Remembers the number of every step a wall draws.
WATCH: Final = """
() => {
  const root = document.querySelector("[data-wall]");
  window.seen = [Number(root.dataset.step)];
  new MutationObserver(() => window.seen.push(Number(root.dataset.step)))
    .observe(root, { attributes: true, attributeFilter: ["data-step"] });
}
"""


class Wall:
    """A projector: nobody is signed in there."""

    def __init__(self, context: BrowserContext, portal: str, token: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.said: list[str] = []
        self.page.on("pageerror", lambda fault: self.said.append(str(fault)))
        self.page.goto(portal + reverse("congress:wall", args=[token]))
        self.page.evaluate(WATCH)

    def shows(self, words: str, *, step: int) -> None:
        root = self.page.locator("[data-wall]")
        expect(root).to_have_attribute("data-step", str(step))
        expect(root).to_contain_text(words)

    @property
    def seen(self) -> list[int]:
        found: list[int] = self.page.evaluate("window.seen")
        return found


class Keeper(Visitor):
    """Somebody at the console, or reading aloud."""

    def open(self, congress: Congress, page: str = "console") -> None:
        self.go(reverse(f"congress:wall-{page}", args=[congress.slug]))

    def takes_control(self) -> None:
        self.page.get_by_role("button", name="Nhận điều khiển").click()
        expect(self.page.locator("[data-holder]")).to_have_text("Bạn đang điều khiển.")

    def press(self, *keys: str) -> None:
        """Press keys, each once the one before was answered."""
        for key in keys:
            self.page.keyboard.press(key)

    def is_at(self, step: int) -> None:
        expect(self.page.locator("[data-step-number]")).to_have_text(str(step))


@pytest.fixture
def keeper(new_context: CreateContextCallback, portal: str) -> Callable[[User], Keeper]:
    def sit_down(user: User) -> Keeper:
        made = Keeper(new_context(), portal)
        made.sign_in(user)
        return made

    return sit_down


@pytest.fixture
def hung(new_context: CreateContextCallback, portal: str) -> Callable[[str], Wall]:
    return lambda token: Wall(new_context(), portal, token)


def test_two_walls_follow_an_operator_and_the_reader_reads_the_same(
    keeper: Callable[[User], Keeper], hung: Callable[[str], Wall]
) -> None:
    poll = make.closed_list()
    congress = poll.election.body.congress
    token = walls.wall(congress)
    one, other = hung(token), hung(token)
    operator = keeper(make.holder(Role.SECRETARIAT, at=congress.scope))
    reader = keeper(make.holder(Role.PRESIDIUM, at=congress.scope))
    operator.open(congress)
    operator.takes_control()
    reader.open(congress, "reader")
    expect(reader.page.get_by_role("button", name="Tiếp")).to_be_hidden()

    operator.press(" ")
    operator.is_at(1)
    for wall in (one, other):
        wall.shows("Cách ghi phiếu", step=1)
    expect(reader.page.locator("[data-reading]").first).to_contain_text("gạch ít nhất")
    operator.press("ArrowRight")
    operator.is_at(2)
    operator.press("ArrowLeft")
    operator.is_at(3)
    operator.press("b")
    operator.is_at(4)
    expect(one.page.locator("[data-wall]")).to_have_class("wall-frame is-blank")
    operator.press("b")
    operator.is_at(5)
    operator.press("Escape", "Escape")
    operator.is_at(6)

    for wall in (one, other):
        expect(wall.page.locator("[data-wall]")).to_have_attribute("data-step", "6")
        assert wall.seen == [0, 1, 2, 3, 4, 5, 6]
        assert wall.said == []
    assert operator.said == []
    assert reader.said == []
    assert operator.barriers() == []
    assert reader.barriers() == []


def test_a_wall_that_was_cut_off_keeps_its_frame_and_catches_up_in_order(
    keeper: Callable[[User], Keeper], hung: Callable[[str], Wall]
) -> None:
    poll = make.closed_list()
    congress = poll.election.body.congress
    wall = hung(walls.wall(congress))
    operator = keeper(make.holder(Role.SECRETARIAT, at=congress.scope))
    operator.open(congress)
    operator.takes_control()
    operator.press(" ")
    wall.shows("Cách ghi phiếu", step=1)

    wall.context.set_offline(True)
    expect(wall.page.locator("[data-wall-away]")).to_be_visible()
    for step in (2, 3, 4):
        operator.press(" ")
        operator.is_at(step)
    wall.shows("Cách ghi phiếu", step=1)
    wall.context.set_offline(False)

    wall.shows("Đang kiểm phiếu", step=4)
    expect(wall.page.locator("[data-wall-away]")).to_be_hidden()
    assert wall.seen == [0, 1, 2, 3, 4]


def test_control_is_taken_over_in_mid_step(
    keeper: Callable[[User], Keeper], hung: Callable[[str], Wall]
) -> None:
    poll = make.closed_list()
    congress = poll.election.body.congress
    wall = hung(walls.wall(congress))
    operator = keeper(make.holder(Role.SECRETARIAT, at=congress.scope))
    other = keeper(make.holder(Role.PRESIDIUM, at=congress.scope))
    operator.open(congress)
    operator.takes_control()
    operator.press(" ")
    operator.is_at(1)

    # The key is pressed and the browser is gone before any answer.
    operator.page.keyboard.press(" ")
    operator.page.context.close()
    other.open(congress)
    other.page.get_by_role("button", name="Nhận điều khiển thay").click()
    expect(other.page.locator("[data-holder]")).to_have_text("Bạn đang điều khiển.")
    done = Step.objects.filter(congress=congress).count()
    other.press(" ")
    other.is_at(done + 1)

    expect(wall.page.locator("[data-wall]")).to_have_attribute(
        "data-step", str(done + 1)
    )
    assert wall.seen == list(range(done + 2))


def test_who_lost_control_steps_no_more_and_is_told(
    keeper: Callable[[User], Keeper],
) -> None:
    congress = make.closed_list().election.body.congress
    operator = keeper(make.holder(Role.SECRETARIAT, at=congress.scope))
    other = keeper(make.holder(Role.PRESIDIUM, at=congress.scope, full_name="Hà Vân"))
    operator.open(congress)
    operator.takes_control()
    other.open(congress)
    other.takes_control()

    expect(operator.page.locator("[data-holder]")).to_have_text(
        "Hà Vân đang điều khiển."
    )
    operator.press(" ")
    other.press(" ")
    other.is_at(1)

    assert Step.objects.count() == 1


def test_the_head_steps_from_the_readers_view(
    keeper: Callable[[User], Keeper], hung: Callable[[str], Wall]
) -> None:
    confirmation = make.confirmed()
    congress = confirmation.poll.election.body.congress
    wall = hung(walls.wall(congress))
    head = keeper(confirmation.by)
    head.open(congress, "reader")
    head.takes_control()

    head.page.get_by_role("button", name="Tiếp").click()
    wall.shows("Số phiếu phát ra", step=1)
    head.press(" ")
    wall.shows("★ Trúng cử", step=2)

    expect(head.page.locator("[data-reading]").first).to_contain_text("Đồng chí")
    assert head.said == []


def test_a_revoked_wall_goes_dark(
    keeper: Callable[[User], Keeper], hung: Callable[[str], Wall]
) -> None:
    congress = make.closed_list().election.body.congress
    user = walls.operator(congress)
    wall = hung(walls.wall(congress))
    walls.step(congress, Frame.objects.filter(kind="guide")[0], by=user)
    wall.shows("Cách ghi phiếu", step=1)
    head = keeper(user)
    head.open(congress, "screens")

    head.page.get_by_role("button", name="Thu hồi").click()

    expect(wall.page.locator("[data-wall-shut]")).to_be_visible()
    expect(wall.page.locator("[data-wall]")).to_have_class("wall-frame is-blank")


# --- every kind of frame -------------------------------------------------------------


NAMES: Final = [
    {"number": n, "name": f"Nguyễn Thị Hoàng Phương {n}"} for n in range(1, 32)
]


def _long_result() -> Poll:
    file = make.election_file(
        id="dai",
        seats=27,
        max_votes=27,
        candidates=NAMES,
        ballots=[{"struck": [28, 29, 30, 31], "count": 9}],
    )
    return make.confirmed(file=file).poll


def _boxes() -> Poll:
    file = make.election_file(
        id="dong-y",
        layout="agree_disagree",
        candidates=make.election_file()["candidates"][:3],
        ballots=[{"agree": [1, 2, 3], "count": 8}, {"agree": [1], "disagree": [2]}],
    )
    return make.confirmed(file=file).poll


def _before(names: int, seats: int) -> Poll:
    poll = make.open_box(names=names, seats=seats)
    head = make.holder(Role.TALLY_HEAD, at=poll.election.body.scope)
    _written(poll, head)
    return poll


def _written(poll: Poll, by: User) -> None:
    services.write_frames(str(poll.pk), way=DeckWay.ALL, by=by, at=make.NOON)


def _message() -> Poll:
    poll = make.closed_list()
    write_message(
        poll.election.body.congress,
        text="Đại hội nghỉ giải lao 15 phút. Mời đại biểu trở lại hội trường lúc 10 "
        "giờ để nghe Ban kiểm phiếu công bố kết quả bầu Ban Chấp hành khóa mới.",
        by=make.user(),
        at=make.NOON,
    )
    return poll


SHOWN: Final = {
    "strike-out-31": lambda: _before(31, 27),
    "strike-out-100": lambda: _before(100, 80),
    "boxes-1": lambda: _before(1, 1),
    "boxes-15": lambda: _before(15, 15),
    "result-31": _long_result,
    "result-boxes": _boxes,
    "message": _message,
}


@pytest.mark.parametrize("size", [LAPTOP, PROJECTOR], ids=["1366", "1920"])
@pytest.mark.parametrize("name", SHOWN)
def test_every_frame_is_whole_and_read_from_the_last_row(
    name: str, size: ViewportSize, hung: Callable[[str], Wall]
) -> None:
    poll = SHOWN[name]()
    congress = poll.election.body.congress
    operator = walls.operator(congress)
    wall = hung(walls.wall(congress))
    wall.page.set_viewport_size(size)
    found = {}
    frames = Frame.objects.filter(deck__congress=congress, deck__retired_at=None)

    for step, frame in enumerate(frames.order_by("deck__number", "order"), start=1):
        walls.step(congress, frame, by=operator)
        wall.shows(str(frame), step=step)
        wall.page.evaluate("document.fonts.ready")
        if PICTURES:
            file = f"{name}-{size['width']}-{step:02}-{frame.kind}.png"
            wall.page.screenshot(path=Path(PICTURES) / file)
        found[step, frame.kind] = (
            wall.page.evaluate(CUT_OFF),
            wall.page.evaluate(CONTRAST) >= 7,
        )

    assert found == dict.fromkeys(found, ([], True))
    assert len(found) >= 2
    assert wall.said == []


def test_the_console_fits_a_laptop_and_a_phone(
    keeper: Callable[[User], Keeper],
) -> None:
    confirmation = make.confirmed()
    congress = confirmation.poll.election.body.congress
    head = keeper(confirmation.by)
    head.open(congress)
    head.takes_control()
    head.press(" ")
    head.is_at(1)
    sizes: tuple[ViewportSize, ...] = ({"width": 360, "height": 780}, LAPTOP)

    for page in ("console", "reader", "screens"):
        head.open(congress, page)
        for size in sizes:
            head.page.set_viewport_size(size)
            if PICTURES:
                file = f"{page}-{size['width']}.png"
                head.page.screenshot(path=Path(PICTURES) / file, full_page=True)
            assert (page, head.overflow(), head.barriers()) == (page, 0, [])
    assert head.said == []
