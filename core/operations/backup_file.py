"""The file of a backup: one line that says what it is, then the locked dump.

The line is JSON that anybody may read; ``locked_file`` keeps it from being exchanged,
so that nobody can give an old backup a new date.
"""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _

from core.errors import Refused
from core.operations import locked_file
from core.operations.locked_file import Reader, Sink

FORMAT: Final = "congress-portal/backup@1"
ENDING: Final = ".saoluu"
_LONGEST_LINE: Final = 4096


class NotABackup(Refused):
    """A file that no portal has written, or that lost its head."""


class WrongPassphrase(Refused):
    """The passphrase gives another key than the one that locked the file."""


class DamagedBackup(Refused):
    """The file was cut short or changed on its way."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself before it is opened."""

    id: str
    instance: str
    machine: str
    version: str
    reason: str
    taken_at: str
    postgres: int
    database_bytes: int
    salt: str = ""
    recipient: str = ""

    @property
    def is_locked(self) -> bool:
        """Whether a passphrase is needed to open it."""
        return bool(self.recipient)

    @property
    def at(self) -> datetime:
        """When it was taken."""
        return datetime.fromisoformat(self.taken_at)

    def line(self) -> bytes:
        """Return the first line of the file."""
        facts = {"format": FORMAT, **asdict(self)}
        return json.dumps(facts, ensure_ascii=False).encode() + b"\n"


def read_header(stream: BinaryIO) -> Header:
    """Read the first line and leave the stream behind it.

    Raises:
        NotABackup: this is another kind of file.
    """
    line = stream.readline(_LONGEST_LINE)
    try:
        return _header_in(line)
    except (ValueError, TypeError, AttributeError, KeyError):
        raise NotABackup(
            _(
                "Tệp này không phải bản sao lưu của cổng, hoặc đã hỏng phần đầu. "
                "Hãy chọn tệp có đuôi .saoluu do cổng tạo ra."
            )
        ) from None


def _header_in(line: bytes) -> Header:
    """Read a header; ``ValueError`` where a fact is not of the kind its name says."""
    facts = json.loads(line)
    if facts.pop("format") != FORMAT or not line.endswith(b"\n"):
        raise ValueError(FORMAT)
    header = Header(**facts)
    words = asdict(header)
    numbers = (words.pop("postgres"), words.pop("database_bytes"))
    if not all(isinstance(each, str) for each in words.values()):
        raise ValueError(words)
    if not all(isinstance(each, int) and each >= 0 for each in numbers):
        raise ValueError(numbers)
    if header.at.tzinfo is None:
        raise ValueError(header.taken_at)
    return header


class Hashed(io.RawIOBase):
    """Reads on and takes the digest of what went by."""

    def __init__(self, beneath: Any, *, seen: Callable[[int], None]) -> None:
        super().__init__()
        self._beneath = beneath
        self._seen = seen
        self._digest = hashlib.sha256()
        self._size = 0

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line."""
        return self._noted(self._beneath.readline(size))

    def read(self, size: int = -1, /) -> bytes:
        """Return the next piece."""
        return self._noted(self._beneath.read(size))

    def _noted(self, piece: bytes) -> bytes:
        self._digest.update(piece)
        self._size += len(piece)
        self._seen(self._size)
        return piece

    @property
    def sha256(self) -> str:
        """Return the digest of what was read so far."""
        return self._digest.hexdigest()


def write(
    sink: Sink, header: Header, dump: Reader, *, seen: Callable[[int], None]
) -> Any:
    """Write a whole backup; return a key that opens it too, for reading it back."""
    return locked_file.write(
        sink, header.line(), dump, recipient=header.recipient, seen=seen
    )


def key_for(header: Header, passphrase: str) -> Any:
    """Return the key that opens the file.

    Raises:
        WrongPassphrase: it is not the one the backup was made for.
    """
    try:
        return locked_file.key_for(
            passphrase, salt=header.salt, recipient=header.recipient
        )
    except locked_file.Damaged:
        raise _damaged() from None
    except locked_file.WrongKey:
        raise WrongPassphrase(
            _(
                "Mật khẩu sao lưu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ "
                "tiếng Việt. Bản sao lưu cũ mở bằng mật khẩu của lúc tạo ra nó."
            )
        ) from None


def unlock(stream: Reader, header: Header, key: Any, dump: Any) -> None:
    """Write the dump out of a stream that stands behind its header.

    Raises:
        DamagedBackup: a byte is missing or another; what was written is worthless.
    """
    try:
        locked_file.unlock(
            stream, header.line(), key if header.is_locked else None, dump
        )
    except locked_file.Damaged:
        raise _damaged() from None


def _damaged() -> DamagedBackup:
    return DamagedBackup(
        _(
            "Bản sao lưu bị cắt cụt hoặc đã bị sửa, nên không dùng được. Hãy chép lại "
            "từ nơi khác, hoặc dùng một bản sao lưu khác."
        )
    )
