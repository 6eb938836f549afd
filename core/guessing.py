"""How guessing passwords at the sign-in is slowed (docs/decisions/0018).

Ten wrong ones for one name from one address: that pair waits a quarter of an hour.
Fifty for one name from anywhere within an hour: unknown browsers wait. A browser in
which this account has signed in before is counted for itself, so nobody can lock its
owner out from somewhere else.

A hundred for whatever names from one address within a quarter of an hour: unknown
browsers there wait. And however many guess, few passwords are checked at once, so that
pages are answered meanwhile (docs/decisions/0028).

What is counted goes by a digest of the name: people type passwords there by mistake.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.web import client_address

COOKIE: Final = "known"
COOKIE_AGE: Final = 180 * 24 * 60 * 60
ACCOUNTS_OF_A_BROWSER: Final = 8
_SALT: Final = "core.guessing"
_KNOWN: Final = ":"  # between the name and the browser where they know each other
PERIOD: Final = timedelta(hours=1)
SHORT_PERIOD: Final = timedelta(minutes=15)
# A wrong one-time code is counted like a name that nobody can type.
_FIRST_CODE: Final = "\0first administrator"
CODES: Final = 10


class Turns:
    """How many passwords one process checks at once; a check takes a third of a second.

    Whoever waits holds a place that pages need, so few may wait, and not for long.
    """

    def __init__(self, *, checks: int, waiting: int) -> None:
        self._places = BoundedSemaphore(checks + waiting)
        self._checks = BoundedSemaphore(checks)

    @contextmanager
    def taken(self, *, patience: float) -> Iterator[bool]:
        """Wait for a turn; false where there is none to be had."""
        if not self._places.acquire(blocking=False):
            yield False
            return
        mine = self._checks.acquire(timeout=patience)
        try:
            yield mine
        finally:
            if mine:
                self._checks.release()
            self._places.release()


PATIENCE: Final = 3.0  # seconds
turns: Final = Turns(checks=2, waiting=1)


class Limits(AxesDatabaseHandler):  # type: ignore[misc] # axes ships no types
    """What axes counts, and a second limit for a name over all addresses."""

    def is_locked(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None = None
    ) -> bool:
        """Whether this try is turned away unread."""
        name = counted_name(request, credentials)
        return (
            bool(super().is_locked(request, credentials))
            or _too_many_anywhere(name)
            or (not _is_known(name) and _too_many_from(client_address(request)))
        )

    def user_login_failed(
        self,
        sender: Any,
        credentials: Mapping[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Count a wrong password; what is older than an hour counts no more."""
        _older().delete()
        super().user_login_failed(sender, credentials, request, **kwargs)


def counted_name(
    request: HttpRequest | None, credentials: Mapping[str, Any] | None = None
) -> str:
    """Return under which name tries are counted: of the account, or of it here."""
    typed = (credentials or {}).get("username")
    if typed is None and request is not None:
        typed = request.POST.get("username")
    name = _digest(str(typed or ""))
    browser, known = _read(request) if request is not None else ("", [])
    return f"{name}{_KNOWN}{browser}" if name in known else name


def remember_browser(
    request: HttpRequest, response: HttpResponse, username: str
) -> None:
    """Let the browser prove later that this account has signed in with it."""
    browser, known = _read(request)
    name = _digest(username)
    names = [name, *(each for each in known if each != name)]
    response.set_cookie(
        COOKIE,
        signing.dumps(
            [browser or secrets.token_hex(8), names[:ACCOUNTS_OF_A_BROWSER]],
            salt=_SALT,
        ),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(username: str) -> None:
    """Forget all that was counted for this name."""
    name = _digest(username)
    AccessAttempt.objects.filter(username__startswith=name).delete()
    AccessFailureLog.objects.filter(username__startswith=name).delete()


def is_slowed(username: str) -> bool:
    """Whether tries for this name from unknown browsers are turned away now."""
    return _too_many_anywhere(_digest(username))


def _too_many_anywhere(name: str) -> bool:
    recent = AccessFailureLog.objects.filter(
        username=name, attempt_time__gt=timezone.now() - PERIOD
    )
    limit: int = settings.GUESSES_ANYWHERE
    return len(recent.values_list("pk")[:limit]) >= limit


def codes_are_slowed(request: HttpRequest) -> bool:
    """Whether one-time codes from there are turned away unread."""
    since = timezone.now() - SHORT_PERIOD
    recent = AccessFailureLog.objects.filter(
        username=_digest(_FIRST_CODE),
        ip_address=client_address(request) or None,
        attempt_time__gt=since,
    )
    return len(recent.values_list("pk")[:CODES]) >= CODES


def note_wrong_code(request: HttpRequest) -> None:
    """Count a wrong one-time code."""
    AccessFailureLog.objects.create(
        username=_digest(_FIRST_CODE), ip_address=client_address(request) or None
    )


def _too_many_from(address: str) -> bool:
    """Whether unknown browsers there have guessed too much, whatever the names."""
    recent = AccessFailureLog.objects.filter(
        ip_address=address or None, attempt_time__gt=timezone.now() - SHORT_PERIOD
    ).exclude(username__contains=_KNOWN)
    limit: int = settings.GUESSES_FROM_ONE_ADDRESS
    return len(recent.values_list("pk")[:limit]) >= limit


def _is_known(counted: str) -> bool:
    return _KNOWN in counted


def _older() -> Any:
    return AccessFailureLog.objects.filter(attempt_time__lte=timezone.now() - PERIOD)


def _digest(name: str) -> str:
    return salted_hmac(_SALT, name, algorithm="sha256").hexdigest()[:32]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the browser's own name and the names known to it, or nothing."""
    try:
        browser, known = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE
        )
    except (signing.BadSignature, TypeError, ValueError):
        return "", []
    return str(browser), [str(each) for each in known]
