"""Ctrl-C, TERM and HUP become one wish that is granted at the next safe moment."""

import signal
import time
from collections.abc import Callable
from types import FrameType

TICK = 0.1


class Stopped(Exception):  # noqa: N818 – named for the fact
    """The person asked to stop."""


class StopWish:
    """Notes a signal and raises nothing by itself, so no child is ever lost midway."""

    def __init__(self) -> None:
        self.made = False

    def listen(self) -> None:
        """Take the signals over; ``nohup`` keeps its meaning."""
        signal.signal(signal.SIGINT, self._note)
        signal.signal(signal.SIGTERM, self._note)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._note)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.made = True

    def check(self) -> None:
        """Raise ``Stopped`` once somebody has asked."""
        if self.made:
            raise Stopped

    def wait_for(self, happened: Callable[[], bool], *, seconds: float) -> bool:
        """Wait until it has happened; False when the time is over."""
        until = time.monotonic() + seconds
        while not happened():
            self.check()
            if time.monotonic() > until:
                return False
            time.sleep(TICK)
        return True
