"""The catalogues: complete, certain and compiled.

English has all our words; that it is in step with the code is a step of ``make check``,
which gathers them anew. Vietnamese has only what Django's own catalogue lacks.
"""

import re
from pathlib import Path

import polib
import pytest
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils import translation

LOCALE = Path(__file__).resolve().parents[2] / "locale"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr](?!\w)|\{\}")
TAG = re.compile(r"</?\w+>")
FOREIGN_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
# Names of documents are quoted as they are written, in every language.
QUOTED = re.compile(r"\d+-QĐ/TW")
# What a list in a file says stays as it is typed there.
TYPED_IN_FILES = {
    "Đương nhiên, Được bầu hoặc Chỉ định; ở đại hội đảng viên: Đảng viên.",
    "Chính thức hoặc Dự khuyết. Để trống: chính thức.",
    "Hãy ghi diện: Đương nhiên, Được bầu hoặc Chỉ định.",
    "Tệp có cột “Họ và tên” và cột “Số phiếu”.",
    (
        "Không thấy cột “Họ và tên” và cột “Số phiếu” trong tệp. Hãy đặt tên hai cột "
        "ấy ở dòng đầu rồi tải lại."
    ),
    "Nam hoặc Nữ.",
    (
        "Chính thức, Dự bị hoặc Chưa là đảng viên. Để trống: có ngày chính thức là "
        "Chính thức; vào Đảng chưa đủ 12 tháng là Dự bị; còn lại ghi «chưa rõ diện» và "
        "không tính là đảng viên chính thức."
    ),
    "Chưa qua đào tạo, Sơ cấp, Trung cấp, Cao cấp hoặc Cử nhân. Để trống: chưa biết.",
    "Không, Phật giáo, Công giáo, Tin Lành…; tên khác giữ như đã ghi.",
    "Sơ cấp, Trung cấp, Cao cấp hoặc Cử nhân.",
    "Tên loại trong cổng, ví dụ: Chi bộ; Đảng bộ cơ sở; Đảng bộ xã.",
}


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> list[polib.POEntry]:
    """Every entry that is in use."""
    found = polib.pofile(str(catalogue(language)))
    return [entry for entry in found if not entry.obsolete]


@pytest.fixture(params=["en", "vi"])
def language(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def entries(language: str) -> list[polib.POEntry]:
    return read(language)


@pytest.fixture
def english() -> list[polib.POEntry]:
    return read("en")


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


def test_a_sentence_stays_a_sentence(english: list[polib.POEntry]) -> None:
    different = [
        entry.msgid
        for entry in english
        for text in said(entry)
        if text.endswith(".") != entry.msgid.endswith(".")
    ]

    assert different == []


def test_no_vietnamese_is_left_in_the_english(english: list[polib.POEntry]) -> None:
    left = [
        text
        for entry in english
        for text in said(entry)
        if FOREIGN_LETTER.search(QUOTED.sub("", text))
        and entry.msgid not in TYPED_IN_FILES
    ]

    assert left == []


def test_what_was_compiled_is_what_is_written(
    language: str, entries: list[polib.POEntry]
) -> None:
    compiled = polib.mofile(str(catalogue(language).with_suffix(".mo")))

    assert {e.msgid: e.msgstr_plural or e.msgstr for e in compiled} == {
        e.msgid: e.msgstr_plural or e.msgstr for e in entries
    }


def test_what_django_cannot_say_in_vietnamese_is_said() -> None:
    with translation.override("vi"), pytest.raises(ValidationError) as refused:
        MinimumLengthValidator(10).validate("ngắn")

    expected = "Mật khẩu này quá ngắn. Mật khẩu phải có ít nhất 10 ký tự."
    assert refused.value.messages == [expected]
