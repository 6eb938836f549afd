"""Twenty walls see every step in order within a second while sixteen people type.

Half-way the web server is killed; the walls go on by themselves and miss nothing.
"""

import json
import os
import signal
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final

import pytest

from tests.campaign.launched import until
from tests.campaign.test_entry_faults import Portal, free_port, say, typists
from tests.campaign.typist import HERE, Visitor

WALLS: Final = 20
OPERATORS: Final = 16
STEPS: Final = 40
KILLED_AFTER: Final = 20
BETWEEN: Final = 1.0  # seconds from one step to the next
WITHIN: Final = 1.0
EVERY: Final = 0.5  # as a wall asks
PATIENCE: Final = 2.5


class Watching(threading.Thread):
    """A wall: asks twice a second what came after the step it shows."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(daemon=True)
        self.port = port
        self.address = f"/man-chieu/{token}/sau/"
        self.seen: list[tuple[int, float]] = []
        self.unanswered = 0
        self.asked = 0
        self.largest = 0
        self.enough = threading.Event()

    @property
    def number(self) -> int:
        return self.seen[-1][0] if self.seen else 0

    def run(self) -> None:
        while not self.enough.is_set():
            began = time.monotonic()
            try:
                self.ask()
            except (OSError, HTTPException, ValueError):
                self.unanswered += 1
            self.enough.wait(max(0.05, EVERY - (time.monotonic() - began)))

    def ask(self) -> None:
        line = HTTPConnection(HERE, self.port, timeout=PATIENCE)
        with closing(line):
            line.request("GET", f"{self.address}{self.number}/")
            answer = line.getresponse()
            body = answer.read()
        if answer.status != 200:
            raise ValueError(answer.status)
        self.asked += 1
        self.largest = max(self.largest, len(body))
        self.hear(json.loads(body), time.monotonic())

    def hear(self, told: dict[str, Any], now: float) -> None:
        self.seen.extend((step["number"], now) for step in told["steps"])


class Operator:
    """The head of the board at the console: sends a step until it is answered."""

    def __init__(self, visitor: Visitor, hall: dict[str, Any]) -> None:
        self.visitor = visitor
        self.hall = hall
        self.sent: dict[int, float] = {}
        self.answered: dict[int, float] = {}
        self.visitor.look(hall["console"])
        form = {"csrfmiddlewaretoken": visitor.mark}
        assert visitor.send(f"{hall['console']}dieu-khien/", form).status == 302

    def step(self, number: int) -> None:
        frames = self.hall["frames"]
        form = {
            "follows": number - 1,
            # Now and then the walls are blank.
            "frame": "" if number % 7 == 0 else frames[number % len(frames)],
            "key": str(uuid.uuid4()),
        }
        self.sent[number] = time.monotonic()
        while True:
            try:
                answer = self.visitor.send(
                    f"{self.hall['console']}chieu/", form, script=True
                )
            except (OSError, HTTPException):
                time.sleep(0.1)
                continue
            if answer.status == 200:
                assert answer.told["last"] == number
                self.answered[number] = time.monotonic()
                return
            assert answer.status in {500, 502, 503}, answer
            time.sleep(0.1)


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with tempfile.TemporaryDirectory(prefix="w", ignore_cleanup_errors=True) as folder:
        started = Portal(Path(folder), port=free_port(), deed="start")
        started.wait_until_ready()
        yield started
        if started.process.poll() is None:
            started.stop()


def test_every_wall_shows_every_step_in_order_within_a_second(portal: Portal) -> None:
    opened = OPERATORS // 2
    hall = portal.do(f"hang_walls(opened={opened}, walls={WALLS}, frames=12)")
    operator = Operator(portal.visitor(hall["opened"][0]["head"]), hall)
    walls = [Watching(portal.port, token) for token in hall["tokens"]]
    typing = [each for here in hall["opened"] for each in typists(portal, here)]
    for each in typing:
        each.pause = 2.0  # still much quicker than people
    for thread in (*typing, *walls):
        thread.start()

    killed = 0
    for number in range(1, STEPS + 1):
        time.sleep(BETWEEN)  # as long as it takes to read a line aloud
        if number == KILLED_AFTER:
            killed = portal.child("web")
            assert killed
            os.kill(killed, signal.SIGKILL)
        operator.step(number)
    back_after = operator.answered[KILLED_AFTER] - operator.sent[KILLED_AFTER]
    until(lambda: all(wall.number == STEPS for wall in walls), seconds=10)
    saved = sum(each.seen["saved"] for each in typing)
    seconds = time.monotonic() - operator.sent[1]
    for one in typing:
        one.enough.set()
    for wall in walls:
        wall.enough.set()
        wall.join(10)

    delays = sorted(
        at - operator.sent[number]
        for wall in walls
        for number, at in wall.seen
        # While there is no server nobody sees anything.
        if number != KILLED_AFTER
    )
    say(
        f"{WALLS} walls × {STEPS} steps, {OPERATORS} typing {saved / seconds:.0f} "
        f"papers a second: half within {delays[len(delays) // 2]:.2f} s, 99 of 100 "
        f"within {delays[len(delays) * 99 // 100]:.2f} s, all within {delays[-1]:.2f} "
        f"s; web killed and back after {back_after:.1f} s, "
        f"{sum(wall.unanswered for wall in walls)} of "
        f"{sum(wall.asked for wall in walls)} looks unanswered; the largest answer "
        f"{max(wall.largest for wall in walls)} bytes"
    )
    assert [[number for number, _at in wall.seen] for wall in walls] == [
        list(range(1, STEPS + 1))
    ] * WALLS
    assert delays[-1] < WITHIN
    assert portal.child("web") not in {0, killed}
    assert [each.fault for each in typing] == [None] * OPERATORS
    assert saved > OPERATORS
