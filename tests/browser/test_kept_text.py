"""What is typed outlives a session that ended, and nothing else."""

import pytest
from django.urls import reverse
from pytest_playwright.pytest_playwright import CreateContextCallback

from congress.models import Difficulty
from core.access.rights import Role
from core.models import Unit
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.congress import working

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('kept:')).length"
SIGN_OUT = 'form[action$="/dang-xuat/"]'


@pytest.fixture
def visitor(new_context: CreateContextCallback, portal: str) -> Visitor:
    commune = make.unit(parent=make.unit("Đảng bộ tỉnh Tuyên Quang"))
    visitor = Visitor(new_context(), portal)
    visitor.sign_in(make.holder(Role.ORGANISATION_STAFF, at=commune.scope))
    return visitor


def test_what_was_saved_does_not_come_back(visitor: Visitor) -> None:
    page = reverse("congress:difficulty-raise")
    visitor.go(page)
    visitor.page.locator("[name=title]").fill("Thiếu hội trường")
    visitor.page.locator("[name=text]").fill("Đang sửa.")
    visitor.page.get_by_role("button", name="Gửi cấp trên trực tiếp").click()
    visitor.page.wait_for_url("**/vuong-mac/*-*/")
    assert Difficulty.objects.count() == 1

    visitor.go(page)

    assert visitor.page.locator(".alert-info").count() == 0
    assert visitor.page.locator("[name=text]").input_value() == ""


def test_who_signs_out_leaves_no_text_behind(visitor: Visitor) -> None:
    visitor.go(reverse("congress:difficulty-raise"))
    visitor.page.evaluate("sessionStorage.setItem('kept:1:/x/', '[]')")
    visitor.go("/")
    visitor.page.evaluate(f"document.querySelector('{SIGN_OUT}').requestSubmit()")
    visitor.page.wait_for_url("**/dang-nhap/**")

    assert visitor.page.evaluate(KEPT) == 0


def test_looking_somebody_up_loses_nothing_that_was_typed(
    visitor: Visitor, portal: str
) -> None:
    unit = Unit.objects.get(parent__isnull=False)
    body = working.body(unit)
    make.person("Ma Thị Hường", at=unit)
    page = visitor.page
    visitor.go(reverse("congress:working-member-add", args=[body.pk]))
    page.get_by_label("Từ ngày").fill("01/07/2025")
    page.get_by_label("Tài khoản trên cổng").fill("mahuong")
    page.get_by_label("Tìm trong sổ theo họ tên").fill("huong")
    page.get_by_label("Tìm trong sổ theo họ tên").press("Enter")
    page.get_by_role("link", name="Chọn").click()
    page.wait_for_url("**nguoi=**")

    assert page.get_by_label("Từ ngày").input_value() == "01/07/2025"
    assert page.get_by_label("Tài khoản trên cổng").input_value() == "mahuong"
    assert page.locator(".alert-info").count() == 1
    assert visitor.said == []
