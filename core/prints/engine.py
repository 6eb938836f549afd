"""Template to PDF. The only module that knows WeasyPrint.

On one installation the same value gives the same bytes: the document's date is the
fact's date and its identifier the fact's digest, so a stored paper can be proved to
match what it was made from.
"""

from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlparse
from urllib.request import url2pathname

import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint.urls import FatalURLFetchingError, URLFetcher

STATIC: Final = Path(settings.ROOT) / "static"


class ForeignResource(FatalURLFetchingError):  # type: ignore[misc] # noqa: N818 - a fact
    """A print asked for something outside ``static/``, or for what is not there."""


class StaticOnly(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Serve ``static/`` and nothing else: no network, no other file."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Open a file of ours or stop the rendering."""
        if not _is_static(url):
            raise ForeignResource(url)
        try:
            return super().fetch(url, headers)
        except (OSError, ValueError) as fault:
            raise ForeignResource(url) from fault


def render(
    template: str, value: object, *, title: str, at: datetime, digest: str
) -> bytes:
    """Return the PDF/A-3b of a frozen value.

    Args:
        template: a template under ``<app>/print/``; it sees the value as ``paper``.
        value: what the paper says; no queries happen while it is rendered.
        title: the document's title in the file's own properties.
        at: the moment of the fact, written as the document's date.
        digest: hexadecimal digest of the fact, written as the file's identifier.

    Raises:
        ForeignResource: an image, font or style is missing or lies elsewhere.
    """
    html = render_to_string(
        template,
        {
            "paper": value,
            "title": title,
            "created": at.replace(microsecond=0).isoformat(),
            "digest": digest,
            "is_demo": settings.INSTANCE == "demo",
        },
    )
    document = weasyprint.HTML(
        string=html,
        base_url=f"{STATIC.as_uri()}/",
        url_fetcher=StaticOnly(allowed_protocols=("file",)),
    )
    pdf: bytes = document.write_pdf(
        pdf_identifier=bytes.fromhex(digest)[:16], pdf_variant="pdf/a-3b"
    )
    return pdf


def _is_static(url: str) -> bool:
    parts = urlparse(url)
    path = Path(url2pathname(parts.path)).resolve()
    return parts.scheme == "file" and path.is_relative_to(STATIC.resolve())
