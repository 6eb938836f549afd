"""Every screen: nothing refused by the policy, no barrier, no sideways scroll."""

from typing import Final

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from core.access.rights import Role
from core.models import AuditEvent, User
from tests import make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

RULE_SETS: Final = "/quan-tri/core/ruleset/"
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}


def screens(board: make.Board) -> dict[str, list[str]]:
    """Who opens what; there is a poll at every stage, and a file that became none."""
    slug = board.body.congress.slug
    here = f"/dai-hoi/{slug}/bau-cu/"
    confirmation = make.confirmed(board.body, head=board.head)
    make.shelved(confirmation)
    make.counted(board.body, file=make.case("F5-tie-at-last-official"))
    make.imported(board.body, file=make.undecided_file())
    refused = make.upload(board.body, b"x", name="hong.json")
    return {
        "head": [
            "/",
            "/mat-khau/",
            "/dai-hoi/",
            f"/dai-hoi/{slug}/",
            "/bau-cu/",
            here,
            f"{here}1/lan-1/",
            f"{here}1/lan-1/ket-qua/",
            f"{here}1/lan-1/bien-ban/",
            f"{here}2/lan-1/",
            f"{here}2/lan-1/ket-qua/",
            f"{here}2/lan-1/chot/",
            f"{here}3/lan-1/",
            "/khong-co/",
        ],
        "technician": [here, f"{here}tai-tep/", f"{here}tep/{refused.pk}/"],
        "inspector": [
            "/nhat-ky/",
            "/nhat-ky/?viec=core.role_given",
            "/nhat-ky/?tu=2025-07-24&den=2025-07-23",
            "/nhat-ky/?in=1",
            f"/nhat-ky/{AuditEvent.objects.latest('pk').pk}/",
        ],
        "administrator": [
            RULE_SETS,
            f"{RULE_SETS}190-QD_2FTW/change/",
            f"{RULE_SETS}190-QD_2FTW/history/",
            f"{RULE_SETS}190-QD_2FTW/so-sanh/",
            f"{RULE_SETS}190-QD_2FTW/ban-goc/",
            f"{RULE_SETS}190-QD_2FTW/sua/?dong=tie_rule&dong=R-RS-2",
        ],
    }


def people(board: make.Board) -> dict[str, User]:
    inspector = make.holder(Role.INSPECTOR, at=board.body.congress.unit.scope)
    return {
        "head": board.head,
        "technician": board.technician,
        "inspector": inspector,
        "administrator": make.administrator(),
    }


def test_no_screen_has_a_barrier_or_breaks_the_policy(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    users, addresses = people(board), screens(board)

    barriers, said = {}, {}
    for name, user in users.items():
        visitor = Visitor(new_context(), portal)
        visitor.sign_in(user)
        for address in addresses[name]:
            visitor.said.clear()
            visitor.go(address)
            barriers[name, address] = visitor.barriers()
            said[name, address] = list(visitor.said)

    # A page that is not there is reported by the browser itself.
    assert "404" in said.pop(("head", "/khong-co/"))[0]
    assert {page: found for page, found in barriers.items() if found} == {}
    assert {page: found for page, found in said.items() if found} == {}


def test_no_screen_scrolls_sideways_on_a_phone(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    users, addresses = people(board), screens(board)

    found = {}
    for name, user in users.items():
        visitor = Visitor(new_context(), portal)
        visitor.page.set_viewport_size(PHONE)
        visitor.sign_in(user)
        for address in addresses[name]:
            visitor.go(address)
            found[name, address] = visitor.overflow()

    assert {page: over for page, over in found.items() if over} == {}


def test_a_person_works_in_the_language_of_choice(
    new_context: CreateContextCallback, portal: str
) -> None:
    board = make.board()
    with translation.override("en"):
        my_work = gettext("Việc của tôi")
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(board.head)

    page.get_by_role("button", name="EN").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(my_work)
    english = page.locator("html").get_attribute("lang")
    page.get_by_role("button", name="VI").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")

    assert (english, my_work != "Việc của tôi") == ("en", True)
    assert visitor.said == []


def test_the_menu_opens_and_closes_by_key_and_signs_out(
    new_context: CreateContextCallback, portal: str
) -> None:
    visitor = Visitor(new_context(), portal)
    page = visitor.page
    visitor.sign_in(make.user(full_name="Vũ Thị Hoa"))
    sign_out = page.get_by_role("button", name="Đăng xuất")

    page.get_by_text("Vũ Thị Hoa").first.click()
    expect(sign_out).to_be_visible()
    page.keyboard.press("Escape")
    expect(sign_out).to_be_hidden()
    page.get_by_text("Vũ Thị Hoa").first.click()
    sign_out.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    assert visitor.barriers() == []
    assert visitor.said == []
