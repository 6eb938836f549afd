"""The shelf: a paper of finished facts is printed once and kept."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from core import instance
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
    record: Callable[[StoredPrint], object],
) -> StoredPrint:
    """Return the kept print of these facts; make and keep it where there is none.

    ``make`` renders the bytes, ``record`` writes the act's line in the transaction that
    keeps them. Of two workers that print at once, one keeps its bytes and both return
    them.
    """
    if kept := find(form, subject=subject, digest=digest):
        return kept
    data = make()
    try:
        with transaction.atomic():
            made = StoredPrint.objects.create(
                form=form,
                subject_kind=subject._meta.label_lower,
                subject_key=str(subject.pk),
                digest=digest,
                scope=scope,
                file_name=instance.file_name(file_name),
                data=data,
                sha256=hashlib.sha256(data).hexdigest(),
                printed_at=at,
            )
            record(made)
            return made
    except IntegrityError:
        return _prints(form, subject).get(digest=digest)


def _prints(form: str, subject: Model) -> QuerySet[StoredPrint]:
    return StoredPrint.objects.filter(
        form=form, subject_kind=subject._meta.label_lower, subject_key=str(subject.pk)
    )
