"""What is turned away before any view sees it."""

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory

from core.web import client_address
from tests import make

pytestmark = pytest.mark.django_db

NUL = "\0"


@pytest.mark.parametrize(
    "address", ["/dang-nhap/?next=%00", "/healthz?x=a%00b", "/to-chuc/a%00b/"]
)
def test_a_nul_in_the_address_is_a_bad_request(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_nul_in_a_cookie_is_a_bad_request(client: Client) -> None:
    client.cookies["sessionid"] = f"abc{NUL}def"

    assert client.get("/dang-nhap/").status_code == 400


@pytest.mark.parametrize(
    ("signed_in", "size", "status"),
    [
        (False, 3 * 1024 * 1024, 413),
        (True, 3 * 1024 * 1024, 403),
        (True, 300 * 1024 * 1024, 413),
    ],
)
def test_a_body_that_says_it_is_too_large_is_not_read(
    signed_in: bool,
    size: int,
    status: int,
) -> None:
    client = Client(enforce_csrf_checks=True)
    if signed_in:
        client.force_login(make.user())

    answer = client.post(
        "/ngon-ngu/", data=b"", content_type="text/plain", CONTENT_LENGTH=str(size)
    )

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("proxies", "header", "seen"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 10.0.0.7", "10.0.0.7"),
        (2, "6.6.6.6, 10.0.0.7, 10.0.0.1", "10.0.0.7"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_say_who_asks(
    settings: LazySettings, proxies: int, header: str, seen: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": header})

    assert client_address(request) == seen
