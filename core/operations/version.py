"""Which portal this is, as the changelog says."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

_RELEASE: Final = re.compile(r"^## \[(\d+\.\d+\.\d+)\]", re.MULTILINE)
_UNRELEASED: Final = re.compile(
    r"^## \[Unreleased\]\s*\n(.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL
)


@lru_cache(maxsize=1)
def portal_version() -> str:
    """Return the newest release; with a plus when there is more than that."""
    return version_in((Path(settings.ROOT) / "CHANGELOG.md").read_text("utf-8"))


def version_in(changelog: str) -> str:
    """Return the version that a changelog speaks of."""
    release = _RELEASE.search(changelog)
    more = _UNRELEASED.search(changelog)
    number = release[1] if release else "0"
    return f"{number}+" if more and more[1].strip() else number
