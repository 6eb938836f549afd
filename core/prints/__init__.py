"""Printed papers: a template becomes bytes, bytes go on the shelf."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple


class Stroke(NamedTuple):
    """A line of a pen on a sheet, at the place that the template calls ``data-at``.

    Points are fractions of that place, from its upper left corner; of a ``small`` one
    they are fractions of its height, from its middle, so that a cross is no wider in a
    wider box.
    """

    at: str
    points: tuple[tuple[float, float], ...]
    small: bool = False


class FilledSheet(NamedTuple):
    """One sheet of a stack: which page of the paper it is, and what a pen did to it."""

    page: int
    strokes: tuple[Stroke, ...]


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


def render_filled(
    template: str,
    values: Iterable[object],
    sheets: Sequence[FilledSheet],
    *,
    pages: int,
    title: str,
    at: datetime,
    digest: str,
) -> bytes:
    """Return sheets that a pen has filled; see ``core.prints.engine.render_filled``."""
    from core.prints import engine  # noqa: PLC0415

    return engine.render_filled(
        template, values, sheets, pages=pages, title=title, at=at, digest=digest
    )
