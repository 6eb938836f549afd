"""A sealed archive locked with a passphrase: age behind one line anybody may read."""

import io
import json
from dataclasses import asdict, dataclass
from typing import IO, Any, Final

from ballots.archive.container import LARGEST, NotAnArchive
from core.operations import keys, locked_file
from core.operations.locked_file import Damaged, WrongKey

FORMAT: Final = "congress-portal/locked-archive@1"
ENDING: Final = ".luutru"
_START: Final = b"{"  # a ZIP begins otherwise
_LONGEST_LINE: Final = 4096


class WrongPassphrase(ValueError):  # noqa: N818 - named for the fact
    """The archive is locked with another passphrase, or none was given."""


@dataclass(frozen=True, slots=True)
class _Header:
    salt: str
    recipient: str

    def line(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}).encode() + b"\n"


def lock(archive: bytes, passphrase: str) -> IO[bytes]:
    """Return a file, at its start, that opens with this passphrase alone."""
    salt = keys.new_salt()
    header = _Header(salt, keys.recipient_of(passphrase, salt))
    file = io.BytesIO()
    locked_file.write(
        locked_file.Sink(file),
        header.line(),
        io.BytesIO(archive),
        recipient=header.recipient,
        seen=lambda _size: None,
    )
    file.seek(0)
    return file


def is_locked(file: IO[bytes]) -> bool:
    """Whether a passphrase is needed; the file is left at its start."""
    file.seek(0)
    first = file.read(1)
    file.seek(0)
    return first == _START


def unlock(file: IO[bytes], passphrase: str) -> IO[bytes]:
    """Return the archive out of a locked one.

    Raises:
        NotAnArchive: another kind of file, or a byte is missing or another.
        WrongPassphrase: it is another passphrase.
    """
    if file.seek(0, 2) > LARGEST:
        raise NotAnArchive("tệp lớn quá mức cho phép")
    file.seek(0)
    header = _header(file.readline(_LONGEST_LINE))
    plain = io.BytesIO()
    try:
        key = locked_file.key_for(
            passphrase, salt=header.salt, recipient=header.recipient
        )
        locked_file.unlock(file, header.line(), key, plain)
    except WrongKey:
        raise WrongPassphrase("mật khẩu không đúng") from None
    except Damaged:
        raise NotAnArchive("bị cắt cụt hoặc đã bị sửa nên không mở khóa được") from None
    return plain


def _header(line: bytes) -> _Header:
    try:
        facts: Any = json.loads(line)
        salt, recipient = facts["salt"], facts["recipient"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _foreign() from None
    if not isinstance(salt, str) or not isinstance(recipient, str):
        raise _foreign()
    header = _Header(salt, recipient)
    if header.line() != line:
        raise _foreign()
    return header


def _foreign() -> NotAnArchive:
    return NotAnArchive("không phải bản lưu trữ của cổng")
