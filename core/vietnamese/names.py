"""Names: order by given name, and search that does not mind accents.

The embedded PostgreSQL has no ICU, and no collation sorts by the last word, so the
order is a key we store. It equals ICU's ``vi`` collation word by word.
"""

import unicodedata
from typing import Final

_ALPHABET: Final = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z"
_PRIMARY: Final = {letter: i for i, letter in enumerate(_ALPHABET.split(), start=1)}
# Icelandic letters, which look like ours and which old files have for them.
_LOOKALIKES: Final = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ"})
# Ngang, huyền, hỏi, ngã, sắc, nặng: the order of the dictionary.
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def clean(text: str) -> str:
    """Return the text composed (NFC), without spaces around or doubled inside.

    The ``Ð`` of old files becomes the ``Đ`` it is meant to be.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    return " ".join(text.split())


def tidy(text: str) -> str:
    """Return a longer text composed (NFC), its lines clean, one empty line at most."""
    lines = [clean(line) for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()


def fold(text: str) -> str:
    """Return the text for searching: lower case, no accents, ``đ`` as ``d``."""
    plain = text.casefold().replace("đ", "d").replace("\u00f0", "d")
    decomposed = unicodedata.normalize("NFD", plain)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.split())


def sort_key(full_name: str) -> str:
    """Return the key that orders a person by given, then family, then middle name.

    Compare keys as plain code points (``COLLATE "C"``). The order is that of the
    election list (R-SU-10).
    """
    words = clean(full_name).split(" ")
    given, family, middle = words[-1], words[0], words[1:-1]
    parts = [given] if len(words) == 1 else [given, family, " ".join(middle)]
    return "\x02".join(_key(part) for part in parts)


def _key(text: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for letter, tone in _letters(text):
        letters.append(_weight(letter))
        tones.append(str(tone))
    return "".join(letters) + "\x01" + "".join(tones)


def _letters(text: str) -> list[tuple[str, int]]:
    """Split the text into letters with their tone taken off."""
    found: list[tuple[str, int]] = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        marks = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
        # A tone that stands on no letter is a sign like any other.
        bare = "".join(mark for mark in marks if mark not in _TONES) or letter
        found.append((unicodedata.normalize("NFC", bare), tone))
    return found


def _weight(letter: str) -> str:
    if letter in _PRIMARY:
        return chr(0x40 + _PRIMARY[letter])
    if letter.isspace():
        return " "
    if letter.isdecimal():
        return chr(0x30 + int(letter))
    return f"\x7f{letter[0]}"
