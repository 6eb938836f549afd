"""Where people come in: on this machine alone, or from the network of a hall."""

import os
import shutil
import socket
import ssl
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path

from config.launcher.certificate import Certificate, host_names, now
from config.launcher.console import CannotGoOn, say
from config.launcher.network import hall_addresses

FIRST_PORT = 8000
PORTS = 20
HALL_PORT = 8443
QUEUE = 256
HERE = "127.0.0.1"
IN_A_LINE = 8  # pairs of a fingerprint


@dataclass
class Entrance:
    """The doors of this machine alone: plain HTTP on the first free port."""

    doors: list[socket.socket] = field(default_factory=list)

    @property
    def words(self) -> tuple[str, ...]:
        """What gunicorn is told beside its doors."""
        return ()

    @property
    def defaults(self) -> dict[str, str]:
        """What the portal believes of its doors unless it is told otherwise."""
        return {"PORTAL_SECURE": "0", "PORTAL_HOSTS": "127.0.0.1,localhost"}

    @property
    def env(self) -> dict[str, str]:
        """What is so, whatever it is told."""
        return {}

    @property
    def port(self) -> int:
        return int(self.doors[0].getsockname()[1])

    def open(self, stack: ExitStack) -> None:
        """Listen on the wished port or the next free one; the stack closes."""
        wished = int(os.environ.get("PORT") or FIRST_PORT)
        for port in range(wished, wished + PORTS):
            try:
                door = socket.create_server((HERE, port), backlog=QUEUE)
            except OSError:
                continue
            self.doors.append(stack.enter_context(closing(door)))
            return
        raise CannotGoOn(f"Các cổng {wished}-{wished + PORTS - 1} đều đang bận.")

    def is_healthy(self, *, https: bool) -> bool:
        """Whether the portal answers behind its doors."""
        line = HTTPConnection(HERE, self.port, timeout=5)
        return _answers(line, {"X-Forwarded-Proto": "https"} if https else {})

    def greet(self) -> None:
        """Tell where the portal is."""
        say(f"\n    http://127.0.0.1:{self.port}/\n")


@dataclass
class HallEntrance(Entrance):
    """The doors to a hall's network: HTTPS on every address the machine has there."""

    folder: Path = Path()

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        return hall_addresses()

    @cached_property
    def certificate(self) -> Certificate:
        certificate = Certificate(self.folder)
        if certificate.ensure(self.addresses, now=now()):
            say("Chứng thư mới cho mạng hội trường đã tạo; vân tay của nó ở dưới.")
        return certificate

    @property
    def urls(self) -> list[str]:
        return [f"https://{_in_address(each)}:{self.port}/" for each in self.addresses]

    @property
    def words(self) -> tuple[str, ...]:
        kept = self.certificate
        return ("--certfile", str(kept.file), "--keyfile", str(kept.key))

    @property
    def env(self) -> dict[str, str]:
        hosts = [*map(_in_address, self.addresses), *host_names(), HERE, "localhost"]
        return {
            "PORTAL_SECURE": "1",
            # No browser may insist on a certificate that changes with the network.
            "PORTAL_HSTS_SECONDS": "0",
            "PORTAL_COMPRESS": "0",
            "PORTAL_HOSTS": ",".join(hosts),
            "PORTAL_HALL": ",".join(self.urls),
            "PORTAL_HALL_FINGERPRINT": self.certificate.fingerprint,
            "PORTAL_HALL_SINCE": self.certificate.made_at.isoformat(),
        }

    def open(self, stack: ExitStack) -> None:
        """Listen at every address, on the one port that is printed."""
        port = int(os.environ.get("PORT") or HALL_PORT)
        for address in self.addresses:
            try:
                family = ip_address(address).version
                door = socket.create_server(
                    (address, port),
                    family=socket.AF_INET if family == 4 else socket.AF_INET6,
                    backlog=QUEUE,
                )
            except OSError as fault:
                raise CannotGoOn(
                    f"Không mở được cổng {port} ở địa chỉ {address}: {fault.strerror}. "
                    "Hãy đặt PORT sang số khác, hoặc xem lại HALL_ADDRESS."
                ) from None
            self.doors.append(stack.enter_context(closing(door)))

    def is_healthy(self, *, https: bool) -> bool:
        """Ask over TLS, as a browser would that trusts the certificate."""
        trust = ssl.create_default_context(cafile=self.certificate.file)
        address = self.addresses[0]
        line = HTTPSConnection(address, self.port, timeout=5, context=trust)
        return https and _answers(line, {})

    def greet(self) -> None:
        """Tell the addresses, how to know the machine, and what may bar the way."""
        say("\nMọi người trong hội trường mở một trong các địa chỉ:\n")
        for url in self.urls:
            say(f"    {url}")
        say("\nVân tay SHA-256 của chứng thư:\n")
        for line in in_lines(self.certificate.fingerprint):
            say(f"    {line}")
        say(
            "\nLần đầu trình duyệt sẽ báo “kết nối không riêng tư” vì chứng thư do máy "
            "này tự tạo.\nHãy bấm vào ổ khóa hoặc chữ “Không an toàn” cạnh địa chỉ, mở "
            "chứng thư, so vân tay\nSHA-256 với dòng trên: đúng từng cặp thì mới bấm "
            "đi tiếp; khác một cặp thì dừng lại."
        )
        card = self.folder / "card.pdf"
        if card.exists():
            say(f"Phiếu địa chỉ để in đặt trên bàn: {card}")
        say(f"Nếu máy khác không mở được trang: {_past_the_firewall(self.port)}\n")


def in_lines(fingerprint: str) -> list[str]:
    """A fingerprint as people compare it: eight pairs a line."""
    pairs = fingerprint.split(":")
    return [
        ":".join(pairs[start : start + IN_A_LINE])
        for start in range(0, len(pairs), IN_A_LINE)
    ]


def _answers(line: HTTPConnection, headers: dict[str, str]) -> bool:
    try:
        line.request("GET", "/healthz", headers=headers)
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def _in_address(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _past_the_firewall(port: int) -> str:
    if shutil.which("ufw"):
        return f"sudo ufw allow {port}/tcp"
    if shutil.which("firewall-cmd"):
        return f"sudo firewall-cmd --add-port={port}/tcp"
    return f"xem tường lửa của máy này có chặn cổng {port} không."
