"""Printed papers: a template becomes bytes, bytes go on the shelf."""

from collections.abc import Iterable
from datetime import datetime


class DoesNotFit(Exception):  # noqa: N818 - a fact
    """What should stand on one page takes more."""


def render(
    template: str, value: object, *, title: str, at: datetime, digest: str
) -> bytes:
    """Return the PDF of a frozen value; see ``core.prints.engine.render``."""
    # WeasyPrint costs half a second and system libraries: workers only.
    from core.prints import engine  # noqa: PLC0415

    return engine.render(template, value, title=title, at=at, digest=digest)


def render_sheets(
    template: str,
    values: Iterable[object],
    *,
    copies: int,
    two_up: bool = False,
    title: str,
    at: datetime,
    digest: str,
) -> bytes:
    """Return so many equal sheets; see ``core.prints.engine.render_sheets``."""
    from core.prints import engine  # noqa: PLC0415

    return engine.render_sheets(
        template,
        values,
        copies=copies,
        two_up=two_up,
        title=title,
        at=at,
        digest=digest,
    )
