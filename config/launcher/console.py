"""What the launcher says to the person in front of it: Vietnamese, whole sentences."""

import sys
from contextlib import suppress
from pathlib import Path


class CannotGoOn(Exception):  # noqa: N818 – named for the fact
    """A fact that ends the launcher with status 1; its text is for the person."""


def say(text: str = "") -> None:
    """Tell the person. A terminal that has gone away is no reason to fall over."""
    with suppress(OSError, ValueError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def speak_utf8() -> None:
    """Let Vietnamese through whatever the terminal's locale claims."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, to stand under a sentence."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])
