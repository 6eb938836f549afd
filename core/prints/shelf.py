"""The shelf: a paper of finished facts is printed once and kept."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from core.models import Scope, StoredPrint


def find(form: str, *, subject: Model, digest: str) -> StoredPrint | None:
    """Return the kept print of these facts, without its bytes, if there is one."""
    return _prints(form, subject).filter(digest=digest).defer("data").first()


def keep(
    form: str,
    *,
    subject: Model,
    digest: str,
    scope: Scope,
    file_name: str,
    at: datetime,
    make: Callable[[], bytes],
) -> tuple[StoredPrint, bool]:
    """Return the kept print of these facts, and whether it was made just now.

    ``make`` renders the bytes; it is called only where none are kept yet. Of two
    workers that print at once, one keeps its bytes and both return them.
    """
    if kept := find(form, subject=subject, digest=digest):
        return kept, False
    data = make()
    try:
        with transaction.atomic():
            return (
                StoredPrint.objects.create(
                    form=form,
                    subject_kind=subject._meta.label_lower,
                    subject_key=str(subject.pk),
                    digest=digest,
                    scope=scope,
                    file_name=file_name,
                    data=data,
                    sha256=hashlib.sha256(data).hexdigest(),
                    printed_at=at,
                ),
                True,
            )
    except IntegrityError:
        return _prints(form, subject).get(digest=digest), False


def _prints(form: str, subject: Model) -> QuerySet[StoredPrint]:
    return StoredPrint.objects.filter(
        form=form, subject_kind=subject._meta.label_lower, subject_key=str(subject.pk)
    )
