"""How guessing passwords at the sign-in is slowed (docs/decisions/0018).

Ten wrong ones for one name from one address: that pair waits a quarter of an hour.
Fifty for one name from anywhere within an hour: unknown browsers wait. A browser in
which this account has signed in before is counted for itself, so nobody can lock its
owner out from somewhere else.

What is counted goes by a digest of the name: people type passwords there by mistake.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

COOKIE: Final = "known"
COOKIE_AGE: Final = 180 * 24 * 60 * 60
ACCOUNTS_OF_A_BROWSER: Final = 8
_SALT: Final = "core.guessing"
PERIOD: Final = timedelta(hours=1)


class Limits(AxesDatabaseHandler):  # type: ignore[misc] # axes ships no types
    """What axes counts, and a second limit for a name over all addresses."""

    def is_locked(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None = None
    ) -> bool:
        """Whether this try is turned away unread."""
        return super().is_locked(request, credentials) or _too_many_anywhere(
            counted_name(request, credentials)
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
    return f"{name}:{browser}" if name in known else name


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
