"""Template to PDF. The only module that knows WeasyPrint.

On one installation the same value gives the same bytes: the document's date is the
fact's date and its identifier the fact's digest, so a stored paper can be proved to
match what it was made from.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlparse
from urllib.request import url2pathname

import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.pdf import pydyf
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from core import instance
from core.prints import DoesNotFit, FilledSheet, Stroke

STATIC: Final = Path(settings.ROOT) / "static"
_BODY: Final = re.compile(r"<body\b[^>]*>")
_INK: Final = (0.1, 0.2, 0.62)
_CUT: Final = 12  # points: a mark at the edge of a sheet that is cut in two


class ForeignResource(FatalURLFetchingError):  # type: ignore[misc] # noqa: N818 - a fact
    """A print asked for something outside ``static/``, or for what is not there."""


class CannotBeMarked(Exception):  # noqa: N818 - a fact
    """A paper of a demo or a practice has no body to lay the mark across."""


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
    document = _laid_out(template, value, title=title, at=at, digest=digest)
    return _written(document, digest=digest)


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
    """Return the PDF/A-3b of equal sheets: the first value that stands on one page.

    The page is set once; every sheet of the file is that very page, so no two differ
    and their number costs nothing. The other arguments are those of ``render``.

    Args:
        values: what the sheet says, the most readable way to say it first.
        copies: how many sheets the file has.
        two_up: put the page on each half of a sheet twice as wide, to be cut apart.

    Raises:
        DoesNotFit: each of the values takes more than a page.
    """
    for value in values:
        document = _laid_out(template, value, title=title, at=at, digest=digest)
        if len(document.pages) == 1:
            finisher = partial(_repeat, copies=copies, two_up=two_up)
            return _written(document, digest=digest, finisher=finisher)
    raise DoesNotFit


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
    """Return the PDF/A-3b of sheets filled in with a pen, each its own way.

    Pages are set once; a sheet is one of them with strokes over it, so hundreds take
    no longer than one. The other arguments are those of ``render``.

    Args:
        values: what the pages say, the most readable way to say it first.
        sheets: the sheets in order.
        pages: how many pages the template has, each of which stands on one.

    Raises:
        DoesNotFit: each of the values takes more.
    """
    for value in values:
        document = _laid_out(template, value, title=title, at=at, digest=digest)
        if len(document.pages) == pages:
            finisher = partial(_fill, sheets=sheets)
            return _written(document, digest=digest, finisher=finisher)
    raise DoesNotFit


def _laid_out(
    template: str, value: object, *, title: str, at: datetime, digest: str
) -> Any:
    html = render_to_string(
        template,
        {
            "paper": value,
            "title": title,
            "created": at.replace(microsecond=0).isoformat(),
            "digest": digest,
            "mark": instance.mark(),
        },
    )
    return weasyprint.HTML(
        string=_marked(html),
        base_url=f"{STATIC.as_uri()}/",
        url_fetcher=StaticOnly(allowed_protocols=("file",)),
    ).render()


def _marked(html: str) -> str:
    """Lay the mark of a demo or a practice across every page, beneath its words.

    The engine does it and not the forms: none can be forgotten.
    """
    mark = instance.mark()
    if mark is None:
        return html
    lines = "".join(f"<span>{escape(line)}</span>" for line in mark.across)
    marked, found = _BODY.subn(
        lambda body: f'{body[0]}<div class="instance-mark">{lines}</div>', html, 1
    )
    if not found:
        raise CannotBeMarked
    return marked


def _written(
    document: Any, *, digest: str, finisher: Callable[[Any, Any], None] | None = None
) -> bytes:
    pdf: bytes = document.write_pdf(
        finisher=finisher,
        pdf_identifier=bytes.fromhex(digest)[:16],
        pdf_variant="pdf/a-3b",
    )
    return pdf


def _repeat(_document: Any, pdf: Any, *, copies: int, two_up: bool) -> None:
    """Let the file have its one page so many times, before it is written."""
    page = pdf.objects[pdf.pages["Kids"][0]]
    if two_up:
        _put_side_by_side(pdf, page)
    for _copy in range(copies - 1):
        pdf.add_page(pydyf.Dictionary(page))


class _Place(NamedTuple):
    """Where something stands on a page, in points from its lower left corner."""

    left: float
    top: float
    width: float
    height: float

    def point(self, x: float, y: float, *, small: bool) -> tuple[float, float]:
        """Return a point of a stroke at this place."""
        if not small:
            return self.left + x * self.width, self.top - y * self.height
        middle = self.left + self.width / 2, self.top - self.height / 2
        return middle[0] + x * self.height, middle[1] - y * self.height


def _fill(document: Any, pdf: Any, *, sheets: Sequence[FilledSheet]) -> None:
    """Let the file have a page for each sheet, its strokes drawn over it."""
    drawn = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    places = [_places(page) for page in document.pages]
    before, after = pydyf.Stream(), pydyf.Stream()
    before.push_state()
    after.pop_state()
    for each in (before, after):
        pdf.add_object(each)
    pdf.pages["Kids"], pdf.pages["Count"] = pydyf.Array(), 0
    for sheet in sheets:
        page = pydyf.Dictionary(drawn[sheet.page])
        strokes = _drawn(sheet.strokes, places[sheet.page])
        pdf.add_object(strokes)
        page["Contents"] = pydyf.Array(
            [before.reference, page["Contents"], after.reference, strokes.reference]
        )
        pdf.add_page(page)


def _drawn(strokes: Iterable[Stroke], places: Mapping[str, list[_Place]]) -> Any:
    """Draw strokes as a blue pen does."""
    stream = pydyf.Stream(compress=True)
    stream.set_color_rgb(*_INK, stroke=True)
    stream.set_line_width(1.3)
    stream.set_line_cap(1)
    stream.set_line_join(1)
    for stroke in strokes:
        # A name may stand on two lines: a pen goes through both.
        for place in places[stroke.at][: 1 if stroke.small else None]:
            first, *rest = [place.point(*p, small=stroke.small) for p in stroke.points]
            stream.move_to(*first)
            for each in rest:
                stream.line_to(*each)
            stream.stroke()
    return stream


def _places(page: Any) -> dict[str, list[_Place]]:
    """Return where on a page stands what the template named, line by line."""
    found: dict[str, list[_Place]] = {}
    points = 72 / 96
    for box in page._page_box.descendants():
        name = box.element.get("data-at") if box.element is not None else None
        if name and not isinstance(box, TextBox):
            x, y, width, height = (each * points for each in box.hit_area())
            top = page.height * points - y
            found.setdefault(name, []).append(_Place(x, top, width, height))
    return found


def _put_side_by_side(pdf: Any, page: Any) -> None:
    """Draw what the page shows on both halves of a sheet of A4 on its side."""
    left, bottom, width, height = page["MediaBox"]
    shown = pdf.objects[int(page["Contents"].split()[0])]
    shown.extra |= {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([left, bottom, width, height]),
        "Resources": page["Resources"],
    }
    # Two sheets of A5 are a millimetre narrower than one of A4.
    whole = 297 / 25.4 * 72
    both = pydyf.Stream(compress=True)
    for x in (0.0, whole - width):
        both.push_state()
        both.set_matrix(1, 0, 0, 1, x, 0)
        both.draw_x_object("Paper")
        both.pop_state()
    both.set_line_width(0.5)
    for y in (0.0, height - _CUT):
        both.move_to(whole / 2, y)
        both.line_to(whole / 2, y + _CUT)
        both.stroke()
    pdf.add_object(both)
    page["Contents"] = both.reference
    page["Resources"] = pydyf.Dictionary(
        {"XObject": pydyf.Dictionary({"Paper": shown.reference})}
    )
    for box in ("MediaBox", "TrimBox", "BleedBox"):
        page[box] = pydyf.Array([0, 0, whole, height])


def _is_static(url: str) -> bool:
    parts = urlparse(url)
    path = Path(url2pathname(parts.path)).resolve()
    return parts.scheme == "file" and path.is_relative_to(STATIC.resolve())
