"""The file of a journey: one line that says what it is, then the locked rows.

Inside the lock lies a ZIP: ``manifest.json``, the rows of each table as COPY writes
them, and the links of the audit chain over the lines among them. What comes back is
sealed with the journey's secret, which only went out inside the lock.
"""

import hashlib
import hmac
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import IO, Any, BinaryIO, Final

from django.utils.translation import gettext as _

from core.errors import Refused
from core.operations import locked_file
from core.operations.locked_file import Damaged, Sink, WrongKey

FORMAT: Final = "congress-portal/parcel@1"
ENDING: Final = ".daihoi"
OUT, BACK, PRACTICE = "out", "back", "practice"
WAYS: Final = (OUT, BACK, PRACTICE)
_LONGEST_LINE: Final = 4096
_MANIFEST: Final = "manifest.json"
_LINKS: Final = "links.json"
_ROWS: Final = "rows/{}.copy"
# What reading a ZIP and JSON that no portal has written may raise.
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    RuntimeError,
)
# Unpacked; a file that asks for more was not made by a portal.
LARGEST: Final = 4 * 2**30


class NotAParcel(Refused):
    """A file that no portal has written, or that lost its head."""


class DamagedParcel(Refused):
    """The file was cut short or changed on its way."""


class WrongPassphrase(Refused):
    """The passphrase gives another key than the one that locked the file."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a parcel says of itself before it is opened."""

    journey: str
    way: str
    instance: str
    machine: str
    version: str
    title: str
    destination: str
    made_at: str
    salt: str
    recipient: str

    def line(self) -> bytes:
        """Return the first line of the file."""
        facts = {"format": FORMAT, **asdict(self)}
        return json.dumps(facts, ensure_ascii=False).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What lies in the parcel, and the state of tables that it was written in."""

    scope: str
    block: int
    migrations: list[str]
    rows: dict[str, int]  # name of a table → how many
    sums: dict[str, str] = field(default_factory=dict)
    seal: str = ""

    def sealed(self, secret: str) -> "Manifest":
        """Return it with the seal of a journey."""
        facts = asdict(self) | {"seal": ""}
        return Manifest(**(facts | {"seal": _seal(facts, secret)}))

    def is_sealed_with(self, secret: str) -> bool:
        """Whether somebody who had the secret of the journey sealed it."""
        facts = asdict(self) | {"seal": ""}
        return hmac.compare_digest(self.seal, _seal(facts, secret))


@dataclass(frozen=True, slots=True)
class Content:
    """An opened parcel."""

    manifest: Manifest
    archive: zipfile.ZipFile

    def rows(self, table: str) -> IO[bytes]:
        """Return the rows of a table as COPY writes them."""
        return io.BytesIO(self.archive.read(_ROWS.format(table)))

    def links(self) -> dict[str, Any]:
        """Return the links of the chain over the lines inside, by line."""
        found: dict[str, Any] = json.loads(self.archive.read(_LINKS))
        return found


def pack(
    manifest: Manifest,
    rows: Mapping[str, bytes],
    links: Mapping[str, Any],
    *,
    secret: str,
) -> io.BytesIO:
    """Return the ZIP that is locked, at its start."""
    packed = io.BytesIO()
    members = {_ROWS.format(name): data for name, data in rows.items()}
    members[_LINKS] = json.dumps(links).encode()
    for name, data in members.items():
        manifest.sums[name] = hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        made = asdict(manifest.sealed(secret))
        archive.writestr(_MANIFEST, json.dumps(made, ensure_ascii=False))
    packed.seek(0)
    return packed


def lock(header: Header, packed: io.BytesIO) -> bytes:
    """Return the file: locked for whoever knows the passphrase of the journey."""
    file = io.BytesIO()
    locked_file.write(
        Sink(file),
        header.line(),
        packed,
        recipient=header.recipient,
        seen=lambda _size: None,
    )
    return file.getvalue()


def read_header(stream: BinaryIO) -> Header:
    """Read the first line and leave the stream behind it.

    Raises:
        NotAParcel: this is another kind of file.
    """
    try:
        return _header_in(stream.readline(_LONGEST_LINE))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise NotAParcel(
            _(
                "Tệp này không phải tệp mang đại hội của cổng, hoặc đã hỏng phần đầu. "
                "Hãy chọn tệp có đuôi .daihoi do cổng lập."
            )
        ) from None


def _header_in(line: bytes) -> Header:
    """Read a header; ``ValueError`` where a fact is not what its name says."""
    facts = json.loads(line)
    if facts.pop("format") != FORMAT:
        raise ValueError(FORMAT)
    if not all(isinstance(each, str) for each in facts.values()):
        raise ValueError(FORMAT)
    header = Header(**facts)
    if header.line() != line or header.way not in WAYS:
        raise ValueError(header.way)
    return header


def key_for(header: Header, passphrase: str) -> Any:
    """Return the key that opens the file.

    Raises:
        WrongPassphrase: it is not the passphrase of the journey.
        NotAParcel: the file asks for what no portal asks.
    """
    try:
        return locked_file.key_for(
            passphrase, salt=header.salt, recipient=header.recipient
        )
    except WrongKey:
        raise WrongPassphrase(
            _(
                "Mật khẩu không đúng với tệp này. Hãy nhập mật khẩu đã đặt khi lập "
                "tệp mang đi."
            )
        ) from None
    except Damaged:
        raise _damaged() from None


def unlock(
    stream: BinaryIO, header: Header, key: Any, *, seen: Callable[[int], None]
) -> Content:
    """Open what stands behind the header, and look whether every byte is there.

    Raises:
        DamagedParcel: a byte is missing or another.
    """
    plain = io.BytesIO()
    source = locked_file.Source(stream, seen=seen)
    try:
        locked_file.unlock(source, header.line(), key, plain)
        plain.seek(0)
        archive = zipfile.ZipFile(plain)
        if sum(each.file_size for each in archive.infolist()) > LARGEST:
            raise _damaged()
        manifest = Manifest(**json.loads(archive.read(_MANIFEST)))
        for name, expected in manifest.sums.items():
            if hashlib.sha256(archive.read(name)).hexdigest() != expected:
                raise _damaged()
    except (Damaged, *_UNREADABLE):
        raise _damaged() from None
    return Content(manifest, archive)


def _seal(facts: Mapping[str, Any], secret: str) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _damaged() -> DamagedParcel:
    return DamagedParcel(
        _("Tệp bị cắt cụt hoặc đã bị sửa. Hãy chép lại tệp từ nơi đã lập.")
    )
