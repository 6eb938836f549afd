"""A list goes in at a browser, is seen, written and taken back."""

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from core.access.rights import Role
from core.models import Person
from core.services import register_person
from tests import make
from tests.browser.visitor import Visitor
from tests.unit.core.list_files import DAY, workbook

pytestmark = pytest.mark.django_db(transaction=True)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZES = ((1366, 768), (390, 844))


def a_list(code: str) -> bytes:
    return workbook(
        [
            ["ĐẢNG BỘ TỈNH SƠN BÌNH"],
            ["Danh sách đảng viên"],
            [],
            ["STT", "Họ và tên", "Ngày sinh", "CCCD", "Mã chi bộ", "Giới tính", "LLCT"],
            [1, "Nông Thị Quỳnh", DAY, "001175012345", code, "Nữ", "Trung cấp"],
            [2, "Lục Văn Quý", "1962", "001062000001", "", "Nam", "Cao cấp"],
            [3, "Đàm Văn Thái", "31/02/1970", "12", "KHONG-CO", "Nam", "Giỏi"],
            [4, "Phùng Văn Minh", "1980", "", "", "Nam", ""],
        ]
    )


def look(visitor: Visitor, name: str) -> None:
    """Nothing in the way of anybody, and nothing wider than the screen."""
    for width, height in SIZES:
        visitor.page.set_viewport_size({"width": width, "height": height})
        assert (name, visitor.barriers(), visitor.overflow()) == (name, [], 0)


def bring(page: Page, data: bytes) -> None:
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": "dang-vien.xlsx", "mimeType": XLSX, "buffer": data}
    )
    page.get_by_role("button", name="Tải lên").click()


def test_a_list_goes_in_with_its_mistakes_shown_and_out_again(
    new_context: CreateContextCallback, portal: str
) -> None:
    commune = make.unit(parent=make.unit("Đảng bộ tỉnh Sơn Bình"))
    base = make.unit("Đảng bộ cơ sở Chè Khe Vàng", parent=commune)
    cell = make.unit("Chi bộ Phân xưởng 1", parent=base)
    register_person(
        full_name="Lục Văn Quý",
        unit=commune,
        particulars={"citizen_id": "001062000001", "theory": "intermediate"},
        by=None,
        at=make.NOON,
    )
    make.person("Phùng Văn Minh", at=commune)
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(make.holder(Role.PERSONNEL_STAFF, at=commune.scope))

    visitor.go("/nhap-danh-sach/")
    look(visitor, "empty")
    page.get_by_role("link", name="Nhập người vào sổ").click()
    page.get_by_label("Nhập vào").fill(commune.code)
    look(visitor, "new")
    bring(page, a_list(cell.code))
    expect(page.get_by_role("heading", name="Cột nào của tệp")).to_be_visible()
    look(visitor, "mapping")
    page.get_by_role("button", name="Kiểm tra từng dòng").click()
    expect(page.get_by_text("1 dòng có lỗi")).to_be_visible()
    look(visitor, "rows")
    page.get_by_role("button", name="Ghi vào sổ…").click()
    expect(page.get_by_text("Còn 1 dòng nghi trùng chưa có")).to_be_visible()
    look(visitor, "undecided")
    page.get_by_label("Quyết định cho dòng 8").select_option("same")
    page.get_by_role("button", name="Ghi vào sổ…").click()
    expect(page.get_by_text("Đã ghi quyết định cho 1 dòng.")).to_be_visible()
    look(visitor, "confirm")
    page.get_by_label("Chỉ nhập các dòng đúng").check()
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.get_by_text("1 dòng mới, 2 dòng cập nhật")).to_be_visible()
    look(visitor, "report")
    written = Person.objects.count()
    page.get_by_role("link", name="Hoàn tác…").click()
    look(visitor, "undo")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Không còn dòng nào của danh sách này")).to_be_visible()
    look(visitor, "undone")
    visitor.go("/nhap-danh-sach/")
    look(visitor, "list")

    assert (written, Person.objects.count()) == (3, 2)
    assert visitor.said == []
