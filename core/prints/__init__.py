"""Printed papers: a template becomes bytes, bytes go on the shelf."""

from datetime import datetime


def render(
    template: str, value: object, *, title: str, at: datetime, digest: str
) -> bytes:
    """Return the PDF of a frozen value; see ``core.prints.engine.render``."""
    # WeasyPrint costs half a second and system libraries: workers only.
    from core.prints import engine  # noqa: PLC0415

    return engine.render(template, value, title=title, at=at, digest=digest)
