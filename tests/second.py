"""A second person who acts while the first one's transaction is held open."""

from collections.abc import Callable
from threading import Thread
from typing import Any

from django.db import connection

from core.errors import Refused


class Second:
    """An act in a thread and on a connection of its own."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act = act
        self.found: list[Any] = []
        self._thread = Thread(target=self._perform, daemon=True)
        self._thread.start()

    def _perform(self) -> None:
        try:
            self.found.append(self._act())
        except Refused as refusal:
            self.found.append(type(refusal))
        finally:
            connection.close()

    @property
    def waits(self) -> bool:
        self._thread.join(timeout=0.5)
        return self._thread.is_alive()

    def ends(self) -> list[Any]:
        self._thread.join(timeout=10)
        assert not self._thread.is_alive()
        return self.found
