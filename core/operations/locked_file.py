"""A file that a passphrase locks: one line that says what it is, then the locked bytes.

Anybody may read the line. It stands once more inside what is locked, so that nobody
can put another line before old bytes. The rest is age (age-encryption.org): any
program for age opens it with the key that the passphrase gives.
"""

import hashlib
import io
import shutil
from collections.abc import Callable
from typing import Any, Final, Protocol

import pyrage

from core.operations import keys

PIECE: Final = 1024 * 1024


class Damaged(ValueError):  # noqa: N818 - named for the fact
    """A byte is missing or another."""


class WrongKey(ValueError):  # noqa: N818 - named for the fact
    """The passphrase gives another key than the one that locked the file."""


class Reader(Protocol):
    """Where bytes come from."""

    def read(self, size: int = ..., /) -> bytes: ...


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


class Source:
    """A stream with something before it; tells how much was read."""

    def __init__(
        self, stream: Reader, *, before: bytes = b"", seen: Callable[[int], None]
    ) -> None:
        self._stream = stream
        self._before = before
        self._seen = seen
        self._read = 0

    def read(self, size: int = PIECE, /) -> bytes:
        """Return the next piece, nothing at the end."""
        if self._before:
            piece, self._before = self._before[:size], self._before[size:]
            return piece
        piece = self._stream.read(size)
        self._read += len(piece)
        self._seen(self._read)
        return piece


def write(
    sink: Sink,
    line: bytes,
    body: Reader,
    *,
    recipient: str,
    seen: Callable[[int], None],
) -> Any:
    """Write line and body, locked for the recipient if there is one.

    Returns a key that opens it too, for reading it back: it exists only in this process
    and is forgotten with it. ``None`` where nothing is locked.
    """
    source = Source(body, before=line, seen=seen)
    sink.write(line)
    if not recipient:
        shutil.copyfileobj(source, sink, PIECE)
        return None
    passing = keys.passing()
    recipients = [keys.recipient(recipient), passing.to_public()]
    try:
        pyrage.encrypt_io(source, sink, recipients)
    except pyrage.EncryptError:
        if sink.fault:
            raise sink.fault from None
        raise
    return passing


def key_for(passphrase: str, *, salt: str, recipient: str) -> Any:
    """Return the key that opens the file.

    Raises:
        Damaged: the salt asks for what no portal asks.
        WrongKey: it is not the passphrase the file was locked with.
    """
    try:
        identity = keys.identity_of(passphrase, salt)
    except keys.OddSalt:
        raise Damaged from None
    if str(identity.to_public()) != recipient:
        raise WrongKey
    return identity


def unlock(stream: Reader, line: bytes, key: Any, body: Any) -> None:
    """Write the body out of a stream that stands behind its line; no key, no lock.

    Raises:
        Damaged: a byte is missing or another; what was written is worthless.
    """
    inside = _Inside(body, line)
    if key is None:
        shutil.copyfileobj(stream, inside, PIECE)
    else:
        _decrypt(stream, inside, key)
    if inside.expected:
        raise Damaged


def _decrypt(stream: Reader, inside: "_Inside", key: Any) -> None:
    try:
        pyrage.decrypt_io(stream, inside, [key])
    except (pyrage.DecryptError, OSError):
        if inside.fault:
            raise inside.fault from None
        raise Damaged from None


class _Inside(Sink):
    """Takes the line off what was locked, and looks whether it is the same."""

    def __init__(self, beneath: Any, expected: bytes) -> None:
        super().__init__(beneath)
        self.expected = expected

    def write(self, piece: Any, /) -> int:
        """Compare first, write on what comes behind."""
        piece = bytes(piece)
        head = piece[: len(self.expected)]
        if not self.expected.startswith(head):
            raise Damaged
        self.expected = self.expected[len(head) :]
        super().write(piece[len(head) :])
        return len(piece)
