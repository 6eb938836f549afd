"""The bytes of a file: unpacked, within the size allowed, and honest UTF-8."""

import codecs
import gzip
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from ballots.interchange.refused import FileRefused
from ballots.rules.faults import Fault

LARGEST: Final = 256 * 1024 * 1024
_LONGEST_ESCAPE: Final = 12
_NO_SPACE: Final = (b"\v", b"\f")
_DIGITS: Final = b"0123456789"
_MOST_DIGITS: Final = 100  # ten times the longest number that the format allows
_BLOCK: Final = 1000
_LONG_RUN: Final = re.compile(rb"[0-9]{%d}" % _MOST_DIGITS)
_PAIR: Final = re.compile(rb"\\.", re.DOTALL)
_HIGH: Final = rb"\\u[dD][89abAB][0-9a-fA-F]{2}"
_LOW: Final = rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE: Final = re.compile(
    rb"%b%b|(?P<lone>\\u[dD][89a-fA-F])|\\.?" % (_HIGH, _LOW), re.DOTALL
)


class ByteStream(Protocol):
    """What can be read from and closed."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; nothing at the end."""

    def close(self) -> None:
        """Let go of the source."""


OpenSource = Callable[[], ByteStream]


def file_source(path: Path) -> OpenSource:
    """A file on this machine, unpacked when its name says it is packed."""
    return unpacking(lambda: path.open("rb"), name=path.name)


def unpacking(open_source: OpenSource, *, name: str) -> OpenSource:
    """The same source, unpacked while it is read if the name ends in ``.gz``."""
    if not name.endswith(".gz"):
        return open_source
    return lambda: _Unpacked(open_source())


class _Unpacked:
    """A gzip stream that closes the stream beneath it as well."""

    def __init__(self, packed: ByteStream) -> None:
        self._packed = packed
        self._unpacked = gzip.GzipFile(fileobj=packed, mode="rb")  # type: ignore[call-overload] # reads only

    def read(self, size: int, /) -> bytes:
        try:
            chunk: bytes = self._unpacked.read(size)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise FileRefused(Fault.CANNOT_UNPACK) from None
        return chunk

    def close(self) -> None:
        self._unpacked.close()
        self._packed.close()


class CheckedBytes:
    """The source without its byte order mark; refuses what no JSON text may hold.

    The parser beneath would turn half a surrogate pair into a question mark and take
    a form feed for a space, and Python refuses to convert a number of more than 4300
    digits at a moment when the parser does not expect it: all are looked for here.
    """

    def __init__(self, open_source: OpenSource) -> None:
        try:
            self._stream = open_source()
        except OSError:
            raise FileRefused(Fault.CANNOT_READ) from None
        self._size = 0
        self._started = False
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._tail = b""
        self._pending = b""
        self._in_string = False

    def __enter__(self) -> "CheckedBytes":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` checked bytes, three at least at the start of a file."""
        if size == 0:
            return b""
        chunk = self._read(size)
        if not self._started:
            chunk = self._without_mark(chunk)
        self._check(chunk)
        return chunk

    def _without_mark(self, chunk: bytes) -> bytes:
        self._started = True
        while len(chunk) < len(codecs.BOM_UTF8) and (more := self._read(1)):
            chunk += more
        without = chunk.removeprefix(codecs.BOM_UTF8)
        # An empty answer would mean the end: a mark alone must not hide the rest.
        return without or self._read(len(codecs.BOM_UTF8))

    def _read(self, size: int) -> bytes:
        try:
            chunk = self._stream.read(size)
        except OSError:
            raise FileRefused(Fault.CANNOT_READ) from None
        self._size += len(chunk)
        if self._size > LARGEST:
            raise FileRefused(Fault.TOO_LARGE)
        return chunk

    def _check(self, chunk: bytes) -> None:
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            raise FileRefused(Fault.NOT_UTF8) from None
        # Between tokens they are no space of RFC 8259, in strings they must be escaped.
        if any(control in chunk for control in _NO_SPACE):
            raise FileRefused(Fault.NOT_JSON)
        self._check_numbers(chunk)
        if self._tail or b"\\" in chunk:
            self._check_escapes(chunk)

    def _check_numbers(self, chunk: bytes) -> None:
        window = self._pending + chunk
        if b"\\" in window:
            # Escaped quotes neither open nor close a string.
            window = _PAIR.sub(b"", window)
        # A long run fills at least one block: most chunks need no search.
        if any(
            window[at : at + _BLOCK].isdigit() for at in range(0, len(window), _BLOCK)
        ):
            self._refuse_long_number(window)
        self._in_string ^= window.count(b'"') % 2 == 1
        digits = window[len(window.rstrip(_DIGITS)) :]
        self._pending = b"\\" if window.endswith(b"\\") else digits[-_MOST_DIGITS:]

    def _refuse_long_number(self, window: bytes) -> None:
        outside = window.split(b'"')[self._in_string :: 2]
        if any(map(_LONG_RUN.search, outside)):
            raise FileRefused(Fault.UNREADABLE_NUMBER)

    def _check_escapes(self, chunk: bytes) -> None:
        window, self._tail = self._tail + chunk, b""
        for escape in _ESCAPE.finditer(window):
            if chunk and escape.start() > len(window) - _LONGEST_ESCAPE:
                self._tail = window[escape.start() :]
                return
            if escape["lone"]:
                raise FileRefused(Fault.LONE_SURROGATE)
