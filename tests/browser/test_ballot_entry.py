"""Papers typed by keys alone, and what happens when the server is out of reach."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, Route, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots import queries, services
from ballots.models import Ballot, Batch, Entry, JournalLine, Poll
from ballots.queries import entry as reads
from tests import make
from tests.browser.hall import Operator
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

CASES: Final = Path(__file__).parents[1] / "cases" / "commands.json"
READ: Final = """
async (cases) => {
  const language = await import("/static/js/ballot-command.js");
  const { understand, content, fromContent, spelled } = language;
  const flags = {
    defects: ["not_issued", "outside_name", "special_mark", "mixed_ink", "torn"],
    doubts: ["partial_strike", "corrected", "other_sign", "illegible", "other"],
  };
  const boxes = { ...flags, doubts: ["", "", "", "illegible", "other"] };
  return cases.map((each) => {
    const numbers = Array.isArray(each.numbers)
      ? each.numbers : Array.from({ length: each.numbers }, (_none, at) => at + 1);
    const signs = each.layout === "strike_out" ? flags : boxes;
    const sheet = { layout: each.layout, numbers, ...signs };
    try {
      const typed = understand(each.command, sheet, each.mode);
      const line = content(typed, sheet);
      const command = spelled(fromContent(line, sheet), sheet);
      const again = content(understand(command, sheet), sheet);
      const said = again === line ? {} : { again };
      for (const key of ["struck", "kept", "agree", "disagree"]) {
        if (typed[key] !== null) {
          said[key] = [...typed[key]].sort((one, other) => one - other);
        }
      }
      for (const key of ["defect", "doubt"]) {
        if (typed[key] !== null) {
          said[key] = typed[key];
        }
      }
      return typed.repeated.length ? { ...said, repeated: typed.repeated } : said;
    } catch (slip) {
      return { slip: slip.slip ?? String(slip), about: slip.about };
    }
  });
}
"""


def opened(board: make.Board, **terms: Any) -> Poll:
    poll = make.open_box(board.body, **terms)
    services.divide_papers(str(poll.pk), size=25, by=board.member, at=make.NOON)
    return poll


def contents() -> list[str]:
    """What the journal says of each ballot that stands, by position."""
    lines = JournalLine.objects.order_by("sequence").values_list("position", "content")
    return [line for _position, line in sorted(dict(lines).items())]


@pytest.fixture
def board() -> make.Board:
    return make.board()


@pytest.fixture
def operator(
    new_context: CreateContextCallback, portal: str, board: make.Board
) -> Operator:
    visitor = Operator(new_context(), portal)
    visitor.sign_in(board.technician)
    return visitor


def test_the_browser_reads_every_command_as_the_portal_does(
    new_context: CreateContextCallback, portal: str
) -> None:
    visitor = Visitor(new_context(), portal)
    visitor.go("/dang-nhap/")
    cases = json.loads(CASES.read_text())
    keys = ("command", "layout", "numbers", "mode", "why")

    found = visitor.page.evaluate(READ, cases)

    told = [{k: v for k, v in each.items() if k not in keys} for each in cases]
    assert found == told


def test_papers_are_typed_by_keys_alone_and_the_batch_is_ended(
    board: make.Board, operator: Operator
) -> None:
    poll = opened(board, names=31, seats=27, returned=6)
    page = operator.take(poll)

    operator.type("3 9 17-18")
    expect(page.locator(".is-struck")).to_have_count(4)
    expect(page.locator(".entry-kept")).to_have_text("giữ 27/27 đủ")
    operator.enter()
    expect(page.locator(".entry-saved")).to_contain_text("Đã lưu tờ 1 lúc")
    operator.is_at(2, 6)
    operator.type("0")
    expect(page.locator(".entry-kept")).to_have_text("giữ 31/27 thừa 4")
    expect(page.locator(".entry-said")).to_contain_text("(I-2)")
    operator.enter()
    operator.is_at(3, 6)
    operator.enter("5 5")
    expect(page.locator(".entry-said")).to_contain_text("Số 5 gõ hai lần")
    operator.is_at(3, 6)
    operator.enter()
    operator.is_at(4, 6)
    operator.enter("**5")
    operator.is_at(5, 6)
    operator.enter("//4")
    operator.is_at(6, 6)
    operator.enter("99")
    expect(page.locator(".entry-said")).to_contain_text("Không có số 99")
    for _key in "99":
        page.keyboard.press("Backspace")
    # Back to the fifth, then on to the fourth by its number; both stay as they are.
    page.keyboard.press("Backspace")
    operator.is_at(5, 6)
    operator.enter("/4")
    operator.is_at(4, 6)
    page.keyboard.press("ArrowUp")
    expect(operator.command).to_have_value("!5")
    operator.type(" 1")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(operator.command).to_have_value("!5")
    operator.enter(" 2")
    operator.is_at(6, 6)
    operator.enter("*")
    expect(page.get_by_role("link", name="Kết thúc tập…")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Đúng 6 tờ, kết thúc").click()

    expect(page.get_by_text("chờ đối chiếu")).to_be_visible()
    assert contents() == [
        "04010300 - - - - - 1",
        "00000000 - - - - - 1",
        "10000000 - - - - - 1",
        "02000000 - - - torn - 1",
        "- - - - - - 1 illegible",
        "ffffff7f - - - - - 1",
    ]
    assert Entry.objects.get().digest
    assert operator.said == []


def test_agreement_is_typed_for_several_and_for_one(
    board: make.Board, operator: Operator
) -> None:
    several = opened(board, names=3, seats=3, returned=2)
    alone = opened(board, names=1, seats=1, returned=2, number=2)
    page = operator.take(several)

    operator.enter("* -2 =3")
    operator.is_at(2, 2)
    operator.type("1")
    expect(page.locator(".entry-said")).to_contain_text("Chưa ghi số 2, 3")
    operator.enter(" 0")
    expect(page.get_by_role("link", name="Kết thúc tập…")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Đúng 2 tờ, kết thúc").click()
    operator.take(alone)
    operator.type("2")
    expect(page.locator(".entry-kept")).to_have_text("không đồng ý")
    operator.enter()
    operator.is_at(2, 2)
    operator.enter("3")
    expect(page.get_by_role("link", name="Kết thúc tập…")).to_be_focused()

    lines = JournalLine.objects.order_by("entry__batch__poll__election__number", "pk")
    assert list(lines.values_list("content", flat=True)) == [
        "- - 05 06 - - 1",
        "- - 01 00 - - 1",
        "- - 00 01 - - 1",
        "- - 01 01 - - 1",
    ]
    assert operator.said == []


def test_out_of_reach_the_paper_stays_is_sent_again_and_saved_once(
    board: make.Board, operator: Operator
) -> None:
    page = operator.page
    sent: list[str] = []

    def lose_the_answer(route: Route) -> None:
        """The server saves, and nobody hears of it; then the line is dead."""
        if route.request.method == "GET":
            route.continue_()
            return
        sent.append(str(route.request.post_data))
        if len(sent) == 1:
            route.fetch()
        route.abort()

    # Before the page is opened: one that is open goes on for a moment as it did.
    page.route("**/nhap/", lose_the_answer)
    operator.take(opened(board))
    operator.enter("4 5")
    banner = page.locator("[data-entry-banner]")
    expect(banner).to_contain_text("CHƯA LƯU tờ 1")
    operator.type("1 2 3")
    expect(operator.command).to_have_value("4 5")
    expect(page.locator(".entry-saved")).to_be_empty()
    page.get_by_role("button", name="Thử lại ngay").click()
    expect(banner).to_be_visible()
    operator.is_at(1, 3)
    page.unroute("**/nhap/")
    page.get_by_role("button", name="Thử lại ngay").click()

    expect(banner).to_be_hidden()
    expect(page.locator(".entry-saved")).to_contain_text("Đã lưu tờ 1 lúc")
    operator.is_at(2, 3)
    assert len(sent) >= 2
    assert len(set(sent)) == 1
    assert (Ballot.objects.count(), JournalLine.objects.count()) == (1, 1)


def test_fingers_that_are_faster_than_the_server_lose_no_digit(
    board: make.Board, operator: Operator
) -> None:
    page = operator.take(opened(board, names=31, seats=27))

    operator.enter("3 9")
    operator.type("17 31")

    expect(operator.command).to_have_value("17 31")
    operator.is_at(2, 3)
    operator.enter()
    operator.is_at(3, 3)
    assert contents() == ["04010000 - - - - - 1", "00000140 - - - - - 1"]
    assert page.locator("[data-entry-banner]").is_hidden()


def test_a_paper_typed_before_the_page_was_lost_comes_back_and_is_saved_once(
    board: make.Board, operator: Operator
) -> None:
    page = operator.page
    page.route(
        "**/nhap/",
        lambda route: (
            route.abort() if route.request.method == "POST" else route.continue_()
        ),
    )
    operator.take(opened(board))
    operator.enter("4 5")
    expect(page.locator("[data-entry-banner]")).to_be_visible()

    page.unroute("**/nhap/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    operator.is_at(2, 3)
    assert contents() == ["18 - - - - - 1"]


def test_what_is_half_typed_outlives_a_locked_screen(
    board: make.Board, operator: Operator
) -> None:
    page = operator.take(opened(board))
    operator.type("4 ")

    page.get_by_text(board.technician.get_short_name()).first.click()
    page.get_by_role("button", name="Khóa màn hình").click()
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.keyboard.press("Enter")

    expect(operator.command).to_have_value("4 ")
    expect(page.locator(".is-struck")).to_have_count(1)
    assert not Ballot.objects.exists()


def test_a_session_that_ended_leads_to_the_lock_and_loses_nothing(
    board: make.Board, operator: Operator
) -> None:
    page = operator.take(opened(board))
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.request.get(operator.portal + "/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post(
        operator.portal + reverse("core:lock-now"),
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": operator.portal + "/"},
    )

    operator.enter("4 5")
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.keyboard.press("Enter")

    operator.is_at(2, 3)
    assert contents() == ["18 - - - - - 1"]
    assert asked == []


def test_what_is_typed_is_named_beside_the_box(
    board: make.Board, operator: Operator
) -> None:
    page = operator.take(opened(board))
    expect(page.get_by_label("Số thứ tự người bị gạch")).to_be_focused()
    expect(page.get_by_role("button", name="Lưu, sang tờ sau")).to_be_hidden()

    page.get_by_label("được để lại").check()
    expect(page.get_by_label("Số thứ tự người được để lại")).to_be_focused()
    page.set_viewport_size({"width": 360, "height": 780})
    operator.type("1 2 3")
    page.get_by_role("button", name="Lưu, sang tờ sau").click()

    operator.is_at(2, 3)
    assert contents() == ["- 07 - - - - 1"]


def test_a_second_window_is_told_and_overwrites_nothing(
    board: make.Board, operator: Operator
) -> None:
    page = operator.take(opened(board))
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("form[data-ready]")).to_have_count(1)
    other.locator("#command").press_sequentially("1 2")
    other.keyboard.press("Enter")
    expect(other.locator(".entry-saved")).to_contain_text("Đã lưu tờ 1")

    page.bring_to_front()
    operator.enter("4 5")

    expect(page.locator(".entry-said")).to_contain_text("Màn hình khác vừa lưu")
    expect(operator.command).to_have_value("4 5")
    assert contents() == ["03 - - - - - 1"]
    operator.enter()
    operator.is_at(2, 3)
    assert contents() == ["18 - - - - - 1"]


def test_a_checker_walks_through_the_papers_by_keys(
    new_context: CreateContextCallback, portal: str, board: make.Board
) -> None:
    poll = opened(board)
    operator = Operator(new_context(), portal)
    operator.sign_in(board.technician)
    operator.take(poll)
    for position, command in enumerate(("4 5", "1", "0"), start=2):
        operator.enter(command)
        expect(operator.page.locator(".entry-saved")).to_contain_text(
            f"Đã lưu tờ {position - 1}"
        )
    operator.page.keyboard.press("Enter")
    operator.page.get_by_role("button", name="Đúng 3 tờ, kết thúc").click()
    checker = Visitor(new_context(), portal)
    checker.sign_in(board.member)
    checker.go(reverse("ballots:poll-entry", args=queries.address(poll)))
    checker.page.get_by_role("link", name="Đối chiếu").click()

    agrees = checker.page.get_by_role("button", name="Cả tập khớp với phiếu")
    expect(agrees).to_be_disabled()
    for key in ("Enter", "-", "Backspace", "Enter"):
        checker.page.keyboard.press(key)
    expect(agrees).to_be_disabled()
    checker.page.get_by_role("button", name="Tờ này khớp").click()
    compared = checker.page.get_by_label("Số tờ phiếu giấy đã so")
    expect(compared).to_be_focused()
    expect(compared).to_be_in_viewport()
    checker.page.keyboard.type("3")
    agrees.click()

    expect(checker.page.get_by_text("Tập 1 khớp với phiếu.")).to_be_visible()
    assert Batch.objects.get().agreed == Entry.objects.get()
    assert checker.said == []


@pytest.mark.parametrize("names", [5, 31, 100])
def test_the_screen_is_for_everybody_and_shows_every_name(
    board: make.Board, operator: Operator, names: int
) -> None:
    page = operator.take(opened(board, names=names, seats=names - 2))
    operator.type("2")

    last = page.locator("[data-number]").last.bounding_box()

    assert operator.barriers() == []
    assert operator.overflow() == 0
    assert last is not None
    assert last["y"] + last["height"] <= 768


def test_a_paper_passed_over_is_put_in_and_a_double_taken_out(
    board: make.Board, operator: Operator
) -> None:
    poll = opened(board, names=5, seats=3, returned=4)
    page = operator.take(poll)
    for position, command in enumerate(("1", "3", "3"), start=2):
        operator.enter(command)
        operator.is_at(position, 4)

    operator.enter("/-3")
    expect(page.locator(".entry-said")).to_contain_text("Bỏ tờ 3")
    operator.enter()
    operator.is_at(3, 4)
    expect(page.locator(".entry-saved")).to_contain_text("Đã bỏ tờ 3")
    operator.enter("/+2")
    operator.is_at(2, 4)
    expect(page.locator("[data-entry-count]")).to_have_text("2 / 4")
    operator.enter("2")
    operator.is_at(4, 4)
    operator.enter("4")

    expect(page.get_by_role("link", name="Kết thúc tập…")).to_be_focused()
    [entry] = Entry.objects.all()
    assert [line.split()[0] for line in reads.contents(entry).values()] == [
        "01",
        "02",
        "04",
        "08",
    ]


def test_a_phone_shows_where_a_poll_stands_and_what_is_due_before_the_names(
    board: make.Board, operator: Operator
) -> None:
    poll = opened(board, names=31, seats=27)
    operator.page.set_viewport_size({"width": 360, "height": 780})

    page = operator.open(poll)
    due = operator.panel("Việc cần làm").bounding_box()
    names = operator.panel("Danh sách bầu cử").first.bounding_box()
    operator.tab("Nhập phiếu")

    assert due is not None
    assert names is not None
    assert due["y"] + due["height"] < min(780, names["y"])
    expect(page.get_by_text("5/10")).to_be_visible()
    tabs = page.get_by_role("navigation", name="Các trang của lần bầu")
    expect(tabs.get_by_role("link", name="Nhập phiếu")).to_be_in_viewport(ratio=0.9)
    assert operator.overflow() == 0
