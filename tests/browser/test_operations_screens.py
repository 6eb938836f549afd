"""An administrator sees to backups; no screen of it has a barrier."""

import shutil
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from core.models import Backup
from tests import make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

PASSPHRASE: Final = "song dai troi rong ben co lieu"
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
ADDRESSES: Final = (
    "/tinh-trang/",
    "/sao-luu/",
    "/sao-luu/ke-hoach/",
    "/sao-luu/mat-khau/",
    "/sao-luu/mat-khau/thu/",
    "/tro-giup/backup/",
)


def set_plan(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    visitor.go("/sao-luu/")
    page.get_by_role("link", name="Đặt kế hoạch sao lưu").click()
    page.get_by_label("Mật khẩu sao lưu", exact=False).first.fill(PASSPHRASE)
    page.get_by_label("Nhập lại mật khẩu sao lưu").fill(PASSPHRASE)
    page.get_by_label("Tôi đã chép mật khẩu này ra giấy").check()
    page.get_by_label("Thư mục sao lưu thứ hai").fill(str(folder))
    page.get_by_role("button", name="Đặt kế hoạch sao lưu").click()
    expect(page.get_by_text("Đã lưu kế hoạch sao lưu.")).to_be_visible()


def test_an_administrator_backs_up_and_takes_the_file_away(
    new_context: CreateContextCallback, portal: str, tmp_path: Path
) -> None:
    # What other tests left there would be noted as well.
    shutil.rmtree(settings.BACKUPS, ignore_errors=True)
    make.unit()
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(make.administrator())
    set_plan(visitor, tmp_path)

    page.get_by_role("button", name="Sao lưu ngay").click()
    fetch = page.get_by_role("button", name="Tải về portal-")
    expect(fetch).to_be_visible()
    with page.expect_download() as taken:
        fetch.click()

    backup = Backup.objects.get()
    saved = taken.value.path().read_bytes()
    assert taken.value.suggested_filename == backup.file_name
    assert len(saved) == backup.size
    # The tests' second folder lies on the disk of the first, and the page says so.
    expect(page.get_by_text("cùng ổ đĩa với cổng").first).to_be_visible()
    assert (tmp_path / backup.file_name).read_bytes() == saved
    assert visitor.said == []


@pytest.mark.parametrize("size", [None, PHONE], ids=["wide", "phone"])
def test_no_screen_has_a_barrier_or_scrolls_sideways(
    new_context: CreateContextCallback,
    portal: str,
    size: ViewportSize | None,
    tmp_path: Path,
) -> None:
    make.unit()
    visitor = Visitor(new_context(), portal)
    visitor.sign_in(make.administrator())
    if size:
        visitor.page.set_viewport_size(size)

    found = {}
    for address in ("/sao-luu/", "/sao-luu/ke-hoach/"):
        visitor.go(address)
        found["before", address] = (visitor.barriers(), visitor.overflow())
    set_plan(visitor, tmp_path)
    for address in ADDRESSES:
        visitor.go(address)
        found["after", address] = (visitor.barriers(), visitor.overflow())

    assert {page: each for page, each in found.items() if each != ([], 0)} == {}
    assert visitor.said == []
