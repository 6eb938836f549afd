"""One journey for each part that somebody plays in an election."""

import pytest
from playwright.sync_api import expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ballots.models import Confirmation, Poll
from core import bootstrap_code
from core.access.rights import Role
from core.models import User
from tests import make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_technician_sees_what_is_wrong_and_brings_the_right_file(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(board.technician)

    page.get_by_role("link", name="Đại hội", exact=True).click()
    page.get_by_role("rowheader").get_by_role("link").click()
    page.get_by_role("navigation", name="Trong đại hội").get_by_role(
        "link", name="Bầu cử"
    ).click()
    page.get_by_role("link", name="Tải tệp cuộc bầu").click()
    visitor.bring(make.election_file(returned=8))
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("9")
    page.get_by_role("link", name="Tải tệp khác").click()
    visitor.bring(make.large_file(40_000))
    expect(page.get_by_role("progressbar")).to_be_visible()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Bầu Ban Chấp hành")
    expect(page.get_by_text("40.000").first).to_be_visible()
    expect(page.get_by_role("button", name="Kiểm phiếu")).to_have_count(0)
    assert Poll.objects.get().returned == 40_000
    assert visitor.said == []


def test_a_member_counts_and_the_result_stays_hidden(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    make.imported(board.body, by=board.technician, file=make.large_file(60_000))
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(board.member)

    page.get_by_role("link", name="Bầu Ban Chấp hành – lần bầu 1").click()
    page.get_by_role("button", name="Kiểm phiếu").click()
    expect(page.get_by_role("progressbar")).to_be_visible()

    expect(page.get_by_text("Kết quả chỉ hiện cho trưởng ban")).to_be_visible()
    expect(page.get_by_role("link", name="Kết quả", exact=True)).to_have_count(0)
    assert Poll.objects.get().stage == "counted"
    assert visitor.said == []


def test_the_head_reads_errs_confirms_and_opens_the_minutes(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    make.counted(board.body, by=board.technician)
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(board.head)

    page.get_by_role("link", name="Bầu Ban Chấp hành – lần bầu 1").click()
    page.get_by_role("link", name="Xem kết quả").click()
    expect(page.get_by_role("cell", name="70,00 %").first).to_be_visible()
    page.get_by_role("link", name="Chốt kết quả…").click()
    page.get_by_label("Số phiếu hợp lệ").fill("8")
    page.get_by_label("Tôi đã đọc (cho xem) kết quả này").check()
    page.get_by_role("button", name="Chốt kết quả").click()
    expect(page.get_by_text("Số này khác với số phiếu hợp lệ")).to_be_visible()
    assert not Confirmation.objects.exists()
    page.get_by_label("Số phiếu hợp lệ").fill("7")
    page.get_by_role("button", name="Chốt kết quả").click()
    expect(page.get_by_text("Đã chốt kết quả.")).to_be_visible()
    page.get_by_role("link", name="Biên bản", exact=True).first.click()
    paper = page.get_by_role("link", name="Mở biên bản (PDF)")
    expect(paper).to_be_visible()

    answer = page.request.get(visitor.portal + str(paper.get_attribute("href")))
    assert answer.body().startswith(b"%PDF-")
    assert Confirmation.objects.get().by == board.head
    assert visitor.said == []


def test_an_account_next_door_sees_nothing(
    new_context: CreateContextCallback, portal: str
) -> None:
    poll = make.confirmed().poll
    slug = poll.election.body.congress.slug
    neighbour = make.holder(Role.UNIT_SECRETARY, at=make.unit("Xã Nậm Lành").scope)
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(neighbour)

    for tab, nothing in (
        ("Đại hội", "Chưa có đại hội nào trong phạm vi của bạn."),
        ("Bầu cử", "Chưa có cuộc bầu nào trong phạm vi của bạn."),
    ):
        page.get_by_role("link", name=tab, exact=True).click()
        expect(page.get_by_text(nothing)).to_be_visible()
    assert visitor.said == []
    for address in (f"/dai-hoi/{slug}/", f"/dai-hoi/{slug}/bau-cu/1/lan-1/ket-qua/"):
        visitor.go(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Không có trang này")


def test_the_first_administrator_sets_the_portal_up(
    new_context: CreateContextCallback, portal: str
) -> None:
    visitor = Visitor(new_context(), portal)
    page = visitor.page

    visitor.go("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quản trị viên đầu tiên")
    barriers = visitor.barriers()
    page.get_by_label("Mã một lần").fill(bootstrap_code.current())
    page.get_by_label("Họ và tên").fill("Vũ Thị Hoa")
    page.get_by_label("Tên đăng nhập").fill("vuthihoa")
    page.get_by_label("Mật khẩu", exact=False).first.fill(make.PASSWORD)
    page.get_by_label("Nhập lại mật khẩu").fill(make.PASSWORD)
    page.get_by_role("button", name="Lập tài khoản quản trị").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Quản trị")
    assert barriers == []
    assert User.objects.get().is_superuser
    assert visitor.said == []


def test_an_election_is_counted_and_confirmed_without_a_mouse(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    make.imported(board.body, by=board.technician)
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    keys = page.keyboard

    def walk_to(name: str) -> None:
        """Press Tab until what has the focus is called so, then press Enter."""
        for _press in range(60):
            keys.press("Tab")
            focused = page.locator(":focus")
            if focused.count() and (focused.text_content() or "").strip() == name:
                keys.press("Enter")
                return
        raise AssertionError(f"{name} is never reached")

    visitor.go("/dang-nhap/")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    keys.type(board.head.username)
    keys.press("Tab")
    keys.type(make.PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    keys.press("Tab")
    expect(page.locator(":focus")).to_have_text("Tới nội dung chính")
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    walk_to("1. Bầu Ban Chấp hành – lần bầu 1")
    expect(page.get_by_role("heading", level=2, name="Việc cần làm")).to_be_visible()
    walk_to("Kiểm phiếu")
    expect(page.get_by_role("link", name="Xem kết quả")).to_be_visible()
    walk_to("Xem kết quả")
    expect(page.get_by_role("link", name="Chốt kết quả…")).to_be_visible()
    walk_to("Chốt kết quả…")
    page.get_by_label("Số phiếu hợp lệ").focus()
    keys.type("7")
    keys.press("Tab")
    keys.press("Space")
    walk_to("Chốt kết quả")

    expect(page.get_by_text("Đã chốt kết quả.")).to_be_visible()
    assert Confirmation.objects.get().by == board.head
    assert visitor.said == []
