"""Somebody who types papers, and does over HTTP what the page's own script does.

What was not answered is sent again with its key, until it is answered.
"""

import html
import json
import random
import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

HERE: Final = "127.0.0.1"
PATIENCE: Final = 8  # seconds, as the page has
AGAIN_AFTER: Final = 0.25  # the page waits longer; here two tries shall meet
NAMES: Final = 31


class Answer(NamedTuple):
    """What the portal said."""

    status: int
    text: str
    location: str = ""

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found


class Visitor:
    """One browser: its cookies and its mark against forged forms."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.port = port
        self.username = username
        self.cookies: dict[str, str] = {}
        self.mark = ""
        self.look("/dang-nhap/")
        form = {"username": username, "password": password}
        assert self.send("/dang-nhap/", form).status == 302, username

    def look(self, path: str) -> Answer:
        """Open a page, and remember the mark that its forms carry."""
        answer = self._ask("GET", path)
        if mark := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text):
            self.mark = mark[1]
        return answer

    def send(self, path: str, form: dict[str, Any], *, script: bool = False) -> Answer:
        """Send a form: as a page does, or as the page's own script does."""
        return self._ask("POST", path, form, script=script)

    def send_and_hang_up(self, path: str, form: dict[str, Any]) -> None:
        """Send a form and be gone before the answer."""
        line = HTTPConnection(HERE, self.port, timeout=PATIENCE)
        with closing(line):
            self._request(line, "POST", path, form, script=True)

    def _ask(
        self,
        method: str,
        path: str,
        form: dict[str, Any] | None = None,
        *,
        script: bool = False,
    ) -> Answer:
        line = HTTPConnection(HERE, self.port, timeout=PATIENCE)
        with closing(line):
            self._request(line, method, path, form, script=script)
            answer = line.getresponse()
            text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, _equals, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, text, answer.headers.get("Location", ""))

    def _request(
        self,
        line: HTTPConnection,
        method: str,
        path: str,
        form: dict[str, Any] | None,
        *,
        script: bool,
    ) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": self.mark}
        if script:
            headers["Accept"] = "application/json"
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, urlencode(form) if form else None, headers)


def struck(numbers: list[int]) -> str:
    """What the journal says of a paper on which these are struck."""
    bits = sum(1 << (number - 1) for number in numbers)
    return f"{bits.to_bytes((NAMES + 7) // 8, 'little').hex()} - - - - - 1"


class Typist(threading.Thread):
    """Types papers of one batch, again and again, until told that it is enough."""

    def __init__(self, visitor: Visitor, batch: str, papers: int, *, seed: int) -> None:
        super().__init__(daemon=True)
        self.visitor = visitor
        self.address = f"{batch}nhap/"
        self.papers = papers
        self.drawn = random.Random(seed)  # noqa: S311 - the same every time
        self.enough = threading.Event()
        self.pause = 0.1
        # What the screen called saved, by position.
        self.saved: dict[int, str] = {}
        self.sequence = 0
        # Keys of what was answered, and of what was given up with the tab.
        self.keys: dict[str, tuple[int, str]] = {}
        self.given_up: dict[str, tuple[int, str]] = {}
        self.seen: Counter[str] = Counter()
        self.longest = 0.0
        self.refusals: list[str] = []
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            self.open()
            for position in self._positions():
                self.type(position)
                time.sleep(self.drawn.uniform(0, self.pause))
        except BaseException as fault:
            self.fault = fault
            raise

    def _positions(self) -> Iterator[int]:
        """First those that are missing; then any again, until it is enough."""
        while True:
            missing = [p for p in range(1, self.papers + 1) if p not in self.saved]
            if self.enough.is_set() and not missing:
                return
            again = not missing or (self.saved and self.drawn.random() < 0.2)
            yield self.drawn.choice(list(self.saved)) if again else missing[0]

    def open(self) -> None:
        """Open the screen, as after a reload: what is saved is what it says."""
        page = self._look()
        found = re.search(r'data-state="([^"]*)"', page.text)
        assert found, page.status
        self._adopt(json.loads(html.unescape(found[1])))

    def _look(self) -> Answer:
        while True:
            try:
                page = self.visitor.look(self.address)
            except (OSError, HTTPException):
                page = Answer(0, "")
            if page.status == 200:
                return page
            assert page.status in {0, 500, 502, 503, 507}, page
            time.sleep(AGAIN_AFTER)

    def _adopt(self, state: dict[str, Any]) -> None:
        self.saved = {int(at): line for at, line in state["ballots"].items()}
        self.sequence = state["sequence"]

    def type(self, position: int) -> None:
        """Type one paper, and do not go on before it is called saved."""
        numbers = sorted(
            self.drawn.sample(range(1, NAMES + 1), self.drawn.randint(1, 9))
        )
        payload = {
            "position": position,
            "command": " ".join(map(str, numbers)),
            "mode": "struck",
            "key": str(uuid.UUID(int=self.drawn.getrandbits(128), version=4)),
            "sequence": self.sequence,
            "shown": struck(numbers),
        }
        began = time.monotonic()
        answer = self._until_answered(payload)
        self.longest = max(self.longest, time.monotonic() - began)
        if answer is None:
            self.seen["tab closed"] += 1
            key, shown = str(payload["key"]), str(payload["shown"])
            self.given_up[key] = (position, shown)
            self.open()
        elif answer.status == 200:
            self._hear(payload, answer.told)
        else:
            assert answer.status == 409, answer
            self.seen["stale"] += 1
            self._adopt(answer.told["stale"])

    def _hear(self, payload: dict[str, Any], told: dict[str, Any]) -> None:
        said = (told["position"], told["content"])
        assert said == (payload["position"], payload["shown"])
        self.seen["saved"] += 1
        self.keys[payload["key"]] = said
        self.saved[told["position"]] = told["content"]
        self.sequence = told["sequence"]

    def _until_answered(self, payload: dict[str, Any]) -> Answer | None:
        """The answer, however often it has to be sent; nothing if the tab was closed.

        One in twenty is sent by a browser that hangs up, and sent again.
        """
        if self.drawn.random() < 0.05:
            self._hang_up(payload)
        while True:
            answer = self._once(payload)
            if answer.status in {200, 409}:
                return answer
            assert answer.status in {0, 500, 502, 503, 507}, answer
            self.seen["unanswered"] += 1
            if self.drawn.random() < 0.03:
                return None
            time.sleep(AGAIN_AFTER)

    def _hang_up(self, payload: dict[str, Any]) -> None:
        try:
            self.visitor.send_and_hang_up(self.address, payload)
        except (OSError, HTTPException):
            self.seen["unanswered"] += 1
        self.seen["hung up"] += 1

    def _once(self, payload: dict[str, Any]) -> Answer:
        try:
            answer = self.visitor.send(self.address, payload, script=True)
        except (OSError, HTTPException):
            return Answer(0, "")
        if answer.status not in {0, 200}:
            self.refusals.append(f"{answer.status} {answer.text}")
        return answer
