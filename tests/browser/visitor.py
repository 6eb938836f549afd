"""Somebody at a browser, whose console is listened to."""

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from core.models import User
from tests import make

# As long as a person would wait for a machine that has other work.
PATIENCE_MS: Final = 30_000
expect.set_options(timeout=PATIENCE_MS)

AXE: Final = Path(__file__).parent / "axe.min.js"
GRAVE: Final = """
async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
  });
  return found.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(" ")}`);
}
"""
# A click is over before the page is left for the next one. Whoever looked then would
# judge the page of before, or none: so the page remembers that it is being left.
LEAVING: Final = """
const leave = (event) => {
  const link = event.type === "click" ? event.target.closest?.("a[href]") : null;
  const goes = event.type === "submit" || (link && !link.download && !link.target);
  const bare = (address) => address.replace(/#.*/, "");
  const stays = link && bare(link.href) === bare(location.href);
  if (goes && !stays && !event.defaultPrevented) window.leaving = true;
};
addEventListener("click", leave);
addEventListener("submit", leave);
"""
ARRIVED: Final = "!window.leaving && document.readyState != 'loading'"
OVERFLOW: Final = """
() => document.documentElement.scrollWidth - document.documentElement.clientWidth
"""


class Visitor:
    """One person at one browser; ``said`` is what the console complained of."""

    def __init__(self, context: BrowserContext, portal: str) -> None:
        context.add_init_script(LEAVING)
        self.portal = portal
        self.said: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda fault: self.said.append(str(fault)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def go(self, address: str) -> None:
        """Open an address of the portal."""
        self.page.goto(self.portal + address)

    def sign_in(self, user: User, password: str = make.PASSWORD) -> None:
        """Sign in as a person does."""
        self.go("/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(user.username)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")

    def bring(self, content: dict[str, Any], name: str = "cuoc-bau.json") -> None:
        """Choose an election file on the page for it and send it."""
        self.page.get_by_label("Tệp cuộc bầu").set_input_files(
            {
                "name": name,
                "mimeType": "application/json",
                "buffer": make.file_bytes(content),
            }
        )
        self.page.get_by_role("button", name="Tải lên").click()

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def barriers(self) -> list[str]:
        """What would keep somebody from using the page, as axe finds it."""
        self._arrive()
        if not self.page.evaluate("'axe' in window"):
            # Not by a tag: the page's own policy would refuse it.
            self.page.evaluate(AXE.read_text("utf-8"))
        found: list[str] = self.page.evaluate(GRAVE)
        return found

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        self._arrive()
        found: int = self.page.evaluate(OVERFLOW)
        return found

    def _arrive(self) -> None:
        """Wait until no page is being left for another one."""
        self.page.wait_for_function(
            "!window.leaving && document.readyState != 'loading'"
        )
