"""What an operator types about one paper, and what he says it shows.

No letters: Vietnamese input methods are at work while people type. Numbers are those
printed on the ballot; ``static/js/ballot-command.js`` reads the same language, and both
are held to ``tests/cases/commands.json``.

- struck names: ``3 7 9-11``; ``-7`` takes back; ``0`` nobody struck, ``*`` all struck;
  ``=`` in front: the numbers are those kept;
- agree or disagree: ``3`` agrees, ``-3`` disagrees, ``=3`` both boxes, ``--3`` neither;
  ``*`` all agree, ``-*`` all disagree, ``0`` nothing is marked for the others;
- one name: ``1`` agrees, ``2`` disagrees, ``3`` both boxes, ``0`` neither;
- at the end ``!2`` or ``**2``: something is wrong with the paper, by its digit in
  ``DEFECTS``; ``#1`` or ``//1``: set aside for the board, by its digit in ``DOUBTS``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from ballots.rules.ballot import Defect, Reading
from ballots.rules.doubts import Doubt
from ballots.rules.sheet import Box, Sheet, boxes_of, has_marks, runs
from ballots.rules.terms import Layout

# By the digit that is typed. What the board rules invalid it does not type here.
DEFECTS: Final = (
    Defect.NOT_ISSUED,
    Defect.OUTSIDE_NAME,
    Defect.SPECIAL_MARK,
    Defect.MIXED_INK,
    Defect.TORN,
)
DOUBTS: Final = tuple(Doubt)
# Of these some are about names that are struck; the digits stay what they are.
DOUBTS_OF: Final = MappingProxyType(
    {
        Layout.STRIKE_OUT: DOUBTS,
        Layout.AGREE_DISAGREE: (Doubt.ILLEGIBLE, Doubt.OTHER),
    }
)

LONGEST: Final = 2000  # characters

_BETWEEN: Final = re.compile(r"[\s,.+]+")
_FLAG: Final = re.compile(r"(!|\*\*|#|//)([0-9]*)")
_FLAGGED: Final = re.compile(r"(.*?)((?:(?:!|\*\*|#|//)[0-9]*)+)")
_TOKEN: Final = re.compile(
    r"(?P<sign>--|-|=)?(?:(?P<all>\*)|(?P<first>[0-9]{1,4})(?:-(?P<last>[0-9]{1,4}))?)"
)
_BROKEN_OFF: Final = re.compile(r"[-=]+|(?:--|-|=)?[0-9]{1,4}-")


class Mode(StrEnum):
    """Which names the operator types from a paper on which names are struck."""

    STRUCK = "struck"
    KEPT = "kept"

    @property
    def other(self) -> "Mode":
        return Mode.KEPT if self is Mode.STRUCK else Mode.STRUCK


class Slip(StrEnum):
    """Why what was typed says nothing, or not enough."""

    EMPTY = "empty"
    NOT_UNDERSTOOD = "not_understood"
    UNFINISHED = "unfinished"
    UNKNOWN_NUMBER = "unknown_number"
    BACKWARDS = "backwards"
    NOT_TYPED_YET = "not_typed_yet"
    NOTHING_LEFT = "nothing_left"
    ZERO_WITH_NUMBERS = "zero_with_numbers"
    TWO_FLAGS = "two_flags"
    UNKNOWN_FLAG = "unknown_flag"
    LEFT_OUT = "left_out"
    TOO_LONG = "too_long"


class Mistyped(ValueError):  # noqa: N818 - named for the fact
    """What was typed cannot be read; ``about`` is the piece or the numbers."""

    def __init__(self, slip: Slip, about: str = "") -> None:
        super().__init__(f"{slip}: {about}")
        self.slip = slip
        self.about = about


class Typed(NamedTuple):
    """What a command says: ``repeated`` numbers may be keys that were hit twice."""

    reading: Reading
    doubt: Doubt | None = None
    repeated: tuple[int, ...] = ()


@dataclass(slots=True)
class _Pieces:
    tokens: list[re.Match[str]] = field(default_factory=list)
    defect: Defect | None = None
    doubt: Doubt | None = None


def understand(command: str, sheet: Sheet, *, mode: Mode = Mode.STRUCK) -> Typed:
    """Read what was typed about one paper.

    Raises:
        Mistyped: it cannot be read, or does not say what the whole paper shows.
    """
    text = command.strip()
    if len(text) > LONGEST:
        raise Mistyped(Slip.TOO_LONG)
    if sheet.layout is Layout.STRIKE_OUT and text.startswith("="):
        mode, text = mode.other, text[1:]
    pieces = _pieces(text, sheet.layout)
    if not pieces.tokens:
        if pieces.defect is None and pieces.doubt is None:
            raise Mistyped(Slip.EMPTY)
        return Typed(Reading(defect=pieces.defect), pieces.doubt)
    if sheet.layout is Layout.STRIKE_OUT:
        said = _names(pieces.tokens, sheet, mode)
    elif sheet.has_one_name:
        said = _one_name(pieces.tokens, sheet)
    else:
        said = _boxes(pieces.tokens, sheet)
    return Typed(
        said.reading._replace(defect=pieces.defect), pieces.doubt, said.repeated
    )


def spelled(reading: Reading, doubt: Doubt | None, sheet: Sheet) -> str:
    """Return a command that says this, to be typed with struck names."""
    said = _spelled_marks(reading, sheet)
    if reading.defect is not None:
        said.append(f"!{DEFECTS.index(reading.defect) + 1}")
    if doubt is not None:
        said.append(f"#{DOUBTS.index(doubt) + 1}")
    return " ".join(said)


def _pieces(text: str, layout: Layout) -> _Pieces:
    """Take the command apart; signs for the paper stand where they like."""
    found = _Pieces()
    for part in filter(None, _BETWEEN.split(text)):
        token = part
        if flagged := _FLAGGED.fullmatch(part):
            token = flagged[1]
            for flag in _FLAG.finditer(flagged[2]):
                _take_flag(flag, found, layout)
        if token:
            found.tokens.append(_token(token))
    return found


def _take_flag(flag: re.Match[str], found: _Pieces, layout: Layout) -> None:
    sign, digit = flag[1], flag[2]
    is_defect = sign in ("!", "**")
    if not digit:
        raise Mistyped(Slip.UNFINISHED, flag[0])
    known = dict(defects_by_digit() if is_defect else doubts_by_digit(layout))
    if digit not in map(str, known):
        raise Mistyped(Slip.UNKNOWN_FLAG, flag[0])
    if (found.defect if is_defect else found.doubt) is not None:
        raise Mistyped(Slip.TWO_FLAGS, flag[0])
    if is_defect:
        found.defect = DEFECTS[int(digit) - 1]
    else:
        found.doubt = DOUBTS[int(digit) - 1]


def defects_by_digit() -> list[tuple[int, Defect]]:
    """Return what may be wrong with a paper, each with the digit that says it."""
    return list(enumerate(DEFECTS, start=1))


def doubts_by_digit(layout: Layout) -> list[tuple[int, Doubt]]:
    """Return why a paper of this kind is set aside, each with its digit."""
    offered = DOUBTS_OF[layout]
    return [(n, doubt) for n, doubt in enumerate(DOUBTS, start=1) if doubt in offered]


def _token(piece: str) -> re.Match[str]:
    if token := _TOKEN.fullmatch(piece):
        return token
    broken = _BROKEN_OFF.fullmatch(piece)
    raise Mistyped(Slip.UNFINISHED if broken else Slip.NOT_UNDERSTOOD, piece)


def _is_zero(token: re.Match[str]) -> bool:
    return token[0] == "0"


def _numbers(token: re.Match[str], sheet: Sheet) -> list[int]:
    """Return the numbers that a token names; of a range, those on the ballot."""
    if token["all"]:
        return list(sheet.numbers)
    first = int(token["first"])
    last = first if token["last"] is None else int(token["last"])
    known = set(sheet.numbers)
    for end in (first, last):
        if end not in known:
            raise Mistyped(Slip.UNKNOWN_NUMBER, str(end))
    if last < first:
        raise Mistyped(Slip.BACKWARDS, token[0])
    return [number for number in sheet.numbers if first <= number <= last]


# --- names struck or kept ---------------------------------------------------------


def _names(tokens: list[re.Match[str]], sheet: Sheet, mode: Mode) -> Typed:
    whole = tokens[0]
    if _is_zero(whole):
        if len(tokens) > 1:
            raise Mistyped(Slip.ZERO_WITH_NUMBERS)
        return _struck(set(), sheet, mode)
    typed: set[int] = set()
    # In either mode the star strikes everybody, as the zero strikes nobody.
    if mode is Mode.KEPT and any(token["all"] for token in tokens):
        if len(tokens) > 1 or whole["sign"]:
            raise Mistyped(Slip.ZERO_WITH_NUMBERS)
        return _struck(set(sheet.numbers), sheet, mode)
    repeated: list[int] = []
    for token in tokens:
        _type_names(token, sheet, typed, repeated)
    if not typed:
        raise Mistyped(Slip.NOTHING_LEFT)
    packed = sheet.places(typed)
    reading = Reading(kept=packed) if mode is Mode.KEPT else Reading(struck=packed)
    return Typed(reading, None, tuple(dict.fromkeys(repeated)))


def _type_names(
    token: re.Match[str], sheet: Sheet, typed: set[int], repeated: list[int]
) -> None:
    if _is_zero(token):
        raise Mistyped(Slip.ZERO_WITH_NUMBERS)
    if token["sign"] not in (None, "-"):
        raise Mistyped(Slip.NOT_UNDERSTOOD, token[0])
    numbers = _numbers(token, sheet)
    if token["sign"]:
        if missing := [str(each) for each in numbers if each not in typed]:
            raise Mistyped(Slip.NOT_TYPED_YET, ", ".join(missing))
        typed.difference_update(numbers)
    else:
        repeated.extend(each for each in numbers if each in typed)
        typed.update(numbers)


def _struck(struck: set[int], sheet: Sheet, mode: Mode) -> Typed:
    if mode is Mode.STRUCK:
        return Typed(Reading(struck=sheet.places(struck)))
    return Typed(Reading(kept=sheet.places(set(sheet.numbers) - struck)))


# --- agree or disagree ------------------------------------------------------------

_BOX_OF_SIGN: Final = {
    None: Box.AGREE,
    "-": Box.DISAGREE,
    "=": Box.BOTH,
    "--": Box.NEITHER,
}
_SIGN_OF_BOX: Final = {box: sign or "" for sign, box in _BOX_OF_SIGN.items()}
_BOX_OF_DIGIT: Final = {
    "0": Box.NEITHER,
    "1": Box.AGREE,
    "2": Box.DISAGREE,
    "3": Box.BOTH,
}
_DIGIT_OF_BOX: Final = {box: digit for digit, box in _BOX_OF_DIGIT.items()}


def _one_name(tokens: list[re.Match[str]], sheet: Sheet) -> Typed:
    if len(tokens) > 1 or tokens[0][0] not in _BOX_OF_DIGIT:
        raise Mistyped(Slip.NOT_UNDERSTOOD, " ".join(each[0] for each in tokens))
    return Typed(_marked({sheet.numbers[0]: _BOX_OF_DIGIT[tokens[0][0]]}, sheet))


def _boxes(tokens: list[re.Match[str]], sheet: Sheet) -> Typed:
    boxes: dict[int, Box] = {}
    named: set[int] = set()
    repeated: list[int] = []
    rest_is_blank = False
    for token in tokens:
        if _is_zero(token):
            rest_is_blank = True
            continue
        box = _BOX_OF_SIGN[token["sign"]]
        numbers = _numbers(token, sheet)
        again = named if not token["all"] else boxes.keys()
        # Named twice, or named as what the star has made of it already.
        repeated += [n for n in numbers if n in again or boxes.get(n) is box]
        boxes.update(dict.fromkeys(numbers, box))
        named.update([] if token["all"] else numbers)
    left_out = [str(each) for each in sheet.numbers if each not in boxes]
    if left_out and not rest_is_blank:
        raise Mistyped(Slip.LEFT_OUT, ", ".join(left_out))
    return Typed(_marked(boxes, sheet), None, tuple(dict.fromkeys(repeated)))


def _marked(boxes: dict[int, Box], sheet: Sheet) -> Reading:
    def where(*wanted: Box) -> bytes:
        return sheet.places(number for number, box in boxes.items() if box in wanted)

    return Reading(
        agree=where(Box.AGREE, Box.BOTH), disagree=where(Box.DISAGREE, Box.BOTH)
    )


# --- the way back -----------------------------------------------------------------


def _spelled_marks(reading: Reading, sheet: Sheet) -> list[str]:
    if not has_marks(reading):
        return []
    if sheet.has_one_name:
        return [_DIGIT_OF_BOX[box] for box in boxes_of(reading, sheet).values()]
    if sheet.layout is Layout.AGREE_DISAGREE:
        return list(_spelled_boxes(boxes_of(reading, sheet)))
    packed = reading.kept if reading.struck is None else reading.struck
    numbers = sheet.numbers_of(packed or b"")
    before = "=" if reading.struck is None else ""
    if not numbers:
        return [f"{before}{'*' if before else '0'}"]
    spelled = [_range(first, last) for first, last in runs(numbers, sheet)]
    return [f"{before}{spelled[0]}", *spelled[1:]]


def _spelled_boxes(boxes: dict[int, Box]) -> Iterator[str]:
    found = set(boxes.values())
    if found <= {Box.NEITHER}:
        yield "0"
        return
    usual = next((b for b in (Box.AGREE, Box.DISAGREE) if b in found), None)
    if usual is not None:
        yield f"{_SIGN_OF_BOX[usual]}*"
    for number, box in boxes.items():
        if box is not usual:
            yield f"{_SIGN_OF_BOX[box]}{number}"


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
