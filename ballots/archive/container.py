"""The ZIP of a sealed archive: its files in order, and nothing else anywhere in it."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from ballots.archive.manifest import FROM_A_FILE, MANIFEST, TYPED, Member

LARGEST: Final = 512 * 1024 * 1024  # bytes of a whole archive
PIECE: Final = 1024 * 1024
# Always the same, so that the same facts give the same bytes.
_DAY: Final = (1980, 1, 1, 0, 0, 0)
_FILE: Final = 0o100644 << 16  # an ordinary file, readable by everybody
_UNIX: Final = 3
_LOCAL: Final = struct.Struct("<26x2H")  # how long the name and what follows it are
_END: Final = 22  # bytes of the end of the directory
_LARGE: Final = 20  # bytes that would point to a larger directory elsewhere
# Bytes of the whole directory, of few files with short names: readers take in all that
# it says to be, whatever the number of files.
_LONGEST: Final = 4096
_KNOWN: Final = (*TYPED, MANIFEST), (*FROM_A_FILE, MANIFEST)


class NotAnArchive(ValueError):  # noqa: N818 - named for the fact
    """Another kind of file, or one that was cut or is out of all bounds."""


def write_member(to: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> Member:
    """Add a file, a piece at a time."""
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr, info.create_system = _FILE, _UNIX
    digest, size = hashlib.sha256(), 0
    with to.open(info, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            size += len(piece)
    return Member(name, size, digest.hexdigest())


def in_pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """Join many small texts to pieces that are worth a call."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= PIECE:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()


class Opened:
    """An archive open for reading: what is in it is still to be looked at."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = _directory(file)
        self.names = tuple(self._zip.namelist())
        if self.names not in _KNOWN:
            raise NotAnArchive("các tệp bên trong không phải của một bản lưu trữ")
        _refuse_gaps(file, self._zip)

    def size(self, name: str) -> int:
        """Return how long a file says it is."""
        return self._zip.getinfo(name).file_size

    def open(self, name: str) -> "MemberStream":
        """Return a file's bytes as a stream."""
        return MemberStream(self._zip, name)

    def bytes(self, name: str, *, most: int) -> bytes:
        """Return a whole file.

        Raises:
            NotAnArchive: it is longer than any such file is.
        """
        if self.size(name) > most:
            raise NotAnArchive(f"{name} lớn quá mức cho phép")
        with self.open(name) as stream:
            return b"".join(iter(lambda: stream.read(PIECE), b""))


class MemberStream:
    """A file in an archive, read as far as it says it goes; one error for all faults.

    Also a source for the readers of election files: those see the end where a byte is
    wrong, and ``fault`` says so afterwards.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._name = name
        with _refusing(name):
            self._stream: Any = archive.open(name)

    def __enter__(self) -> "MemberStream":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, size: int = PIECE, /) -> bytes:
        """Return the next piece, nothing at the end."""
        with _refusing(self._name):
            piece: bytes = self._stream.read(size)
        return piece

    def close(self) -> None:
        """Let go of it."""
        self._stream.close()


class _refusing:  # noqa: N801 - reads as a sentence after "with"
    """Turns what ZIP readers complain with into one kind of refusal."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, fault: Any, _trace: Any) -> None:
        damaged = zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError
        if kind and issubclass(kind, (*damaged, OSError, RuntimeError)):
            raise NotAnArchive(f"{self._name} bị hỏng hoặc bị cắt cụt") from fault


def _directory(file: IO[bytes]) -> zipfile.ZipFile:
    if file.seek(0, 2) > LARGEST:
        raise NotAnArchive("tệp lớn quá mức cho phép")
    if not _ends_whole(file):
        raise NotAnArchive("không phải bản lưu trữ, hoặc đã bị cắt cụt")
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise NotAnArchive("không phải bản lưu trữ, hoặc đã bị cắt cụt") from fault


def _ends_whole(file: IO[bytes]) -> bool:
    """Look at the end before ZIP readers do: few files, no comment, nothing behind."""
    whole = file.seek(0, 2)
    if whole < _END + _LARGE:
        return False
    file.seek(whole - _END - _LARGE)
    large, end = file.read(_LARGE), file.read(_END)
    size = int.from_bytes(end[12:16], "little")
    is_plain = end[:4] == b"PK\5\6" and large[:4] != b"PK\6\7"
    return is_plain and end[20:] == b"\0\0" and size <= _LONGEST


def _refuse_gaps(file: IO[bytes], archive: zipfile.ZipFile) -> None:
    """Each file begins where the one before ends: nothing hides between them."""
    expected = 0
    for info in archive.infolist():
        file.seek(expected)
        local = file.read(_LOCAL.size)
        # Readers reckon where a file begins: what lies may be before all bytes.
        is_next = info.header_offset == expected and len(local) == _LOCAL.size
        if not (is_next and _is_plain(info)):
            raise _odd()
        name, more = _LOCAL.unpack(local)
        if not _tells_size_alone(file.read(name + more)[name:]):
            raise _odd()
        expected += _LOCAL.size + name + more + info.compress_size
    if expected != archive.start_dir:
        raise _odd()


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """Whether it is a file as we pack them, and no link."""
    packed = (info.compress_type, info.flag_bits, info.external_attr, info.comment)
    ours = (zipfile.ZIP_DEFLATED, 0, _FILE, b"")
    return packed == ours and _tells_size_alone(info.extra)


def _tells_size_alone(extra: bytes) -> bool:
    """Whether what follows a name says how large the file is: for other programs
    it could be another name, or the place of a link.
    """
    size = int.from_bytes(extra[2:4], "little")
    return not extra or (extra[:2] == b"\1\0" and len(extra) == 4 + size)


def _odd() -> NotAnArchive:
    return NotAnArchive("giữa các tệp bên trong có phần lạ")
