"""Wide tables: on a phone no cell beyond the edge, on paper every row numbered."""

from datetime import date
from typing import Final

import pytest
from playwright.sync_api import Dialog, ViewportSize
from pytest_playwright.pytest_playwright import CreateContextCallback

from core.access.rights import Role
from core.models import Person, User
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.core import bringing

pytestmark = pytest.mark.django_db(transaction=True)

PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
# Cells of cards that are not wholly on the screen, by what stands in them.
BEYOND: Final = """
() => [...document.querySelectorAll(".data.cards td, .data.cards tbody th")]
  .filter((cell) => cell.getClientRects().length > 0)
  .filter((cell) => {
    const box = cell.getBoundingClientRect();
    return box.left < 0 || box.right > document.documentElement.clientWidth;
  })
  .map((cell) => cell.textContent.trim())
"""
HEADINGS: Final = (
    "Họ đệm;Tên;Giới tính;Ngày sinh;CCCD;Dân tộc;Tôn giáo;Quê quán;Chức vụ;"
    "Mã chi bộ;Diện đảng viên;Số thẻ;Ngày vào Đảng"
)


def keeper() -> tuple[User, str]:
    """Return who keeps a commune, with a list that waits for him."""
    province = make.unit("Đảng bộ tỉnh Sơn Bình")
    commune = make.unit("Đảng bộ xã Khe Vàng", parent=province)
    for number in range(3):
        make.person("Phùng Văn Minh", at=commune)
        make.person(f"Nông Thị Quỳnh {'ABC'[number]}", at=commune)
    Person.objects.filter(full_name="Phùng Văn Minh").update(born_on=date(1980, 2, 3))
    who = make.holder(Role.ORGANISATION_STAFF, at=province.scope)
    run = bringing.checked(
        "people",
        HEADINGS,
        "Phạm Thị Ngọc;Ánh;Nữ;1/2/1980;;Tày;;Xã Khe Vàng;Bí thư;;Chính thức;;3/2/2001",
        "Lục Văn;Quý;Nam;31/02/1980;12;;;;;KHONG-CO;;1;",
        "Phùng Văn;Minh;Nam;1980;;;;;;;;;",
        to=commune,
        by=who,
    )
    return who, f"/nhap-danh-sach/{run.pk}/"


def pages(waiting: str) -> list[str]:
    return [
        waiting,
        "/nhap-danh-sach/",
        "/nguoi/",
        "/nguoi/nghi-trung/",
        "/to-chuc/?kieu=danh-sach",
        "/to-chuc/?tim=khe",
    ]


def test_on_a_phone_nothing_of_a_row_lies_beyond_the_edge(
    new_context: CreateContextCallback, portal: str
) -> None:
    who, waiting = keeper()
    visitor = Visitor(new_context(), portal)
    visitor.page.set_viewport_size(PHONE)
    visitor.sign_in(who)

    found = {}
    for address in pages(waiting):
        visitor.go(address)
        found[address] = (
            visitor.page.evaluate(BEYOND),
            visitor.overflow(),
            visitor.barriers(),
            [*visitor.said],
        )

    assert found == dict.fromkeys(found, ([], 0, [], []))


def test_on_a_phone_a_poll_the_accounts_and_the_trail_are_whole(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    make.confirmed(board.body, head=board.head)
    slug = board.body.congress.slug
    here = f"/dai-hoi/{slug}/bau-cu/"
    inspector = make.holder(Role.INSPECTOR, at=board.body.congress.unit.scope)
    asked = {
        "head": (board.head, [here, f"{here}1/lan-1/ket-qua/"]),
        "inspector": (inspector, ["/nhat-ky/"]),
        "administrator": (make.administrator(), ["/tai-khoan/"]),
    }

    found = {}
    for who, addresses in asked.values():
        visitor = Visitor(new_context(), portal)
        visitor.page.set_viewport_size(PHONE)
        visitor.sign_in(who)
        for address in addresses:
            visitor.go(address)
            cells = visitor.page.locator(".data.cards td").count()
            found[address] = (visitor.page.evaluate(BEYOND), cells > 0)

    assert found == dict.fromkeys(found, ([], True))


def test_what_was_chosen_goes_along_with_the_way_on(
    new_context: CreateContextCallback, portal: str
) -> None:
    who, waiting = keeper()
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(who)
    visitor.go(waiting)

    page.get_by_label("Quyết định cho dòng 4").select_option("skip")
    page.get_by_role("button", name="Ghi vào sổ…").click()

    page.get_by_role("heading", name="Ghi danh sách này vào sổ?").wait_for()
    assert visitor.said == []


def test_a_choice_that_was_not_sent_is_asked_about(
    new_context: CreateContextCallback, portal: str
) -> None:
    who, waiting = keeper()
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    asked: list[str] = []

    def go_on(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", go_on)
    visitor.sign_in(who)
    visitor.go(waiting)

    page.get_by_label("Quyết định cho dòng 4").select_option("skip")
    page.get_by_role("link", name="Sổ người").click()

    page.get_by_role("heading", level=1, name="Sổ người").wait_for()
    assert asked == ["beforeunload"]


def test_a_list_for_paper_hides_what_is_for_the_screen(
    new_context: CreateContextCallback, portal: str
) -> None:
    who, _waiting = keeper()
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(who)
    visitor.go("/nguoi/?in=1&sap-xep=ten")

    page.emulate_media(media="print")

    assert page.locator(".lead").is_hidden()
    assert page.get_by_role("columnheader", name="STT").is_visible()
    assert page.get_by_text("In ngày").is_visible()
    assert page.locator("tbody tr").first.locator("td").first.inner_text() == "1"
