"""The portal before a hall: over TLS, by the certificate that the window tells of."""

import hashlib
import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import (
    HTTPConnection,
    HTTPResponse,
    HTTPSConnection,
)
from pathlib import Path

import pytest

from tests.campaign.launched import Launched, until

HERE = "127.0.0.1"


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="p", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def port() -> int:
    with socket.create_server((HERE, 0)) as door:
        return int(door.getsockname()[1])


def open_hall(var: Path, port: int, address: str = HERE) -> Launched:
    portal = Launched(var, port=port, deed="hall", HALL_ADDRESS=address)
    portal.wait_until_ready()
    return portal


@pytest.fixture
def hall(var: Path, port: int) -> Iterator[Launched]:
    portal = open_hall(var, port)
    yield portal
    if portal.process.poll() is None:
        portal.stop()


def trust(portal: Launched) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=portal.folder / "hall" / "certificate.pem")


def get(portal: Launched, path: str, **headers: str) -> HTTPResponse:
    line = HTTPSConnection(HERE, portal.port, timeout=10, context=trust(portal))
    with closing(line):
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        answer.read()
        return answer


def shown(portal: Launched) -> str:
    """The fingerprint in the window."""
    lines = [line.strip() for line in portal.words.splitlines()]
    pairs = [line for line in lines if line.count(":") == 7 and len(line) == 23]
    return ":".join(pairs)


def served(portal: Launched) -> str:
    """The fingerprint of what a browser is given."""
    anything = ssl.create_default_context()
    anything.check_hostname = False
    anything.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((HERE, portal.port), timeout=10) as line,
        anything.wrap_socket(line) as talk,
    ):
        certificate = talk.getpeercert(binary_form=True) or b""
    return hashlib.sha256(certificate).digest().hex(":").upper()


def test_the_hall_is_served_by_the_certificate_that_the_window_tells_of(
    hall: Launched, var: Path, port: int
) -> None:
    front = get(hall, "/dang-nhap/")
    setting_up = get(hall, "/khoi-tao/")

    assert served(hall) == shown(hall)
    assert f"https://{HERE}:{port}/" in hall.words
    assert front.status == 302  # nobody has an account yet
    assert setting_up.status == 200
    assert setting_up.getheader("Strict-Transport-Security") is None
    assert "Secure" in str(setting_up.getheader("Set-Cookie"))
    assert get(hall, "/healthz", Host="noi-khac.example").status == 400
    assert (hall.folder / "hall" / "key.pem").stat().st_mode & 0o777 == 0o600
    assert (hall.folder / "hall" / "card.pdf").read_bytes().startswith(b"%PDF")

    first = shown(hall)
    hall.stop()
    again = open_hall(var, port)
    second, words = shown(again), again.words
    again.stop()
    moved = open_hall(var, port, "127.0.0.2")
    third = shown(moved)
    status = moved.stop()

    assert second == first
    assert "Chứng thư mới" not in words
    assert third != first
    assert "https://127.0.0.2" in moved.words
    assert status == 0


def test_plain_http_gets_nothing(hall: Launched) -> None:
    line = HTTPConnection(HERE, hall.port, timeout=10)

    with closing(line):
        line.request("GET", "/healthz")
        with pytest.raises(OSError, match=r"closed|reset"):
            line.getresponse()

    assert get(hall, "/healthz").status == 200


def test_handshakes_that_nobody_finishes_do_not_keep_the_hall_out(
    hall: Launched,
) -> None:
    def answers() -> bool:
        try:
            return get(hall, "/healthz").status == 200
        except OSError:
            return False

    with ExitStack() as stack:
        for _number in range(24):
            line = stack.enter_context(socket.create_connection((HERE, hall.port)))
            line.sendall(b"\x16")

        seconds = until(answers, seconds=45)

    assert seconds < 45
