"""One line an act, in the transaction of the act."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import translation

from core.models import AuditEvent, Scope, User

TITLE_LENGTH = 400


class NoTransaction(RuntimeError):  # noqa: N818 - a bug, never shown to people
    """A line was to be written outside the transaction of its act."""


def record(
    act: str,
    *,
    subject: Model,
    scope: Scope | None,
    actor: User | None,
    at: datetime,
    **detail: Any,
) -> AuditEvent:
    """Write one line. Never put names, votes or secrets into ``detail``.

    Raises:
        NoTransaction: outside a transaction, where act and line could part.
    """
    if not connection.in_atomic_block:
        msg = f"{act} was recorded outside a transaction"
        raise NoTransaction(msg)
    return AuditEvent.objects.create(
        at=at,
        act=act,
        actor=actor,
        scope=scope,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
        subject_title=_title(subject),
        detail=detail,
    )


def _title(subject: Model) -> str:
    """Name the subject in Vietnamese, whatever language its actor reads."""
    with translation.override("vi"):
        return str(subject)[:TITLE_LENGTH]
