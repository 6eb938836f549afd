"""The page of components and the wall, photographed."""

import io
import os
from pathlib import Path
from typing import Final

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import ViewportSize
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests import make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

REFERENCES: Final = Path(__file__).parents[1] / "references"
# PORTAL_PHOTOGRAPH=1 takes the references anew; look at them before they are kept.
ANEW: Final = os.environ.get("PORTAL_PHOTOGRAPH") == "1"
WIDE: Final[ViewportSize] = {"width": 1366, "height": 768}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
OLD_PROJECTOR: Final[ViewportSize] = {"width": 1024, "height": 768}
# Mean difference of two blurred pictures, of 255: another build of the browser moves
# the edges of letters, a lost style or font moves far more.
ALIKE: Final = 3.0


def photograph(visitor: Visitor, size: ViewportSize) -> Image.Image:
    visitor.page.set_viewport_size(size)
    visitor.page.evaluate("document.fonts.ready")
    return Image.open(io.BytesIO(visitor.page.screenshot(full_page=True))).convert(
        "RGB"
    )


def difference(seen: Image.Image, name: str) -> float:
    kept = REFERENCES / f"{name}.png"
    small = seen.resize((seen.width // 2, seen.height // 2))
    if ANEW:
        small.quantize(64).save(kept, optimize=True)
    reference = Image.open(kept).convert("RGB")
    if abs(reference.height - small.height) > 40 or reference.width != small.width:
        return 255.0
    height = min(reference.height, small.height)
    cut = (0, 0, small.width, height)
    blurred = [
        each.crop(cut).filter(ImageFilter.GaussianBlur(4))
        for each in (small, reference)
    ]
    return max(ImageStat.Stat(ImageChops.difference(*blurred)).mean)


@pytest.mark.parametrize(
    ("address", "name", "narrow"),
    [
        ("/giao-dien/", "components", PHONE),
        ("/giao-dien/man-chieu/", "wall", OLD_PROJECTOR),
    ],
)
def test_the_components_look_as_they_are_meant_to(
    address: str,
    name: str,
    narrow: ViewportSize,
    new_context: CreateContextCallback,
    portal: str,
) -> None:
    visitor = Visitor(new_context(reduced_motion="reduce"), portal)
    visitor.sign_in(make.user(full_name="Vũ Thị Hoa"))
    visitor.go(address)

    found = {
        "wide": difference(photograph(visitor, WIDE), f"{name}-wide"),
        "narrow": difference(photograph(visitor, narrow), f"{name}-narrow"),
    }

    assert {size for size, apart in found.items() if apart > ALIKE} == set()
    assert visitor.barriers() == []
    assert visitor.overflow() == 0
    assert visitor.said == []


def test_a_lost_style_sheet_would_be_noticed(
    new_context: CreateContextCallback, portal: str
) -> None:
    visitor = Visitor(new_context(reduced_motion="reduce"), portal)
    visitor.page.route("**/portal.css", lambda route: route.abort())
    visitor.sign_in(make.user(full_name="Vũ Thị Hoa"))
    visitor.go("/giao-dien/")

    if ANEW:
        pytest.skip("only references are taken")
    assert difference(photograph(visitor, WIDE), "components-wide") > ALIKE
