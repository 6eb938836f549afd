"""What follows from signing in, out and failing to: Django's own signals are the only
place to hear of them."""

from typing import Any

from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from core import gates
from core.models import User
from core.services import second_factor, sessions
from core.web import client_address


@receiver(user_logged_in, dispatch_uid="core.signed_in")
def _signed_in(user: User, request: HttpRequest, **kwargs: Any) -> None:
    at = timezone.now()
    session = request.session
    if session.session_key is None:
        session.create()
    gates.enter(session, asks_code=second_factor.has_second_factor(user), at=at)
    sessions.begin_sign_in(
        user=user,
        session_key=str(session.session_key),
        address=client_address(request),
        agent=request.headers.get("User-Agent", ""),
        at=at,
    )


@receiver(user_logged_out, dispatch_uid="core.signed_out")
def _signed_out(user: User | None, request: HttpRequest, **kwargs: Any) -> None:
    if user is not None:
        key = request.session.session_key or ""
        sessions.sign_out(user=user, session_key=key, at=timezone.now())


@receiver(user_login_failed, dispatch_uid="core.sign_in_failed")
def _failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    # Names that are no account's leave nothing: they may be passwords.
    user = User.objects.filter(username=credentials.get("username", "")).first()
    if user is not None and request is not None:
        sessions.note_failed_sign_in(
            user=user, address=client_address(request), at=timezone.now()
        )
