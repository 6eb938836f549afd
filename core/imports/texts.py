"""Reading CSV and text: which encoding, which separator, then row by row."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from core.imports import legacy, limits
from core.imports.faults import Unreadable

Row = tuple[int, list[str]]

BLOCK: Final = 256 * 1024
WORDS: Final = 4_000  # accented words are enough to tell tables apart
_HEAD: Final = 64 * 1024
_SEPARATORS: Final = ";,\t|"
# One set, repeated once: a mebibyte of letters is gone through once.
_LETTERS: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_LONGEST_WORD: Final = 40  # bytes; no syllable has so many in any old table
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How Python is told to turn bytes into letters; tables of fonts come after that.
_CODECS: Final = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    legacy.WINDOWS_1258: "cp1258",
    legacy.TCVN3: "latin-1",
    legacy.VNI: "latin-1",
}
# Excel's own first line that names the separator.
_TOLD: Final = re.compile(r"sep=([;,\t|]?)\s*$")
_WEB: Final = re.compile(rb"\s*<(!doctype|html|table|meta|\?xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file is written."""

    encoding: str
    separator: str


def form_of(file: BinaryIO) -> TextForm:
    """Recognise the encoding and the separator; the file is looked through once."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head.strip():
        raise Unreadable("empty")
    if _WEB.match(head.removeprefix(codecs.BOM_UTF8)):
        raise Unreadable("web-page")
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    # A few stray NULs are left out later; a file full of them is no text.
    if not encoding and head.count(0) > len(head) // 5:
        raise Unreadable("no-text")
    encoding = encoding or _recognised(file)
    return TextForm(encoding, _separator(file, encoding))


def rows(file: BinaryIO, form: TextForm) -> Iterator[Row]:
    """Yield the rows that hold something, with their numbers as Excel counts them."""
    with closing(_Lines(file, form.encoding)) as lines:
        for number, cells in enumerate(_records(lines, form.separator), start=1):
            lines.since_record = 0
            if any(cells) and not (number == 1 and _TOLD.match(cells[0])):
                yield number, cells


def _records(lines: "_Lines", separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        # The only thing csv refuses: a cell beyond its own limit of 128 KiB.
        raise Unreadable("line-too-long", row=lines.number) from None


class _Lines:
    """Lines of bounded length; a record of several lines is bounded too."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        file.seek(0)
        errors = "strict" if encoding.startswith("utf") else "replace"
        self._text = io.TextIOWrapper(
            file, encoding=_CODECS[encoding], errors=errors, newline=""
        )
        self.number = 0
        self.since_record = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        try:
            line = self._text.readline(limits.LINE + 1)
        except UnicodeError:
            raise Unreadable("encoding-unknown") from None
        if not line:
            raise StopIteration
        self.number += 1
        self.since_record += len(line)
        if self.since_record > limits.LINE:
            raise Unreadable("line-too-long", row=self.number)
        return line

    def close(self) -> None:
        """Let go of the file, unless whoever opened it has closed it already."""
        with suppress(ValueError):
            self._text.detach()


def _recognised(file: BinaryIO) -> str:
    """Return UTF-8 where all bytes agree, else the table that gives Vietnamese."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_utf8, words = True, list[bytes]()
    for block in _blocks(file):
        if len(words) < WORDS:
            words += _old_words(block)
        if is_utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                is_utf8 = False
        if not is_utf8 and len(words) >= WORDS:
            break
    if is_utf8:
        return "utf-8"
    found = legacy.likeliest(
        (name, [_read_as(name, word) for word in words])
        for name in (legacy.WINDOWS_1258, legacy.TCVN3, legacy.VNI)
    )
    if not found:
        raise Unreadable("encoding-unknown")
    return found


def _old_words(block: bytes) -> list[bytes]:
    """Return the words that have a letter beyond ASCII and might be a syllable."""
    return [
        word
        for word in _LETTERS.findall(block)
        if len(word) <= _LONGEST_WORD and not word.isascii()
    ]


def _read_as(name: str, word: bytes) -> str:
    return legacy.CONVERT[name](word.decode(_CODECS[name], "replace"))


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def _separator(file: BinaryIO, encoding: str) -> str:
    """Return the sign that cuts the first lines into equally many cells."""
    with closing(_Lines(file, encoding)) as lines:
        head = list(islice(filter(str.strip, lines), 30))
    if head and (told := _TOLD.match(head[0])):
        return told[1] or ","
    return max(_SEPARATORS, key=lambda sign: _fit(head, sign))


def _fit(head: list[str], separator: str) -> tuple[int, int]:
    """How many lines have the same number of cells, and how many cells that is."""
    try:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=separator))
    except csv.Error:
        return 0, 0
    several = [(times, width) for width, times in widths.items() if width > 1]
    return max(several, default=(0, 0))
