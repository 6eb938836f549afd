"""Ctrl-C for the launcher alone: ``make`` would call a clean stop a failure."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STDIN = 0


@contextmanager
def ctrl_c_for_us_alone() -> Iterator[None]:
    """Be the terminal's foreground group while we run, and give it back after."""
    before = os.getpgrp()
    if before == os.getpid() or _foreground_group() != before:
        yield
        return
    # Moving the foreground raises TTOU; Ctrl-Z would leave make hanging.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    os.setpgid(0, 0)
    os.tcsetpgrp(STDIN, os.getpgrp())
    try:
        yield
    finally:
        with suppress(OSError):
            os.tcsetpgrp(STDIN, before)


def _foreground_group() -> int | None:
    try:
        return os.tcgetpgrp(STDIN)
    except OSError:
        return None
