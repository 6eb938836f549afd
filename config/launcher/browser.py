"""Where a browser is for the browser tests. Nothing is ever downloaded."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """``CHROMIUM``, or the first known name on the path."""
    if given := os.environ.get("CHROMIUM"):
        return given
    return next((found for name in NAMES if (found := shutil.which(name))), None)
