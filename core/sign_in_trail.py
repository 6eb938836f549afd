"""Signing in and out leaves a line. Django's own signals are the only place to hear."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from core.audit import trail
from core.models import User


@receiver(user_logged_in, dispatch_uid="core.signed_in")
def _signed_in(user: User, **kwargs: Any) -> None:
    _line("core.signed_in", user)


@receiver(user_logged_out, dispatch_uid="core.signed_out")
def _signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _line("core.signed_out", user)


@transaction.atomic
def _line(act: str, user: User) -> None:
    scope = user.person.unit.scope if user.person else None
    trail.record(act, subject=user, scope=scope, actor=user, at=timezone.now())
