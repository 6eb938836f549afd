"""This machine's own addresses, asked of the kernel: nothing is sent anywhere."""

import fcntl
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address

from config.launcher.console import CannotGoOn

SIOCGIFFLAGS = 0x8913
SIOCGIFADDR = 0x8915
UP, LOOPBACK = 0x1, 0x8
# Networks that machines inside this machine have among themselves.
INNER = ("docker", "br-", "veth", "virbr", "vmnet", "lxc", "podman", "cni")


def hall_addresses() -> tuple[str, ...]:
    """``HALL_ADDRESS`` (several with commas), or those of the rooms we stand in."""
    if given := os.environ.get("HALL_ADDRESS"):
        return tuple(_plain(each) for each in given.replace(",", " ").split())
    found = tuple(a for a in _own_addresses() if ip_address(a).is_private)
    if found:
        return found
    raise CannotGoOn(
        "Máy này chưa vào mạng nào của hội trường. Hãy nối Wi-Fi hoặc cáp mạng rồi "
        "chạy lại, hoặc đặt HALL_ADDRESS."
    )


def _plain(given: str) -> str:
    try:
        return str(ip_address(given))
    except ValueError:
        raise CannotGoOn(
            f"HALL_ADDRESS phải là địa chỉ IP của máy này, không phải “{given}”."
        ) from None


def _own_addresses() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        for _number, name in socket.if_nameindex():
            if name.startswith(INNER):
                continue
            request = struct.pack("40s", name.encode())
            # An interface without an address answers with an error.
            with suppress(OSError):
                flags = fcntl.ioctl(line, SIOCGIFFLAGS, request)
                (raised,) = struct.unpack_from("16xH", flags)
                if raised & UP and not raised & LOOPBACK:
                    found = fcntl.ioctl(line, SIOCGIFADDR, request)
                    yield socket.inet_ntoa(found[20:24])
