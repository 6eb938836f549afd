"""A screen of the tally board locks by itself, in every tab, and opens again."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from playwright.sync_api import expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from core.access.rights import Role
from tests import make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

LOCKED = "Màn hình đã khóa"


Head = Callable[[int], Visitor]


@pytest.fixture
def head_for(
    new_context: CreateContextCallback, portal: str, settings: LazySettings
) -> Head:
    """Return the head of a tally board whose screens lock after so many seconds."""

    def sign_in(seconds: int) -> Visitor:
        settings.IDLE_LOCK_SECONDS = seconds
        visitor = Visitor(new_context(), portal)
        visitor.sign_in(make.holder(Role.TALLY_HEAD, at=make.body().scope))
        return visitor

    return sign_in


def test_an_idle_screen_locks_in_every_tab_and_goes_on_where_it_was(
    head_for: Head,
) -> None:
    head = head_for(3)
    other = head.page.context.new_page()
    other.goto(f"{head.portal}/bau-cu/")
    head.go("/dai-hoi/?tim=khe")

    expect(head.page.get_by_role("heading", level=1)).to_have_text(LOCKED)
    expect(other.get_by_role("heading", level=1)).to_have_text(LOCKED)
    head.page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    head.page.get_by_role("button", name="Mở khóa").click()

    expect(head.page.get_by_role("heading", level=1)).to_have_text("Đại hội")
    assert head.page.url == f"{head.portal}/dai-hoi/?tim=khe"
    assert head.said == []


def test_a_screen_on_which_somebody_types_stays_open(head_for: Head) -> None:
    head = head_for(10)
    head.go("/mat-khau/")
    field = head.page.get_by_label("Mật khẩu hiện tại")

    # Longer than the screen would stay open by itself.
    field.press_sequentially("x" * 60, delay=200)

    assert field.input_value() == "x" * 60
    head.go("/mat-khau/")
    assert head.heading == "Đổi mật khẩu"
    assert head.said == []
