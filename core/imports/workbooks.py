"""Reading XLSX as a stream: one row in memory at a time, besides the shared words.

Files come from anywhere. A native reader lays a sheet out as a rectangle, so that two
cells far apart take the whole memory of the machine; here nothing grows with where a
cell lies. What a part unpacks to is counted while it unpacks, not read from the
directory, and nothing in the file is run or fetched.
"""

import copy
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import BinaryIO, Final, TypeVar
from xml.parsers import expat

from core.imports import cells, limits
from core.imports.faults import Unreadable

R = TypeVar("R", bound="_Reader")
Row = tuple[int, list[str]]

PIECE: Final = 256 * 1024
# Python unpacks a whole block of any other method at once: 1 KB is a gibibyte.
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_REF: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
# What a part of that name says of the whole.
_OTHERS: Final = {
    "vbaProject.bin": "macros",
    "workbook.bin": "binary-excel",
    "content.xml": "open-document",
}
# Formats of dates that every workbook knows by number.
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})
_MONTH: Final = 17
_DIRECTORY_SIZE: Final = 5
_1904: Final = 1462  # days by which old Macs counted later


class Workbook:
    """A workbook somebody sent; ``sheets`` are those a person sees, in order."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = _opened(file)
        self._parts = _judged(self._zip)
        self._left = 0
        self._from_1904 = False
        self._strings_path = self._styles_path = ""
        self._paths = self._find_sheets()
        self.sheets = list(self._paths)
        if not self.sheets:
            raise Unreadable("no-workbook")
        self._strings: list[str] | None = None
        self._formats: list[_Format] = []

    def rows(self, sheet: str) -> Iterator[Row]:
        """Yield the rows of a sheet that hold something, with their numbers."""
        if sheet not in self._paths:
            raise Unreadable("no-sheet")
        if self._strings is None:
            self._strings = self._whole(self._strings_path, _StringReader()).strings
            self._formats = self._whole(
                self._styles_path, _StyleReader(), most=limits.STYLES
            ).formats()
        reader = _SheetReader(self._strings, self._formats, late=self._from_1904)
        yield from self._read(self._paths[sheet], reader)

    def _find_sheets(self) -> dict[str, str]:
        """Return the visible sheets by name, and the part that holds each."""
        roots = self._index("_rels/.rels", _LinkReader()).by_type
        path = roots.get("officeDocument", "").removeprefix("/") or "xl/workbook.xml"
        if path not in self._parts:
            raise Unreadable("no-workbook")
        book = self._index(path, _BookReader())
        self._from_1904 = book.from_1904
        folder, _slash, name = path.rpartition("/")
        links = self._index(f"{folder}/_rels/{name}.rels", _LinkReader())
        self._strings_path = _resolved(folder, links.by_type.get("sharedStrings", ""))
        self._styles_path = _resolved(folder, links.by_type.get("styles", ""))
        found = {
            name: _resolved(folder, links.targets.get(link, ""))
            for name, link in book.sheets
        }
        return {name: path for name, path in found.items() if path in self._parts}

    def _index(self, path: str, reader: R) -> R:
        return self._whole(path, reader, most=limits.INDEX)

    def _whole(self, path: str, reader: R, *, most: int = limits.UNPACKED) -> R:
        """Read a part to its end; one that is not there says nothing."""
        if path in self._parts:
            for _nothing in self._read(path, reader, most=most):
                pass
        return reader

    def _read(
        self, path: str, reader: "_Reader", *, most: int = limits.UNPACKED
    ) -> Iterator[Row]:
        fed, self._left = 0, most
        for piece in self._pieces(self._parts[path]):
            fed += len(piece)
            reader.take(piece)
            if fed - reader.parser.CurrentByteIndex > limits.TAG:
                raise Unreadable("broken-workbook")
            yield from reader.finished()
        reader.take(b"", last=True)
        yield from reader.finished()

    def _pieces(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack to the end of what is packed, whatever the directory says of it."""
        honest = copy.copy(part)
        honest.file_size = 2 * limits.UNPACKED
        try:
            with self._zip.open(honest) as packed:
                while piece := packed.read(PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Unreadable("unpacks-too-large")
                    yield piece
        except (*BROKEN, RuntimeError, OSError):
            raise Unreadable("broken-workbook") from None


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    try:
        # A directory alone may fill the memory; this is what ZipFile reads first.
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined] # as ZipFile does
        if end is None or end[_DIRECTORY_SIZE] > limits.DIRECTORY:
            raise Unreadable("broken-workbook")
        return zipfile.ZipFile(file)
    except (*BROKEN, OSError, ValueError):
        raise Unreadable("broken-workbook") from None


def _judged(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the parts by name, once nothing speaks against unpacking them."""
    parts = packed.infolist()
    by_name = {part.filename: part for part in parts}
    if len(parts) > limits.PARTS or len(by_name) < len(parts):
        raise Unreadable("broken-workbook")
    if any(part.compress_type not in _METHODS for part in parts):
        raise Unreadable("broken-workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("locked-zip")
    unpacked = sum(part.file_size for part in parts)
    packed_size = sum(part.compress_size for part in parts)
    if unpacked > limits.UNPACKED or (
        unpacked > 16 * limits.MIB and unpacked > limits.PACKED_TIMES * packed_size
    ):
        raise Unreadable("unpacks-too-large")
    for ending, code in _OTHERS.items():
        if any(part.filename.endswith(ending) for part in parts):
            raise Unreadable(code)
    return by_name


def _resolved(folder: str, target: str) -> str:
    """Return the name of a part that a link of the workbook points to."""
    return target[1:] if target.startswith("/") else f"{folder}/{target}"


class _Format:
    """How a cell's number is shown, as far as it says what the number means."""

    __slots__ = ("date", "zeros")

    def __init__(self, number: int, code: str) -> None:
        bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower()
        signs = set(bare)
        # What the date shows is what is known of it: "mm/yyyy" is a month.
        self.date = ""
        if number in _DATES:
            self.date = "month" if number == _MONTH else "day"
        elif "d" in signs:
            self.date = "day"
        elif "y" in signs:
            self.date = "month" if "m" in signs else "year"
        # "000000000000" shows the zeros in front of a number.
        self.zeros = len(bare) if signs == {"0"} else 0


class _Reader:
    """What is common to all parts: names without prefixes, no depths, no entities."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._depth = self._elements = 0
        self._done: list[Row] = []

    def take(self, piece: bytes, *, last: bool = False) -> None:
        """Read one more piece."""
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError:
            raise Unreadable("broken-workbook") from None

    def finished(self) -> list[Row]:
        """Return the rows that ended since the last time."""
        done, self._done = self._done, []
        return done

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Meet an element."""

    def end(self, name: str) -> None:
        """Leave it."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > limits.DEPTH:
            raise Unreadable("broken-workbook")
        if self._elements > limits.ELEMENTS:
            raise Unreadable("unpacks-too-large")
        self.begin(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def _refuse(self, *_anything: object) -> None:
        raise Unreadable("broken-workbook")


class _BookReader(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and attributes.get("state", "visible") == "visible":
            link = next(
                (value for key, value in attributes.items() if key.endswith(":id")), ""
            )
            title = attributes.get("name", "")
            if len(self.sheets) >= limits.SHEETS or len(title) > limits.SHEET_NAME:
                raise Unreadable("broken-workbook")
            self.sheets.append((title, link))


class _LinkReader(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}
        self.by_type: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            if max(len(self.targets), len(self.by_type)) >= limits.LINKS:
                raise Unreadable("broken-workbook")
            target = attributes.get("Target", "")
            self.targets[attributes.get("Id", "")] = target
            self.by_type[attributes.get("Type", "").rpartition("/")[2]] = target


class _StyleReader(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[int, str] = {}
        self._used: list[int] = []
        self._inside = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if max(len(self._codes), len(self._used)) > limits.FORMATS:
            raise Unreadable("broken-workbook")
        if name == "numFmt":
            number = _number(attributes.get("numFmtId", ""))
            self._codes[number] = attributes.get("formatCode", "")[:200]
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._used.append(_number(attributes.get("numFmtId", "")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def formats(self) -> list[_Format]:
        """Return the formats in the order in which cells name them."""
        made = {
            number: _Format(number, self._codes.get(number, ""))
            for number in set(self._used)
        }
        return [made[number] for number in self._used]


class _TextReader(_Reader):
    """Gathers the text of some elements."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._length = 0
        self._silent = 0

    def listen(self) -> None:
        """Take the text that follows."""
        if not self._silent:
            self.parser.CharacterDataHandler = self._hear

    def fall_silent(self) -> None:
        """Leave aside what follows."""
        self.parser.CharacterDataHandler = None

    def said(self) -> str:
        """Return what was gathered, and begin anew."""
        text = "".join(self._words)
        self._words, self._length = [], 0
        if "_x" in text:
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        return text

    def too_long(self) -> Unreadable:
        """Say which text is longer than any cell may be."""
        return Unreadable("some-cell-too-long", limit=limits.CELL)

    def _hear(self, text: str) -> None:
        self._words.append(text)
        self._length += len(text)
        if self._length > 2 * limits.CELL:
            raise self.too_long()


class _StringReader(_TextReader):
    """The words that cells share; pronunciation marks are left aside."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._size = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._silent += 1
        elif name == "t":
            self.listen()

    def end(self, name: str) -> None:
        if name == "t":
            self.fall_silent()
        elif name == "rPh":
            self._silent -= 1
        elif name == "si":
            self.strings.append(self.said())
            self._size += len(self.strings[-1])
            if len(self.strings) > limits.STRINGS or self._size > limits.STRINGS_TEXT:
                raise Unreadable("too-much-text")


class _SheetReader(_TextReader):
    """The rows of one sheet."""

    def __init__(
        self, strings: list[str], formats: list[_Format], *, late: bool
    ) -> None:
        super().__init__()
        self._strings, self._formats = strings, formats
        self._shift = _1904 if late else 0
        self._row = self._column = 0
        self._cells: dict[int, str] = {}
        self._type = self._style = ""
        self._computed = False
        self._begin: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._begin_row,
            "c": self._begin_cell,
            "v": lambda _attributes: self.listen(),
            "t": lambda _attributes: self.listen(),
            "f": self._begin_formula,
        }

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._begin:
            self._begin[name](attributes)
        elif name == "rPh":
            self._silent += 1

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.fall_silent()
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._silent -= 1

    def too_long(self) -> Unreadable:
        place = f"{letters(self._column)}{self._row}"
        return Unreadable("cell-too-long", cell=place, limit=limits.CELL)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = max(_number(attributes.get("r", "")), self._row + 1)
        self._column = -1
        self._cells = {}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _REF.fullmatch(attributes.get("r", ""))
        self._column = _column(place[1]) if place else self._column + 1
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._computed = False

    def _begin_formula(self, _attributes: dict[str, str]) -> None:
        self._computed = True

    def _end_cell(self) -> None:
        raw = self.said()
        value = self._value(raw) if raw else cells.UNSAVED if self._computed else ""
        if not value or value.isspace():
            return
        if self._column >= limits.COLUMNS:
            raise Unreadable("too-many-columns", limit=limits.COLUMNS, row=self._row)
        self._cells[self._column] = value

    def _end_row(self) -> None:
        if self._cells:
            width = max(self._cells) + 1
            row = [self._cells.get(column, "") for column in range(width)]
            self._done.append((self._row, row))

    def _value(self, raw: str) -> str:
        if self._type == "s":
            place = _number(raw)
            return self._strings[place] if place < len(self._strings) else ""
        if self._type == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if self._type == "n":
            return self._of_number(raw)
        return raw

    def _of_number(self, raw: str) -> str:
        try:
            found = float(raw)
        except ValueError:
            return raw
        style = _number(self._style)
        shown = self._formats[style] if style < len(self._formats) else None
        if shown and shown.date and (day := self._day(found, shown.date)):
            return day
        whole = raw if re.fullmatch(r"-?\d+", raw) else _whole(found)
        return whole.zfill(shown.zeros) if shown and shown.zeros else whole

    def _day(self, serial: float, precision: str) -> str:
        if not 1 <= serial + self._shift < 2_958_466:
            return ""
        early = serial + self._shift < 60  # before the 29/2/1900 that never was
        moment = datetime.combine(cells.EPOCH, datetime.min.time()) + timedelta(
            days=serial + self._shift + early
        )
        if precision == "day":
            return f"{moment:%d/%m/}{moment.year:04}"
        return (
            f"{moment:%m/}{moment.year:04}"
            if precision == "month"
            else str(moment.year)
        )


def letters(column: int) -> str:
    """Return what Excel calls a column counted from 0."""
    name = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _column(name: str) -> int:
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _whole(found: float) -> str:
    if abs(found) < 1e15 and found == int(found):
        return str(int(found))
    return f"{found:.15g}"
