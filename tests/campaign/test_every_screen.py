"""Every page that opens, in both languages, wide and narrow: nobody is kept out.

With ``PORTAL_SCREENS`` naming a folder each page is photographed there.
"""

import os
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import ViewportSize
from pytest_playwright.pytest_playwright import CreateContextCallback

from congress.models import Congress, VotingBody
from core.access.rights import Role
from core.models import Unit, User
from tests import make
from tests.browser.visitor import Visitor
from tests.integration.test_access_walk import OK, Page, build_world

pytestmark = pytest.mark.django_db(transaction=True)

SIZES: Final[dict[str, ViewportSize]] = {
    "wide": {"width": 1366, "height": 768},
    "narrow": {"width": 360, "height": 740},
}
# Answers for machines, files, and pieces of pages.
NO_SCREENS: Final = frozenset(
    {
        "ballots:minutes-file",
        "congress:wall-now",
        "core:health",
        "core:help-picture",
        "core:import-errors",
        "core:import-template",
        "core:unit-choices",
        "core:wall-sample",
    }
)


@pytest.fixture
def every_page(transactional_db: None) -> dict[str, Page]:
    """Every page, where another process sees it as well."""
    return build_world()


def everywhere() -> User:
    """An administrator who holds a role of every kind."""
    user = make.user(person=make.person())
    # Some acts are done where a role is held, and not from above.
    for unit in Unit.objects.all():
        for role in (Role.ORGANISATION_STAFF, Role.INSPECTOR):
            make.appointment(user, role, at=unit.scope)
    # Whoever writes at a congress does so by a role at that congress itself.
    for congress in Congress.objects.all():
        for role in (Role.PRESIDIUM, Role.SECRETARIAT):
            make.appointment(user, role, at=congress.scope)
    for body in VotingBody.objects.all():
        for role in (Role.TALLY_HEAD, Role.TALLY_TECHNICIAN):
            make.appointment(user, role, at=body.scope)
    User.objects.filter(pk=user.pk).update(is_superuser=True, is_staff=True)
    return user


def photograph(visitor: Visitor, name: str) -> None:
    if folder := os.environ.get("PORTAL_SCREENS"):
        path = Path(folder) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=path, full_page=True)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_open_to_everybody(
    new_context: CreateContextCallback,
    portal: str,
    every_page: dict[str, Page],
    language: str,
) -> None:
    visitor = Visitor(new_context(), portal)
    visitor.sign_in(everywhere())
    if language == "en":
        visitor.page.get_by_role("button", name="EN").click()
    shown = {
        name: page.address
        for name, page in every_page.items()
        if page.get == OK and name not in NO_SCREENS
    }

    found: dict[tuple[str, str], list[str]] = {}
    for name, address in shown.items():
        visitor.said.clear()
        visitor.go(address)
        for size, viewport in SIZES.items():
            visitor.page.set_viewport_size(viewport)
            photograph(visitor, f"{language}-{size}/{name.replace(':', '-')}")
            over = visitor.overflow()
            wider = [f"{over} px wider than the screen"] if over else []
            found[name, size] = visitor.barriers() + wider
        found[name, "console"] = list(visitor.said)

    assert len(shown) > 50
    assert {page: faults for page, faults in found.items() if faults} == {}
