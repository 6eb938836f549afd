"""The English catalogue: complete, certain and compiled.

That it is in step with the code is a step of ``make check``, which gathers the words
anew.
"""

import re
from pathlib import Path

import polib
import pytest

PO = Path(__file__).resolve().parents[2] / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TAG = re.compile(r"</?\w+>")
FOREIGN_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
# Names of documents are quoted as they are written, in every language.
QUOTED = re.compile(r"\d+-QĐ/TW")


@pytest.fixture(scope="module")
def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(PO)) if not entry.obsolete]


def said(entry: polib.POEntry) -> list[str]:
    """Every form of the English text."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_nothing_is_left_untranslated(entries: list[polib.POEntry]) -> None:
    assert [entry.msgid for entry in entries if not all(said(entry))] == []


def test_nothing_is_a_guess(entries: list[polib.POEntry]) -> None:
    assert [entry.msgid for entry in entries if entry.fuzzy] == []


@pytest.mark.parametrize("pattern", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_both_languages_have_the_same(
    pattern: re.Pattern[str], entries: list[polib.POEntry]
) -> None:
    different = [
        entry.msgid
        for entry in entries
        for text in said(entry)
        if sorted(pattern.findall(text)) != sorted(pattern.findall(entry.msgid))
    ]

    assert different == []


def test_a_sentence_stays_a_sentence(entries: list[polib.POEntry]) -> None:
    different = [
        entry.msgid
        for entry in entries
        for text in said(entry)
        if text.endswith(".") != entry.msgid.endswith(".")
    ]

    assert different == []


def test_no_vietnamese_is_left_in_the_english(entries: list[polib.POEntry]) -> None:
    left = [
        text
        for entry in entries
        for text in said(entry)
        if FOREIGN_LETTER.search(QUOTED.sub("", text))
    ]

    assert left == []


def test_what_was_compiled_is_what_is_written(entries: list[polib.POEntry]) -> None:
    compiled = polib.mofile(str(PO.with_suffix(".mo")))

    assert {e.msgid: e.msgstr_plural or e.msgstr for e in compiled} == {
        e.msgid: e.msgstr_plural or e.msgstr for e in entries
    }
