"""Screens of accounts: no barrier, no sideways scroll, nothing the policy refuses."""

import time
from typing import Final

import pytest
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from core.access.rights import Role
from core.models import User
from core.services.second_factor import begin_device, confirm_device
from tests import make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

PHONE: Final[ViewportSize] = {"width": 390, "height": 844}


def shown(device: TOTPDevice, *, steps: int = 0) -> str:
    """What the phone shows, so many half minutes from now."""
    phone = TOTP(device.bin_key, device.step, device.t0, device.digits)
    phone.time = time.time() + steps * device.step
    return f"{phone.token():06}"


def protected(user: User) -> TOTPDevice:
    device = begin_device(user=user)
    code = shown(device)
    return confirm_device(user=user, code=code, session_key="", at=timezone.now())[0]


def screens() -> list[str]:
    unit = make.unit()
    make.person("Vi Thị An", at=unit)
    somebody = make.user("an", person=make.person("Lê Văn Ân", at=unit))
    make.appointment(somebody, Role.INSPECTOR, at=unit.scope)
    protected(somebody)
    return [
        "/tai-khoan/",
        "/tai-khoan/?tim=khong-co",
        "/tai-khoan/an/",
        "/tai-khoan/an/cap-lai-mat-khau/",
        "/lap-tai-khoan/",
        f"/lap-tai-khoan/?don-vi={unit.code}",
        "/phien-dang-nhap/",
        "/lop-bao-ve-thu-hai/",
        "/lop-bao-ve-thu-hai/thiet-lap/",
        "/lop-bao-ve-thu-hai/tat/",
    ]


@pytest.mark.parametrize("size", [None, PHONE], ids=["wide", "phone"])
def test_no_screen_has_a_barrier_or_scrolls_sideways(
    new_context: CreateContextCallback, portal: str, size: ViewportSize | None
) -> None:
    visitor = Visitor(new_context(), portal)
    if size:
        visitor.page.set_viewport_size(size)
    addresses = screens()
    visitor.sign_in(make.administrator())

    found = {}
    for address in addresses:
        visitor.go(address)
        found[address] = (visitor.barriers(), visitor.overflow(), list(visitor.said))

    assert found == dict.fromkeys(addresses, ([], 0, []))


def test_somebody_sets_a_phone_up_and_signs_in_with_it(
    new_context: CreateContextCallback, portal: str
) -> None:
    make.user("an")
    first = Visitor(new_context(), portal)
    first.sign_in(User.objects.get())
    page = first.page

    first.go("/lop-bao-ve-thu-hai/")
    page.get_by_role("link", name="Bật").click()
    page.get_by_role("button", name="Bắt đầu").click()
    code = page.get_by_label("Mã xác thực")
    expect(code).to_be_focused()
    code.fill(shown(TOTPDevice.objects.get()))
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mã khôi phục")
    on_paper = page.locator("ol.codes li").all_inner_texts()
    problems = [first.barriers(), first.said]

    second = Visitor(new_context(), portal)
    second.go("/dang-nhap/?next=/mat-khau/")
    second.page.get_by_label("Tên đăng nhập").fill("an")
    second.page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    second.page.get_by_role("button", name="Đăng nhập").click()
    second.page.get_by_label("Mã xác thực").fill(on_paper[3])
    problems += [second.barriers(), second.said]
    second.page.get_by_role("button", name="Tiếp tục").click()

    expect(second.page.get_by_role("heading", level=1)).to_have_text("Đổi mật khẩu")
    assert len(on_paper) == 10
    assert problems == [[], [], [], []]


def test_slips_are_made_and_fetched_once(
    new_context: CreateContextCallback, portal: str
) -> None:
    unit = make.unit()
    for name in ("Vi Thị An", "Lò Văn Bình"):
        make.person(name, at=unit)
    visitor = Visitor(new_context(), portal)
    visitor.sign_in(make.administrator())
    page = visitor.page

    visitor.go(f"/lap-tai-khoan/?don-vi={unit.code}")
    page.get_by_label("Đánh dấu cả trang này").check()
    page.get_by_role("button", name="Lập tài khoản và in phiếu").click()
    fetch = page.get_by_role("button", name="Tải phiếu")
    expect(fetch).to_be_visible()
    problems = [visitor.barriers(), visitor.overflow()]
    with page.expect_download() as fetched:
        fetch.click()
    page.reload()

    assert fetched.value.suggested_filename.startswith("phieu-tai-khoan-")
    expect(page.get_by_text("Đã tải lúc")).to_be_visible()
    assert User.objects.filter(person__isnull=False).count() == 2
    assert problems == [[], 0]
    assert visitor.said == []
