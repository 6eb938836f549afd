"""Files as people send them, and as somebody would send who means harm."""

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from openpyxl import Workbook

from core.imports import legacy

NS: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TONES: Final = {
    "\u0300": "\xcc",
    "\u0309": "\xd2",
    "\u0303": "\xde",
    "\u0301": "\xec",
    "\u0323": "\xf2",
}


def csv_file(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(rows).encode(encoding)


def workbook(
    rows: Iterable[Sequence[Any]], *, titles: Sequence[str] = ("Danh sách",)
) -> bytes:
    """A workbook as Excel writes it; further sheets hold one cell."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = titles[0]
    for row in rows:
        sheet.append(list(row))
    for title in titles[1:]:
        book.create_sheet(title)["A1"] = title
    return saved(book)


def saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


Part = str | bytes | Sequence[bytes]


def _pieces(part: Part) -> Iterable[bytes]:
    if isinstance(part, str):
        return [part.encode()]
    return [part] if isinstance(part, bytes) else part


def zipped(parts: Mapping[str, Part], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts; one in pieces is never whole in memory."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as packed:
        for name, part in parts.items():
            with packed.open(name, "w") as written:
                for piece in _pieces(part):
                    written.write(piece)
    return kept.getvalue()


def parts_of(data: bytes) -> dict[str, Part]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def excel(
    rows: str | bytes, *, strings: str | bytes = "", styles: str | bytes = ""
) -> bytes:
    """A workbook as Excel packs it: words in a part of their own, the rest as given."""
    head = f"<worksheet {NS}><sheetData>".encode()
    links = "".join(
        f'<Relationship Id="r{number}" Type="{TYPES}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "/xl/sharedStrings.xml"),
                ("styles", "styles.xml"),
            )
        )
    )
    return zipped(
        {
            "_rels/.rels": f'<r><Relationship Id="a" Type="{TYPES}/officeDocument" '
            'Target="xl/workbook.xml"/></r>',
            "xl/workbook.xml": f'<x:workbook xmlns:x="m" xmlns:r="{TYPES}"><x:sheets>'
            '<x:sheet name="Trang" r:id="r0"/></x:sheets></x:workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
            "xl/sharedStrings.xml": strings or f"<sst {NS}/>",
            "xl/styles.xml": styles or f"<styleSheet {NS}/>",
            SHEET: head + (rows if isinstance(rows, bytes) else rows.encode()) + END,
        }
    )


SHEET: Final = "xl/worksheets/sheet1.xml"
END: Final = b"</sheetData></worksheet>"
TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# --- Vietnamese before Unicode, written by the rules of each table ----------------


def in_windows_1258(text: str) -> bytes:
    """Letters with their hats composed, tones as signs of their own."""
    found = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in _TONES), "")
        bare = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
        found.append(bare.encode("cp1258") + _TONES.get(tone, "").encode("latin-1"))
    return b"".join(found)


def in_tcvn3(text: str) -> str:
    """The letters of an ABC font, as a Unicode file would hold them."""
    table = {letter: chr(code) for code, letter in legacy._TCVN3.items()}
    return "".join(table.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    """The letters of a VNI font: each sign finds its pair by trying."""
    signs = {
        legacy.from_vni(base + sign): base + sign
        for base in "aeouyôöAEOUYÔÖ"
        for sign in ("øûõùïâàåãáäêèúüéë" if base.islower() else "ØÛÕÙÏÂÀÅÃÁÄÊÈÚÜÉË")
    } | {legacy.from_vni(letter): letter for letter in "ôöñìæóíòîÔÖÑÌÆÓÍÒÎ"}
    return "".join(
        signs.get(letter, letter) for letter in unicodedata.normalize("NFC", text)
    )


DAY: Final = date(1975, 8, 5)
# A workbook knows no time zones.
MOMENT: Final = datetime(1975, 8, 5, 7, 30)  # noqa: DTZ001
