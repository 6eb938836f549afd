"""Files that people hand over with what they say: papers, tables, photos."""

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import Refused, Unfit
from core.models import Scope, StoredFile, User
from core.services.files import CHUNK, store_file

MOST: Final = 20 * 1024 * 1024  # bytes of one file
BEGINNING: Final = 8  # bytes that tell what a file is
LONGEST_SIDE: Final = 2_400  # pixels of a photo as it is kept
# A picture of more pixels than any camera takes is made to fill the memory.
MOST_PIXELS: Final = 120_000_000
# A camera writes JPEG, which is made small while it is read; PNG is read whole.
MOST_PIXELS_PNG: Final = 40_000_000


class Kind(StrEnum):
    """What a file may be, by the ending of its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    JPG = "jpg"
    PNG = "png"


PAPERS: Final = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX})
PHOTOS: Final = frozenset({Kind.JPG, Kind.PNG})
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Final = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Kind.JPG: "image/jpeg",
    Kind.PNG: "image/png",
}
# How the library says that a picture, or what a camera wrote beside it, is broken.
_UNREADABLE: Final = (
    UnidentifiedImageError,
    OSError,
    Image.DecompressionBombError,
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
)
# What stands in a file of office software, whatever its name says.
_INSIDE: Final = {Kind.DOCX: "word/document.xml", Kind.XLSX: "xl/workbook.xml"}
# Parts of a file of office software; one of thousands of pictures has fewer.
MOST_PARTS: Final = 10_000
# Stands before each part in the directory of a packed file, and nowhere else.
_PART: Final = b"PK\x01\x02"


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it is handed over."""

    name: str
    chunks: Iterable[bytes]


def keep_attachment(
    file: Handed,
    *,
    kinds: Collection[Kind] = PAPERS,
    field: str = "file",
    scope: Scope,
    by: User,
    at: datetime,
) -> StoredFile:
    """Keep a file that is what its name says; a photo without where it was taken.

    Raises:
        Unfit: of another kind, too large, or not what its name says; ``field`` is the
            field of the form that it came by.
    """
    name, data = file.name.strip()[-255:], _read(file, field)
    kind = kind_of(name)
    if kind is None or kind not in kinds or not _is(kind, data):
        raise Unfit(
            _("Tệp %(name)s không nhận được. Chỉ nhận tệp: %(kinds)s.")
            % {"name": name, "kinds": ", ".join(f".{each}" for each in sorted(kinds))},
            field,
        )
    if kind in PHOTOS:
        name, data = _as_kept(name, data, field)
    try:
        return store_file(
            name=name, chunks=[data], scope=scope, by=by, at=at, limit=MOST
        )
    except Refused as refusal:
        raise Unfit(str(refusal), field) from None


def kind_of(name: str) -> Kind | None:
    """Return what a file is by the ending of its name, or nothing."""
    ending = name.lower().rpartition(".")[2]
    ending = "jpg" if ending == "jpeg" else ending
    return Kind(ending) if ending in set(Kind) else None


def _read(file: Handed, field: str) -> bytes:
    """Read a file into memory, at most as much of it as may be kept."""
    data = bytearray()
    for chunk in file.chunks:
        data += chunk
        if len(data) > MOST:
            raise Unfit(
                _("Tệp lớn hơn %(limit)s MiB, cổng không nhận. Hãy chia nhỏ rồi tải.")
                % {"limit": MOST // CHUNK},
                field,
            )
    return bytes(data)


def _is(kind: Kind, data: bytes) -> bool:
    if kind is Kind.PDF:
        return data.startswith(b"%PDF-")
    if kind in PHOTOS:
        return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
    # Before its directory is read: one of half a million parts takes ten seconds,
    # whatever its end says of their number.
    if data.count(_PART) > MOST_PARTS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _INSIDE[kind] in packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _as_kept(name: str, data: bytes, field: str) -> tuple[str, bytes]:
    """Return a photo upright, not too large, as JPEG with nothing but the picture."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            most = MOST_PIXELS_PNG if opened.format == "PNG" else MOST_PIXELS
            if opened.width * opened.height > most:
                raise Unfit(_("Ảnh quá lớn, cổng không nhận."), field)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except _UNREADABLE:
        raise Unfit(_("Tệp này không phải ảnh đọc được."), field) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=85, optimize=True)
    return f"{name.rpartition('.')[0]}.jpg", written.getvalue()
