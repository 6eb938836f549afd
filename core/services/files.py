"""Keeping files that were brought in."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Refused
from core.models import (
    Scope,
    StoredFile,
    StoredFileChunk,
    User,
)

CHUNK = 1024 * 1024


class FileTooLarge(Refused):
    """An upload is beyond the limit."""


@transaction.atomic
def store_file(
    *,
    name: str,
    chunks: Iterable[bytes],
    scope: Scope,
    by: User | None,
    at: datetime,
    limit: int,
) -> StoredFile:
    """Keep a file's bytes, at most ``limit`` of them, in chunks of 1 MiB."""
    file = StoredFile(scope=scope, name=name[:255], stored_by=by, stored_at=at, size=0)
    digest = hashlib.sha256()
    pieces: list[StoredFileChunk] = []
    size = 0
    file.sha256 = ""
    file.save(force_insert=True)
    for number, piece in enumerate(_even(chunks)):
        size += len(piece)
        if size > limit:
            raise FileTooLarge(
                _("Tệp lớn hơn %(limit)s MiB, cổng không nhận. Hãy chia nhỏ rồi tải.")
                % {"limit": limit // CHUNK}
            )
        digest.update(piece)
        pieces.append(StoredFileChunk(file=file, number=number, data=piece))
        if len(pieces) == 8:
            StoredFileChunk.objects.bulk_create(pieces)
            pieces.clear()
    StoredFileChunk.objects.bulk_create(pieces)
    file.size, file.sha256 = size, digest.hexdigest()
    file.save(update_fields=["size", "sha256"])
    return file


def _even(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """Cut a stream of any pieces into pieces of ``CHUNK`` bytes."""
    rest = bytearray()
    for chunk in chunks:
        rest += chunk
        while len(rest) >= CHUNK:
            yield bytes(rest[:CHUNK])
            del rest[:CHUNK]
    if rest:
        yield bytes(rest)
