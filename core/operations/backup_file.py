"""The file of a backup: one line that says what it is, then the locked dump.

The line is JSON that anybody may read. It stands once more inside what is locked, so
that nobody can give an old backup a new date. The rest is age (age-encryption.org): any
program for age opens it with the key that the passphrase gives.
"""

import hashlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final, Protocol

import pyrage
from django.utils.translation import gettext as _

from core.errors import Refused
from core.operations import keys

FORMAT: Final = "congress-portal/backup@1"
ENDING: Final = ".saoluu"
_LONGEST_LINE: Final = 4096
_PIECE: Final = 1024 * 1024


class NotABackup(Refused):
    """A file that no portal has written, or that lost its head."""


class WrongPassphrase(Refused):
    """The passphrase gives another key than the one that locked the file."""


class DamagedBackup(Refused):
    """The file was cut short or changed on its way."""


class Reader(Protocol):
    """Where bytes come from."""

    def read(self, size: int = ..., /) -> bytes: ...


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


class Sink(io.RawIOBase):
    """Writes on, takes the digest, and remembers what went wrong beneath."""

    def __init__(self, beneath: Any) -> None:
        super().__init__()
        self._beneath = beneath
        self._digest = hashlib.sha256()
        self.size = 0
        self.fault: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, piece: Any, /) -> int:
        """Write all of it."""
        try:
            self._beneath.write(piece)
        except OSError as fault:
            self.fault = fault
            raise
        self._digest.update(piece)
        self.size += len(piece)
        return len(piece)

    @property
    def sha256(self) -> str:
        """Return the digest of what was written so far."""
        return self._digest.hexdigest()


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


class Source:
    """A stream with something before it; tells how much was read."""

    def __init__(
        self, stream: Reader, *, before: bytes = b"", seen: Callable[[int], None]
    ) -> None:
        self._stream = stream
        self._before = before
        self._seen = seen
        self._read = 0

    def read(self, size: int = _PIECE, /) -> bytes:
        """Return the next piece, nothing at the end."""
        if self._before:
            piece, self._before = self._before[:size], self._before[size:]
            return piece
        piece = self._stream.read(size)
        self._read += len(piece)
        self._seen(self._read)
        return piece


def write(
    sink: Sink, header: Header, dump: Reader, *, seen: Callable[[int], None]
) -> Any:
    """Write a whole backup; return a key that opens it too, for reading it back.

    That key exists only in this process and is forgotten with it.
    """
    source = Source(dump, before=header.line(), seen=seen)
    sink.write(header.line())
    if not header.is_locked:
        shutil.copyfileobj(source, sink, _PIECE)
        return None
    passing = keys.passing()
    recipients = [keys.recipient(header.recipient), passing.to_public()]
    try:
        pyrage.encrypt_io(source, sink, recipients)
    except pyrage.EncryptError:
        if sink.fault:
            raise sink.fault from None
        raise
    return passing


def key_for(header: Header, passphrase: str) -> Any:
    """Return the key that opens the file.

    Raises:
        WrongPassphrase: it is not the one the backup was made for.
    """
    try:
        identity = keys.identity_of(passphrase, header.salt)
    except keys.OddSalt:
        raise _damaged() from None
    if str(identity.to_public()) != header.recipient:
        raise WrongPassphrase(
            _(
                "Mật khẩu sao lưu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ "
                "tiếng Việt. Bản sao lưu cũ mở bằng mật khẩu của lúc tạo ra nó."
            )
        )
    return identity


def unlock(stream: Reader, header: Header, key: Any, dump: Any) -> None:
    """Write the dump out of a stream that stands behind its header.

    Raises:
        DamagedBackup: a byte is missing or another; what was written is worthless.
    """
    inside = _Inside(dump, header.line())
    if not header.is_locked:
        shutil.copyfileobj(stream, inside, _PIECE)
    else:
        _decrypt(stream, inside, key)
    if inside.expected:
        raise _damaged()


def _decrypt(stream: Reader, inside: "_Inside", key: Any) -> None:
    try:
        pyrage.decrypt_io(stream, inside, [key])
    except (pyrage.DecryptError, OSError):
        if inside.fault:
            raise inside.fault from None
        raise _damaged() from None


class _Inside(Sink):
    """Takes the header off what was locked, and looks whether it is the same."""

    def __init__(self, beneath: Any, expected: bytes) -> None:
        super().__init__(beneath)
        self.expected = expected

    def write(self, piece: Any, /) -> int:
        """Compare first, write on what comes behind."""
        piece = bytes(piece)
        head = piece[: len(self.expected)]
        if not self.expected.startswith(head):
            raise _damaged()
        self.expected = self.expected[len(head) :]
        super().write(piece[len(head) :])
        return len(piece)


def _damaged() -> DamagedBackup:
    return DamagedBackup(
        _(
            "Bản sao lưu bị cắt cụt hoặc đã bị sửa, nên không dùng được. Hãy chép lại "
            "từ nơi khác, hoặc dùng một bản sao lưu khác."
        )
    )
