"""The scan of the minutes as they were signed, beside what the portal printed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ballots import queries
from ballots.models import SignedMinutes
from ballots.services.recording import record
from core.errors import Refused
from core.models import User
from core.services import store_file

SCAN_MOST: Final = 20 * 1024 * 1024  # bytes; some pages scanned at 150 dpi
BEGINNING: Final = 8  # bytes that tell what a file is

# What a file begins with, and what it is then.
KINDS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


class NotAScan(Refused):
    """The file is neither PDF nor a picture."""


class NothingSigned(Refused):
    """There are no minutes yet that could have been signed."""


@transaction.atomic
def attach_signed_minutes(
    poll_id: str, *, name: str, chunks: Iterable[bytes], by: User, at: datetime
) -> SignedMinutes:
    """Keep a scan of the signed minutes; a later one stands beside it."""
    poll = queries.locked(poll_id)
    if queries.confirmation_of(poll) is None:
        raise NothingSigned(_("Chưa có biên bản nào để ký. Hãy chốt kết quả trước."))
    pieces = iter(chunks)
    first = next(pieces, b"")
    if kind_of(first) is None:
        raise NotAScan(
            _("Chỉ nhận tệp PDF, JPG hoặc PNG. Hãy chụp hoặc quét lại biên bản đã ký.")
        )
    file = store_file(
        name=name,
        chunks=_all(first, pieces),
        scope=queries.scope_of(poll),
        by=by,
        at=at,
        limit=SCAN_MOST,
    )
    signed = SignedMinutes.objects.create(
        poll=poll, revision=poll.revision, file=file, by=by, at=at
    )
    record("ballots.signed_minutes_kept", poll, by=by, at=at, sha256=file.sha256)
    return signed


def kind_of(beginning: bytes) -> str | None:
    """Return the media type of a scan by its first bytes, or nothing."""
    return next((KINDS[sign] for sign in KINDS if beginning.startswith(sign)), None)


def _all(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    return chain([first], others)
