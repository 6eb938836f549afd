"""Addresses that need no account: tokens nobody made may not be tried at will."""

from collections.abc import Callable
from typing import Final, TypeVar
from urllib.parse import urljoin

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from core.web import client_address

T = TypeVar("T")
# Addresses that nobody made, asked for from one place within a minute.
GUESSES: Final = 30
MINUTE: Final = 60


class TooManyGuesses(Exception):  # noqa: N818 - what it is, not an error of ours
    """Addresses that nobody made were asked for too often from there."""


def found_unless_guessing(
    request: HttpRequest, kind: str, look: Callable[[], T | None]
) -> T | None:
    """Look a token up, unless too many were asked for that nobody ever made.

    Raises:
        TooManyGuesses: from where the request comes, within a minute.
    """
    key = f"{kind}-guesses:{client_address(request)}"
    if cache.get(key, 0) >= GUESSES:
        raise TooManyGuesses
    found = look()
    if found is None:
        counted(key)
    return found


def counted(key: str) -> int:
    """Count something that happens within a minute; return how often it did."""
    cache.add(key, 0, MINUTE)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1  # the minute has just ended


def whole_address(request: HttpRequest, path: str) -> str:
    """Return an address that another machine reaches: in a hall, the hall's."""
    if settings.HALL_ADDRESSES:
        return str(urljoin(settings.HALL_ADDRESSES[0], path))
    return request.build_absolute_uri(path)
