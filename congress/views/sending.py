"""Sending a file that came with what somebody said, as it was kept."""

from django.http import FileResponse, Http404
from django.utils.text import slugify

from core.models import StoredFile
from core.queries import open_stored
from core.services.attachments import MEDIA_TYPES, kind_of
from core.vietnamese import names


def sent_as_it_is(file: StoredFile, title: str) -> FileResponse:
    """Send a kept file, a piece at a time, to be stored and never to be shown."""
    kind = kind_of(file.name)
    if kind is None:
        raise Http404
    name = slugify(names.fold(title))[:80] or "tai-lieu"
    return FileResponse(
        open_stored(file),
        as_attachment=True,
        filename=f"{name}.{kind}",
        content_type=MEDIA_TYPES[kind],
    )
