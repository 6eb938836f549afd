"""``make check``: every check that is not a test, all of them, then what failed."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPException, HTTPSConnection
from pathlib import Path

from config.launcher.console import say
from config.launcher.state import ROOT
from config.launcher.stopping import StopWish
from config.launcher.trial import call, services

BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
DEPLOYED = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "PORTAL_SECURE": "1",
    "PORTAL_SECRET_KEY": "only-for-this-check-" * 4,
}


def run(stop: StopWish) -> int:
    """Run every step; one that fails does not hide the next."""
    with services(stop) as env:
        failed = [name for name, words in _steps() if _fails(name, words, env, stop)]
    if failed:
        say(f"\nKHÔNG ĐẠT {len(failed)}: {', '.join(failed)}")
        return 1
    say("\nMọi bước kiểm tra đều đạt.")
    return 0


def _steps() -> list[tuple[str, Sequence[str]]]:
    pages = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    return [
        ("format", _tool("ruff", "format", "--check", ".")),
        ("lint", _tool("ruff", "check", ".")),
        ("djade", _tool("djade", "--check", "--target-version", "5.2", *pages)),
        ("djhtml", _tool("djhtml", "--check", "--tabwidth", "2", *pages)),
        ("djlint", _tool("djlint", "--lint", "--quiet", "templates")),
        ("types", _tool("mypy")),
        ("contracts", _tool("lint-imports")),
        ("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        ("messages", (sys.executable, "-m", "config.launcher.messages")),
        ("deploy", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING")),
        ("audit", _audit()),
    ]


def _tool(name: str, *words: str) -> tuple[str, ...]:
    return (str(BIN / name), *words)


def _audit() -> tuple[str, ...]:
    if _advisories_are_reachable():
        return _tool("pip-audit", "--progress-spinner", "off", "--skip-editable")
    return ()


def _fails(
    name: str, words: Sequence[str], env: Mapping[str, str], stop: StopWish
) -> bool:
    stop.check()
    say(f"\n=== {name}")
    if not words:
        say("Không tới được dịch vụ lỗ hổng bảo mật; bước này bị bỏ qua.")
        return False
    began = time.monotonic()
    own = {**env, **(DEPLOYED if name == "deploy" else {})}
    status = call(words, own, stop)
    said = "đạt" if status == 0 else f"KHÔNG ĐẠT (mã {status})"
    say(f"--- {name}: {said}, {time.monotonic() - began:.1f} s")
    return status != 0


def _advisories_are_reachable() -> bool:
    """Ask the service that pip-audit asks, the way a proxy setting would have it."""
    if os.environ.get("PORTAL_AUDIT") == "0":
        return False
    line = HTTPSConnection("pypi.org", timeout=10)
    try:
        line.request("GET", "/pypi/Django/5.2/json")
        reply = line.getresponse()
        return reply.status == 200 and b'"vulnerabilities"' in reply.read()
    except (OSError, HTTPException):
        return False
    finally:
        line.close()
