"""What is wrong with an archive, and reading its files line by line."""

from collections.abc import Iterator
from typing import Any, Final

from ballots.archive.container import PIECE, NotAnArchive, Opened

LONGEST_LINE: Final = 64 * 1024 * 1024  # of a journal: a batch


class Touched(ValueError):  # noqa: N818 - named for the fact
    """The archive does not hold: which file, and what is wrong with it."""

    def __init__(self, file: str, what: str) -> None:
        super().__init__(f"{file}: {what}")
        self.file, self.what = file, what


class known:  # noqa: N801 - reads as a sentence after "with"
    """The manifest names this file, so that what cannot be read of it was touched."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, fault: Any, _trace: Any) -> None:
        if kind and issubclass(kind, NotAnArchive):
            raise Touched(self._name, "bị hỏng hoặc bị cắt cụt") from fault


def lines_of(archive: Opened, name: str) -> Iterator[str]:
    """Return the lines of a file without their ends, none of them endless."""
    rest = b""
    with known(name), archive.open(name) as stream:
        for piece in iter(lambda: stream.read(PIECE), b""):
            *whole, rest = (rest + piece).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise Touched(name, "có dòng dài quá mức")
            yield from (_text(name, each) for each in whole)
    if rest:
        raise Touched(name, "bị cắt cụt ở cuối")


def _text(name: str, line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise Touched(name, "không phải chữ UTF-8") from None
