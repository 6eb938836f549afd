"""Vietnamese typed before Unicode: recognised by its syllables, and converted.

A wrong table gives words that no Vietnamese says, so each candidate is judged by how
many of its accented words are syllables. Plain Python.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final

TCVN3: Final = "tcvn3"
VNI: Final = "vni"
WINDOWS_1258: Final = "windows-1258"

LIKELY: Final = 0.6  # of the accented words are syllables: the table is right
_FROM_A1: Final = "ĂÂÊÔƠƯĐăâêôơưđ"
_FROM_B5: Final = {
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TCVN3: Final = {0xA1 + place: letter for place, letter in enumerate(_FROM_A1)} | {
    first + place: letter
    for first, letters in _FROM_B5.items()
    for place, letter in enumerate(letters)
}

# VNI writes a letter, then a sign for its hat and tone, both of the same case.
_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_SIGNS: Final = {
    **dict(zip("øûõùï", (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT), strict=True)),
    "â": _HAT,
    **{
        sign: _HAT + tone
        for sign, tone in zip(
            "àåãáä", (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT), strict=True
        )
    },
    "ê": _BREVE,
    **{
        sign: _BREVE + tone
        for sign, tone in zip(
            "èúüéë", (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT), strict=True
        )
    },
}
# Letters that carry their marks in one sign.
_ALONE: Final = {
    "ô": "o" + _HORN,
    "ö": "u" + _HORN,
    "ñ": "đ",
    "ì": "i" + _GRAVE,
    "æ": "i" + _HOOK,
    "ó": "i" + _TILDE,
    "í": "i" + _ACUTE,
    "ò": "i" + _DOT,
    "î": "y" + _DOT,
}
_VNI_PAIR: Final = re.compile(
    f"([aeouyôö])([{''.join(_SIGNS)}])|([{''.join(_ALONE)}])", re.IGNORECASE
)

_ONSET: Final = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_RHYMES: Final = (
    "a ă â e ê i o ô ơ u ư y ac ach ai am an ang anh ao ap at au ay ăc ăm ăn "
    "ăng ăp ăt âc âm ân âng âp ât âu ây ec em en eng eo ep et êch êm ên ênh êp "
    "êt êu ia iêc iêm iên iêng iêp iêt iêu ich im in inh ip it iu oa oac oach "
    "oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
    "oi om on ong ooc oong op ot ôc ôi ôm ôn ông ôp ôt ơi ơm ơn ơp ơt ua uân "
    "uâng uât uây uc ue uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt "
    "up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu ưa ưc ưi ưm ưn ưng ươc "
    "ươi ươm ươn ương ươp ươt ươu ưt ưu yêm yên yêng yêt yêu uơ uôp uêt yt ym "
    "yp ynh uyêc ăch ơng oăp ưp"
)
_SYLLABLE: Final = re.compile(
    _ONSET + "(?:" + "|".join(sorted(set(_RHYMES.split()), key=len, reverse=True)) + ")"
)
_TONES: Final = {ord(tone): None for tone in (_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT)}
# Runs of letters, old ones included: whatever is neither blank nor an ASCII sign.
_WORD: Final = re.compile(r"[^\s\x00-@\[-`{-\x7f]+")


def from_tcvn3(text: str) -> str:
    """Convert text typed with an ABC font (TCVN 5712), byte for byte a letter.

    Capitals with a tone were lower-case letters in a font of capitals.
    """
    turned = text.translate(_TCVN3)
    if turned == text:
        return text
    return turned.upper() if _is_shouted(text) else _WORD.sub(_capitals, turned)


def from_vni(text: str) -> str:
    """Convert text typed with a VNI font."""
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))


def from_windows_1258(text: str) -> str:
    """Compose letters and tones that Windows wrote apart."""
    return unicodedata.normalize("NFC", text)


CONVERT: Final[dict[str, Callable[[str], str]]] = {
    TCVN3: from_tcvn3,
    VNI: from_vni,
    WINDOWS_1258: from_windows_1258,
}


def accented_words(text: str) -> list[str]:
    """Return the words that have a letter beyond ASCII: only they tell tables apart."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def likeness(words: Sequence[str]) -> float:
    """Return which part of the words are Vietnamese syllables, 0 to 1."""
    if not words:
        return 0.0
    return sum(map(is_syllable, words)) / len(words)


def is_syllable(word: str) -> bool:
    """Whether a Vietnamese could say it: an onset, a rhyme, at most one tone."""
    marks = unicodedata.normalize("NFD", word.casefold())
    bare = marks.translate(_TONES)
    if len(marks) - len(bare) > 1:
        return False
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def likeliest(readings: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return the name of the reading that is Vietnamese, or nothing if none is."""
    scored = [(likeness(words), name) for name, words in readings]
    best, name = max(scored, default=(0.0, ""))
    return name if best >= LIKELY else ""


def typed_in(words: Sequence[str]) -> str:
    """Return the old font in which words of a Unicode file were typed, or nothing.

    Such files come from workbooks typed with .VnTime or VNI-Times: their letters are
    Latin ones that happen to have the old numbers.
    """
    if not words or likeness(words) >= LIKELY:
        return ""
    old = [word for word in words if max(word) <= "\xff"]
    if 2 * len(old) < len(words):
        return ""
    return likeliest(
        (name, [CONVERT[name](word) for word in old]) for name in (TCVN3, VNI)
    )


def _capitals(found: "re.Match[str]") -> str:
    word = found.group()
    return word.upper() if _is_shouted(word) else word


def _is_shouted(text: str) -> bool:
    """Whether all letters that show their case are capitals, and more than one."""
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return len(plain) > 1 and all(map(str.isupper, plain))


def _vni_letter(found: "re.Match[str]") -> str:
    letter, sign, alone = found.groups()
    if alone:
        return _in_case(_ALONE[alone.lower()], like=alone)
    base = _ALONE.get(letter.lower(), letter.lower())
    return _in_case(base + _SIGNS[sign.lower()], like=letter)


def _in_case(letters: str, *, like: str) -> str:
    return letters.upper() if like.isupper() else letters
